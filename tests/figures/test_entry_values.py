"""The numbers behind the entry sheet: read once, calculated, supposed, and looked at twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, Combine, Company, Definition, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.unusual import Known, comparable, nearest
from kpidesk.figures import entry_blocks
from kpidesk.figures.entry_values import (
    Numbers,
    Reading,
    confirmations,
    formula_words,
    noted_cells,
)
from tests.figures.company import Input, Memory

MONTHS = [Period.parse("2026-01").next(n) for n in range(4)]
JANUARY, FEBRUARY, MARCH, APRIL = MONTHS


class Counting(Memory):
    """A workspace that counts how often each series is read, on a day in the middle of March."""

    def __init__(self):
        super().__init__()
        self.reads = Counter()
        self.tails = []

    def today(self):
        return dt.date(2026, 3, 16)

    def newest(self, uids, count):
        self.tails.append(set(uids))
        return {uid: dict(sorted(self.cells.get(uid, {}).items())[-count:]) for uid in self.tails[-1]}

    def series_many(self, uids):
        uids = list(uids)
        self.reads.update(uids)
        return super().series_many(uids)


@pytest.fixture
def ws():
    """Waste in percent of what was baked; the baking is split by shop."""
    made = Counting()
    for key in ("thrown", "baked"):
        made.put(Input, uid=key, key=key, name=key.capitalize(), dimension="Shop" if key == "baked" else "")
    for key in ("north", "south"):
        made.put(Input, uid=key, key=key, name=key.capitalize(), member_of="baked")
    made.series_of("thrown", MONTHS[:3], [2.0, 3.0, NOT_APPLICABLE])
    made.series_of("north", MONTHS[:2], [30.0, 40.0])
    made.series_of("south", MONTHS[:2], [10.0, 20.0])
    made.put(Kpi, uid="share", name="Waste", formula="100 * thrown / baked",
             inputs=(("thrown", "thrown"), ("baked", "baked")))  # fmt: skip
    return made


def rows(ws):
    """The sheet's lines by name; computed ones are the KPI and the total."""
    return {row.name: row for block in entry_blocks(ws) for row in block.rows}


def test_a_computed_line_holds_the_kpi_and_a_total_the_sum_of_its_members(ws):
    numbers = Numbers(ws)
    share = numbers.computed(rows(ws)["Waste"], MONTHS[:2], Frequency.MONTH)
    assert share == pytest.approx({JANUARY: 5.0, FEBRUARY: 5.0})
    assert numbers.computed(rows(ws)["Baked"], MONTHS[:3], Frequency.MONTH) == {
        JANUARY: 40.0, FEBRUARY: 60.0, MARCH: None,
    }  # fmt: skip


def test_a_computed_number_that_nobody_is_to_see_is_hidden_and_one_that_is_missing_is_not(ws):
    assert not Numbers(ws).is_hidden(rows(ws)["Waste"], JANUARY)
    ws.company = Company("c")
    ws.rows[Kpi, "share"] = replace(ws.rows[Kpi, "share"], sensitive=True)
    numbers, line = Numbers(ws), rows(ws)["Waste"]
    assert [numbers.is_hidden(line, month) for month in (JANUARY, APRIL)] == [True, False]
    assert numbers.computed(line, [JANUARY], Frequency.MONTH) == {JANUARY: None}


def test_what_is_not_applicable_is_no_number(ws):
    ws.series_of("south", MONTHS[:2], [NOT_APPLICABLE, 20.0])
    ws.series_of("north", MONTHS[:2], [NOT_APPLICABLE, 40.0])
    assert Numbers(ws).computed(rows(ws)["Baked"], MONTHS[:2], Frequency.MONTH)[JANUARY] is None


def test_a_line_alone_says_the_same_as_one_that_is_read_with_all(ws):
    line, together = rows(ws)["Waste"], Numbers(ws)
    together.prepare(rows(ws).values())
    assert Numbers(ws).computed(line, MONTHS[:2], Frequency.MONTH) == pytest.approx(
        together.computed(line, MONTHS[:2], Frequency.MONTH)
    )


def test_a_rhythm_that_the_kpi_does_not_fill_has_no_values(ws):
    weeks = [Period.parse("2026-W10")]
    assert Numbers(ws).computed(rows(ws)["Waste"], weeks, Frequency.WEEK) == {}


