"""The findings as a Word document, for those who write the evaluation's report."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from findings.figures import FIGURES, png
from findings.reports.paper import MARK, SMALL, Line, Paper
from findings.reports.study import LITERATURE, Cell, Dimension, Listing, Quote, Row, Study

_LANGUAGES = {"nb": "nb-NO", "en": "en-GB"}
_IN_MATRIX = 240
"""At most so many characters of a quote in the matrix; the group's section has all of it."""
_A_VALENCE = 2
"""At most so many quotes of each valence in a group's section."""


def write(study: Study, path: Path) -> None:
    """Writes the report. Raises `OSError` where the file can't be written."""
    say = study.say
    paper = Paper(study.title, _LANGUAGES[study.lang], study.publication["published_at"])
    paper.title(study.title, study.built_on)
    paper.contents(say("contents"))
    paper.heading(say("highest_title"), 1)
    paper.bullets(study.highest)
    paper.heading(say("trust_title"), 1)
    paper.bullets(study.trust)
    paper.line([say("trace")])
    for dimension in _measured(study, "steps"):
        paper.landscape()
        paper.heading(dimension.label, 1)
        _matrix(paper, study, dimension)
    paper.upright()
    _picture(paper, study, "ladder_matrix")
    for group in study.groups:
        _group(paper, study, group)
    _across(paper, study)
    _method(paper, study)
    paper.heading(say("sources_title"), 1)
    _listing(paper, study, "sources_caption", study.sources, (5, 3, 2, 3, 3, 2, 1.4))
    paper.heading(say("literature_title"), 1)
    for entry in LITERATURE:
        paper.line([entry])
    paper.save(path, say("page_of"))


def _measured(study: Study, what: str) -> list[Dimension]:
    return [dimension for dimension in study.dimensions if dimension.measured == what]


def _matrix(paper: Paper, study: Study, dimension: Dimension) -> None:
    """The report's table 4.1."""
    say = study.say
    paper.line([say("matrix_note", levels=", ".join(study.levels))])
    cells = [
        [study.cells[group["group_id"], code["code"]] for code in dimension.codes]
        for group in study.groups
    ]
    paper.table(
        say("table"),
        say("matrix_caption", dimension=dimension.label),
        [say("group"), *(f"{code['step']} {study.label(code)}" for code in dimension.codes)],
        [
            [[[(group["short"], "Strong")]], *(_matrix_cell(study, cell) for cell in row)]
            for group, row in zip(study.groups, cells, strict=True)
        ],
        [2.2, *(4.6 for _ in dimension.codes)],
        [[None, *(cell.strength for cell in row)] for row in cells],
    )


def _matrix_cell(study: Study, cell: Cell) -> list[Line]:
    lines: list[Line] = [[(cell.level, "Strong")]]
    if not cell.segments:
        return lines
    lines += [[(f"{cell.counts} · {cell.evidence}", SMALL)], [(cell.reason, SMALL)]]
    if cell.quotes:
        lines.append(_said(study, cell.quotes[0], _IN_MATRIX))
    return lines


def _said(study: Study, quote: Quote, most: int | None = None) -> Line:
    """A quote, who decided, and the mark by which it is found again."""
    said = shorten(quote.said, most, placeholder=" …") if most else quote.said
    return [
        (f"{quote.sign} {study.say.quoted(said)} ", "Emphasis"),
        (f"{quote.decided} [{quote.segment_id}]", MARK),
    ]


def _group(paper: Paper, study: Study, group: Row) -> None:
    """One group: its steps with reasons and quotes, what helps and hinders, its problem, and how it
    developed."""
    say = study.say
    name = study.label(group)
    paper.heading(name if name == group["short"] else f"{group['short']}: {name}", 1)
    paper.line([study.facts(group)])
    if not group["documents"]:
        return
    for dimension in study.dimensions:
        paper.heading(_heading(study, dimension), 2)
        cells = [study.cells[group["group_id"], code["code"]] for code in dimension.codes]
        if dimension.measured == "steps":
            for cell in cells:
                _step(paper, study, cell)
        else:
            _counts(paper, study, dimension, cells)
            for cell in cells:
                _quotes(paper, study, cell.quotes, f"{cell.label} ({cell.counts})")
    if developed := study.development(group):
        paper.heading(say("development_title"), 2)
        paper.line([say("development_note")])
        _listing(
            paper,
            study,
            "development_caption",
            developed,
            (4, *(3 for _ in developed.headings[1:-1]), 1.5),
        )


def _heading(study: Study, dimension: Dimension) -> str:
    titles = {"factors": "factors_title", "problem": "problem_title"}
    if dimension.measured == "steps":
        return dimension.label
    return f"{study.say(titles[dimension.measured])}: {dimension.label.lower()}"


