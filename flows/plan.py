"""What a run has to do: the files in the inbox against what the store knows of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus import recordings
from corpus.inbox import Found
from store.documents import Source


@dataclass(frozen=True)
class Plan:
    """Files by what is to be done with them; `missing` are known and not in the inbox."""

    new: list[Found]
    changed: list[Found]
    unchanged: list[Found]
    missing: list[Source]

    @property
    def to_read(self) -> list[Found]:
        """New and changed files, and those of the same recordings that are compared with them, by
        name."""
        wanted = [*self.new, *self.changed]
        keys = {recordings.key(file.path) for file in wanted}
        beside = [file for file in self.unchanged if recordings.key(file.path) in keys]
        return sorted([*wanted, *beside], key=lambda found: found.name)


def plan(
    found: Sequence[Found], known: Mapping[str, Source], reading_of: Callable[[Found], str]
) -> Plan:
    """The plan for files; `reading_of` says how one is read now (by which codebook, which version
    of the reader, with what metadata beside it)."""
    new, changed, unchanged = [], [], []
    for file in found:
        source = known.get(file.name)
        if source is None or source.state == "retired":
            new.append(file)
        elif source.file_hash == file.file_hash and source.reading == reading_of(file):
            unchanged.append(file)
        else:
            changed.append(file)
    names = {file.name for file in found}
    missing = [s for s in known.values() if s.name not in names and s.state == "present"]
    return Plan(new, changed, unchanged, missing)
