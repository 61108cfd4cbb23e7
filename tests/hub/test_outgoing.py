"""What is collected to be sent: a number by its place, however many stand beside it, and nothing that is damaged."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import StorageFault
from kpidesk.hub import outgoing
from kpidesk.hub.exchanged import Exchanged
from kpidesk.hub.outgoing import Waiting
from kpidesk.store.log import vector
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.store.conftest import add_input, add_objective

DAY, MANY = Period(Frequency.DAY, dt.date(2000, 1, 1)), 3000


def newest(ws: Workspace) -> list[Waiting]:
    """The last transaction, as it waits to be sent."""
    database = ws._file.database
    return outgoing.waiting(database, vector.vector(database), {}, ())[-1:]


def steps(ws: Workspace, made: outgoing.Made) -> int:
    """How many hundred steps SQLite takes to collect the last transaction; what is collected is right by its digest."""
    counted: list[int] = []
    database, batch = ws._file.database, newest(ws)
    assert len([*outgoing.items(database, batch, made)]) == 1
    database.connection.set_progress_handler(lambda: counted.append(1), 100)
    try:
        assert len([*outgoing.items(database, batch, made)]) == 1
    finally:
        database.connection.set_progress_handler(None, 0)
    return len(counted)


def test_a_number_is_collected_without_a_walk_through_the_others(hub: Hub, ws: Workspace) -> None:
    sales, days = add_input(ws), [DAY]
    while len(days) < MANY:
        days.append(days[-1].next())
    with ws.transaction(msg("many")) as change:
        change.measure_many(sales, [(day, 1.0) for day in days])
    for value in (2.0, 3.0):
        with ws.transaction(msg("one")) as change:
            change.measure(sales, DAY, value)
    file = ws._file
    assert steps(ws, file.made.of) < 5 < steps(ws, outgoing.unknown)
    hub.place(ws)
    courier = ws.server.courier(hub.address(), "")
    hub.couriers.append(courier)
    assert courier.made == file.made.of
    assert hub.trip(ws, courier).sent == 5
    assert hub.join(ws).series(sales)[DAY] == 3.0
    file.everything_changed()
    assert file.made.of(newest(ws)[0][3]), "what a colleague stores makes nobody forget it"


def test_what_is_damaged_here_is_not_sent_and_what_others_store_still_comes(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    hub.trip(ws, hub.courier(ws))
    other = hub.join(ws)
    add_objective(other, "theirs")
    hub.trip(other, hub.courier(other, "ola"))
    add_objective(ws, "mine")
    ws._file.database.execute("UPDATE txn SET wall = wall + 1 WHERE label LIKE '%add%'")
    told: Exchanged = hub.courier(ws).trip()
    assert isinstance(told.problem, StorageFault) and "damaged" in str(told.problem)
    assert (told.sent, told.news.transactions) == (0, 1)
    with hub.bare() as owner:
        assert owner.execute("SELECT count(*) FROM kpidesk.hub_run WHERE by <> 'ola'").fetchone() == (1,)
