"""Files to documents: turns, sentences and passages that know where they stand."""

from corpus.document import Document, Metadata, Passage, Sentence, Turn, TurnRole
from corpus.formats import READERS
from corpus.gold import GoldDocument, GoldPassage, gold_files, read_gold
from corpus.reader import READER_VERSION, read_file, read_text
from corpus.sentences import sentences_of, split, tokenise

__all__ = [
    "READERS",
    "READER_VERSION",
    "Document",
    "GoldDocument",
    "GoldPassage",
    "Metadata",
    "Passage",
    "Sentence",
    "Turn",
    "TurnRole",
    "gold_files",
    "read_file",
    "read_gold",
    "read_text",
    "sentences_of",
    "split",
    "tokenise",
]
