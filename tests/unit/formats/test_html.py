from pathlib import Path

import pytest

from corpus.extract import Extract
from corpus.formats import html
from kodetrapp.errors import FileRefusedError


def read(tmp_path: Path, page: str | bytes) -> Extract:
    path = tmp_path / "a.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return html.read(path)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>En\n linje</p><p>To</p>", "En linje\n\nTo"),
        ("<h2>Om\nmål</h2><div>Tekst<p>mer</div>igjen", "# Om mål\n\nTekst\n\nmer\n\nigjen"),
        ("<p>En<br>to<br/><br>tre", "En\nto\n\ntre"),
        ("<ul><li>en<li>to<ul><li>tre</ul></ul>", "en\n\nto\n\ntre"),
        ("<pre>en\n  to\n\ntre</pre>", "en\nto\n\ntre"),
        ("<p><b>Kari:</b> Hva?<p><b>Ola</b>: Ja.", "Kari: Hva?\nOla: Ja."),
        (
            "<table><tr><th>Kari<td>Hva?<tr><td>Ola:<td><p>Ja,<p>det</table>",
            "Kari: Hva?\nOla: Ja, det",
        ),
        ("<table><tr><td>00:03<td>Kari<td>Hva?</table>", "[00:03] Kari: Hva?"),
        ("<table><tr><td><table><tr><td>A<td>b</table><td><p>c</table>", "A: b\n\nc"),
        ("<table><tr><td><p>a<p>b</table>", "a\n\nb"),
        ("<dl><dt>Kari<dd>Hva?<dt>Ola<dd>Ja.</dl>", "Kari: Hva?\nOla: Ja."),
        ("<p>bl&aring;b&#230;r&nbsp;&laquo;nei&raquo; &amp; sam&shy;ord", "blåbær «nei» & samord"),
        ("<p>Vi <del>hemmelig</del><ins>skrev</ins> det<!-- hemmelig -->.", "Vi skrev det."),
        ("<title>x</title><style>p</style><script>1</script><nav>meny</nav><p>Ja", "Ja"),
        ("<p>Ja<template>t</template><select><option>en</select><noscript>n</noscript>", "Ja"),
        ('<p>Ja<sup><a href="#n1">1</a></sup> så.<p><a href="#r1">[1]</a> Note', "Ja så.\n\nNote"),
        ("<p>m<sup>2</sup>", "m2"),
    ],
)
def test_a_page_is_read_as_a_browser_shows_it(tmp_path: Path, page: str, text: str):
    assert read(tmp_path, page).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>x</p>",
        '<div style="color: red; display:none"><p>x</p></div>',
        "<span style='visibility: hidden'>x</span>",
        "<span style='mso-hide:all'>x</span>",
    ],
)
def test_hidden_text_is_left_out_and_said(tmp_path: Path, hidden: str):
    of = read(tmp_path, f"<p>Ja</p>{hidden}")
    assert of.text == "Ja"
    assert of.warnings == ("pieces of hidden text were left out (1)",)


def test_comments_of_word_are_left_out_and_said(tmp_path: Path):
    page = "<p>Ja</p><div style='mso-element:comment-list'><div>x</div><div>y</div></div>"
    of = read(tmp_path, page)
    assert of.text == "Ja"
    assert of.warnings == ("comments were left out (2)",)


@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="utf-8"><p>blåbær –'.encode(),
        "<meta charset=iso-8859-1><p>blåbær –".encode("cp1252"),
        "<meta content='text/html; charset=windows-1252'><p>blåbær –".encode("cp1252"),
        "<p>blåbær –".encode("utf-8-sig"),
        "\ufeff<meta charset=utf-8><p>blåbær –".encode("utf-16-le"),
        '<?xml version="1.0" encoding="utf-8"?><html><p>blåbær –</p></html>'.encode(),
        "<meta charset=utf-8><p>blåbær –".encode("cp1252"),
        "<meta charset=nonsens><p>blåbær –".encode("cp1252"),
        "<p>blåbær –".encode(),
    ],
)
def test_bytes_are_decoded_as_the_page_says_if_that_is_true(tmp_path: Path, page: bytes):
    assert read(tmp_path, page).text == "blåbær –"


def test_properties_are_told(tmp_path: Path):
    page = (
        "<title>Møte\n 1</title><meta name=Keywords content='a, b'>"
        "<meta name=created content='2023-05-11T10:00:00'><p>Ja"
    )
    expected = {"title": "Møte 1", "keywords": "a, b", "created": "2023-05-11"}
    assert read(tmp_path, page).properties == expected


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Bare hemmelig tekst.", "is no web page; "),
        ("<div>" * 100_000 + "hemmelig", "nests elements more than 200 deep; "),
        ("<p>hemmelig\0", "is no readable text; "),
    ],
)
def test_what_is_no_page_is_refused(tmp_path: Path, page: str, said: str):
    with pytest.raises(FileRefusedError) as caught:
        read(tmp_path, page)
    assert str(caught.value).startswith(said)
    assert "emmelig" not in str(caught.value)
