"""A user's own template in its process: it does what it would do here, and what fails or never ends is a sentence."""

from __future__ import annotations

import gc
import subprocess
from typing import Any

import pytest

from reader.domain.errors import NotExported
from reader.exchange.format_table import TEMPLATES
from reader.exchange.template import render, source_of
from reader.exchange.template_process import SECONDS, TemplateProcess
from tests.exchange.samples import EXAMPLE

TEMPLATE = """{% for article in articles %}{{ article.title }} of {{ exported }}
{% for one in article.annotations if one.quote %}{{ one.quote | quoted }}{% endfor %}{% endfor %}"""
FAILING = {
    "{% for %}": "line 1",
    "{{ nothing.here }}": "nothing",
    "{{ 1 / 0 }}": "division",
    "{{ 'x'.nothing() }}": "",
    "{{ [1][5] }}": "",
    "{{ 'abc' | day }}": "",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "",
    "{{ ''.__class__.__mro__ }}": "",
    "{% include '/etc/passwd' %}": "",
    "{{ 'x' * 10**10 }}": "MB",
    "{{ 'x' | center(10**10) }}": "MB",
}


@pytest.mark.parametrize("template", FAILING)
def test_what_fails_is_a_sentence(template: str) -> None:
    with pytest.raises(NotExported, match="the template") as error:
        "".join(TemplateProcess(template).render([EXAMPLE]))
    assert FAILING[template] in str(error.value)
    assert str(error.value).count("the template ") == 1
    assert "Traceback" not in str(error.value)


@pytest.mark.slow
@pytest.mark.parametrize("template", [TEMPLATE, *map(source_of, TEMPLATES)])
def test_it_writes_what_it_would_write_here(template: str) -> None:
    process = TemplateProcess(template)
    for _ in range(2):
        assert "".join(process.render([EXAMPLE, EXAMPLE])) == "".join(render(template, [EXAMPLE, EXAMPLE]))


def test_articles_are_asked_for_one_at_a_time() -> None:
    asked = []

    def articles() -> object:
        for n in range(3):
            asked.append(n)
            yield EXAMPLE

    template = "{% for one in articles %}" + "x" * (1 << 15) + "{% endfor %}"
    pieces = TemplateProcess(template).render(articles())  # type: ignore[arg-type]
    next(pieces)
    assert asked == [0]
    assert len("".join(pieces)) == 2 << 15
    assert asked == [0, 1, 2]


@pytest.mark.slow
@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ 10 ** (10 ** 9) }}",
    ],
)
def test_what_never_ends_is_ended(template: str) -> None:
    with pytest.raises(NotExported, match=f"more than {SECONDS} seconds"):
        for _ in TemplateProcess(template).render([EXAMPLE]):
            pass


@pytest.mark.slow
def test_the_process_ends_with_what_it_was_started_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    start = subprocess.Popen

    def starting(*arguments: Any, **options: Any) -> subprocess.Popen[str]:
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", starting)
    process = TemplateProcess("{{ 1 + 1 }}{% for one in articles %}{% endfor %}")
    assert "".join(process.render([])) == "".join(process.render([])) == "2"
    assert [one.poll() for one in started] == [None], "one for all files"
    given_up = TemplateProcess("{% for one in articles %}{{ one.title }}{% endfor %}").render([EXAMPLE, EXAMPLE])
    assert next(given_up)
    del process, given_up
    gc.collect()
    assert all(one.returncode is not None for one in started)
