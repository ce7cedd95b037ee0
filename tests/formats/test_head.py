"""What a page says of itself: its title, who wrote it, and when."""

from __future__ import annotations

import json

import pytest

from reader.formats.html.metadata.days import spoken_date
from reader.formats.html.metadata.head import read_head
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
    held = {"@type": "MedicalWebPage", "author": "Ann Other", "datePublished": "2024-05-06", "name": "Not the title"}
    page = f"<title>The sand</title><script type='application/ld+json'>{json.dumps(held)}</script>"
    assert said(page) == ("The sand", ("Ann Other",), "2024-05-06")
    broken = '<script type=\'application/ld+json\'>{"@type": "Article", "headline": "A\nb"}</script>'
    assert said(broken)[0] == "A b"


def test_json_ld_with_a_sign_too_many_is_read_as_far_as_it_can_be() -> None:
    facts = '"@type": "Article", "headline": "The sand", "author": [{"@type": "Person", "name": "Ann Other"}]'
    facts += ', "description": "It shows "Sand after sand"", "datePublished": "2024-05-06",'
    page = f"<title>x</title><script type='application/ld+json'>{{{facts}}}</script>"
    assert said(page) == ("The sand", ("Ann Other",), "2024-05-06")


def test_a_title_that_was_escaped_twice_and_one_that_is_about_the_escape() -> None:
    assert said("<meta property=og:title content='&amp;#8216;Sand&amp;#8217;'><h1>Other</h1>")[0] == "‘Sand’"
    assert said("<meta property=og:title content='On &amp;amp; in pages'><h1>On &amp;amp; in pages</h1>")[0] == (
        "On &amp; in pages"
    )


def test_a_date_that_a_program_writes_for_none_is_none() -> None:
    facts = ld(**{"@type": "Article"}, headline="A", datePublished="0001-01-01T00:00:00Z")
    shown = "<p class=publish-date>Published 11:34 PM EST Nov 19, 2019</p>"
    assert said(f"<script type='application/ld+json'>{facts}</script>{shown}")[2] == "2019-11-19"


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
        ("<ul class=authors><li>Ann Other</li><li>Bo Ek</li></ul>", ("Ann Other", "Bo Ek")),
        ("<div class=byline>By <a>Ann Other</a>, <a>Bo</a> and <a>Cy Dee</a></div>", ("Ann Other", "Bo", "Cy Dee")),
        ("<div class=byline>By\n <a>Ann Other</a>\n and\n <a>Bo Ek</a>\n</div>", ("Ann Other", "Bo Ek")),
        ("<div class=byline><span>Ann Other</span> <span>United Press</span></div>", ("Ann Other",)),
        ("<div class=byline>By ANN OTHER, AP Auto Writer</div>", ("ANN OTHER",)),
        ("<div class=byline>By Ann Other, PhD<br>Health News</div>", ("Ann Other",)),
        ("<div class=author><span>Ann</span> <span>Other</span></div>", ("Ann Other",)),
        ("<p class=author>Ann Other, Jr.</p>", ("Ann Other Jr",)),
        ("<p class=author>Mac &amp; i</p>", ("Mac & i",)),
        ("<div class=author>Ann Other<br>Stand: 5. Februar 2020</div>", ("Ann Other",)),
        ("<div class=author><a>Ann Other</a><p><a>Show all articles of Ann Other</a></p></div>", ("Ann Other",)),
        ("<a class=author>Follow</a><a class=author>Ann Other</a>", ("Ann Other",)),
        ("<p class=author>Ann Other</p><p class=author>Bo Ek</p>", ("Ann Other", "Bo Ek")),
        ("<div class=x_authors><span class=x_author>Ann Other<br>Lund</span><span class=x_author>Bo Ek</span></div>",
         ("Ann Other", "Bo Ek")),
        ("<table><tr><th>Author:</th><td>Ann Other</td></tr></table>", ("Ann Other",)),
        ("<dl><dt>Author<span>:</span></dt><dd>Ann Other &lt;ann@sand.example&gt;</dd></dl>", ("Ann Other",)),
        ("<p>By Ann Other</p>", ("Ann Other",)),
        ("<ul><li>by Ann Other / 3 May 2020</li></ul>", ("Ann Other",)),
        ("<p>By the time we came it was late.</p>", ()),
        ("<p>By Tuesday</p>", ()),
        ("<p class=byline>Автор: Анна Петрова</p>", ("Анна Петрова",)),
        ("<p class=byline>Escrito por Ana López el 3 de mayo de 2020</p>", ("Ana López",)),
        ("<p class=byline>Text: Ann Other, Fotos: Bo Ek</p>", ("Ann Other",)),
        ("<p class=byline>記者王小明／台北報導</p>", ("王小明",)),
        ('<script type="application/ld+json">{"@type":"Article","creator":"XC7567"}</script>'
         "<p class=byline>Ann Other</p>", ("Ann Other",)),
        ("<aside><p class=author>Somebody Else</p></aside>", ()),
        ("<p class=meta>Publié le 4 mai 2024 par Anne Autre</p>", ("Anne Autre",)),
        ("<p class=meta>May 4, 2024 by Ann Other</p>", ("Ann Other",)),
        ("<p class=byline>Ein Bericht von Ann Other</p>", ("Ann Other",)),
        ("<p class=byline>著者：山田太郎 2024年5月4日</p>", ("山田太郎",)),
        ("<p class=byline>2024年5月4日 文/王小明</p>", ("王小明",)),
        ("<p class=byline>بقلم: أحمد علي 4 مايو 2024</p>", ("أحمد علي",)),
        ("<meta name=author content='ann@sand.example (Ann Other)'>", ("Ann Other",)),
        ("<p class=author><a><span>Post</span></a> <span>by <b>Ann Other</b> » </span>May 4, 2020</p>", ("Ann Other",)),
        ("<p itemprop=author>Ann Other</p><div itemprop=comment><p itemprop=author>Bo Ek</p></div>", ("Ann Other",)),
        ("<p itemprop=author>Ann Other</p><div itemprop=suggestedAnswer><p itemprop=author>Bo Ek</p></div>",
         ("Ann Other",)),
        ('<script type="application/ld+json">{"@type":"x:Article","author":{"givenName":"Ann","familyName":"Other"}}'
         "</script>", ("Ann Other",)),
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


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("https://sand.example/2024/05/06/harbour.html", "2024-05-06"),
        ("https://sand.example/2024/5/6-harbour", "2024-05-06"),
        ("https://sand.example/2024/13/06/harbour", ""),
        ("https://sand.example/1/2024/05", ""),
    ],
)
def test_the_day_of_an_address_is_that_of_a_page_that_says_no_other(address: str, date: str) -> None:
    link = f"<link rel=canonical href={address}>"
    assert said(f"<title>T</title>{link}<h1>T</h1><p>Text.")[2] == date
    assert said(f"<title>T</title>{link}<meta name=date content=2020-01-02><h1>T</h1>")[2] == "2020-01-02"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6 мая 2024, 10:00", "2024-05-06"),
        ("6 de mayo de 2024", "2024-05-06"),
        ("6 maja 2024", "2024-05-06"),
        ("6. července 2024", "2024-07-06"),
        ("6 Mayıs 2024", "2024-05-06"),
        ("6 Μαΐου 2024", "2024-05-06"),
        ("6 במאי 2024", "2024-05-06"),
        ("6 مايو 2024", "2024-05-06"),
        ("6 मई 2024", "2024-05-06"),
        ("2024. május 6.", "2024-05-06"),
        ("6 tháng 5, 2024", "2024-05-06"),
        ("2024年5月6日", "2024-05-06"),
        ("2024. 5. 6.", "2024-05-06"),
        ("6 men 2024", ""),
    ],
)
def test_days_in_many_languages(words: str, day: str) -> None:
    assert spoken_date(words) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("citation_publication_date", "2024/05/06"),
        ("date", "06.05.2024"),
        ("date", "20240506"),
        ("pubdate", "Mon, 06 May 2024 10:00:00 GMT"),
        ("article:published_time", "May 6, 2024"),
    ],
)
def test_days_of_metas_in_any_form(name: str, day: str) -> None:
    assert said(f"<meta name='{name}' content='{day}'>")[2] == "2024-05-06"


