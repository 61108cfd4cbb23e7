"""The numbers behind the entry sheet, without a window: what is kept, computed, supposed, and worth a second look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import entry, inputs, kpis, notes
from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryRow, entry_blocks
from kpidesk.figures.entry_values import Numbers, confirmations, formula_words, noted_cells, reads_of
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

NOW = dt.datetime(2026, 11, 28, 10, tzinfo=dt.UTC)
OCTOBER, NOVEMBER, DECEMBER = (Period.parse(f"2026-{month}") for month in (10, 11, 12))
MONTHS = (OCTOBER, NOVEMBER, DECEMBER)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path), clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def share(ws: Workspace) -> Kpi:
    """Returns out of orders, both entered, with a plan for December."""
    uid = kpis.define(
        ws, name="Returns", unit="percent", formula="100 * returned / orders",
        inputs={"returned": Combine.SUM, "orders": Combine.SUM},
    )  # fmt: skip
    for key, numbers in (("returned", (5.0, 8.0, 1.0)), ("orders", (100.0, 100.0, 100.0))):
        source = inputs.input_named(ws, key)
        entry.paste(ws, [(source.uid, month, number) for month, number in zip(MONTHS, numbers, strict=True)])
    return ws.get(Kpi, uid)


def uid_of(ws: Workspace, key: str) -> str:
    return inputs.input_named(ws, key).uid


def computed_row(ws: Workspace) -> EntryRow:
    (block,) = entry_blocks(ws)
    return next(row for row in block.rows if row.source is None)


def test_a_computed_row_is_worked_out_period_by_period_and_a_plan_counts_in_its_own_alone(ws, share):
    found = Numbers(ws).computed(computed_row(ws), MONTHS, Frequency.MONTH)
    assert found == {OCTOBER: 5.0, NOVEMBER: 8.0, DECEMBER: 1.0}
    quarters = (Period.parse("2026-Q4"), Period.parse("2027-Q1"))
    assert Numbers(ws).computed(computed_row(ws), quarters, Frequency.QUARTER) == {quarters[0]: 6.5, quarters[1]: None}


def test_a_row_has_no_value_in_periods_shorter_than_its_own(ws, share):
    assert Numbers(ws).computed(computed_row(ws), (Period.parse("2026-W40"),), Frequency.WEEK) == {}


def test_what_if_changes_neither_the_file_nor_the_numbers_it_was_asked_of(ws, share):
    numbers, row = Numbers(ws), computed_row(ws)
    returned = uid_of(ws, "returned")
    supposed = numbers.supposing(returned, OCTOBER, 50.0)
    assert supposed.computed_alone(row, MONTHS, Frequency.MONTH)[OCTOBER] == 50.0
    assert numbers.supposing(returned, OCTOBER, None).computed_alone(row, MONTHS, Frequency.MONTH)[OCTOBER] is None
    assert numbers.computed(row, MONTHS, Frequency.MONTH)[OCTOBER] == 5.0
    assert ws.series(returned)[OCTOBER] == 5.0


def test_a_number_supposed_between_others_stands_in_its_place(ws, share):
    september = OCTOBER.previous()
    supposed = Numbers(ws).supposing(uid_of(ws, "orders"), september, 7.0)
    assert list(supposed.series(uid_of(ws, "orders"))) == [september, *MONTHS]


def test_numbers_are_read_once_and_anew_when_told_that_they_changed(ws, share):
    numbers, returned = Numbers(ws), uid_of(ws, "returned")
    assert numbers.series(returned)[OCTOBER] == 5.0
    entry.set_value(ws, returned, OCTOBER, 6.0)
    assert numbers.series(returned)[OCTOBER] == 5.0
    numbers.forget([returned])
    assert numbers.series(returned)[OCTOBER] == 6.0
    entry.set_value(ws, returned, OCTOBER, 7.0)
    numbers.forget_all()
    assert numbers.computed(computed_row(ws), MONTHS, Frequency.MONTH)[OCTOBER] == 7.0


def test_a_number_far_from_the_others_deserves_a_look_until_it_is_confirmed_or_changed(ws, share):
    orders = uid_of(ws, "orders")
    entry.paste(ws, [(orders, OCTOBER.previous(n), 100.0 + n % 3) for n in range(1, 13)])
    entry.set_value(ws, orders, NOVEMBER, 10_000.0)
    cell = (orders, NOVEMBER)
    assert Numbers(ws).is_unusual(cell, {}) and not Numbers(ws).is_unusual((orders, OCTOBER), {})
    entry.confirm(ws, *cell)
    assert confirmations(ws) == {cell: 10_000.0}
    assert not Numbers(ws).is_unusual(cell, confirmations(ws))
    entry.set_value(ws, orders, NOVEMBER, 20_000.0)
    assert Numbers(ws).is_unusual(cell, confirmations(ws))
    entry.set_value(ws, orders, NOVEMBER, NOT_APPLICABLE)
    assert not Numbers(ws).is_unusual(cell, {})


def test_cells_with_a_note_are_known_and_a_confirmation_is_no_note(ws, share):
    orders = uid_of(ws, "orders")
    entry.confirm(ws, orders, OCTOBER)
    assert noted_cells(ws) == set()
    notes.annotate(ws, orders, NOVEMBER, "Campaign")
    assert noted_cells(ws) == {(orders, NOVEMBER)}


def test_a_row_depends_on_its_inputs_their_weights_and_their_members(ws, share):
    weight = kpis.define(ws, name="Answers")
    graded = kpis.define(ws, name="Grade", combine=Combine.WEIGHTED_MEAN, weight=ws.get(Kpi, weight).inputs[0][1])
    grade = ws.get(Kpi, graded)
    assert reads_of(ws, EntryRow(grade, None)) == {grade.inputs[0][1], ws.get(Kpi, weight).inputs[0][1]}
    assert reads_of(ws, computed_row(ws)) == {uid_of(ws, "returned"), uid_of(ws, "orders")}


def test_a_formula_is_told_with_the_names_of_its_inputs_and_as_it_stands_where_it_cannot_be_read(ws, share):
    assert formula_words(ws, share) == "100 × returned / orders"
    broken = Kpi("0" * 32, formula="1 +", inputs=())
    assert formula_words(ws, broken) == "1 +"


def test_the_total_of_members_is_what_they_add_up_to(ws):
    uid = kpis.define(ws, name="Sales")
    whole = ws.get(Kpi, uid).inputs[0][1]
    with ws.transaction(msg("split")) as change:
        for name in ("north", "south"):
            part = Input(new_uid(), key=name, name=name, member_of=whole, order="a0")
            change.add(part)
            change.measure(part.uid, OCTOBER, 3.0)
            change.measure(part.uid, DECEMBER, 4.0)
    row = computed_row(ws)
    assert row.total is not None
    assert Numbers(ws).computed(row, MONTHS, Frequency.MONTH) == {OCTOBER: 6.0, NOVEMBER: None, DECEMBER: 8.0}
