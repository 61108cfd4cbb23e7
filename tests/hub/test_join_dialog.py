"""Getting a file under a password through the window, from a real server."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFileDialog

from kpidesk.domain.entities import Objective
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.hub.test_sealed import PASSWORD
from tests.hub.test_sealed import ws as ws
from tests.store.conftest import add_objective
from ui.sharing.server import joining
from ui.sharing.server.join_dialog import JoinDialog, Joined


def test_its_own_password_is_asked_for_and_opens_it(hub: Hub, ws: Workspace, qtbot, monkeypatch) -> None:
    hub.place(ws)
    uid = add_objective(ws, "Hemmelig mål")
    hub.trip(ws, hub.courier(ws))
    path, home, came = hub.desk.folder / "min.kpidesk", hub.desk.home("ola"), list[Joined]()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    dialog = JoinDialog(joining.find, partial(joining.fetch, home))
    qtbot.addWidget(dialog)
    dialog.joined.connect(came.append)
    dialog.form.show_address(hub.address("ola"))
    dialog.open()
    assert not dialog.lock.isVisible()
    for typed, told in (("", "has a password of its own"), ("feil", "has a password")):
        dialog.lock.setText(typed)
        dialog.go.click()
        assert dialog.lock.isVisible() and told in dialog.problem.text() and not (came or path.exists())
    dialog.lock.setText(PASSWORD)
    dialog.go.click()
    assert [each.path for each in came] == [path]
    opened = Workspace.open(path, author="ola", home=home, passwords=came[0].way.passwords)
    hub.desk.open_ones.append(opened)
    assert opened.get(Objective, uid).title == "Hemmelig mål"
    assert path.read_bytes()[:15] != b"SQLite format 3"
