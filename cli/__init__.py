"""The command line: it parses, calls and prints; nothing is decided here.

SpaCy, scikit-learn and Prefect take seconds to import, so commands import them when they need them.
"""
