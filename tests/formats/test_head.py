"""What a page says of itself: its title, who wrote it, and when."""

from __future__ import annotations

import json

import pytest

from reader.formats.html.head import read_head
from reader.formats.html.tree import tree_of


def said(html: str) -> tuple[str, tuple[str, ...], str]:
    root = tree_of(html)
    assert root is not None
    head = read_head(root)
    return head.title, head.authors, head.date


def ld(**facts: object) -> str:
    return json.dumps({"@context": "https://schema.org", **facts})


@pytest.mark.parametrize(
    "wrap", ["{}", "<![CDATA[{}]]>", "//<![CDATA[\n{}\n//]]>", "<!--{}-->", "\n/* <![CDATA[ */{}/* ]]> */"]
)
@pytest.mark.parametrize(
    "kind", ["NewsArticle", "TechArticle", "MedicalScholarlyArticle", "BlogPosting", ["X", "Report"]]
)
def test_what_json_ld_says(wrap: str, kind: object) -> None:
    facts = ld(
        **{"@type": kind}, headline="The sand", author={"name": "Ann Other"}, datePublished="2024-05-06T07:08:09Z"
    )
    script = f"<script type='application/ld+json'>{wrap.replace('{}', facts)}</script>"
    assert said(f"<title>x</title>{script}<p>y") == ("The sand", ("Ann Other",), "2024-05-06T07:08:09Z")


def test_json_ld_that_refers_to_what_stands_elsewhere() -> None:
    graph = [
        {"@type": "WebSite", "name": "Site"},
        {"@type": "Article", "headline": "The sand", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": "Ann Other"},
    ]
    page = f"<script type='application/ld+json'>{json.dumps({'@graph': graph})}</script>"
    assert said(page)[:2] == ("The sand", ("Ann Other",))
    inner = {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Inner"}}
    assert said(f"<script type='application/ld+json'>{json.dumps(inner)}</script>")[0] == "Inner"
    broken = '<script type=\'application/ld+json\'>{"@type": "Article", "headline": "A\nb"}</script>'
    assert said(broken)[0] == "A b"


def test_a_description_of_something_else_is_not_believed() -> None:
    facts = ld(**{"@type": "Article"}, name="List of harbours", headline="An article on Encyclopaedia")
    script = f"<script type='application/ld+json'>{facts}</script>"
    assert said(f"<title>List of harbours - Site</title>{script}<h1>List of harbours</h1>")[0] == "List of harbours"


@pytest.mark.parametrize(
    ("metas", "title"),
    [
        ("<meta property=dc:title content=A><meta property=og:title content=B>", "A"),
        ("<meta property='x:title dc:title' content=A><meta name=title content=B>", "A"),
        ("<meta name=DC.title content=A><meta name=twitter:title content=B>", "A"),
        ("<meta name=some-title content=A>", "A"),
    ],
)
def test_titles_in_metas(metas: str, title: str) -> None:
    assert said(f"{metas}<h1>Something else</h1>")[0] == title


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p class=byline>By Ann Other</p>", ("Ann Other",)),
        ("<div class=FeatureByline>By <b>Ann Other</b><br>March 25, 2015</div>", ("Ann Other",)),
        ("<div class=article__author>By\n\t\tAnn Other\t</div>", ("Ann Other",)),
        ("<span class=author>Ann Other and Bo Ek</span>", ("Ann Other", "Bo Ek")),
        ("<p class=byline>Von Ann Other • 8h</p>", ("Ann Other",)),
        ("<a rel=author href=/a>Ann Other</a>", ("Ann Other",)),
        ("<meta name=author content='Ann Other (http://ann.example/)'>", ("Ann Other",)),
        ("<meta name=citation_author content='Other, Ann'><meta name=citation_author content='Ek, Bo'>",
         ("Ann Other", "Bo Ek")),
        ("<meta name=twitter:creator content=@ann><p class=byline>Par Ann Other</p>", ("Ann Other",)),
        ("<p class=byline>March 25, 2015</p>", ()),
        ("<aside><p class=author>Somebody Else</p></aside>", ()),
    ],
)  # fmt: skip
def test_authors_are_names_and_nothing_else(byline: str, names: tuple[str, ...]) -> None:
    assert said(f"<h1>The sand</h1>{byline}<p>Text.")[1] == names


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("<meta property=article:published_time content=2024-05-06>", "2024-05-06"),
        ("<meta name=some-pub-date content=2024-05-06T07:08:00Z>", "2024-05-06T07:08:00Z"),
        ("<time datetime=2020-01-01></time><time pubdate datetime=2024-05-06></time>", "2024-05-06"),
        ("<p class=date>May 6, 2024</p>", "2024-05-06"),
        ("<p class=posted>Posted on 6th May 2024</p>", "2024-05-06"),
        ("<span class=datum-date>6. Mai 2024</span>", "2024-05-06"),
        ("<p class=meta>6 de mayo de 2024</p>", "2024-05-06"),
        ("<p class=byline>Par X, le 6 août 2024</p>", "2024-08-06"),
        ("<span class=time>2024年5月6日</span>", "2024-05-06"),
        ("<p class=date>06.05.2024</p>", "2024-05-06"),
        ("<p>May 6, 2024 was a day.</p>", ""),
    ],
)
def test_dates_as_pages_have_them(shown: str, date: str) -> None:
    assert said(f"<h1>The sand</h1>{shown}<p>Text.")[2] == date


def test_a_time_in_the_zone_of_its_page_wins_over_the_same_in_utc() -> None:
    facts = ld(**{"@type": "Article"}, headline="A", datePublished="2017-02-24T01:18:13Z")
    meta = "<meta property=article:published_time content=2017-02-23T17:18:13-08:00>"
    assert said(f"{meta}<script type='application/ld+json'>{facts}</script>")[2] == "2017-02-23T17:18:13-08:00"
