"""A metadata file beside the transcripts: what changes in it is read and coded anew, no more."""

from tests.flows.conftest import World

NAME = "a.txt"
TEXT = """Date: 3 May 2021

Kari: I was there again last week, and nobody had told the others about it.

Ola: We never hear from the branches before it is too late to do anything.

Kari: They send us a list every Monday now, and we read it together.

Ola: The list is long, and there is nobody who has the time to read all of it.
"""


def row(world: World) -> tuple:
    (found,) = world.stored(
        "SELECT group_id, list(DISTINCT speaker ORDER BY speaker)"
        " FROM current_documents JOIN turns USING (document_id)"
        f" WHERE source_name = '{NAME}' AND turns.role = 'interviewer' GROUP BY ALL"
    )
    return found


def test_a_change_of_an_entry_costs_one_document(world: World) -> None:
    (world.inbox / NAME).write_text(TEXT, "utf-8")
    metadata = world.inbox / "metadata.csv"
    metadata.write_text(f"file,kind,case,roles\n{NAME},interview,Mill Lane,Ola=interviewer\n")
    first = world.run(keep_names=True)
    assert (first.counts.files_seen, first.counts.documents_coded) == (11, 11)
    assert row(world) == ("mill_lane", ["Ola"])
    assert world.run(keep_names=True).idle

    metadata.write_text(f"file;kind;case;roles\n{NAME};interview;Mill Lane;Kari=interviewer\n")
    second = world.run(keep_names=True)
    assert (second.counts.files_changed, second.counts.documents_coded) == (1, 1)
    assert row(world) == ("mill_lane", ["Kari"])
    assert world.run(keep_names=True).idle

    metadata.write_text(
        f"file;kind;case;roles\n{NAME};interview;Mill Lane;Kari=interviewer\nb;;;\n"
    )
    assert world.run(keep_names=True).idle
    metadata.unlink()
    assert world.run(keep_names=True).counts.files_changed == 11 - 10
