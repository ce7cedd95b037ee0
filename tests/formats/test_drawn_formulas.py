"""Formulas of which a page has only the drawing: letters and places, or the names of glyphs."""

from __future__ import annotations

import pytest

from reader.formats.html.page import parse_page

PROSE = (
    "<p>The tide that turns at noon has turned at midnight too, and the moon has hardly anything to say to that.</p>"
)


def line(formula: str) -> str:
    page = (
        f"<html><body><article><h1>Tides</h1>{PROSE}<p>Height is {formula} at noon.</p>{PROSE}</article></body></html>"
    )
    text = parse_page(page.encode()).document.text
    return text.split("Height is ")[1].split(" at noon.")[0].strip()


def laid_out(inner: str) -> str:
    return f'<span class="katex"><span class="katex-html" aria-hidden="true">{inner}</span></span>'


def rows(*parts: tuple[float, str]) -> str:
    """Parts above each other, as they are written there: each behind a strut of 3em."""
    inner = "".join(
        f'<span style="top:{top}em;"><span class="pstrut" style="height:3em;"></span>{part}</span>'
        for top, part in parts
    )
    return f'<span class="vlist-t"><span class="vlist-r"><span class="vlist">{inner}</span></span></span>'


def small(text: str) -> str:
    return f'<span class="sizing reset-size6 size3"><span class="mord">{text}</span></span>'


def letter(text: str, name: str = "mord") -> str:
    return f'<span class="{name}">{text}</span>'


STROKE = '<span class="frac-line" style="border-bottom-width:0.04em;"></span>'


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        (letter("h") + letter("=", "mrel") + letter("3", "mord"), "h = 3"),
        (letter(letter("h") + f'<span class="msupsub">{rows((-3.4, small("2")))}</span>'), "h^2"),
        (letter(letter("h") + f'<span class="msupsub">{rows((-2.8, small("i")), (-3.4, small("2")))}</span>'), "h_i^2"),
        (f'<span class="mfrac">{rows((-2.3, letter("2g")), (-3.2, STROKE), (-3.7, letter("v")))}</span>', "v/2g"),
        (f'<span class="mfrac">{rows((-2.3, letter("k")), (-3.7, letter("n")))}</span>', "(n over k)"),
        (f'<span class="mord sqrt">{rows((-3, letter("gd")), (-2.7, "<span class=hide-tail></span>"))}</span>', "√gd"),
        (
            f'<span class="mord katex-sqrt"><span class="katex-root">{rows((-2.8, small("3")))}</span>'
            f"{rows((-3, letter('d')))}</span>",
            "∛d",
        ),
        (
            f'<span class="mop op-limits">{rows((-1.8, small("i")), (-3, letter("∑")), (-4.3, small("n")))}</span>'
            + letter("h"),
            "∑_i^n h",
        ),
        (
            f'<span class="mord accent">{rows((-3, letter("h")), (-3, "<span class=accent-body>ˉ</span>"))}</span>',
            "h̄",
        ),
        (
            letter("(", "mopen")
            + f'<span class="mtable"><span class="col-align-c">{rows((-4, letter("1")), (-3, letter("3")))}</span>'
            f'<span class="col-align-c">{rows((-4, letter("2")), (-3, letter("4")))}</span></span>'
            + letter(")", "mclose"),
            "(1, 2; 3, 4)",
        ),
        (letter("a") + letter(letter("\ue020", "mrel") + letter("=", "mrel"), "mrel") + letter("b"), "a ≠ b"),
    ],
)
def test_letters_that_style_sheets_place(drawn: str, shown: str) -> None:
    assert line(laid_out(drawn)) == shown


def test_a_drawing_beside_its_source_is_not_read() -> None:
    source = (
        "<span class=katex-mathml><math><mi>h</mi><annotation encoding='application/x-tex'>h</annotation></math></span>"
    )
    assert line(f"<span class=katex>{source}<span class=katex-html aria-hidden=true>{letter('h')}</span></span>") == "h"


