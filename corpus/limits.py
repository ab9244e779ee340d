"""What a file may be and cost: all limits of reading in one place, each with its reason.

Real transcripts stay far below: a working day of speech is some 60,000 words, 400,000 characters
and 2,000 turns.
"""

from collections.abc import Sized

from kodetrapp.errors import FileRefusedError

MAX_BYTES = 50 * 2**20
"""Bytes of a file. Word files with a few photographs stay below; recordings don't."""
MAX_CHARACTERS = 3_000_000
"""Characters of a text: ten novels. What is longer is data or an archive in one file."""
MAX_TURNS = 20_000
"""Turns of a document: one every five seconds for a day and a night."""
MAX_WORD = 5_000
"""Characters without a space among them. Links reach 2,000; beyond is packed data, and patterns
and tokenisers that are quick on words take quadratic time."""
SECONDS = 60.0
"""For one file, on a worker that has started. A text of 2,400,000 characters takes 35 on a
busy machine."""
MEMORY = 768 * 2**20
"""Bytes that reading one file may take beside what its worker needs anyway. A text of 2,400,000
characters in 18,000 turns takes 100 MB."""
MAX_WRITTEN = 256 * 2**20
"""Bytes of a temporary file: a member of an archive, or the languages of py3langid."""
MAX_OPEN = 256
"""Files that a worker may have open."""


def check_text(text: str) -> None:
    """Raises `FileRefusedError` for a text that is too long, or of no words."""
    if len(text) > MAX_CHARACTERS:
        raise FileRefusedError(
            f"has more than {MAX_CHARACTERS:,} characters; divide it into one file an interview"
        )
    if max(map(len, text.split()), default=0) > MAX_WORD:
        raise FileRefusedError(
            f"has more than {MAX_WORD:,} characters without a space, which is no speech; take that"
            " place out of it"
        )


def check_turns(turns: Sized) -> None:
    """Raises `FileRefusedError` for too many turns."""
    if len(turns) > MAX_TURNS:
        raise FileRefusedError(
            f"has more than {MAX_TURNS:,} turns; divide it into one file an interview"
        )
