"""What is made from the code, and committed: it is current."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.cli.man_page import man_page
from reader.settings import read_file
from reader.start.command_names import COMMANDS, OPEN
from reader.ui.keys.key_table import settle_settings
from tests.docs import layers

MAN = Path("reader/reader.1")


def test_the_picture_of_the_layers_is_drawn_from_the_contract() -> None:
    again = "python -m tests.docs.layers draws it anew"
    assert layers.PICTURE.read_text(encoding="utf-8") == layers.draw(), again
    drawn = " ".join(ElementTree.fromstring(layers.draw()).itertext())
    for layer in layers.layers():
        for module in layer:
            assert module.removeprefix("reader.") in drawn


def test_the_man_page_is_made_from_the_command_line() -> None:
    again = "python -m reader.cli.man_page > reader/reader.1 makes it anew"
    assert (layers.ROOT / MAN).read_text(encoding="utf-8") == man_page(), again
    for name in COMMANDS:
        assert name == OPEN or f".SS reader {name}".replace("-", r"\-") in man_page()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.slow
def test_groff_has_nothing_to_remark() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z"], input=man_page(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_of_the_readme_are_taken_as_they_stand(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (layers.ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "settings.toml"
    file.write_text("\n".join(blocks), encoding="utf-8")
    settings = read_file(str(file))
    settled = settle_settings(settings)
    assert (settled.taken, settled.clashes) == ((), ())
    assert {*settings.commands} == {"dictionary", "translate", "speak", "mail", "org", "anki"}
    assert all(own.keys for own in settings.commands.values())
