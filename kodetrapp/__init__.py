"""What every room of the house shares: the version and the errors."""

from importlib.metadata import version

__version__ = version("kodetrapp")