def glyph(kind: str, code: str) -> str:
    return f'<mjx-{kind}><mjx-c class="mjx-c{code} TEX-I"></mjx-c></mjx-{kind}>'


def drawn(kind: str, code: str, at: str = "0,0") -> str:
    return f'<g data-mml-node="{kind}" transform="translate({at})"><use data-c="{code}"></use></g>'


def group(kind: str, *parts: str) -> str:
    return f'<g data-mml-node="{kind}">{"".join(parts)}</g>'


H, G, INDEX, TWO = glyph("mi", "210E"), glyph("mi", "1D454"), glyph("mi", "1D456"), glyph("mn", "32")
SUM, ROOT = glyph("mo", "2211"), glyph("mo", "221A")
RULED = "<mjx-dbox><mjx-dtable><mjx-line></mjx-line><mjx-row><mjx-den>{}</mjx-den></mjx-row></mjx-dtable></mjx-dbox>"
WITH_LIMITS = (
    "<mjx-munderover><mjx-over>{}</mjx-over><mjx-box><mjx-munder><mjx-row><mjx-base>{}</mjx-base></mjx-row>"
    "<mjx-row><mjx-under>{}</mjx-under></mjx-row></mjx-munder></mjx-box></mjx-munderover>"
)


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (f"{H}{glyph('mo', '3D')}{TWO}{G}", "h = 2g"),
        (f"<mjx-msup>{G}<mjx-script>{TWO}</mjx-script></mjx-msup>", "g^2"),
        (f"<mjx-msubsup>{G}<mjx-script>{TWO}<mjx-spacer></mjx-spacer>{INDEX}</mjx-script></mjx-msubsup>", "g_i^2"),
        (f"<mjx-mfrac><mjx-frac><mjx-num>{G}</mjx-num>{RULED.format(TWO)}</mjx-frac></mjx-mfrac>", "g/2"),
        (
            f"<mjx-msqrt><mjx-sqrt><mjx-surd>{ROOT}</mjx-surd><mjx-box>{G}</mjx-box></mjx-sqrt></mjx-msqrt>",
            "√g",
        ),
        (f"{WITH_LIMITS.format(TWO, SUM, INDEX)}{G}", "∑_i^2 g"),
        (f"<mjx-mover><mjx-over>{glyph('mo', '5E')}</mjx-over><mjx-base>{G}</mjx-base></mjx-mover>", "ĝ"),
    ],
)
def test_glyphs_that_are_named(inner: str, shown: str) -> None:
    assert line(f'<mjx-container jax="CHTML"><mjx-math>{inner}</mjx-math></mjx-container>') == shown


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (drawn("mi", "1D454") + drawn("mo", "3D") + drawn("mn", "32"), "g = 2"),
        (
            group("msubsup", drawn("mi", "1D454"), drawn("mn", "32", "605,413"), drawn("mi", "1D456", "605,-247")),
            "g_i^2",
        ),
        (
            group("munderover", drawn("mo", "2211"), drawn("mi", "1D456", "8,-1087"), drawn("mn", "32", "1,1150")),
            "∑_i^2",
        ),
        (f'<g data-mml-node="mfrac">{drawn("mi", "1D454")}{drawn("mn", "32")}<rect width="9"></rect></g>', "g/2"),
        (f'<g data-mml-node="mfrac">{drawn("mi", "1D454")}{drawn("mn", "32")}</g>', "(g over 2)"),
        (f'<g data-mml-node="msqrt">{drawn("mi", "1D454")}{drawn("mo", "221A")}<rect width="9"></rect></g>', "√g"),
    ],
)
def test_glyphs_of_a_picture(inner: str, shown: str) -> None:
    svg = f'<svg role="img"><g><g data-mml-node="math">{inner}</g></g></svg>'
    assert line(f'<mjx-container jax="SVG">{svg}</mjx-container>') == shown


def test_a_drawing_in_itself_without_end_is_its_text() -> None:
    deep = "<span class=mord>" * 300 + "h" + "</span>" * 300
    assert line(laid_out(deep)) == "h"
