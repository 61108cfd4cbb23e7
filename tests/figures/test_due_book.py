"""What waits is kept in a book: the same as counted out of every number, and read anew only where something changed."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.commands import entry, inputs, kpis, people
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Kpi, Person
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.due_book import due_book, due_cells
from kpidesk.figures.entry import Asking, Cell, due_periods, entry_blocks
from kpidesk.settings import Home
from kpidesk.store.numbers import NEWEST_NUMBERS
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace, new_uid
from tests import long, own_kpis

TODAY = dt.date(2026, 3, 12)
DAYS = [TODAY + dt.timedelta(days=n) for n in (0, 1, -40, 4, 18, 365, -3000)]
RHYTHMS = (Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)
VALUES = (1.0, 2.5, None, None, NOT_APPLICABLE)


class Clock:
    """Stands on a day, but for a second a reading."""

    def __init__(self) -> None:
        self.now = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def plain(ws: Workspace, today: dt.date) -> list[Cell]:
    """Every cell that waits, out of all the numbers of every input."""
    asking, start = Asking(ws), ws.company.fiscal_year_start
    return [
        (source.uid, period)
        for block in entry_blocks(ws)
        for source in block.sources
        for period in due_periods(source.frequency, ws.series(source.uid), today, start, asking.made(source))
    ]


def replaced_today(ws: Workspace) -> dict[Cell, object]:
    """The cells changed today with what each held when the day began, out of every change of the day."""
    found: dict[Cell, object] = {}
    for each in ws.history.entries(10_000):
        for change in ws.history.changes_of(each.ref) if each.when.date() >= TODAY else ():
            if change.period is not None:
                found[change.uid, change.period] = change.before
    return found


class Hand:
    """Somebody who does what the dice say, on a file and on a copy of it that is merged back."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice, self.folder, self.clock = random.Random(seed), folder, Clock()
        self.ws = Workspace.create(
            folder / "a.kpidesk",
            company="A",
            home=Home(folder / "a"),
            clock=self.clock,
            fiscal_year_start=self.dice.choice((1, 4)),
        )

    def act(self) -> None:
        """One change, or none where there is nothing to change."""
        acts = (self.measure,) * 8 + (self.found, self.park, self.delete, self.undo, self.redo, self.split, self.merge)
        self.dice.choice((*acts, self.move_year, self.many) if self.ws.all(Kpi) else (self.found,))()

    def some(self, kind):
        rows = self.ws.all(kind)
        return self.dice.choice(rows) if rows else None

    def found(self) -> None:
        name, frequency = f"K{self.clock().timestamp()}", self.dice.choice(RHYTHMS)
        own_kpis.define(self.ws, name=name, frequency=frequency)

    def cell(self, ws: Workspace) -> Cell:
        source = self.dice.choice(ws.all(Input))
        start = ws.company.fiscal_year_start
        return source.uid, Period.containing(TODAY, source.frequency, start).next(self.dice.randrange(-9, 4))

    def measure(self, ws: Workspace | None = None) -> None:
        """Type a number, correct one, make it blank or not applicable; now and then one of a period to come."""
        if (ws or self.ws).all(Input):
            entry.set_value(ws or self.ws, *self.cell(ws or self.ws), self.dice.choice(VALUES))

    def many(self) -> None:
        if self.ws.all(Input):
            with self.ws.transaction(msg("many")) as change:
                for _n in range(6):
                    change.measure(*self.cell(self.ws), self.dice.choice(VALUES))

    def park(self) -> None:
        if kpi := self.some(Kpi):
            kpis.park(self.ws, kpi.uid, self.dice.random() < 0.6)

    def delete(self) -> None:
        if kpi := self.some(Kpi):
            kpis.delete(self.ws, kpi.uid)

    def split(self) -> None:
        whole = [each for each in self.ws.all(Input) if each.member_of is None]
        if whole:
            inputs.add_members(self.ws, self.dice.choice(whole).uid, [f"P{self.clock().timestamp()}"], dimension="Shop")

    def move_year(self) -> None:
        if not any(self.ws.series(each.uid) for each in self.ws.all(Input)):
            people.set_company(self.ws, fiscal_year_start=self.dice.choice((1, 2, 7)))

    def undo(self) -> None:
        self.ws.undo()

    def redo(self) -> None:
        self.ws.redo()

    def merge(self) -> None:
        """A colleague's copy comes back with numbers of its own."""
        self.ws.sharing.publish()
        copy = Path(shutil.copy(self.ws.path, self.folder / f"{self.dice.random()}.kpidesk"))
        with Workspace.open(copy, author="B", home=Home(self.folder / "b"), clock=self.clock) as other:
            self.measure(other)
            self.measure(other)
        self.ws.merging.merge(copy)


class Listener:
    """Asks the book whenever something is told of, as a page does."""

    def __init__(self, ws: Workspace) -> None:
        self.ws, self.told = ws, 0
        ws.changed.connect(self.hear)

    def hear(self, _changes: Changes) -> None:
        self.told += 1
        assert due_cells(self.ws, TODAY) == plain(self.ws, TODAY)


