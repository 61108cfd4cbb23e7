"""A backup by ``pg_dump``, and a file that is shared by a folder as well: nothing lost, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from kpidesk.domain.entities import Objective
from kpidesk.hub.courier import Courier
from kpidesk.store.files.verify import problems
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.hub.test_courier import same
from tests.store.conftest import Desk, add_objective, rename


def test_a_backup_put_back_is_sent_what_it_lacks_and_keeps_the_rights(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "saved")
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    file, where = str(hub.cluster.folder / "dump"), ("-h", str(hub.cluster.folder), "-U", "owner")
    hub.cluster.run("pg_dump", *where, "-Fc", "-f", file, hub.database)
    rename(ws, uid, "after the backup")
    late = add_objective(ws, "late")
    hub.trip(ws, kari)
    restored = replace(hub, database=hub.cluster.database())
    hub.cluster.run("pg_restore", *where, "--exit-on-error", "-d", restored.database, file)
    with restored.bare("kari") as member, pytest.raises(psycopg.errors.InsufficientPrivilege):
        member.execute("UPDATE kpidesk.hub_run SET payload = payload")
    with restored.bare("eve") as nobody:
        assert nobody.execute("SELECT count(*) FROM kpidesk.hub_run").fetchone() == (0,)
    ola = restored.courier(other, "ola")
    assert restored.trip(other, ola).news.transactions == 0
    assert restored.trip(ws, restored.courier(ws)).sent == 2, "what was shared after the backup"
    assert restored.trip(other, ola).news.transactions == 2
    assert other.get(Objective, uid).title == "after the backup" and other.get(Objective, late).title == "late"
    assert same(restored.join(ws, "kari"), other)


def test_a_file_in_a_folder_and_the_server_are_both_honoured(hub: Hub, desk: Desk, ws: Workspace) -> None:
    """Kari and Ola have one file and the server, Per has the file alone, and Eve the server alone."""
    hub.place(ws, ("kari", "ola", "eve"))
    uid = add_objective(ws, "one")
    ws.sharing.publish()
    couriers: dict[int, Courier] = {}

    def carry(one: Workspace, user: str) -> None:
        if id(one) not in couriers:
            couriers[id(one)] = one.server.courier(hub.address(user), "")
            hub.couriers.append(couriers[id(one)])
        told = couriers[id(one)].trip()
        assert told.problem is None and told.at is not None and not told.contested
        one.server.note(told)
        if one.sharing.pending:
            one.sharing.publish()

    carry(ws, "kari")
    ola, per, eve = desk.open(machine="ola"), desk.open(machine="per"), hub.join(ws, "eve")
    by_server = add_objective(eve, "by the server")
    carry(eve, "eve")
    carry(ws, "kari")
    per.sharing.refresh()
    assert per.get(Objective, by_server).title == "by the server", "Kari has brought it to the folder"
    by_folder = add_objective(per, "by the folder")
    per.sharing.publish()
    ola.sharing.refresh()
    carry(ola, "ola")
    carry(eve, "eve")
    assert eve.get(Objective, by_folder).title == "by the folder", "Ola has brought it to the server"
    for one, title in ((per, "Per"), (eve, "Eve")):
        rename(one, uid, title)
    per.sharing.publish()
    for one, user in ((eve, "eve"), (ws, "kari"), (ola, "ola"), (eve, "eve")):
        if one is not eve:
            one.sharing.refresh()
        carry(one, user)
    per.sharing.refresh()
    for other in (ola, per, eve):
        assert same(other, ws) and problems(other._file.database, other._file.names) == []
        ((theirs,), (ours,)) = other.merging.conflicts(), ws.merging.conflicts()
        assert (theirs.uid, theirs.cell) == (ours.uid, ours.cell) == (uid, "objective.title")
    with hub.bare() as owner:
        counted = owner.execute("SELECT sum(last - first + 1), count(DISTINCT session) FROM kpidesk.hub_run").fetchone()
    assert counted == (len(ws.history.entries()), 3)
