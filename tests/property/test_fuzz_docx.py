"""Whatever bytes a Word document holds, it is read or refused, and never anything else."""

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.extract import Extract
from corpus.formats.docx import read
from kodetrapp.errors import FileRefusedError
from tests.wordml import b, p, r, save

fuzz = settings(
    derandomize=True,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_SECRET = "Hemmelig"
_BODY = (
    p(b("Kari Moe"), r(" Hva skjedde?"), '<w:r><w:footnoteReference w:id="1"/></w:r>')
    + p(b("Ola Ås"), r(f" {_SECRET}."), f"<w:ins>{r('inn')}</w:ins>")
    + p(r("Punkt"), about='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    + f"{p('Taler')}</w:tc><w:tc>{p('Utsagn')}</w:tc></w:tr><w:tr><w:tc>{p('Kari')}</w:tc>"
    + f"<w:tc>{p('Hei.')}</w:tc></w:tr></w:tbl><w:sdt><w:sdtContent>{p('Til slutt.')}"
    + '</w:sdtContent></w:sdt><w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE'
    + '</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>4</w:t>'
    + '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_PARTS = {
    "styles": '<w:style w:styleId="S" w:type="paragraph" w:default="1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="S"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>',
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    "footnotes": f'<w:footnote w:id="1">{p("Note.")}</w:footnote>',
    "header": p("Gruppe: KUBU"),
}


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = save(tmp_path_factory.mktemp("word") / "a.docx", _BODY, **_PARTS)
    assert isinstance(read(path), Extract)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(path: Path) -> FileRefusedError | None:
    """Why a file is refused; None where it is read."""
    try:
        assert isinstance(read(path), Extract)
    except FileRefusedError as error:
        return error
    return None


def reads_or_refuses(path: Path) -> None:
    error = refusal(path)
    if error is not None:
        assert ";" in str(error)
        assert _SECRET not in str(error)
        assert error.__suppress_context__ or error.__context__ is None


@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + bytes(18))
@fuzz
def test_random_bytes_are_refused(tmp_path: Path, data: bytes):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    reads_or_refuses(path)


@given(seed=st.integers(0, 2**32), count=st.integers(1, 8), where=st.integers(0, 20))
@fuzz
def test_documents_with_changed_bytes_of_xml_are_read_or_refused(
    tmp_path: Path, members: dict[str, bytes], seed: int, count: int, where: int
):
    chance = random.Random(seed)
    name = sorted(members)[where % len(members)]
    data = bytearray(members[name])
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.choice(b'<>/"=&;09azwb: \x00\xc3\xff')
    written(tmp_path / "a.docx", {**members, name: bytes(data)})
    reads_or_refuses(tmp_path / "a.docx")


_TAGS = (
    *("p", "r", "t", "tbl", "tr", "tc", "tcPr", "gridSpan", "vMerge", "sdt", "sdtContent", "b"),
    *("ins", "del", "moveTo", "pPr", "rPr", "fldChar", "numId", "numPr", "style", "basedOn", "lvl"),
    *("footnoteReference", "hyperlink", "abstractNum", "num", "start", "body", "instrText", "br"),
)


@given(seed=st.integers(0, 2**32), count=st.integers(1, 6), where=st.integers(0, 20))
@fuzz
def test_documents_whose_elements_change_places_are_read_or_refused(
    tmp_path: Path, members: dict[str, bytes], seed: int, count: int, where: int
):
    """XML that is whole but makes no sense: elements and values exchanged for others."""
    chance = random.Random(seed)
    name = [n for n in sorted(members) if not n.endswith(".rels")][where % 5]
    text = members[name].decode()
    for _ in range(count):
        old, new = (chance.choice(_TAGS) for _ in range(2))
        for form in ("<w:{}>", "<w:{} ", "</w:{}>", "<w:{}/>"):
            text = text.replace(form.format(old), form.format(new))
        values = ("-1", "", "0", "999999999", "9" * 30, "x", "²", "%9%9%9")
        pieces = text.split('w:val="')
        at = chance.randrange(len(pieces))
        if at:
            pieces[at] = chance.choice(values) + pieces[at][pieces[at].index('"') :]
        text = 'w:val="'.join(pieces)
    written(tmp_path / "a.docx", {**members, name: text.encode()})
    reads_or_refuses(tmp_path / "a.docx")


def written(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
