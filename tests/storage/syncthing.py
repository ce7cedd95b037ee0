"""Instances of Syncthing on the loopback that carry one folder between them and talk to nobody else."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = shutil.which("syncthing")
KEY = "a-key-for-the-loopback"
STARTED = 30
"""Seconds until an instance must answer."""

OPTIONS = """
<options>
  <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
  <globalAnnounceEnabled>false</globalAnnounceEnabled>
  <localAnnounceEnabled>false</localAnnounceEnabled>
  <relaysEnabled>false</relaysEnabled>
  <natEnabled>false</natEnabled>
  <startBrowser>false</startBrowser>
  <reconnectionIntervalS>1</reconnectionIntervalS>
  <urAccepted>-1</urAccepted>
  <crashReportingEnabled>false</crashReportingEnabled>
  <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
  <stunKeepaliveStartS>0</stunKeepaliveStartS>
</options>
"""


@dataclass
class Node:
    """One instance."""

    home: Path
    folder: Path
    name: str
    port: int
    api: int
    process: subprocess.Popen[bytes] | None = None
    seen: int = 0

    def wait(self, seconds: int) -> None:
        """Until it has something to tell, or so long."""
        events = self._get(f"/rest/events?since={self.seen}&timeout={seconds}")
        self.seen = max([self.seen, *(event["id"] for event in events)])

    def is_up(self) -> bool:
        try:
            self._get("/rest/system/ping")
        except OSError:
            return False
        return True

    def _get(self, path: str) -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.api}{path}", headers={"X-API-Key": KEY})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")


def start(root: Path, count: int) -> list[Node]:
    """So many instances, each of which knows all others."""
    assert PROGRAM
    nodes = []
    for n in range(count):
        home, folder = root / f"home-{n}", root / f"shared-{n}"
        folder.mkdir(parents=True)
        (folder / ".stfolder").mkdir()
        subprocess.run([PROGRAM, "generate", f"--home={home}", "--no-default-folder"], check=True, capture_output=True)
        answer = subprocess.run([PROGRAM, f"--home={home}", "--device-id"], check=True, capture_output=True, text=True)
        nodes.append(Node(home, folder, answer.stdout.strip(), free_port(), free_port()))
    for node in nodes:
        (node.home / "config.xml").write_text(configuration(node, nodes))
        command = [PROGRAM, "serve", f"--home={node.home}", "--no-browser", "--no-restart", "--no-upgrade"]
        node.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return nodes


def stop(nodes: list[Node]) -> None:
    for node in nodes:
        if node.process:
            node.process.terminate()
            node.process.wait(timeout=30)


def configuration(node: Node, nodes: list[Node]) -> str:
    """Without `maxConflicts` no conflict copy would be kept, and none be found."""
    devices = "".join(
        f'<device id="{one.name}" name="{one.api}"><address>tcp://127.0.0.1:{one.port}</address></device>'
        for one in nodes
    )
    members = "".join(f'<device id="{one.name}"/>' for one in nodes)
    folder = (
        f'<folder id="shared" path={quoteattr(str(node.folder))} type="sendreceive" rescanIntervalS="10" '
        f'fsWatcherEnabled="true" fsWatcherDelayS="1">{members}<maxConflicts>-1</maxConflicts></folder>'
    )
    gui = f'<gui enabled="true" tls="false"><address>127.0.0.1:{node.api}</address><apikey>{KEY}</apikey></gui>'
    return f'<configuration version="36">{folder}{devices}{gui}{OPTIONS.format(port=node.port)}</configuration>'


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
