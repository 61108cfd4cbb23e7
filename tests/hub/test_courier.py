"""What is stored on one machine is on the others: through the server, once, in the same order of stamps."""

from __future__ import annotations

from itertools import pairwise

from kpidesk.domain.entities import Objective
from kpidesk.store.files.verify import problems, state_of
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.store.conftest import add_objective, rename


def same(one: Workspace, other: Workspace) -> bool:
    """Tell whether two hold the same log, and show the same."""
    return shown(one) == shown(other)


def shown(ws: Workspace) -> dict[str, list[object]]:
    """Every living row by its uid, whatever its number here."""
    uids = dict(ws._file.database.execute("SELECT ord, uid FROM row").fetchall())
    return {
        table: sorted([(uids[row[0]], *row[1:]) for row in rows], key=repr)
        for table, rows in state_of(ws._file.database).items()
    }


def test_an_edit_goes_there_and_comes_to_another(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "one")
    kari = hub.courier(ws)
    assert hub.trip(ws, kari).sent == 2
    other = hub.join(ws)
    assert other.get(Objective, uid).title == "one"
    ola = hub.courier(other, "ola")
    told = hub.trip(other, ola)
    assert (told.sent, told.news.transactions, told.contested, told.unreadable) == (0, 0, (), ())
    rename(other, uid, "two")
    assert hub.trip(other, ola).sent == 1
    told = hub.trip(ws, kari)
    assert told.news.authors == ("ola",)
    assert ws.get(Objective, uid).title == "two"
    assert same(ws, other)
    assert problems(ws._file.database, ws._file.names) == []


def test_what_lies_on_the_server_grows_with_the_log_and_no_faster(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid, kari, sizes = add_objective(ws, "one"), hub.courier(ws), []
    for _round in range(3):
        with ws.sharing.holding():
            for at in range(40):
                rename(ws, uid, f"title {at}")
        hub.trip(ws, kari)
        with hub.bare() as owner:
            row = owner.execute("SELECT sum(length(payload)), sum(last - first + 1) FROM kpidesk.hub_run").fetchone()
        assert row is not None
        sizes.append((int(str(row[0])), int(str(row[1]))))
    steps = [later[0] - before[0] for before, later in pairwise(sizes)]
    assert [count for _size, count in sizes] == [42, 82, 122]
    assert 0.8 < steps[1] / steps[0] < 1.25
