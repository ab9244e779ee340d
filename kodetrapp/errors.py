"""The errors that a person is to read.

Each message is one sentence or two that name the file, the place in it and the remedy. No message
holds text of an interview, because messages reach logs and Prefect's database.

    KodetrappError
    ├── CodebookError    the codebook file can't be used
    ├── FileRefusedError one transcript can't be taken in; the rest of the batch goes on
    ├── FindingsError    the findings contradict themselves and aren't published
    ├── GoldError        a gold file doesn't fit its text or the codebook
    ├── ModelError       a model can't be trained, loaded or used with this codebook
    ├── StoreError       the store can't be opened or doesn't hold what was asked for
    │   └── StoreBusyError   another process has it
    └── UsageError       the words of a command don't fit together
"""


class KodetrappError(Exception):
    """Something a person can mend; the message says what and how."""


class CodebookError(KodetrappError):
    """The codebook file can't be used."""


class FileRefusedError(KodetrappError):
    """One file can't be taken in. `str(error)` is the reason and the remedy, without the name."""


class FindingsError(KodetrappError):
    """The findings contradict themselves and aren't published."""


class GoldError(KodetrappError):
    """A gold file doesn't fit its text or the codebook."""


class ModelError(KodetrappError):
    """A model can't be trained, loaded or used with this codebook."""


class StoreError(KodetrappError):
    """The store can't be opened or doesn't hold what was asked for."""


class StoreBusyError(StoreError):
    """Another process holds the store."""


class UsageError(KodetrappError):
    """The words of a command don't fit together."""
