"""Three machines whose clocks jump, that are cloned and set back: when all meet, nothing is lost. See scale.py."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import TYPE_CHECKING

from reader.domain import merge
from reader.domain.merge import Row, Tables, join_tables
from reader.domain.ports import Change
from tests.memory_store import MemoryStore
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.world import Ticking

if TYPE_CHECKING:
    from random import Random

    import pytest

    from reader.domain.annotation import Annotation

STEPS = 40


class Machine:
    """One machine, what it wrote, and a copy of its library from some time before."""

    def __init__(self, n: int, rng: Random) -> None:
        self.clock = Ticking()
        self.tables: Tables = {"annotations": {}}
        self.copy: Tables = deepcopy(self.tables)
        # All three have one name: they were set up from one another.
        self.store = MemoryStore(
            clock=self.clock, device="clone-00000001", entropy=lambda: f"{rng.randrange(2**16):04x}", tables=self.tables
        )

    def take(self, other: Tables) -> None:
        joined = join_tables([self.tables, other])
        self.tables.clear()
        self.tables.update(deepcopy(joined))

    def texts(self) -> set[str]:
        return texts(self.tables)


def texts(tables: Tables) -> set[str]:
    """Every live text, in the trash or not."""
    rows = tables.get("annotations", {}).values()
    return {value for row in rows for value in row["f"].get("note", {}).values() if value}


class Fleet:
    """What the machines do, and which texts somebody must still find when they have met."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.machines = [Machine(n, rng) for n in range(3)]
        self.written: set[str] = set()
        self.replaced: set[str] = set()
        for machine in self.machines:
            self.insert(machine)

    def step(self) -> None:
        machine = self.rng.choice(self.machines)
        often = [self.insert, self.edit, self.edit, self.edit, self.tag, self.meet, self.meet]
        seldom = [self.delete, self.restore, self.jump, self.set_back, self.keep_copy]
        self.rng.choice(seldom if self.rng.random() < 0.2 else often)(machine)

    def insert(self, machine: Machine) -> None:
        text = self._text()
        machine.store.save_annotations([Change(None, annotation(f"a-{self.rng.randrange(10**9)}", note=text))])

    def edit(self, machine: Machine) -> None:
        one = self._any(machine.store.annotations())
        if one is not None:
            self.replaced |= {one.note, *(rival.text for rival in one.rivals)}
            machine.store.save_annotations([Change(one, one._replace(note=self._text(), rivals=()))])

    def tag(self, machine: Machine) -> None:
        one = self._any(machine.store.annotations())
        if one is not None:
            tags = (*one.tags, f"t{self.rng.randrange(5)}") if len(one.tags) < 3 else one.tags[1:]
            machine.store.save_annotations([Change(one, one._replace(tags=tuple(dict.fromkeys(tags))))])

    def delete(self, machine: Machine) -> None:
        one = self._any(machine.store.annotations())
        if one is not None:
            machine.store.save_annotations([Change(one, None)])

    def restore(self, machine: Machine) -> None:
        one = self._any(machine.store.trash())
        if one is not None:
            machine.store.save_annotations([Change(None, one)])

    def meet(self, machine: Machine) -> None:
        other = self.rng.choice(self.machines)
        if other is not machine:
            machine.take(other.tables)

    def jump(self, machine: Machine) -> None:
        machine.clock.now += timedelta(seconds=self.rng.randrange(-(10**8), 10**7))

    def keep_copy(self, machine: Machine) -> None:
        machine.copy = deepcopy(machine.tables)

    def set_back(self, machine: Machine) -> None:
        """Its disk is replaced by the copy: what was nowhere else is gone, and nobody could know it."""
        before = machine.texts()
        machine.tables.clear()
        machine.tables.update(deepcopy(machine.copy))
        there = set().union(*(one.texts() for one in self.machines))
        self.written -= before - there

    def lost(self) -> set[str]:
        """Let all meet until nobody learns anything; the texts that nobody replaced and nobody has."""
        for _ in range(2):
            for machine in self.machines:
                for other in self.machines:
                    machine.take(other.tables)
        first, *others = self.machines
        assert all(one.tables == first.tables for one in others), "they know different things"
        return self.written - self.replaced - first.texts()

    def _text(self) -> str:
        text = f"text {self.rng.randrange(10**12)}"
        self.written.add(text)
        return text

    def _any(self, found: object) -> Annotation | None:
        assert isinstance(found, list)
        return self.rng.choice(found) if found else None


def run(rng: Random) -> tuple[int, int]:
    fleet = Fleet(rng)
    for _ in range(STEPS):
        fleet.step()
    return len(fleet.written), len(fleet.lost())


@scaled(quick=25, floor=500, stretch=5000)
def test_a_fleet_loses_nothing(rounds: int) -> None:
    rng = seeded("fleet")
    runs = [run(rng) for _ in range(rounds)]
    lost = sum(lost for _, lost in runs)
    print(f"{rounds} fleets, {sum(written for written, _ in runs)} texts, {lost} lost")
    assert lost == 0


def test_the_last_writer_loses_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a join in which the newest stamp wins, the test finds what is lost."""

    def last_writer(one: Row, other: Row) -> Row:
        joined = join(one, other)
        newest = {field: {max(live): live[max(live)]} for field, live in joined["f"].items()}
        return {**joined, "f": newest}

    join = merge.join_rows
    monkeypatch.setattr(merge, "join_rows", last_writer)
    rng = seeded("fleet")
    assert sum(run(rng)[1] for _ in range(40)) > 0


@scaled(quick=50, floor=2000, stretch=20_000)
def test_the_join_of_what_a_fleet_made(rounds: int) -> None:
    """Commutative, associative, idempotent, and nothing lost, for rows as the store makes them."""
    rng = seeded("join")
    checked = 0
    while checked < rounds:
        fleet = Fleet(rng)
        for _ in range(STEPS):
            fleet.step()
        one, two, three = (machine.tables for machine in fleet.machines)
        both = join_tables([one, two])
        assert both == join_tables([two, one])
        assert join_tables([both, three]) == join_tables([one, join_tables([two, three])])
        assert join_tables([both, one]) == join_tables([both, both]) == both
        assert fleet.written - fleet.replaced - texts(join_tables([both, three])) == set()
        checked += 1
    print(f"{checked} x 4 properties")
