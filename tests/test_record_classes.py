"""Classes of records that are made sooner are what they would be."""

from __future__ import annotations

import pickle
import typing
from typing import Any, Generic, NamedTuple, TypeVar

import pytest

from reader.start.record_classes import make_quickly

T = TypeVar("T")
BODY = """
class Point(NamedTuple):
    \"\"\"A `Point` is somewhere.\"\"\"

    x: int
    name: dict[str, tuple[int, str]] | None = None

    @property
    def far(self) -> bool:
        return self.x > 9


class Pair(NamedTuple, Generic[T]):
    one: T
    other: T


class Plain(NamedTuple):
    pass
"""
WRONG = "class Wrong(NamedTuple):\n    x: int = 1\n    y: int\n"


def defined(body: str) -> dict[str, Any]:
    names: dict[str, Any] = {"NamedTuple": NamedTuple, "Generic": Generic, "T": T, "__name__": __name__}
    exec("from __future__ import annotations\n" + body, names)
    return names


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    kind: Any = getattr(typing, "NamedTupleMeta", None)
    if kind is None:
        pytest.skip("this Python makes them in another way")
    monkeypatch.setattr(kind, "__new__", staticmethod(kind.__new__))
    make_quickly()


def shown(names: dict[str, Any]) -> object:
    point, pair = names["Point"], names["Pair"]
    made = point(10), pair(1, other="b"), names["Plain"]()
    return (
        [(one, type(one).__name__, type(one).__mro__[1:], one._fields, one._field_defaults) for one in made],
        (made[0].far, made[0]._replace(name={}), repr(made), point.__doc__, point.__module__, pair[int]),
        [typing.get_type_hints(names[one], names) for one in ("Point", "Pair", "Plain")],
    )


def test_they_look_and_work_as_ever(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    usual = shown(defined(BODY))
    request.getfixturevalue("quick")
    names = defined(BODY)
    assert str(shown(names)) == str(usual)
    assert all(isinstance(one, str) for one in names["Point"].__annotations__.values())
    monkeypatch.setattr(f"{__name__}.Point", names["Point"], raising=False)
    assert pickle.loads(pickle.dumps(names["Point"](3))) == names["Point"](3)


@pytest.mark.usefixtures("quick")
def test_what_is_no_record_is_refused_as_ever() -> None:
    with pytest.raises(TypeError, match="default"):
        defined(WRONG)


@pytest.mark.usefixtures("quick")
def test_types_that_are_no_texts_are_kept_as_ever() -> None:
    class Point(typing.NamedTuple("Base", [("x", int)])):
        pass

    assert Point(3) == (3,)
    assert typing.get_type_hints(Point.__bases__[0]) == {"x": int}
