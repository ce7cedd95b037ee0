"""The results for people, and for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.benchmarks.cases import Case
    from tests.benchmarks.samples import Samples

COSTS = ("frames", "bytes", "CPU", "memory")
ROUNDING = 0.005
"""A ratio that reads as its bar meets it."""


def table(cases: Sequence[Case], measured: Mapping[str, Samples]) -> str:
    """One row a case: what it came to, its floor, the bars, the verdict."""
    rows = [
        ("what", "median", "p95", "floor", "", "bar", "stretch", "verdict"),
        *(_row(case, measured[case.group]) for case in cases),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_aligned(row, widths) for row in rows)


def details(samples: Samples) -> str:
    """Everything that was measured, with the medians: what keys cost besides time, and what was only compared with."""
    lines: dict[str, list[str]] = defaultdict(list)
    for name in samples.names():
        number, cost = name.number, name.number.rpartition(" ")[2]
        series = number.removesuffix(f" {cost}") if cost in COSTS else ""
        told = f"{_number(samples.median(name))} {cost if series else number}"
        lines[f"{name.probe}: {series}" if series else name.probe].append(told)
    return "\n".join(f"{what:36} {', '.join(told)}" for what, told in lines.items())


def as_json(cases: Sequence[Case], measured: Mapping[str, Samples]) -> str:
    """The same with every sample."""
    found: dict[str, Any] = {"samples": {group: samples.as_json() for group, samples in measured.items()}}
    names = ("what", "median", "p95", "floor", "value", "bar", "stretch", "verdict")
    found["cases"] = [dict(zip(names, _row(case, measured[case.group]), strict=True)) for case in cases]
    return json.dumps(found, indent=1, ensure_ascii=False)


def verdict(case: Case, samples: Samples) -> str:
    """Whether the bar is met, or the stretch."""
    value = _value(case, samples)
    if value is None:
        return "not measured"
    if value <= case.stretch + ROUNDING:
        return "stretch"
    return "met" if value <= case.bar + ROUNDING else "MISSED"


def _row(case: Case, samples: Samples) -> tuple[str, ...]:
    value = _value(case, samples)
    floors = [median for one in case.floor if (median := samples.median(one)) is not None]
    return (
        case.what,
        _number(samples.median(case.name)),
        _number(samples.slow(case.name)),
        _number(sum(floors) if floors else None),
        "" if value is None or not case.floor else f"{value:.2f}x",
        f"{case.bar:g}{case.unit and ' ' + case.unit}",
        f"{case.stretch:g}",
        verdict(case, samples),
    )


def _aligned(row: tuple[str, ...], widths: Sequence[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join([first.strip().ljust(widths[0]), *rest])


def _value(case: Case, samples: Samples) -> float | None:
    return samples.ratio(case.name, case.floor) if case.floor else samples.median(case.name)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"