def _step(paper: Paper, study: Study, cell: Cell) -> None:
    paper.heading(f"{cell.step} {cell.label}: {cell.level}", 3)
    if cell.segments:
        share = study.shown(cell.share)
        share = f" {study.say('share_positive')}: {share}." if share != "–" else ""
        paper.line([f"{cell.reason}{share} {cell.provisional}".strip()])
    _quotes(paper, study, cell.quotes)


def _quotes(paper: Paper, study: Study, quotes: Sequence[Quote], heading: str = "") -> None:
    """The best quotes of each valence."""
    if heading and quotes:
        paper.line([(heading, "Strong")])
    shown: dict[str, int] = {}
    for quote in quotes:
        shown[quote.valence] = shown.get(quote.valence, 0) + 1
        if shown[quote.valence] <= _A_VALENCE:
            said, mark = _said(study, quote)
            where = (f"{quote.document} ({quote.about}); ", MARK)
            paper.line([said, where, mark], "Quote")


def _counts(paper: Paper, study: Study, dimension: Dimension, cells: Sequence[Cell]) -> None:
    """How often each code was found, by valence."""
    say = study.say
    factors = dimension.measured == "factors"
    paper.line([say("factors_note" if factors else "problem_note")])
    signs = ("helps", "neutral", "hinders") if factors else ("positive", "neutral_sign", "negative")
    paper.table(
        say("table"),
        say("factors_caption" if factors else "problem_caption", dimension=dimension.label),
        [say("code"), *(say(sign) for sign in signs), say(_SHARES[dimension.measured])],
        [
            [
                cell.label,
                _counted(study, cell.positive, cell.documents_positive),
                say.number(cell.neutral),
                _counted(study, cell.negative, cell.documents_negative),
                study.shown(cell.share),
            ]
            for cell in cells
        ],
        (4.5, 2, 2, 2, 4),
    )


_SHARES = {"factors": "share_helping", "problem": "share_positive"}


def _counted(study: Study, segments: int, documents: int) -> str:
    say = study.say
    return f"{say.number(segments)} ({say.number(documents)})" if segments else "0"


def _across(paper: Paper, study: Study) -> None:
    """What is said of all groups together."""
    say = study.say
    paper.heading(say("across_title"), 1)
    paper.heading(say("factors_title"), 2)
    _picture(paper, study, "factor_balance")
    paper.heading(say("problem_title"), 2)
    _picture(paper, study, "problem_map")
    paper.heading(say("development_title"), 2)
    _picture(paper, study, "development")
    paper.heading(say("links_title"), 2)
    paper.line([study.clear("links")])
    _listing(paper, study, "links_caption", study.links, (5, 4, 3.2, 2, 1.4))
    _picture(paper, study, "factor_step_links")
    paper.heading(say("comparisons_title"), 2)
    paper.line([study.clear("comparisons")])
    _listing(paper, study, "comparisons_caption", study.comparisons, (4, 2, 3, 4, 1.4))


def _method(paper: Paper, study: Study) -> None:
    say = study.say
    paper.heading(say("method_title"), 1)
    paper.heading(say("paste_title"), 2)
    paper.line([study.paragraph])
    paper.heading(say("quality_title"), 2)
    if not study.quality.rows:
        paper.line([say("quality_none")])
    _listing(paper, study, "quality_caption", study.quality, (4, 2.2, 2, 2, 1.4, 1.4, 2))
    paper.heading(say("agreement_title"), 2)
    paper.line([say("agreement_note" if study.agreement.rows else "agreement_none")])
    _listing(paper, study, "agreement_caption", study.agreement, (3.5, 4, 2, 1.5, 3))
    _picture(paper, study, "agreement")
    paper.heading(say("saturation_title"), 2)
    paper.line([study.saturation])
    _picture(paper, study, "saturation")
    paper.heading(say("out_title"), 2)
    if not study.left_out.rows:
        paper.line([say("out_none")])
    _listing(paper, study, "out_caption", study.left_out, (5, 8))
    paper.heading(say("versions_title"), 2)
    _listing(paper, study, "versions_caption", study.versions, (3, 8))
    _listing(paper, study, "codes_caption", study.codes, (4, 9))


def _listing(
    paper: Paper, study: Study, caption: str, of: Listing, widths: Sequence[float]
) -> None:
    if not of.rows:
        return
    paper.table(study.say("table"), study.say(caption), of.headings, of.rows, widths)
    if of.more:
        paper.line([study.say("shown_of", shown=len(of.rows), all=len(of.rows) + of.more)])


def _picture(paper: Paper, study: Study, name: str) -> None:
    """A picture, where there is something to show."""
    figure = FIGURES[name]
    drawn = figure.draw(study.tables, study.lang)
    if drawn is None:
        return
    description = figure.describe(study.tables, study.lang) or ""
    paper.picture(study.say("figure"), study.say(f"figure_{name}"), png(drawn), description)
