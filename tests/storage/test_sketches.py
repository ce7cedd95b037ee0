"""Sketches of texts on disk: found again, and made again where the file is damaged."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import text_hash
from reader.formats.recognise import fingerprint
from reader.storage import StorePaths
from reader.storage.local.sketches import HASHES, RECORD, FileSketches

ONE, OTHER = text_hash("one"), text_hash("other")


def paths(folder: Path) -> StorePaths:
    return StorePaths(folder / "library.json", folder / "texts", folder / "backups", folder / "state")


def test_they_are_there_the_next_time(tmp_path: Path) -> None:
    first = FileSketches(paths(tmp_path))
    assert first.get(ONE) is None
    first.add(ONE, fingerprint("the sand stays where it is " * 5))
    first.add(OTHER, frozenset({-1, 2**62}))
    second = FileSketches(paths(tmp_path))
    assert second.get(ONE) == first.get(ONE) == fingerprint("the sand stays where it is " * 5)
    assert second.get(OTHER) == frozenset({-1, 2**62})


def test_a_cut_off_file_is_made_again(tmp_path: Path) -> None:
    FileSketches(paths(tmp_path)).add(ONE, frozenset({1}))
    (file,) = paths(tmp_path).own_state.glob("sketches-*")
    file.write_bytes(file.read_bytes()[: RECORD - 7])
    again = FileSketches(paths(tmp_path))
    assert again.get(ONE) is None
    again.add(ONE, frozenset({2}))
    assert FileSketches(paths(tmp_path)).get(ONE) == frozenset({2})


@given(st.frozensets(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=HASHES))
def test_any_sketch_comes_back(sketch: frozenset[int]) -> None:
    with TemporaryDirectory() as folder:
        FileSketches(paths(Path(folder))).add(ONE, sketch)
        assert FileSketches(paths(Path(folder))).get(ONE) == sketch
