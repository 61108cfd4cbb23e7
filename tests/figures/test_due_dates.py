"""When a number is due: counted from when the KPI was made in this file, and told alike by everybody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk.commands import entry, kpis, library
from kpidesk.domain.entities import Combine, Input, Kpi, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import due_cells, kpi_figures
from kpidesk.figures.entry import Asking, next_asked
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

ZONE = dt.timezone(dt.timedelta(hours=1))


class Day:
    """A clock whose day is set."""

    def __init__(self, day: str) -> None:
        self.is_on(day)

    def is_on(self, day: str) -> None:
        self.now = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10), ZONE)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=5)
        return self.now


@pytest.fixture
def day() -> Day:
    return Day("2026-11-28")


@pytest.fixture
def ws(tmp_path: Path, day: Day):
    with (
        Workspace.create(tmp_path / "tom.kpidesk", company="Tom", home=Home(tmp_path / "home"), clock=day) as made,
        made.sharing.holding(),
    ):
        yield made


def define(ws: Workspace, frequency: Frequency = Frequency.MONTH, name: str = "Salg", **fields) -> Kpi:
    return ws.get(Kpi, own_kpis.define(ws, name=name, frequency=frequency, **fields))


def read_by(kpi: Kpi) -> Uid:
    return kpi.inputs[0][1]


def fill(ws: Workspace, kpi: Kpi, first: str, count: int) -> None:
    start = Period.parse(first)
    entry.paste(ws, [(read_by(kpi), start.next(n), 100.0 + n) for n in range(count)])


def due(ws: Workspace, kpi: Kpi):
    return kpi_figures(ws, ws.get(Kpi, kpi.uid), ws.today()).due


def deadlines(ws: Workspace) -> dict[str, dt.date]:
    """What the entry sheet says of each cell that waits."""
    asking = Asking(ws)
    return {period.key(): asking.deadline(ws.get(Input, uid), period) for uid, period in due_cells(ws, ws.today())}


@pytest.mark.parametrize("frequency", list(Frequency))
def test_a_kpi_made_today_waits_for_nothing_that_ended_before_today(ws, frequency):
    kpi = define(ws, frequency)
    found = due(ws, kpi)
    assert found.period == Period.containing(ws.today(), frequency)
    assert (found.overdue, found.is_due, found.missing) == (None, False, 0)
    assert due_cells(ws, ws.today()) == []


def test_it_is_overdue_once_its_first_period_has_ended_and_the_grace_is_over(ws, day):
    kpi = define(ws)
    day.is_on("2026-12-03")
    assert (due(ws, kpi).overdue, deadlines(ws)) == (None, {"2026-11": dt.date(2026, 12, 3)})
    day.is_on("2026-12-04")
    assert due(ws, kpi).overdue == 1


def test_older_numbers_make_their_gap_due_but_never_overdue_today(ws, day):
    kpi = define(ws)
    fill(ws, kpi, "2026-01", 8)
    found = due(ws, kpi)
    assert (found.period.key(), found.missing, found.date, found.overdue) == ("2026-09", 2, dt.date(2026, 12, 1), None)
    assert deadlines(ws) == dict.fromkeys(("2026-09", "2026-10"), dt.date(2026, 12, 1))
    day.is_on("2026-12-02")
    assert due(ws, kpi).overdue == 1
    assert deadlines(ws)["2026-09"] == dt.date(2026, 12, 1)


def test_a_kpi_that_shares_an_old_input_is_not_overdue_on_the_day_it_is_made(ws, day):
    day.is_on("2026-06-01")
    old = define(ws)
    fill(ws, old, "2026-01", 5)
    day.is_on("2026-11-28")
    new = define(ws, name="Andel", formula="salg * 2", inputs={"salg": Combine.SUM})
    assert due(ws, old).overdue == (dt.date(2026, 11, 28) - dt.date(2026, 7, 3)).days
    assert (due(ws, new).overdue, due(ws, new).date) == (None, dt.date(2026, 12, 1))
    assert deadlines(ws)["2026-06"] == due(ws, old).date  # the sheet asks for whoever has waited longest


def test_a_kpi_taken_away_and_added_anew_is_made_anew_but_one_brought_back_by_undo_is_not(ws, day):
    day.is_on("2026-01-10")
    uid = library.add(ws, "nps")
    day.is_on("2026-11-28")
    kpis.delete(ws, uid)
    ws.undo()
    assert ws.history.made_on([uid])[uid] == dt.date(2026, 1, 10)
    kpis.delete(ws, uid)
    library.add(ws, "nps")
    assert ws.history.made_on([uid])[uid] == dt.date(2026, 11, 28)


def test_sheet_and_kpi_give_the_same_day_whatever_the_rhythms(ws, day):
    """The KPI of a quarter reads a monthly input: the month is not overdue before the quarter is."""
    day.is_on("2026-01-02")
    monthly = define(ws, name="Timer")
    quarterly = define(ws, Frequency.QUARTER, "Kvartal", formula="timer", inputs={"timer": Combine.SUM})
    kpis.park(ws, monthly.uid)
    fill(ws, monthly, "2026-01", 9)
    day.is_on("2026-11-28")
    found = due(ws, quarterly)
    assert (found.period.key(), found.date) == ("2026-Q4", dt.date(2027, 1, 3))
    assert deadlines(ws) == {"2026-10": found.date}


def test_a_grace_of_its_own_holds_in_the_sheet_too(ws, day):
    day.is_on("2026-01-02")
    kpi = define(ws, grace_days=20)
    fill(ws, kpi, "2026-01", 9)
    day.is_on("2026-11-28")
    assert (due(ws, kpi).overdue, due(ws, kpi).date) == (8, dt.date(2026, 11, 20))
    assert deadlines(ws) == {"2026-10": dt.date(2026, 11, 20)}


def test_a_daily_number_is_due_on_the_day_that_its_grace_gives(ws, day):
    day.is_on("2026-11-01")
    kpi = define(ws, Frequency.DAY)
    fill(ws, kpi, "2026-11-02", 25)
    day.is_on("2026-11-28")
    assert due(ws, kpi).date == dt.date(2026, 11, 30)
    assert deadlines(ws) == {"2026-11-27": dt.date(2026, 11, 30)}


def test_a_plan_alone_is_no_first_number(ws, day):
    day.is_on("2026-01-02")
    kpi = define(ws)
    day.is_on("2026-11-28")
    entry.set_value(ws, read_by(kpi), Period.parse("2026-12"), 1.0)
    assert due(ws, kpi).period.key() == "2026-10" and list(deadlines(ws)) == ["2026-10"]
    entry.set_value(ws, read_by(kpi), Period.parse("2026-11"), 1.0)
    assert due(ws, kpi).period.key() == "2026-12" and deadlines(ws) == {}


def test_the_next_number_is_the_one_with_the_first_deadline_and_told_with_it(ws, day):
    day.is_on("2026-01-02")
    accounts = define(ws, name="Regnskap", grace_days=20)
    monthly = define(ws, name="Timer")
    weekly = define(ws, Frequency.WEEK, "Kasse")
    for kpi in (accounts, monthly):
        fill(ws, kpi, "2026-01", 10)
    fill(ws, weekly, "2026-W02", 46)
    day.is_on("2026-11-28")
    sources = [ws.get(Input, read_by(kpi)) for kpi in (accounts, monthly, weekly)]
    series = ws.series_many([source.uid for source in sources])

    def following(some: list[Input]) -> tuple[str, dt.date] | None:
        found = next_asked(some, series, ws.today(), 1, Asking(ws))
        return None if found is None else (found[0].key(), found[1])

    assert following(sources) == ("2026-W48", dt.date(2026, 12, 2))
    assert following(sources[:2]) == ("2026-11", dt.date(2026, 12, 3))
    assert following(sources[:1]) == ("2026-11", dt.date(2026, 12, 20))
    assert following([]) is None
