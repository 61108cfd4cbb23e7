"""A backup by ``pg_dump``, and a file that is shared by a folder as well: nothing lost, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
import pytest

from kpidesk.domain.entities import Objective
from kpidesk.hub import packing
from kpidesk.hub.courier import Courier
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.wire import payload
from kpidesk.store.files.verify import problems
from kpidesk.workspace import Workspace
from tests.hub.cluster import OWNER
from tests.hub.conftest import PEOPLE, Hub
from tests.hub.storm import HOLES
from tests.hub.test_courier import same
from tests.hub.test_stuck import content_of, packed, squat
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


@pytest.mark.parametrize("password", ["", "hemmelig"])
def test_what_is_packed_is_the_same_for_who_was_there_and_who_was_away(hub: Hub, desk: Desk, password: str) -> None:
    """Ola was away before it was packed, with edits that nobody has seen, and Eve has seen nothing."""
    passwords = (password,) if password else ()
    ws = Workspace.create(
        desk.path, company="Shop", author="kari", home=desk.home(), clock=desk.clock, passwords=passwords
    )
    desk.open_ones.append(ws)
    hub.place(ws, PEOPLE)
    kari, uid = hub.courier(ws), add_objective(ws, "one")
    hub.trip(ws, kari)
    other = hub.join(ws, passwords=passwords)
    ola = hub.courier(other, "ola")
    for at in range(12):
        if at % 4 == 1:
            rename(other, uid, f"ola {at}")
            hub.trip(other, ola)
        rename(ws, uid, f"kari {at}")
        hub.trip(ws, kari)
    rename(other, uid, "away")
    owner = hub.address(OWNER)
    assert ws.server.pack(owner, "").after == ws.server.pack(owner, "").before == runs(hub), "all of it is new"
    with hub.bare() as bare:
        bare.execute("UPDATE kpidesk.hub_run SET arrived = arrived - interval '2 days'")
    before = runs(hub)
    told = ws.server.pack(owner, "", only_count=True)
    assert runs(hub) == before == told.before > told.after
    assert ws.server.pack(owner, "") == told and runs(hub) == told.after <= 8
    with pytest.raises(HubRefused, match="owns"):
        ws.server.pack(hub.address("kari"), "")
    rename(ws, uid, "after it")
    assert hub.trip(ws, kari).sent == 1 and hub.trip(other, ola).sent == 1
    hub.trip(ws, kari)
    eve = hub.join(ws, "eve", passwords=passwords)
    for one in (other, eve):
        assert same(one, ws) and problems(one._file.database, one._file.names) == []
    with hub.bare() as bare:
        whole = bare.execute("SELECT sum(last - first + 1), count(DISTINCT by) FROM kpidesk.hub_run").fetchone()
        assert whole == (len(ws.history.entries()), 2), "who has put something there is told as before"
        assert bare.execute(HOLES).fetchone() == (0,)


def test_whoever_writes_while_it_is_packed_goes_on_after_it(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid, kari = add_objective(ws, "one"), hub.courier(ws)
    for at in range(5):
        rename(ws, uid, str(at))
        hub.trip(ws, kari)
    with hub.bare() as bare:
        bare.execute("UPDATE kpidesk.hub_run SET arrived = arrived - interval '2 days'")
    rename(ws, uid, "meanwhile")
    sent, put = [], packing._put_together

    def meanwhile(*given: Any) -> None:
        put(*given)
        sent.append(hub.trip(ws, kari).sent)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_put_together", meanwhile)
        told = ws.server.pack(hub.address(OWNER), "")
    assert sent == [1] and told.after < told.before
    assert same(hub.join(ws), ws)


def test_what_cannot_be_read_stays_by_itself(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    hub.trip(ws, hub.courier(ws))
    session, who = b"stranger", ("eve", "d", "h", "a")
    with hub.bare("ola") as member:
        info = payload.info(who, 5, None, b"")
        member.execute(
            "INSERT INTO kpidesk.hub_session VALUES (%s, %s, %s)", (bytes.fromhex(ws.sharing.identity), session, info)
        )
    for n in range(1, 6):
        content = content_of(ws, n, session)
        content.who = who
        squat(hub, ws, packed(content, b"12345678" if n == 3 else None), (session, n, n))
    with hub.bare() as bare:
        bare.execute("UPDATE kpidesk.hub_run SET arrived = arrived - interval '2 days'")
        ws.server.pack(hub.address(OWNER), "")
        spans = bare.execute("SELECT first, last FROM kpidesk.hub_run WHERE session = %s ORDER BY 1", (session,))
        assert spans.fetchall() == [(1, 2), (3, 3), (4, 4), (5, 5)]


def runs(hub: Hub) -> int:
    """How many there are on the server."""
    with hub.bare() as owner:
        row = owner.execute("SELECT count(*) FROM kpidesk.hub_run").fetchone()
    assert row is not None
    return int(str(row[0]))


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


def test_a_working_copy_that_begins_anew_is_brought_what_it_had(hub: Hub, desk: Desk, ws: Workspace) -> None:
    """What is kept beside a working copy outlives it; the file that it is made of again is older."""
    hub.place(ws)
    uid, kari = add_objective(ws, "one"), hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    ola, file = hub.courier(other, "ola"), desk.folder / "ola.kpidesk"
    older = file.read_bytes()
    rename(ws, uid, "two")
    hub.trip(ws, kari)
    assert hub.trip(other, ola).news.transactions == 1
    ola.close()
    other.close()
    file.write_bytes(older)
    other._file.database.path.write_bytes(b"damaged")
    again = desk.open(file, machine="ola")
    assert again.get(Objective, uid).title == "one"
    rename(ws, uid, "three")
    hub.trip(ws, kari)
    told = hub.trip(again, hub.courier(again, "ola"))
    assert (told.news.transactions, told.unreadable) == (2, ()) and same(again, ws)
