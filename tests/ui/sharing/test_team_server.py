"""Two machines on one file through a real server: an edit in one is seen in the other, and the server may go away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject

from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.joining import Cancelled
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub, cluster, desk, hub
from ui.app.window import Window
from ui.sharing.server import joining, trips
from ui.sharing.server.join_dialog import Way
from ui.sharing.server.link import ServerLink

__all__ = ["cluster", "desk", "hub"]


@pytest.fixture
def colleague(hub: Hub, workspace: Workspace) -> Iterator[Workspace]:
    """Ola, who has got the bakery's file from the server, with trips of his own."""
    hub.place(workspace)
    hub.trip(workspace, hub.courier(workspace))
    joined, keeper = hub.join(workspace), QObject()
    joined.server.belong(hub.address("ola"))
    link = ServerLink(joined, keeper)
    link.begin()
    yield joined
    link.stop()


def test_an_edit_is_seen_in_the_other_window_and_a_server_may_go_away(
    colleague: Workspace, hub: Hub, workspace: Workspace, make_window: Callable[..., Window], qtbot, monkeypatch
) -> None:
    monkeypatch.setattr(trips, "FIRST_PAUSE", 0.2)
    uid = workspace.all(Objective)[0].uid
    workspace.server.belong(hub.address("kari"))
    workspace.close()
    window = make_window(workspace.path, place="goals")
    ours, status = window.files.session.ws, window.standing.line
    qtbot.waitUntil(lambda: status.served.text().startswith("Delt "))
    window.session.perform(goals.rename, uid, "Fra Kari")
    qtbot.waitUntil(lambda: colleague.get(Objective, uid).title == "Fra Kari")
    goals.rename(colleague, uid, "Fra Ola")
    qtbot.waitUntil(lambda: ours.get(Objective, uid).title == "Fra Ola")
    assert not window.standing.line.retry.isVisible()

    with hub.cluster.connect() as maker:
        maker.execute(f"ALTER DATABASE {hub.database} ALLOW_CONNECTIONS false")
        maker.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (hub.database,))
        window.session.perform(goals.rename, uid, "Uten server")
        qtbot.waitUntil(lambda: status.served.text().startswith("Ikke delt siden"))
        assert colleague.get(Objective, uid).title == "Fra Ola"
        maker.execute(f"ALTER DATABASE {hub.database} ALLOW_CONNECTIONS true")
    qtbot.waitUntil(lambda: colleague.get(Objective, uid).title == "Uten server")
    qtbot.waitUntil(lambda: status.served.text().startswith("Delt "))


def test_a_file_is_found_and_brought_and_given_up_without_a_trace(
    hub: Hub, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.place(workspace)
    hub.trip(workspace, hub.courier(workspace))
    address, told = hub.address("ola"), []
    with pytest.raises(HubRefused):
        joining.find(hub.address("eve"), "", "")
    with pytest.raises(HubRefused):
        joining.find(address, "", "0f" * 16)
    way = Way(address, "", joining.find(address, "", workspace.sharing.identity))
    home, path, stop = Home(tmp_path / "ola"), tmp_path / "ola.kpidesk", Event()
    stop.set()
    with pytest.raises(Cancelled):
        joining.fetch(home, way, path, lambda done, whole: None, stop)
    answers = Event()
    with monkeypatch.context() as silent:
        silent.setattr(joining, "connect", lambda *whom: answers.wait() and connect(*whom))
        with pytest.raises(Cancelled):
            joining.fetch(home, way, path, lambda done, whole: None, stop)
    answers.set()
    assert not path.exists() and not list(home.working_copies.glob("*.work"))
    stop.clear()
    assert joining.fetch(home, way, path, lambda done, whole: told.append((done, whole)), stop) == path
    assert told[-1][0] == told[-1][1] > 0
    with Workspace.open(path, home=home) as joined:
        assert [each.title for each in joined.all(Objective)] == [each.title for each in workspace.all(Objective)]