def test_a_period_that_has_not_begun_is_calculated_from_what_is_entered_ahead(ws):
    ws.cells["thrown"][APRIL] = 8.0
    ws.cells["north"][APRIL], ws.cells["south"][APRIL] = 60.0, 40.0
    found = Numbers(ws).computed(rows(ws)["Waste"], MONTHS, Frequency.MONTH)
    assert found[APRIL] == pytest.approx(8.0)
    assert found[JANUARY] == pytest.approx(5.0)
    assert Numbers(ws).computed(rows(ws)["Baked"], MONTHS, Frequency.MONTH)[APRIL] == 100.0


def test_a_total_of_which_nothing_is_entered_has_no_numbers(ws):
    for key in ("north", "south"):
        ws.cells[key] = {}
    assert Numbers(ws).computed(rows(ws)["Baked"], MONTHS[:1], Frequency.MONTH) == {JANUARY: None}


# ---- read once -----------------------------------------------------------------------------------


def test_a_series_is_read_once_until_it_is_forgotten(ws):
    numbers = Numbers(ws)
    for _look in range(3):
        assert numbers.series("thrown")[JANUARY] == 2.0
    assert ws.reads["thrown"] == 1
    ws.cells["thrown"][JANUARY] = 9.0
    assert numbers.series("thrown")[JANUARY] == 2.0
    numbers.forget(["thrown", "never read"])
    assert numbers.series("thrown")[JANUARY] == 9.0
    assert ws.reads["thrown"] == 2
    numbers.forget_all()
    numbers.series_many(["thrown", "north"])
    assert (ws.reads["thrown"], ws.reads["north"]) == (3, 1)


def test_a_computed_line_follows_what_was_forgotten(ws):
    numbers, line = Numbers(ws), rows(ws)["Waste"]
    numbers.computed(line, [JANUARY], Frequency.MONTH)
    ws.cells["thrown"][JANUARY] = 4.0
    assert numbers.computed(line, [JANUARY], Frequency.MONTH)[JANUARY] == pytest.approx(5.0)
    numbers.forget(["thrown"])
    assert numbers.computed(line, [JANUARY], Frequency.MONTH)[JANUARY] == pytest.approx(10.0)


def test_a_number_that_is_supposed_changes_nothing_else(ws):
    numbers, line = Numbers(ws), rows(ws)["Waste"]
    supposed = numbers.supposing("thrown", JANUARY, 6.0)
    assert supposed.computed(line, [JANUARY], Frequency.MONTH)[JANUARY] == pytest.approx(15.0)
    assert numbers.computed(line, [JANUARY], Frequency.MONTH)[JANUARY] == pytest.approx(5.0)
    assert ws.cells["thrown"][JANUARY] == 2.0
    blank = numbers.supposing("thrown", JANUARY, None)
    assert blank.computed(line, [JANUARY], Frequency.MONTH)[JANUARY] is None


def test_supposed_numbers_stand_in_order(ws):
    numbers = Numbers(ws)
    early = Period.parse("2025-11")
    assert next(iter(numbers.supposing("thrown", early, 1.0).series("thrown"))) == early
    assert list(numbers.supposing("thrown", APRIL, 1.0).series("thrown"))[-1] == APRIL
    assert list(numbers.supposing("thrown", FEBRUARY, 1.0).series("thrown")) == [JANUARY, FEBRUARY, MARCH]
    assert numbers.supposing("empty", MARCH, 1.0).series("empty") == {MARCH: 1.0}


# ---- what deserves a look ------------------------------------------------------------------------


def test_an_unusual_number_is_asked_about_until_somebody_confirms_it():
    ws = Counting()
    first = Period.parse("2025-01")
    ws.put(Input, uid="sales", key="sales", name="Sales")
    ws.series_of("sales", [first.next(n) for n in range(13)], [100.0, 110, 105, 95, 100, 108] * 2 + [1000.0])
    wild, calm = ("sales", first.next(12)), ("sales", first.next(11))
    numbers = Numbers(ws)
    assert numbers.is_unusual(wild, {})
    assert not numbers.is_unusual(calm, {})
    assert not numbers.is_unusual(wild, {wild: 1000.0})
    assert numbers.is_unusual(wild, {wild: 900.0})
    assert not numbers.is_unusual(("sales", first.next(20)), {})
    assert not numbers.supposing("sales", wild[1], NOT_APPLICABLE).is_unusual(wild, {})


def held_against(series, period):
    """The numbers that one is held against, out of all of them, one by one."""
    others = [(each, value) for each, value in series.items() if each != period and isinstance(value, float)]
    before, after = ([v for p, v in others if p < period], [v for p, v in others if p > period])
    sides = [side for side in (before, after[::-1]) if len(side) >= 6]
    return (sides[0] if sides else [*before, *after])[-24:]


CELL = st.sampled_from([None, 1.0, 2.5, 7.0, NOT_APPLICABLE])


