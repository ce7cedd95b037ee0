"""Formats of documentation and of wikis: manual pages, Pod, Texinfo, Textile, MediaWiki."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import BlockKind, MarkKind
from reader.formats.detect import detect
from reader.formats.kinds import Format
from reader.formats.structured import parse_structured
from tests.formats.structured_texts import blocks, check_or_refuse, marked, read

BOLD, ITALIC = "'" * 3, "'" * 2
PIECES = {
    Format.MANUAL: [
        ".TH a 1\n", ".Dd June 1, 2020\n", ".Dt A 1\n", ".SH ", ".Sh ", ".TP\n", ".IP \\(bu 2\n", ".RS\n",
        ".RE\n", ".nf\n",
        ".fi\n", ".B ", ".BR a b\n", "\\fB", "\\fP", "\\(em", "\\[u41]", "\\*(lq", "\\", '"', "'",
        ".if n \\{\n", ".\\}\n",
        ".de X\n", "..\n", ".X a\n", ".TS\n", "l l.\n", "T{\n", "T}\n", "\t", ".TE\n", ".Bl -tag\n",
        ".It Fl a Ar b\n",
        ".El\n", ".Op Fl x Ns Ar y ,\n", ".Sm off\n", ".Xo\n", ".Xc\n", ".Fo f\n", ".Fa x\n", ".Fc\n",
        ".Bd -literal\n",
        ".Ed\n", ".Bl -column\n", ".UR x\n", ".UE .\n", "\n", "é", ".so man1/x.1\n", ".ds A b\n", ".el x\n",
        ".ie t \\{\\\n",
    ],
    Format.POD: [
        "=head1 ", "=over\n\n", "=item * ", "=item 1. ", "=item a", "=back\n\n", "=cut\n\n", "B<", "C<< ",
        " >>", ">", "L<a|b>",
        "E<lt>", "=begin html\n\n", "=end html\n\n", "=for x y", "\n\n", "\n", " code", "é", "E<0x999999999>",
        "S<a b>",
    ],
    Format.WIKITEXT: [
        "==", "= ", " =", BOLD, ITALIC, "[[", "]]", "|", "{{", "}}", "{|", "|}", "|-\n", "!!", "\n* ", "\n#",
        "\n;a:b", "\n:",
        "<ref>", "<ref name=a/>", "</ref>", "<nowiki>", "</nowiki>", "<pre>", "</pre>", "File:",
        "[http://a b]", "\n",
        "\n\n", "<!--", "-->", "\n ", "é", "\ue0fa0\ue0fa", "<poem>", "</poem>", "#REDIRECT", "<math>",
        "</math>",
    ],
    Format.TEXINFO: [
        "@node a\n", "@chapter ", "@code{", "}", "{", "@itemize\n", "@item ", "@end itemize\n",
        "@table @code\n", "@end table\n",
        "@example\n", "@end example\n", "@'e", '@"{u}', "@footnote{", "@xref{a,b,c}", "@verb{|x|}",
        "@multitable\n", "@tab ",
        "@end multitable\n", "@deffn a b\n", "@bye\n", "@ifset x\n", "@", "\n", "\n\n", "é", "@verb{",
        "@U{zz}", "@value{a}",
    ],
    Format.TEXTILE: [
        "h1. ", "bq. ", "bc.. ", "p(a). ", "* ", "** ", "# ", "|_. a |", "| b |\n", "|\\2. c |", "*", "_", "-",
        "@", "==",
        '"a":http://b.c', "[1]", "fn1. ", "- a := b", "!x(y)!", "\n", "\n\n", "é", "\ue0fa0\ue0fa", "^", "~",
        "table. \n",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", PIECES)
@given(data=st.data())
def test_any_text_is_a_document_or_is_refused(kind: Format, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from([*PIECES[kind], " ", "word "]), max_size=40)))
    check_or_refuse(text.encode(), kind)


MAN = r"""
    '\" t
    .\" A comment
    .ie \n(.g .ds Aq \(aq
    .el       .ds Aq '
    .de QT
    .IP \(bu 2
    quoted \\$1
    ..
    .TH SAND-FIND 1 2024\-03\-01 "sand 1.0" Manuals
    .SH NAME
    sand\-find \- find \fIsand\fR in a harbour
    .SH SYNOPSIS
    .B sand-find
    .RB [ \-v ]
    .RI [ file " .\|.\|.]"
    .SH "FULL DESCRIPTION"
    Words that \fBrun\fP on\c
    \&ward, \(lqquoted\(rq \(em caf\[u00E9] \(:u it\*(Aqs.
    .PP
    .if t not on a terminal
    .if n \{\
    on a terminal
    .\}
    .TP
    .BI \-\-depth= n
    How deep.
    .IP
    More of it.
    .RS
    .IP 1. 3
    one
    .IP 2. 3
    two
    .RE
    .TP
    .B \-q
    Quiet.
    .QT well
    .nf
    a  =\&  1
      .B kept
    .fi
    .TS
    l l.
    Name	Depth
    _
    Bar	4
    .TE
    .UR https://sand.example
    the page
    .UE .
"""


def test_a_manual_page() -> None:
    parsed = read(MAN.replace("  .B kept", "  kept"), Format.MANUAL)
    assert (parsed.metadata.title, parsed.metadata.date) == ("sand-find(1)", "2024-03-01")
    assert blocks(parsed.document) == [
        ("heading", "NAME"),
        ("paragraph", "sand-find - find sand in a harbour"),
        ("heading", "SYNOPSIS"),
        ("paragraph", "sand-find [-v] [file ...]"),
        ("heading", "FULL DESCRIPTION"),
        ("paragraph", "Words that run onward, “quoted” — café ü it's."),
        ("paragraph", "on a terminal"),
        ("paragraph", "--depth=n"),
        ("paragraph", "How deep."),
        ("paragraph", "More of it."),
        ("item", "one"),
        ("item", "two"),
        ("paragraph", "-q"),
        ("paragraph", "Quiet."),
        ("item", "quoted well"),
        ("code", "a  =  1\n  kept"),
        ("table", "Name\tDepth\nBar\t4"),
        ("paragraph", "the page."),
    ]
    assert [block.number for block in parsed.document.blocks if block.ordered] == [1, 2]
    assert [mark.value for mark in parsed.document.marks if mark.kind is MarkKind.LINK] == ["https://sand.example"]
    assert {"run", "-v", "--depth="} <= set(marked(parsed.document, MarkKind.STRONG))


def test_a_manual_page_of_the_bsds() -> None:
    parsed = read(
        """\
        .Dd $Mdocdate: March 1 2024 $
        .Dt SAND 8
        .Os
        .Sh NAME
        .Nm sand
        .Nd move sand
        .Sh SYNOPSIS
        .Nm
        .Op Fl v
        .Op Fl d Ar depth Ns Op : Ns Ar unit
        .Ar
        .Sh DESCRIPTION
        The
        .Nm
        utility
        .Pq see Xr tar 1 ,
        .Dq moves
        it.
        .Bl -tag -width Ds
        .It Fl v , Fl -verbose
        Says
        .Sm off
        .Oo Ar user No @ Oc Ar host
        .Sm on
        too.
        .It Xo
        .Fl d
        .Ar depth
        .Xc
        Deeper.
        .Bl -enum
        .It
        one
        .It
        two
        .El
        .El
        .Bl -column "a" "b"
        .It Name Ta Depth
        .It Bar Ta 4
        .El
        .Bd -literal
        $ sand -v   x
        .Ed
        .Ex -std
        .Lk https://sand.example "the page"
        """,
        Format.MANUAL,
    )
    assert (parsed.metadata.title, parsed.metadata.date) == ("sand(8)", "2024-03-01")
    assert blocks(parsed.document)[1:] == [
        ("paragraph", "sand — move sand"),
        ("heading", "SYNOPSIS"),
        ("paragraph", "sand [-v] [-d depth[:unit]] file ..."),
        ("heading", "DESCRIPTION"),
        ("paragraph", "The sand utility (see tar(1)), “moves” it."),
        ("paragraph", "-v, --verbose"),
        ("paragraph", "Says [user@]host too."),
        ("paragraph", "-d depth"),
        ("paragraph", "Deeper."),
        ("item", "one"),
        ("item", "two"),
        ("table", "Name\tDepth\nBar\t4"),
        ("code", "$ sand -v   x"),
        ("paragraph", "The sand utility exits 0 on success, and >0 if an error occurs. the page"),
    ]


def test_pod() -> None:
    parsed = read(
        """\
        my $code = 1;

        =encoding utf8

        =head1 NAME

        Sand::Find - find B<sand> in C<< $x->{a} >>

        =head2 Use

        See L<the page|https://sand.example>, L<perlre/"Quotes"> and E<eacute>E<0x2014>.

            my $x;

            $x++;

        =over 4

        =item * one

        =item *

        two

        =back

        =over

        =item C<depth>

        How deep.

        =back

        =begin comment

        not this

        =end comment

        =for html <p>as HTML</p>

        =cut

        sub more { }
        """,
        Format.POD,
    )
    assert parsed.metadata.title == "Sand::Find"
    assert blocks(parsed.document) == [
        ("heading", "NAME"),
        ("paragraph", "Sand::Find - find sand in $x->{a}"),
        ("heading", "Use"),
        ("paragraph", "See the page, “Quotes” in perlre and é—."),
        ("code", "my $x;\n\n$x++;"),
        ("item", "one"),
        ("item", "two"),
        ("paragraph", "depth"),
        ("paragraph", "How deep."),
        ("paragraph", "as HTML"),
    ]


WIKI = (
    "{{Infobox harbour\n| name = Skerrow\n| depth_low = 4\n}}\n"
    "[[File:A.jpg|thumb|left|alt=Boats|The [[bar]] at ebb]]\n"
    f"{BOLD}Skerrow{BOLD} is a {ITALIC}small{ITALIC} [[port|harbour]]s."
    "<ref name=a>{{cite web |title=Report |author=Lee |url=https://e.example/r}}</ref>"
    " Deep: {{convert|5|m}}{{ndash}}so.<ref name=a /> {{odd|x}}<!-- no -->\n\n"
    "== History ==\n* one\n** deeper\n# first\n; term : said\n"
    '{| class="wikitable"\n|+ Depths\n! Year !! Depth\n|-\n| 1704 || align="right" | 9\n|}\n'
    "<syntaxhighlight lang=python>\nx = [[1]]\n</syntaxhighlight>\n"
    f" as  it\n stands\n\n<nowiki>{ITALIC}x{ITALIC}</nowiki> [https://e.example words]\n"
    "[[Category:Harbours]]\n[[de:Skerrow]]"
)


def test_a_page_of_a_wiki() -> None:
    parsed = read(WIKI, Format.WIKITEXT)
    assert parsed.metadata.tags == ("Harbours",)
    assert blocks(parsed.document) == [
        ("table", "name\tSkerrow\ndepth low\t4"),
        ("figure", "Boats"),
        ("figure", "The bar at ebb"),
        ("paragraph", "Skerrow is a small harbours. Deep: 5 m–so. {{odd|x}}"),
        ("heading", "History"),
        ("item", "one"),
        ("item", "deeper"),
        ("item", "first"),
        ("paragraph", "term"),
        ("paragraph", "said"),
        ("paragraph", "Depths"),
        ("table", "Year\tDepth\n1704\t9"),
        ("code", "x = [[1]]"),
        ("code", "as  it\nstands"),
        ("paragraph", f"{ITALIC}x{ITALIC} words"),
        ("footnote", "Lee. Report"),
    ]
    assert marked(parsed.document, MarkKind.STRONG)[:1] == ["Skerrow"]
    assert parsed.document.blocks[-4].language == "python"


def test_what_wikis_of_programs_write() -> None:
    document = read(
        "== Query keys ==\n See [[#Query keys|keys]].\n\n <nowiki>a:<b>[?c]</nowiki>\n\n"
        "Just this:\n a:1\n\n* [[https://e.example/x|words]] ([[https://e.example|source]])\n\n{|\n!a\n!b\n|-\n|1\n|2\n|}\n",
        Format.WIKITEXT,
    ).document
    assert blocks(document) == [
        ("heading", "Query keys"),
        ("code", "See keys."),
        ("code", "a:<b>[?c]"),
        ("paragraph", "Just this:"),
        ("code", "a:1"),
        ("item", "words (source)"),
        ("table", "a\tb\n1\t2"),
    ]
    assert {mark.value for mark in document.marks} >= {"#query-keys", "https://e.example/x", "https://e.example"}


def test_texinfo() -> None:
    parsed = read(
        r"""\input texinfo
        @settitle Sand @acronym{GNU}
        @titlepage
        @title Sand
        @author Ann Lee
        @end titlepage
        @menu
        * Not this::
        @end menu
        @node Top
        @chapter The @command{sand} program
        @cindex not this
        Moves @var{sand}---caf@'e, na@"{i}ve.@footnote{A @emph{note}.}
        See @uref{https://e.example, here}, @xref{Other, , The other}.
        @itemize @bullet
        @item one
        @enumerate
        @item first
        @end enumerate
        @end itemize
        @table @option
        @item --all
        @itemx -a
        All of it.
        @end table
        @multitable @columnfractions .5 .5
        @headitem A @tab B
        @item 1 @tab 2
        @end multitable
        @example
        x @{ @result{} 3
        @end example
        @iftex
        not this
        @end iftex
        @deffn Command sand arg
        Move it.
        @end deffn
        @bye
        not this
        """.replace("\n        ", "\n"),
        Format.TEXINFO,
    )
    assert (parsed.metadata.title, parsed.metadata.authors) == ("Sand GNU", ("Ann Lee",))
    assert blocks(parsed.document) == [
        ("heading", "The sand program"),
        ("paragraph", "Moves sand—café, naïve. See here, See “The other”."),
        ("item", "one"),
        ("item", "first"),
        ("paragraph", "--all"),
        ("paragraph", "-a"),
        ("paragraph", "All of it."),
        ("table", "A\tB\n1\t2"),
        ("code", "x { ⇒ 3"),
        ("paragraph", "Command: sand arg"),
        ("paragraph", "Move it."),
        ("footnote", "A note."),
    ]


def test_textile() -> None:
    parsed = read(
        """\
        h1(#top). Harbour

        p{color:red}. A *strong* and _em_ word, @code <b>@, "a link(title)":https://e.example/x and H~2~O.[1]

        * one
        ** deeper
        # first

        bc.. x = 1

        y = 2

        bq. Said.

        |_. A |_. B |
        | 1 | 2 |

        fn1. The note.
        """,
        Format.TEXTILE,
    )
    assert blocks(parsed.document) == [
        ("heading", "Harbour"),
        ("paragraph", "A strong and em word, code <b>, a link and H2O."),
        ("item", "one"),
        ("item", "deeper"),
        ("item", "first"),
        ("code", "x = 1\n\ny = 2"),
        ("quote", "Said."),
        ("table", "A\tB\n1\t2"),
        ("footnote", "The note."),
    ]
    assert marked(parsed.document, MarkKind.SUB) == ["2"]


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b'.\\" c\n.TH SAND 1\n.SH NAME\n', "sand.1", Format.MANUAL),
        (b"'\\\" t\n.TH SAND 3pm\n", "", Format.MANUAL),
        (b".Dd March 1, 2024\n.Dt SAND 1\n", "sand.8", Format.MANUAL),
        (b'\\" A comment without its dot.\n.TH SAND 1\n', "sand.1", Format.MANUAL),
        (b".hidden files are not shown\n.TH\n", "notes.1", Format.PLAIN),
        (b"=pod\n\n=head1 NAME\n\nx\n", "", Format.POD),
        (b"x", "a.pod", Format.POD),
        (b"=head over heels\n", "", Format.PLAIN),
        (b"\\input texinfo\n@settitle x\n", "x.txt", Format.TEXINFO),
        (WIKI.encode(), "", Format.WIKITEXT),
        (b"See [[a note]] for == this ==.\n", "", Format.PLAIN),
        (b"h1. A\n", "a.textile", Format.TEXTILE),
    ],
)
def test_they_are_known_by_what_they_begin_with(data: bytes, name: str, wanted: Format) -> None:
    assert detect(data, name) is wanted


def test_a_page_may_call_its_own_macro_as_another_is_called() -> None:
    text = ".de PS\n.nf\n..\n.de PE\n.fi\n..\n.TH A 1\nBefore\n.PS\n\\fBint\\fP x\n  y\n.PE\nAfter\n"
    document = parse_structured(text.encode(), Format.MANUAL).document
    assert blocks(document) == [("paragraph", "Before"), ("code", "int x\n  y"), ("paragraph", "After")]


def test_macros_that_call_themselves_end() -> None:
    text = ".TH A 1\n.de X\n.X\n.X\n..\nBefore\n.X\nAfter\n"
    assert parse_structured(text.encode(), Format.MANUAL).document.text == "Before After"


def test_lists_that_are_never_left_end_at_the_deepest() -> None:
    text = ".TH A 1\n" + ".RS\n.IP \\(bu\nx\n" * 2000
    document = parse_structured(text.encode(), Format.MANUAL).document
    assert sum(block.kind is BlockKind.ITEM for block in document.blocks) == 2000
