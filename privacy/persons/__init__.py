"""Which words of a Norwegian text name a person.

Two logistic regressions over the words that may be names. The first sees the word, what the lists
of names, places and organisations say of it, its spelling, and the words around it; the second sees
the first one's verdict on the same word elsewhere in the document and on its neighbours. Both
learnt from documents marked by hand, with the names in them exchanged for others from the lists.
"""

from privacy.persons.recogniser import Name, PersonRecogniser

__all__ = ["Name", "PersonRecogniser"]
