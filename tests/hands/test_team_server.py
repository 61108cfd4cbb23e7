"""Two people and a server of their own: shared, joined by an invitation, away for a while, together again, left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hands.goal_hands import plant, row
from tests.hands.test_file_menu import choose
from tests.hub import cluster as clusters
from tests.hub.cluster import OWNER
from tests.hub.conftest import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hub.cluster import Cluster

AWAY = "Not shared since"


@pytest.mark.long
def test_two_programs_share_a_file_through_a_server_that_goes_and_comes(office: Office) -> None:
    clusters.found_or_skipped()
    file, invitation = office.new_file("Torget"), office.folder / "to ola.kpidesk-invitation"
    with clusters.running() as cluster, office.program(str(file), home="kari") as kari:
        prepare(cluster)
        _share(kari, cluster, invitation)
        with office.program(home="ola") as ola:
            _join(ola, invitation, office.folder / "ola.kpidesk")
            plant(ola, "Guests who come back", "NPS up from 38 to 50")
            kari.front()
            kari.go("Goals")
            kari.find("tree item", row("Guests who come back"))
            cluster.stop()
            plant(kari, "Less waste", "Waste down from 9 to 5")
            kari.find("label", lambda words: words.startswith(AWAY))
            ola.front()
            plant(ola, "A new oven", "Breads up from 200 to 300")
            cluster.start()
            plant(
                ola, "Longer days", "Hours up from 6 to 8"
            )  # what is changed goes at once, whenever the next try is due
            kari.front()
            plant(kari, "Happy bakers", "Days off up from 1 to 2")
            for title in ("A new oven", "Longer days"):
                kari.find("tree item", row(title))
            ola.front()
            for title in ("Less waste", "Happy bakers"):
                ola.find("tree item", row(title))
            kari.front()
            kari.until(lambda tree: not tree.find("label", lambda words: AWAY in words), "nothing is said of it")
            choose(kari, "Team server …", "Stop sharing here")
            kari.find("label", lambda words: "no longer shared" in words)
            kari.end()
            ola.front()
            ola.end()
    office.cli("check", str(file))
    assert office.shown(file) == office.shown(office.folder / "ola.kpidesk")


def _share(program: Program, cluster: Cluster, invitation: Path) -> None:
    """Share the open file as the server's owner, and invite Ola."""
    choose(program, "Team server …")
    program.until(lambda tree: [each for each in tree.find("text", "Server") if each.has_keyboard], "the server's name")
    program.type(f"{cluster.folder}\t{cluster.database('hub')}\t{OWNER}")
    program.click("push button", "Share")
    program.find("label", lambda words: words.startswith("The file is shared through"))
    choose(program, "Team server …")
    program.click("text", lambda name: name.startswith("Colleague’s user name"))
    program.type("ola")
    program.click("push button", "Save an invitation …")
    _name(program, invitation)
    program.find("label", lambda words: "is saved" in words)
    program.key("Esc")


def _join(program: Program, invitation: Path, into: Path) -> None:
    """Get the file by the invitation."""
    choose(program, "Team server …", "Open an invitation …")
    _name(program, invitation)
    program.click("push button", "Get the file …")
    _name(program, into)
    program.find("label", lambda words: words.startswith("The file is shared through"))


def _name(program: Program, path: Path) -> None:
    """Type a path where the program asks for a file."""
    program.until(lambda tree: tree.find("dialog"), "which file")
    program.key("Ctrl+A")
    program.type(f"{path}\n")
