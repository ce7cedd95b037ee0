"""Formats of markup: what each says is read, in its order, and nothing of how it says it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import BlockKind, MarkKind
from reader.domain.errors import NotParsed
from reader.formats.kinds import FORMATS, Format, Takes
from reader.formats.markup.org_mode import LONGEST_FORMULA
from reader.formats.structured import parse_structured
from tests.formats.making import archive
from tests.formats.structured_texts import blocks, check_or_refuse, marked, read

PIECES = {
    Format.LATEX: [
        *("\\begin{itemize}", "\\item", "\\end{itemize}", "{", "}", "$", "\\[", "\\]", "\\'", "e", "&", "\\\\"),
        *("\\footnote", "%", "\n\n", "\\begin{tabular}", "\\def\\a{\\a\\a}", "\\a", "\\verb|", "[", "]", "é"),
    ],
    Format.ORG: [
        "*",
        "**",
        "#+begin_src",
        "#+end_src",
        "|",
        "[[",
        "]]",
        "[fn:1]",
        "-",
        "1.",
        ":a:",
        "=x=",
        "*b*",
        "\n",
        "\n\n",
        "é",
        "漢",
        "$x$",
    ],
    Format.RST: [
        "==",
        "--",
        "*",
        "`x`",
        ":r:`y`",
        "..",
        "note::",
        "::",
        "|",
        "+---+",
        "[1]_",
        "_x:",
        "\n",
        "\n\n",
        "é",
        "漢",
        "**b**",
    ],
    Format.ASCIIDOC: [
        "=",
        "==",
        "----",
        "|===",
        "*",
        ".",
        "+",
        "[x]",
        ":a:",
        "*b*",
        "_c_",
        "<<",
        ">>",
        "{a}",
        "\n",
        "\n\n",
        "é",
        "漢",
        "a::",
    ],
    Format.RTF: [
        "{\\rtf1",
        "{",
        "}",
        "\\par",
        "\\b",
        "\\'e9",
        "\\u8364?",
        "\\cell",
        "\\row",
        "\\footnote",
        "\\field",
        "\\*",
        "x",
        "\\bin3",
    ],
    Format.MAIL: [
        "From:",
        "a@b\n",
        "Subject:",
        "x\n",
        "\n",
        ">",
        "Content-Type:text/html\n",
        "<p>",
        "=20",
        "--x",
        "é",
        "From",
        "",
    ],
    Format.DIFF: [
        "diff",
        "--git",
        "a/x",
        "b/x\n",
        "@@",
        "-1",
        "+1",
        "@@\n",
        "+a\n",
        "-b\n",
        "---",
        "a\n",
        "+++",
        "b\n",
        "é",
    ],
    Format.MARKDOWN: [
        "<b>",
        "</b>",
        "<x>",
        "<script>",
        "$a$",
        "$$",
        ":::",
        "{.a}",
        "[[b|c]]",
        "\n:",
        "`",
        "```",
        "\n",
        "\n\n",
        "é",
        "<!--",
    ],
}


@pytest.mark.parametrize("kind", PIECES)
@given(data=st.data())
def test_any_text_is_a_document_or_is_refused(kind: Format, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from([*PIECES[kind], " ", "word "]), max_size=40)))
    check_or_refuse(text.encode(), kind)


@pytest.mark.parametrize("kind", [kind for kind, entry in FORMATS.items() if entry.takes is not Takes.TEXT])
@pytest.mark.parametrize("data", [b"{", b"<a>", b"PK\x03\x04", b"From x\n", b"\x00\x01"])
def test_what_is_damaged_is_refused_or_read(kind: Format, data: bytes) -> None:
    check_or_refuse(data, kind)


def test_org() -> None:
    parsed = read(
        """\
        #+TITLE: The ferry
        #+AUTHOR: Ann Other
        * TODO [#A] Crossing                                       :water:
        :PROPERTIES:
        :ID: 1
        :END:
        Some *bold* and /soft/ and =code=, a_b and 2*3*4, see [[https://a.example/x][the
        timetable]] and a note[fn:1].
        - one
          goes on
          - nested
        - [X] done
        3. three
        ** Fare
        | what | sum |
        |------+-----|
        | boat |   3 |
        #+BEGIN_SRC python
        def f():
            return 1
        ,* no heading
        #+END_SRC
        #+begin_quote
        Said so.
        #+end_quote
        # a remark for the author
        [fn:1] The note.
        """,
        Format.ORG,
    )
    document = parsed.document
    assert (parsed.metadata.title, parsed.metadata.authors) == ("The ferry", ("Ann Other",))
    assert blocks(document) == [
        ("heading", "TODO Crossing"),
        (
            "paragraph",
            "Some bold and soft and code, a_b and 2*3*4, see the timetable and a note.",
        ),
        ("item", "one goes on"),
        ("item", "nested"),
        ("item", "done"),
        ("item", "three"),
        ("heading", "Fare"),
        ("table", "what\tsum\nboat\t3"),
        ("code", "def f():\n    return 1\n* no heading"),
        ("quote", "Said so."),
        ("footnote", "The note."),
    ]
    assert marked(document, MarkKind.LINK) == ["the timetable"]
    assert document.blocks[5].number == 3
    assert document.blocks[4].checked
    assert document.blocks[8].language == "python"


def test_restructured_text_and_what_sphinx_adds() -> None:
    document = read(
        """\
        Harbour
        =======

        See :func:`~os.path.join`, :doc:`the guide <guide>` and ``code``. [#f]_

        .. versionadded:: 3.2
           The *lamp*.

        .. py:function:: light(name)

           Lights it.

        .. code-block:: python

           x = 1

        .. include:: /etc/passwd

        .. raw:: html

           <b>raw</b>

        +------+------+
        | a    | b    |
        +------+------+

        .. [#f] The note.
        """,
        Format.RST,
    ).document
    text = document.text
    for words in (
        "See join, the guide and code.",
        "New in version 3.2: The",
        "light(name)",
        "Lights it.",
        "a\tb",
        "The note.",
    ):
        assert words in text
    assert "[include: /etc/passwd]" in text
    assert "root:" not in text
    assert "<b>" not in text
    assert next(one for one in document.blocks if one.kind is BlockKind.CODE).language == "python"


def test_what_docutils_refuses_and_what_sphinx_adds_to_its_directives_is_shown() -> None:
    document = read(
        """\
        .. code-block:: python
           :caption: The first
           :emphasize-lines: 1

           x = 1

        .. math::
           :label: one

           a^2

        .. autoclass:: a.B
           :members:

           .. note::
              :collapsible:

              Within it.

        .. csv-table:: Rows
           :header: "h", "i"

           "p", "q, r"

        .. csv-table:: Secret
           :file: /etc/passwd

        .. figure:: b.png
           :align: nowhere

           Below a picture.

        Of |nothing| and a `link that leads nowhere`_.

        +---+--+
        | a | b|
        +---+
        """,
        Format.RST,
    ).document
    shown = [(one.kind, one.span.of(document.text)) for one in document.blocks]
    assert shown[:5] == [
        (BlockKind.PARAGRAPH, "The first"),
        (BlockKind.CODE, "x = 1"),
        (BlockKind.CODE, "a^2"),
        (BlockKind.PARAGRAPH, "[autoclass: a.B]"),
        (BlockKind.PARAGRAPH, "Note"),
    ]
    for words in ("Within it.", "h\ti\np\tq, r", "Below a picture.", "| a | b|"):
        assert words in document.text
    assert "Of nothing and a link that leads nowhere." in document.text
    assert "System Message" not in document.text
    assert "root:" not in document.text


def test_a_chapter_of_latex_in_a_file_of_its_own() -> None:
    document = read(
        r"""
        \chapter{The harbour}
        \Index{Harbour>old}
        It silts up.\iffalse Never. \else Always. \fi

        \begin{lstcode}
        \documentclass{article}
        \begin{document}
        x
        \end{document}
        \end{lstcode}
        An example: \begin{verse}\begin{document}In it.\end{document}\end{verse}
        The last words.
        """,
        Format.LATEX,
    ).document
    assert document.text.startswith("The harbour\n\nIt silts up. Always.\n\n\\documentclass{article}")
    assert document.text.endswith("The last words.")


def test_asciidoc() -> None:
    parsed = read(
        """\
        = Guide
        Ann Other <ann@a.example>
        :product: Lamp

        A *strong* {product}.footnote:[The note.]

        == Parts

        * one
        ** nested
        * two
        +
        More of two.

        Wick:: burns
        [source,python]
        ----
        x = 1
        ----
        NOTE: Careful.

        |===
        |a |b

        |1 |2
        |===
        include::other.adoc[]
        """,
        Format.ASCIIDOC,
    )
    assert (parsed.metadata.title, parsed.metadata.authors) == ("Guide", ("Ann Other",))
    assert blocks(parsed.document) == [
        ("heading", "Guide"),
        ("paragraph", "A strong Lamp."),
        ("heading", "Parts"),
        ("item", "one"),
        ("item", "nested"),
        ("item", "two"),
        ("paragraph", "More of two."),
        ("paragraph", "Wick"),
        ("paragraph", "burns"),
        ("code", "x = 1"),
        ("quote", "Note"),
        ("quote", "Careful."),
        ("table", "a\tb\n1\t2"),
        ("paragraph", "[include: other.adoc]"),
        ("footnote", "The note."),
    ]


def test_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Tides\n", "Some $x_1$."]},
        {
            "cell_type": "code",
            "source": "print(6 * 7)",
            "outputs": [
                {"output_type": "stream", "text": ["42\n"]},
                {
                    "output_type": "execute_result",
                    "data": {"text/html": "<table><tr><td>a<td>b</table>", "text/plain": "z"},
                },
                {"output_type": "error", "traceback": ["\x1b[31mNameError\x1b[0m: y"]},
            ],
        },
    ]
    book = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4}
    parsed = parse_structured(json.dumps(book).encode(), Format.NOTEBOOK)
    assert parsed.metadata.title == "Tides"
    assert blocks(parsed.document) == [
        ("heading", "Tides"),
        ("paragraph", "Some x_1."),
        ("code", "print(6 * 7)"),
        ("code", "42"),
        ("table", "a\tb"),
        ("code", "NameError: y"),
    ]
    assert parsed.document.blocks[2].language == "python"


RICH = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\stylesheet{\s1 heading 1;}}{\info{\title Harbour}{\author Ann}}
\pard\s1 Chapter\par\pard Gr\'f6\'dfe \b bold\b0  \u8364? \f1\'cc\'ee\f0 .\par
{\listtext 1.\tab}\pard\ls1 one\par{\listtext 2.\tab}two\par\pard
\trowd\intbl a\cell b\cell\row\pard
See {\field{\*\fldinst HYPERLINK "https://a.example/"}{\fldrslt here}}{\super{\footnote The note.}} \{x\}\par
{\*\unknown hidden}{\pict 00ff}\emdash\par}"""


def test_rich_text() -> None:
    parsed = parse_structured(RICH, Format.RTF)
    assert (parsed.metadata.title, parsed.metadata.authors) == ("Harbour", ("Ann",))
    assert blocks(parsed.document) == [
        ("heading", "Chapter"),
        ("paragraph", "Größe bold € Мо."),
        ("item", "one"),
        ("item", "two"),
        ("table", "a\tb"),
        ("paragraph", "See here {x}"),
        ("paragraph", "—"),
        ("footnote", "The note."),
    ]
    assert marked(parsed.document, MarkKind.STRONG) == ["bold"]
    assert marked(parsed.document, MarkKind.LINK) == ["here"]


BOOK = """<?xml version="1.0" encoding="windows-1251"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><author><first-name>Лев</first-name><last-name>Т</last-name></author>
<book-title>Мир</book-title><lang>ru</lang></title-info></description>
<body><title><p>Мир</p></title><section><title><p>Часть</p><p>первая</p></title>
<p>Текст <emphasis>и</emphasis> слово<a l:href="#n1" type="note">[1]</a> дальше.</p>
<poem><stanza><v>Раз</v><v>два</v></stanza></poem><section><title><p>I</p></title><p>Ещё.</p></section></section></body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>Сноска.</p></section></body>
<binary id="x">AAAA</binary></FictionBook>"""


@pytest.mark.parametrize("packed", [False, True])
def test_a_fiction_book(packed: bool) -> None:
    data = BOOK.encode("cp1251")
    parsed = parse_structured(archive({"b.fb2": data}) if packed else data, Format.FB2)
    assert (parsed.metadata.title, parsed.metadata.authors, parsed.metadata.language) == ("Мир", ("Лев Т",), "ru")
    assert blocks(parsed.document) == [
        ("heading", "Мир"),
        ("heading", "Часть первая"),
        ("paragraph", "Текст и слово дальше."),
        ("verse", "Раз\nдва"),
        ("heading", "I"),
        ("paragraph", "Ещё."),
        ("footnote", "Сноска."),
    ]


OPEN = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:automatic-styles>
<style:style style:name="T1">
<style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
</office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>
<text:h text:outline-level="2">Chapter</text:h><text:p>Some
<text:span text:style-name="T1">bold</text:span><text:s text:c="2"/>and <text:a xlink:href="https://a.example/">link</text:a><text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>The note.</text:p></text:note-body></text:note>.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>one</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>
</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"""


def test_an_open_document() -> None:
    about = """<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Harbour</dc:title><dc:creator>Ann</dc:creator>
      </office:meta></office:document-meta>"""
    parsed = parse_structured(archive({"content.xml": OPEN, "meta.xml": about}), Format.ODT)
    assert (parsed.metadata.title, parsed.metadata.authors) == ("Harbour", ("Ann",))
    assert blocks(parsed.document) == [
        ("heading", "Chapter"),
        ("paragraph", "Some bold and link."),
        ("item", "one"),
        ("table", "a\tb"),
        ("footnote", "The note."),
    ]
    assert marked(parsed.document, MarkKind.STRONG) == ["bold"]
    assert parsed.document.blocks[2].number == 1


@pytest.mark.parametrize("href", ["./Object 1", "Formula-0/"])
def test_a_formula_of_an_open_document_is_read_however_its_folder_is_written(href: str) -> None:
    math = "<math xmlns='http://www.w3.org/1998/Math/MathML'><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
    drawn = f'<draw:frame xmlns:draw="urn:x"><draw:object xlink:href="{href}"/></draw:frame>'
    content = OPEN.replace("one</text:p>", f"one {drawn}</text:p>")
    parsed = parse_structured(archive({"content.xml": content, f"{href.strip('./')}/content.xml": math}), Format.ODT)
    assert ("item", "one 1/2") in blocks(parsed.document)


@pytest.mark.parametrize(
    "feed",
    [
        '<rss version="2.0"><channel><title>News</title><item><title>One &amp; two</title><link>/1</link>'
        "<pubDate>Mon, 4 Mar 2024 "
        "10:00:00 +0000</pubDate><description>&lt;p&gt;The &lt;b&gt;sand&lt;/b&gt;.&lt;/p&gt;"
        "</description></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
        '<entry><title type="html">One &amp;amp; two</title>'
        '<link rel="self" href="/no"/><link href="/1"/>'
        "<published>2024-03-04T10:00:00Z</published><summary>No.</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <b>sand</b>.</p></div>'
        "</content></entry></feed>",
        '{"title": "News", "items": [{"id": 1, "url": "/1", "title": "One & two",'
        ' "date_published": "2024-03-04T10:00:00Z", "content_html": "<p>The <b>sand</b>.</p>"}], "version": "https://jsonfeed.org/version/1.1"}',
        '{"version": "https://jsonfeed.org/version/1", "title": "News", "items": [{"url": "/1", "title": "One & two",'
        ' "date_modified": "2024-03-04", "content_text": "The sand.", "tags": 1, "attachments": {}}, 7, {}]}',
    ],
    ids=["rss", "atom", "json", "json of before"],
)
def test_a_feed(feed: str) -> None:
    parsed = parse_structured(feed.encode(), Format.FEED, "https://a.example/feed")
    assert parsed.metadata.title == "News"
    assert blocks(parsed.document) == [
        ("heading", "News"),
        ("heading", "One & two"),
        ("paragraph", "2024-03-04"),
        ("paragraph", "The sand."),
    ]
    assert [one.value for one in parsed.document.marks if one.kind is MarkKind.LINK] == ["https://a.example/1"]


def test_a_diff() -> None:
    document = read(
        """\
        diff --git a/one.py b/one.py
        index 1..2 100644
        --- a/one.py
        +++ b/one.py
        @@ -1,2 +1,2 @@ def f():
         same
        ---- a list
        +++ no file
        @@ -9 +9 @@
        -x
        +y
        diff --git a/old b/new
        similarity index 100%
        """,
        Format.DIFF,
    ).document
    assert [(one.level, one.span.of(document.text)) for one in document.blocks if one.kind is BlockKind.HEADING] == [
        (1, "one.py"),
        (2, "@@ -1,2 +1,2 @@ def f():"),
        (2, "@@ -9 +9 @@"),
        (1, "old → new"),
    ]
    assert "same\n---- a list\n+++ no file" in document.text


def test_files_of_a_diff_without_a_program() -> None:
    document = read(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n", Format.DIFF
    ).document
    assert [one.span.of(document.text) for one in document.blocks if one.level == 1] == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            "*** a/rope.c\t2024-05-06\n--- b/rope.c\t2024-05-07\n***************\n"
            "*** 1,2 ****\n  a\n! b\n--- 1,2 ----\n  a\n! c\n",
            [(1, "rope.c"), (2, "*** 1,2 ****")],
        ),
        ("diff -r a/rope.c b/rope.c\n2c2\n< b\n---\n> d\n5a6,7\n> e\n> f\n", [(1, "rope.c"), (2, "2c2"), (2, "5a6,7")]),
        (
            'diff --git "a/gr\\303\\266\\303\\237e" "b/gr\\303\\266\\303\\237e"\nold mode 100644\n',
            [(1, "größe")],
        ),
        (
            f"From {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\n"
            "Subject: [PATCH] Mend\n the rope\n\n---\n"
            "diff --git a/rope.c b/rope.c\n--- a/rope.c\n+++ b/rope.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.40\n",
            [(1, "[PATCH] Mend the rope"), (2, "rope.c"), (3, "@@ -1 +1 @@")],
        ),
    ],
    ids=["context", "normal", "quoted", "mailed"],
)
def test_headings_of_other_diffs(text: str, headings: list[tuple[int, str]]) -> None:
    document = read(text, Format.DIFF).document
    assert [
        (one.level, one.span.of(document.text)) for one in document.blocks if one.kind is BlockKind.HEADING
    ] == headings


def test_latex_as_prose() -> None:
    parsed = read(
        r"""
        \documentclass{article}
        \newcommand{\net}[1]{\emph{Net #1}}
        \title{Sands\thanks{Paid.}} \author{Ann M\"uller \and Bo} \date{2024-03-04}
        \begin{document}
        \maketitle
        \section{Words} % a remark
        It's ``so'' --- Caf\'e, na\"{\i}ve, stra\ss e; \net{5} costs 5\% \cite[p.~3]{knuth}, $a_1$\footnote{A note.}.

        \begin{itemize}
        \item one
          \begin{enumerate}\item deep\end{enumerate}
        \end{itemize}
        \subsection{More}
        \begin{equation}
        E = mc^2
        \end{equation}
        \begin{tabular}{ll}
        a & b \\ \hline
        \multicolumn{1}{c}{c} & d \\
        \end{tabular}
        \begin{verbatim}
        x % kept \y
        \end{verbatim}
        \begin{theorem}[Big] It holds. \end{theorem}
        \input{/etc/passwd}
        \end{document}
        not this
        """,
        Format.LATEX,
    )
    assert (parsed.metadata.title, parsed.metadata.authors, parsed.metadata.date) == (
        "Sands",
        ("Ann Müller", "Bo"),
        "2024-03-04",
    )
    assert blocks(parsed.document)[2:] == [
        ("heading", "Words"),
        ("paragraph", "It’s “so” — Café, naïve, straße; Net 5 costs 5% [knuth; p.\xa03], a_1."),
        ("item", "one"),
        ("item", "deep"),
        ("heading", "More"),
        ("paragraph", "E = mc^2"),
        ("table", "a\tb\nc\td"),
        ("code", "x % kept \\y"),
        ("paragraph", "Theorem (Big). It holds."),
        ("paragraph", "[input: /etc/passwd]"),
        ("footnote", "Paid."),
        ("footnote", "A note."),
    ]


def test_macros_that_grow_are_refused() -> None:
    text = "".join(f"\\def\\{chr(97 + n)}{{\\{chr(98 + n)}\\{chr(98 + n)}}}" for n in range(24)) + r"\def\y{xx}\a"
    with pytest.raises(NotParsed):
        read(text, Format.LATEX)


def test_words_behind_the_last_row_of_rich_text_are_read() -> None:
    text = r"{\rtf1\ansi\trowd\cellx9\intbl one\cell two\cell\row The end}"
    assert read(text, Format.RTF).document.text == "one\ttwo\n\nThe end"


NUMBERED = """<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:styles>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I"
 style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
</text:outline-style><style:style style:name="Preformatted_20_Text" style:family="paragraph"/></office:styles>
<office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number text:level="1"
 style:num-prefix="(" style:num-suffix=")" style:num-format="a" text:start-value="3"/></text:list-style>
</office:automatic-styles><office:body><office:text><text:h text:outline-level="1">One</text:h>
<text:h text:outline-level="2">Inner</text:h><text:h text:outline-level="1">Two</text:h>
<text:h text:outline-level="2">Deep</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>c</text:p></text:list-item>
<text:list-item><text:p>d</text:p></text:list-item></text:list>
<text:p text:style-name="Preformatted_20_Text">x = 1</text:p>
<text:p text:style-name="Preformatted_20_Text">y = 2</text:p>
<text:bibliography><text:index-body><text:index-title><text:p>Books</text:p></text:index-title>
<text:p>Lee, Sand.</text:p></text:index-body></text:bibliography></office:text></office:body></office:document>"""


def test_the_numbers_of_an_opendocument() -> None:
    document = parse_structured(NUMBERED.encode(), Format.ODT).document
    assert blocks(document) == [
        ("heading", "I. One"),
        ("heading", "I.1 Inner"),
        ("heading", "II. Two"),
        ("heading", "II.1 Deep"),
        ("item", "c"),
        ("item", "d"),
        ("code", "x = 1\ny = 2"),
        ("paragraph", "Books"),
        ("paragraph", "Lee, Sand."),
    ]
    assert [block.sign for block in document.blocks if block.kind is BlockKind.ITEM] == ["(c)", "(d)"]


OFFICE = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}}{\stylesheet{\s1 heading 1;}{\s2 Quotations;}
{\s3 Preformatted Text;}}
{\pard\plain\s2{Quoted {\i schr\'e4ger}{\i  Text}.}\par}
{\pard\plain\s3{one}\par}{\pard\plain\s3{  two}\par}
{\pard\plain{H}{\dn8 2}{O m}{\up8 2}{ {\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv A boat}}}00ff}}}\par}
{\listtext\pard\plain c.\tab}\ilvl0\ls1{third}\par\pard\plain{\listtext\pard\plain d.\tab}\ilvl0\ls1{fourth}\par
\pard\plain{\listtext\pard\plain \'95\tab}\ilvl0\ls2{dot}\par\pard\plain End.\par}"""


def test_rich_text_of_word_processors() -> None:
    document = parse_structured(OFFICE, Format.RTF).document
    assert blocks(document) == [
        ("quote", "Quoted schräger Text."),
        ("code", "one\n  two"),
        ("paragraph", "H2O m2 A boat"),
        ("item", "third"),
        ("item", "fourth"),
        ("item", "dot"),
        ("paragraph", "End."),
    ]
    assert [block.sign for block in document.blocks if block.kind is BlockKind.ITEM] == ["c.", "d.", ""]
    assert marked(document, MarkKind.EMPHASIS) == ["schräger Text"]
    assert (marked(document, MarkKind.SUB), marked(document, MarkKind.SUP)) == (["2"], ["2"])


def test_lists_of_rich_text_stand_in_each_other_as_far_in_as_they_are_set() -> None:
    rows = [(1080, 1, "1."), (1440, 0, "-"), (1440, 0, "-"), (1080, 1, "2."), (0, 0, "-"), (0, 1, "-")]
    items = "".join(
        rf"\pard\plain{{\listtext {sign}\tab}}\li{indent}\ilvl{level} item\par" for indent, level, sign in rows
    )
    document = parse_structured(rf"{{\rtf1 {items}}}".encode(), Format.RTF).document
    assert [block.depth for block in document.blocks] == [1, 2, 2, 1, 1, 2]


def test_entries_of_a_feed_without_a_title_and_what_is_said_of_films() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>F</title>
<entry><title>A film</title><media:group><media:description>Of the harbour.</media:description></media:group></entry>
<entry><content type="html">&lt;p&gt;First.&lt;/p&gt;</content></entry>
<entry><summary>Second.</summary></entry></feed>"""
    assert blocks(parse_structured(data, Format.FEED).document) == [
        ("heading", "F"),
        ("heading", "A film"),
        ("paragraph", "Of the harbour."),
        ("rule", ""),
        ("paragraph", "First."),
        ("rule", ""),
        ("paragraph", "Second."),
    ]


def test_a_formula_that_a_notebook_puts_out_is_one() -> None:
    data = {"text/latex": ["$\\displaystyle x^{2}$"], "text/plain": ["x**2"]}
    cell = {"cell_type": "code", "source": "x**2", "outputs": [{"output_type": "execute_result", "data": data}]}
    document = parse_structured(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), Format.NOTEBOOK).document
    assert blocks(document) == [("code", "x**2"), ("paragraph", "x^{2}")]


def test_cells_of_asciidoc_that_span_or_are_repeated() -> None:
    text = '[cols="3*"]\n|===\n|a |b |c\n2+|wide |d\n.2+|tall |e |f\n|g |h\n3*|x\n|last\n|===\n'
    document = parse_structured(text.encode(), Format.ASCIIDOC).document
    assert document.text == "a\tb\tc\nwide\t\td\ntall\te\tf\n\tg\th\nx\tx\tx\nlast"
    assert [block.kind for block in document.blocks] == [BlockKind.TABLE]


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"image/png": "aa", "text/plain": ["<Figure size 640x480 with 1 Axes>"]}, "x = 1"),
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=5)"}, "x = 1"),
        ({"image/png": "aa", "text/plain": "Depth of the bar"}, "x = 1\n\nDepth of the bar"),
        ({"text/plain": "<Boat 7>"}, "x = 1\n\n<Boat 7>"),
    ],
)
def test_what_python_calls_a_picture_is_none_of_the_output(forms: dict[str, object], shown: str) -> None:
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [{"output_type": "display_data", "data": forms}]}
    document = parse_structured(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), Format.NOTEBOOK).document
    assert document.text == shown


@pytest.mark.parametrize("kind", [Format.MARKDOWN, Format.RST, Format.ORG, Format.PLAIN])
def test_what_a_program_writes_for_a_terminal_is_no_text_in_any_format(kind: Format) -> None:
    text = "# One\n\nSee \x1b]8;;https://a.example/\x1b\\the **docs**\x1b]8;;\x1b\\, \x1b[1mnow\x1b[0m.\n\n- a\n- b\n"
    got = parse_structured(text.encode(), kind).document.text
    assert "\x1b" not in got
    assert "a.example" not in got


@pytest.mark.parametrize(("suffix", "called"), [("typ", "Typst"), ("dj", "Djot"), ("jira", "Jira"), ("ms", "groff")])
def test_markup_that_is_not_read_is_said_to_be_shown_as_it_is(suffix: str, called: str) -> None:
    parsed = parse_structured(b"= One\n\nSome _words_ of it.\n", Format.PLAIN, suffix=suffix)
    assert "= One" in parsed.document.text
    assert any(called in one for one in parsed.remarks)
    assert not parse_structured(b"= One\n\nSome words.\n", Format.PLAIN, suffix="txt").remarks


def test_formulas_of_rich_text() -> None:
    fraction = r"{\mmath{\*\moMath{\mf{\mfPr{\mctrlPr x}}{\mnum{\mr a+b}}{\mden{\mr 2}}}}{\mmathPict{\pict 01}}}"
    total = r"{\*\moMath{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr i=1}}{\msup{\mr n}}{\me{\mr x}}}}"
    root = r"{\*\moMath{\msSup{\me{\mr r}}{\msup{\mr 2}}}{\mrad{\mradPr}{\mdeg}{\me{\mr a+1}}}}"
    data = rf"{{\rtf1\ansi Half {fraction} and {total} and {root} end.\par}}".encode()
    text = parse_structured(data, Format.RTF).document.text
    assert text == "Half (a+b)/2 and ∑_(i=1)^nx and r^2√(a+1) end."


SIGNS = rb"""{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f3\froman\fcharset2 Symbol;}{\f4\fnil\fcharset2 Wingdings{\*\falt X};}}
{\f3 \'61\'b3\u-3913\'b7} and {\f4\'fc} in {\f0 \'61}\par {\upr{plain}{\*\ud{\u1092 ?}}}
 {\object{\*\objdata 01}{\result shown}}\par {\listtext 1.\tab}item\par\pard\trowd\cellx5\cellx9
\intbl Outer\par\itap2 one\nestcell two\nestcell{\*\nesttableprops\nestrow}\itap1 end\cell b\cell\row\pard End.\par}"""


def test_signs_nested_cells_and_what_is_told_twice_in_rich_text() -> None:
    assert blocks(parse_structured(SIGNS, Format.RTF).document) == [
        ("paragraph", "α≥• and ✓ in a"),
        ("paragraph", "ф shown"),
        ("item", "item"),
        ("table", "Outer one two end\tb"),
        ("paragraph", "End."),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"{\listtext\pard\plain Article 2.\tab}\outlinelevel0 Scope\par", [("heading", "Article 2. Scope")]),
        (r"{\listtext \u8226 ?\tab}\outlinelevel0 Scope\par", [("heading", "Scope")]),
        (r"\trowd\cellx5\cellx9\intbl {\listtext 3.\tab}\cell Rope\cell\row\pard x\par",
         [("paragraph", "3. Rope"), ("paragraph", "x")]),
        (r"Read {\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }} of it\par", [("paragraph", "Read 1/2 of it")]),
        (r"Word{\super *{\footnote {\super *} By hand.}} on\par", [("paragraph", "Word on"), ("footnote", "By hand.")]),
    ],
)  # fmt: skip
def test_numbers_and_signs_of_rich_text(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(parse_structured(rf"{{\rtf1\ansi {source}}}".encode(), Format.RTF).document) == expected


def test_legal_numbers_of_rich_text_and_of_open_documents() -> None:
    rich = r"{\rtf1 {\listtext 1.\tab}one\par{\listtext 1.1\tab}\li900 two\par}"
    assert [block.sign for block in parse_structured(rich.encode(), Format.RTF).document.blocks] == ["", "1.1"]
    levels = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="1" style:num-prefix="§"'
        f' text:display-levels="{n}"/>'
        for n in (1, 2)
    )
    items = (
        '<text:list text:style-name="L"><text:list-item><text:h text:outline-level="1">A</text:h><text:list>'
        '<text:list-item><text:h text:outline-level="2">B</text:h></text:list-item><text:list-item><text:p>c</text:p>'
        "</text:list-item></text:list></text:list-item></text:list>"
    )
    data = NUMBERED[: NUMBERED.index("<office:styles>")] + (
        f'<office:styles><text:list-style style:name="L">{levels}</text:list-style></office:styles><office:body>'
        f"<office:text>{items}</office:text></office:body></office:document>"
    )
    document = parse_structured(data.encode(), Format.ODT).document
    assert blocks(document) == [("heading", "§1 A"), ("heading", "§1.1 B"), ("item", "c")]
    assert document.blocks[-1].sign == "§1.2"


def test_xml_that_people_wrote_by_hand_is_mended() -> None:
    book = BOOK.replace("<v>Раз</v>", "<v>Раз & два&nbsp;три</v>").replace("<p>Ещё.</p>", "<p>Ещё.")
    assert "Раз & два\xa0три" in parse_structured(book.encode("cp1251"), Format.FB2).document.text
    feed = "<rss><channel><title>A & B</title><item><title>One</title><description>C&D &eacute;</description></item>"
    assert parse_structured(feed.encode(), Format.FEED).document.text == "A & B\n\nOne\n\nC&D é"


def test_what_an_open_document_hides_and_what_heads_its_lists() -> None:
    text = (
        "<text:list><text:list-header><text:p>Head</text:p></text:list-header><text:list-item><text:p>one</text:p>"
        '</text:list-item></text:list><text:section text:display="none"><text:p>Hidden.</text:p></text:section>'
        '<text:p text:style-name="Quotations">Quoted.</text:p>'
    )
    head = '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:t">'
    document = parse_structured(
        f"{head}<office:body><office:text>{text}</office:text></office:body></office:document>".encode(), Format.ODT
    ).document
    assert blocks(document) == [("paragraph", "Head"), ("item", "one"), ("quote", "Quoted.")]


def test_code_lines_and_contents_of_restructured_text() -> None:
    source = "Title\n=====\n\n.. contents:: Table\n\nOne\n---\n\nUse ``x = 1``.\n\n| Roses\n|   are *red*\n| here\n"
    document = read(source, Format.RST).document
    assert blocks(document) == [
        ("heading", "Title"),
        ("heading", "One"),
        ("paragraph", "Use x = 1."),
        ("verse", "Roses\n\xa0\xa0are red\nhere"),
    ]
    assert marked(document, MarkKind.CODE) == ["x = 1"]
    assert not marked(document, MarkKind.LINK)


def test_callouts_and_conditions_of_asciidoc() -> None:
    source = "----\nx <1>\n----\n<1> Why\n\n* item\n\nWords\nifdef::a[]\nmore\nendif::[]\nend.\n"
    document = read(source, Format.ASCIIDOC).document
    assert blocks(document) == [
        ("code", "x <1>"),
        ("item", "Why"),
        ("item", "item"),
        ("paragraph", "Words"),
        ("paragraph", "more"),
        ("paragraph", "end."),
    ]
    assert [block.depth for block in document.blocks if block.kind is BlockKind.ITEM] == [1, 1]


def test_what_sphinx_says_with_restructured_text_and_docutils_does_not_know() -> None:
    text = """\
Sand
====

.. py:module:: sand

.. grid:: 1 2

   .. only:: html

      It moves.

.. glossary::

   bar
   bank
      What moves.

weir : low
    A dam.

A. upper
B. letters
"""
    document = parse_structured(text.encode(), Format.RST).document
    assert document.text.split("\n\n") == [
        "Sand",
        "It moves.",
        "bar, bank",
        "What moves.",
        "weir : low",
        "A dam.",
        "upper\nletters",
    ]
    assert [one.sign for one in document.blocks if one.kind is BlockKind.ITEM] == ["A.", "B."]


def test_a_term_in_a_list_of_org_that_begins_otherwise_is_one() -> None:
    document = parse_structured(b"* Sand\n- It moves.\n- bar :: what moves\n", Format.ORG).document
    assert document.text == "Sand\n\nIt moves.\nbar what moves"
    assert [mark.span.of(document.text) for mark in document.marks if mark.kind is MarkKind.STRONG] == ["bar"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (r"\author{Ann Other\\ University of Lund \and Bo Ek\thanks{Of the harbour.}}", ("Ann Other", "Bo Ek")),
        (r"\author[1]{Ann Other}\author[2]{Bo Ek}\affil[1]{Lund}", ("Ann Other", "Bo Ek")),
        (r"\author{\IEEEauthorblockN{Ann Other}\IEEEauthorblockA{Lund}}", ("Ann Other",)),
        (r"\author{Ann Other\inst{1} \and Bo Ek\inst{2}}\institute{Lund}", ("Ann Other", "Bo Ek")),
    ],
)
def test_who_wrote_a_text_in_latex_is_not_where_they_work(said: str, names: tuple[str, ...]) -> None:
    head = rf"\documentclass{{article}}\title{{Sand}}{said}\date{{5 April 2023}}"
    text = head + r"\begin{document}\maketitle It moves.\end{document}"
    about = parse_structured(text.encode(), Format.LATEX).metadata
    assert about.authors == names
    assert about.date == "2023-04-05"


def test_addresses_of_asciidoc_may_begin_with_a_name() -> None:
    line = "[[bar]]It {site}/a[moves], link:{site}/b[rests], xref:bar[stays] at {site}."
    text = f"= Sand\n:site: https://sand.example\n\n{line}\n"
    document = parse_structured(text.encode(), Format.ASCIIDOC).document
    assert "It moves, rests, stays at https://sand.example." in document.text
    links = [mark.value for mark in document.marks if mark.kind is MarkKind.LINK]
    assert links[:3] == ["https://sand.example/a", "https://sand.example/b", "#bar"]


def test_a_formula_of_org_without_its_end_is_looked_for_so_far_and_no_farther() -> None:
    def said(lines: int) -> list[str]:
        text = "\\begin{align}\n" + "x &= y \\\\\n" * lines + "\\end{align}\n"
        return [kind for kind, _ in blocks(read(text, Format.ORG).document)]

    assert said(LONGEST_FORMULA - 2) == ["code"]
    assert said(LONGEST_FORMULA) == ["verse"]  # its lines, as they are written
