"""Word documents written down to the last element, for what python-docx doesn't write."""

import zipfile
from pathlib import Path

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XMLNS = (
    f'xmlns:w="{NAMESPACE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


def part(root: str, content: str) -> str:
    """An XML part whose root is `w:root`."""
    return f"<w:{root} {_XMLNS}>{content}</w:{root}>"


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relations, each a kind, a target and more attributes."""
    items = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/{kind}" Target="{target}" {more}/>'
        for n, (kind, target, more) in enumerate(targets)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{items}</Relationships>"
    )


def save(path: Path, body: str, others: dict[str, str | bytes] | None = None, **parts: str) -> Path:
    """A Word document with the given content of `w:body` and of its other parts (`styles=…`,
    `footnotes=…`, `header=…`), and `others` by their names in the archive, which win."""
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*((kind, f"{kind}.xml", "") for kind in parts)),
    }
    members |= {f"word/{kind}.xml": part(_ROOTS[kind], content) for kind, content in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | (others or {})).items():
            archive.writestr(name, content)
    return path


def p(*runs: str, about: str = "") -> str:
    """A paragraph of runs, or of plain words."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{about}</w:pPr>{inner}</w:p>"


def r(words: str, about: str = "") -> str:
    """A run; `about` is what its properties hold (`<w:b/>`)."""
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def b(words: str) -> str:
    """A bold run."""
    return r(words, "<w:b/>")