@given(st.lists(CELL, min_size=80, max_size=80), st.integers(0, 70), st.booleans())
def test_the_newest_numbers_answer_as_the_whole_series_does(values, begun, whole_first):
    ws, weeks = Counting(), [Period.parse("2025-W01").next(n) for n in range(80)]
    ws.put(Input, uid="x", key="x", name="x")
    ws.series_of("x", weeks, values)
    series, numbers, day = ws.series_many(["x"])["x"], Numbers(ws), weeks[begun].first
    if whole_first:
        numbers.series("x")
    assert numbers.newest("x", day) == next((each for each in reversed(series) if each.first <= day), None)
    for first, last in ((weeks[-9], weeks[-1]), (weeks[3], weeks[12])):
        seen = numbers.window(["x"], first, last)["x"]
        assert {p: v for p, v in seen.items() if first <= p <= last} == {
            p: v for p, v in series.items() if first <= p <= last
        }
    for week in (*weeks[::-7], weeks[begun], weeks[0].previous(), weeks[-1].next()):
        assert numbers.value("x", week) == series.get(week)
        assert comparable(numbers.around("x", week), week) == held_against(series, week)
        assert nearest(numbers.around("x", week), week) == nearest(Known.of(series), week)


def test_the_newest_number_is_looked_at_without_reading_the_old_ones():
    ws = Counting()
    for key in ("x", "y"):
        ws.put(Input, uid=key, key=key, name=key)
        ws.series_of(key, [Period.parse("2010-W01").next(n) for n in range(800)], [float(n % 9) for n in range(800)])
    numbers, newest = Numbers(ws), Period.parse("2010-W01").next(799)
    ws.reads.clear()
    assert numbers.value("x", newest) == 799 % 9 and not numbers.is_unusual(("y", newest), {})
    assert ws.tails == [{"x", "y"}] and not ws.reads
    numbers.forget(["y"])
    assert numbers.value("y", newest) == 799 % 9 and ws.tails == [{"x", "y"}, {"y"}]
    assert numbers.value("x", newest.previous(300)) == 499 % 9 and ws.reads == {"x": 1}


def test_notes_confirm_numbers_and_mark_cells():
    ws = Counting()
    for about, period, text_, confirmed in (
        ("sales", JANUARY.code(), "", 1000.0),
        ("sales", FEBRUARY.code(), "Easter", None),
        ("kpi", MARCH.code(), "Both", 5.0),
        ("sales", -1, "Somebody else's program", 1.0),
        (None, MARCH.code(), "About nothing", 1.0),
    ):
        ws.put(Annotation, about=about, period=period, text=text_, confirmed=confirmed)
    assert confirmations(ws) == {("sales", JANUARY): 1000.0, ("kpi", MARCH): 5.0}
    assert noted_cells(ws) == {("sales", FEBRUARY), ("kpi", MARCH)}


# ---- what a line reads ---------------------------------------------------------------------------


def test_a_line_depends_on_its_inputs_members_weights_and_head_count(ws):
    assert Reading(ws).of_row(rows(ws)["Waste"]) == {"thrown", "baked", "north", "south"}
    assert Reading(ws).of_row(rows(ws)["Baked"]) == {"baked", "north", "south"}
    for key in ("answers", "staff"):
        ws.put(Input, uid=key, key=key, name=key)
    ws.put(Input, uid="grade", key="grade", name="grade", combine=Combine.WEIGHTED_MEAN, weight="answers")
    ws.put(Kpi, uid="twice", name="Twice", formula="2 * grade", inputs=(("grade", "grade"),), group="staff")
    assert Reading(ws).of_row(rows(ws)["Twice"]) == {"grade", "answers", "staff"}


def test_a_line_depends_on_what_an_earlier_definition_reads(ws):
    ws.put(Input, uid="sold", key="sold", name="Sold")
    ws.put(Definition, kpi="share", formula="100 * sold / baked", inputs=(("sold", "sold"), ("baked", "baked")))
    assert Reading(ws).of_row(rows(ws)["Waste"]) == {"thrown", "baked", "north", "south", "sold"}


def test_a_formula_is_told_with_the_names_of_its_inputs(ws):
    assert formula_words(ws, ws.get(Kpi, "share")) == "100 × Thrown / Baked"
    gone = Kpi("k", formula="100 * thrown / lost", inputs=(("thrown", "thrown"), ("lost", "nowhere")))
    assert formula_words(ws, gone) == "100 × Thrown / lost"
    broken = Kpi("k", formula="100 * (thrown", inputs=(("thrown", "thrown"),))
    assert formula_words(ws, broken) == "100 * (thrown"