@pytest.mark.parametrize(
    "title", ["The Quay: Harbour closed", "The Quay » Harbour closed", "(3) Harbour closed | The Quay"]
)
def test_a_heading_behind_the_name_of_the_site_is_the_title(title: str) -> None:
    assert said(f"<title>{title}</title><h1>Harbour closed</h1>")[0] == "Harbour closed"


def test_who_is_nobody_and_who_is_written_with_entities() -> None:
    assert said("<meta name=author content=admin>")[1] == ()
    facts = '{"@type":"Article","headline":"One","author":"Ann O&#39;Brien"}'
    assert said(f'<script type="application/ld+json">{facts}</script>')[1] == ("Ann O'Brien",)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>港の砂｜新聞</title><h1>港の砂</h1>", "港の砂"),
        ("<title>港口的沙子_新闻_新闻网</title>", "港口的沙子"),
        ("<title></title><h1>Sand in<br>the harbour</h1>", "Sand in the harbour"),
        ("<meta property=og:title content='Sand in the harb...'><h1>Sand in the harbour</h1>", "Sand in the harbour"),
        ("<title>Sand - in the harbour - Quay</title><h1>Sand - in the harbour</h1>", "Sand - in the harbour"),
    ],
)
def test_titles_without_the_name_of_the_site_and_whole(page: str, title: str) -> None:
    assert said(page)[0] == title


def test_of_several_descriptions_that_of_the_page_counts() -> None:
    own = ld(**{"@type": "Article"}, headline="Sand", author="Ann Other")
    other = ld(**{"@type": "Article"}, headline="Boats", author="Bo Ek", datePublished="2020-01-01", articleBody="x")
    scripts = "".join(f"<script type='application/ld+json'>{one}</script>" for one in (other, own))
    assert said(f"<title>Sand | Quay</title>{scripts}<h1>Sand</h1>") == ("Sand", ("Ann Other",), "")


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>RFC 9999: Sand</title><h1>RFC 9999</h1><h1>Sand</h1>", "RFC 9999: Sand"),
        ("<title>Notes: The bar</title><h1>Notes</h1><h3 class='post-title entry-title'>The bar</h3>", "The bar"),
        ("<title>The bar: A lament</title><h1>The bar</h1><h2>A lament</h2>", "The bar"),
        ("<title>The bar | Notes</title><h1>The bar</h1><h3>Notes</h3>", "The bar"),
        ("<title>The bar | Notes</title><h1>The bar</h1><h1>Notes</h1>", "The bar"),
    ],
)
def test_of_two_headings_that_are_in_a_title(page: str, title: str) -> None:
    assert said(f"{page}<p>Text.")[0] == title