@settings(max_examples=long.either(4, 40))
@given(st.integers(0, 1 << 40))
def test_the_book_says_what_all_numbers_say_after_whatever_has_happened(tmp_path_factory, seed):
    hand = Hand(tmp_path_factory.mktemp("hand"), seed)
    with hand.ws as ws:
        listener = Listener(ws)
        due_cells(ws, TODAY)
        for _step in range(20):
            hand.act()
            day = hand.dice.choice(DAYS)
            assert due_cells(ws, day) == plain(ws, day)
            assert ws.history.replaced_on(TODAY) == replaced_today(ws)
            assert ws.history.replaced_on(TODAY + dt.timedelta(days=1)) == {}
            due_cells(ws, TODAY)
        assert listener.told


# ---- what it costs ---------------------------------------------------------------------------------


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Twenty KPIs of four years of weeks; the last week waits."""
    clock = Clock()
    with Workspace.create(tmp_path / "w.kpidesk", company="W", home=Home(tmp_path / "home"), clock=clock) as made:
        weeks = [Period.containing(TODAY, Frequency.WEEK).previous(210 - n) for n in range(208)]
        with made.sharing.holding(), made.transaction(msg("fill")) as change:
            for n in range(20):
                uid = change.add(Input(new_uid(), f"k{n}", f"K{n}", frequency=Frequency.WEEK, order=f"a{n:02}1"))
                change.measure_many(uid, [(week, 1.0 + n) for week in weeks])
                bound = ((f"k{n}", uid),)
                change.add(
                    Kpi(
                        new_uid(),
                        name=f"K{n}",
                        frequency=Frequency.WEEK,
                        formula=f"k{n}",
                        inputs=bound,
                        order=f"a{n:02}1",
                    )
                )
        clock.now += dt.timedelta(days=1)
        yield made


class Counted:
    """The questions that are asked of the numbers, and the rows that are read for them."""

    def __init__(self, ws: Workspace) -> None:
        self.asked: list[str] = []
        ws._file.database.connection.set_trace_callback(self._hear)

    def _hear(self, statement: str) -> None:
        if statement.startswith("SELECT") and '"meas"' in statement:
            self.asked.append(statement)

    def of_recent(self) -> int:
        return sum("DESC" in each for each in self.asked)


def test_an_edit_asks_for_the_newest_number_of_its_own_input_only(ws):
    week, source = Period.containing(TODAY, Frequency.WEEK).previous(), ws.all(Input)[7].uid
    day = TODAY + dt.timedelta(days=1)
    assert len(due_cells(ws, day)) == 40
    counted = Counted(ws)
    entry.set_value(ws, source, week, 5.0)
    counted.asked.clear()
    assert [len(due_cells(ws, day)), len(due_cells(ws, day)), counted.of_recent()] == [38, 38, 1]
    assert len(counted.asked) == 1


def test_what_has_no_numbers_leaves_the_book_alone(ws):
    day = TODAY + dt.timedelta(days=1)
    due_cells(ws, day)
    counted = Counted(ws)
    with ws.transaction(msg("somebody")) as change:
        change.add(Person(new_uid(), name="Kari"))
    assert len(due_cells(ws, day)) == 40 and not counted.asked


def test_another_day_and_a_parked_kpi_are_seen(ws):
    day = TODAY + dt.timedelta(days=1)
    assert [len(due_cells(ws, day + dt.timedelta(days=7 * n))) for n in range(3)] == [40, 60, 80]
    kpis.park(ws, ws.all(Kpi)[3].uid)
    assert len(due_cells(ws, day)) == 38


def test_the_newest_number_is_found_by_the_index_and_no_more_than_one_row_is_read(ws):
    text = NEWEST_NUMBERS._made(2, {}).text
    row = ws._file.names.row(ws.all(Input)[0].uid)
    plan = ws._file.database.execute(f"EXPLAIN QUERY PLAN {text}", (row, 1 << 40)).fetchall()
    assert [line[3] for line in plan] == ["SEARCH t1 USING PRIMARY KEY (input=? AND period<?)"]
    steps: list[int] = []
    connection = ws._file.database.connection
    connection.set_progress_handler(lambda: steps.append(1) or 0, 1)
    ended = {each.uid: Period.containing(TODAY, Frequency.WEEK) for each in ws.all(Input)}
    ws.recent.since(ended, TODAY)
    connection.set_progress_handler(None, 0)
    assert len(steps) / len(ended) < 40, "two hundred rows would be a thousand steps"


def test_a_change_that_does_not_come_about_leaves_no_trace_in_the_book(ws):
    day, source = TODAY + dt.timedelta(days=1), ws.all(Input)[0].uid
    before = due_cells(ws, day)

    def half() -> None:
        with ws.transaction(msg("half")) as change:
            change.measure(source, Period.containing(TODAY, Frequency.WEEK).previous(), 1.0)
            due_book(ws).take(Changes(measurements={source: set()}))
            assert len(due_cells(ws, day)) == 38
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert due_cells(ws, day) == before
