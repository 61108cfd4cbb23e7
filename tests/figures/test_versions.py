"""Changed definitions, accepted shifts, opening balances, dimensions, hidden small groups, rolling twelve months."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Company, Definition, Input, Kpi, Shift
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Status
from kpidesk.figures import explain, kpi_figures
from kpidesk.figures.sheet import HIDDEN, UNCOUNTED, Sheet
from kpidesk.figures.sources import load
from tests.figures.company import Memory, plain

TODAY = dt.date(2026, 7, 2)


def months(first, count):
    start = Period.parse(first)
    return [start.next(n) for n in range(count)]


def changed(until="2026-03-01", kind=Frequency.MONTH):
    """A KPI that was orders / visits until March, and is orders / sessions since."""
    ws = Memory()
    for key in ("orders", "visits", "sessions"):
        ws.put(Input, uid=key, key=key, name=key, frequency=kind)
    ws.series_of("orders", months("2025-07", 12), [10.0] * 12)
    ws.series_of("visits", months("2025-07", 12), [100.0 + n for n in range(12)])
    ws.series_of("sessions", months("2025-07", 12), [50.0 + n for n in range(12)])
    new = (("orders", "orders"), ("sessions", "sessions"))
    uid = ws.put(Kpi, name="rate", formula="100 * orders / sessions", inputs=new)
    old = (("orders", "orders"), ("visits", "visits"))
    ws.put(Definition, kpi=uid, until=dt.date.fromisoformat(until), formula="100 * orders / visits", inputs=old)
    return ws, ws.get(Kpi, uid)


def test_each_period_is_calculated_by_the_definition_in_force_then():
    ws, kpi = changed()
    found = kpi_figures(ws, kpi, TODAY)
    by_period = dict(zip(found.periods, found.values, strict=True))
    assert by_period[Period.parse("2026-02")] == pytest.approx(1000 / 107)
    assert by_period[Period.parse("2026-03")] == pytest.approx(1000 / 58)
    assert found.breaks == (Period.parse("2026-03"),)


def test_limits_restart_with_the_definition():
    ws, kpi = changed()
    found = kpi_figures(ws, kpi, TODAY)
    assert [(s.first, s.last) for s in found.segments] == [(Period.parse("2025-07"), Period.parse("2026-02"))]
    assert found.limits is None  # four months of the new definition are too few
    assert found.sentence is None


def test_a_period_within_which_the_definition_changes_has_no_value():
    ws, kpi = changed("2026-02-01")
    found = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER)
    reasons = {p.period.key(): str(p.reason) for p in found.points if p.value is None}
    assert list(reasons) == ["2026-Q1"]
    assert found.breaks == (Period.parse("2026-Q2"),)


def test_an_old_period_explains_itself_by_the_old_definition():
    ws, kpi = changed()
    said = explain(ws, kpi, Period.parse("2026-02"), TODAY)
    assert {line.name for line in said.lines} == {"orders", "visits"} and "visits" in said.formula
    assert {line.name for line in explain(ws, kpi, Period.parse("2026-04"), TODAY).lines} == {"orders", "sessions"}


def shifted(*decisions):
    ws = Memory()
    level = [10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 9.0] + [14.0, 15.0, 14.0, 15.0] * 3
    kpi = plain(ws, "sales", Frequency.MONTH, level, "2024-07", kpi={"base_end": dt.date(2025, 6, 1)})
    for start, accepted in decisions:
        ws.put(Shift, kpi=kpi.uid, start=dt.date.fromisoformat(start), accepted=accepted)
    return kpi_figures(ws, kpi, TODAY)


def test_a_lasting_shift_is_proposed_from_its_first_point():
    assert shifted().shift == Period.parse("2025-07")
    assert len(shifted().segments) == 1


def test_an_accepted_shift_gets_limits_of_its_own():
    found = shifted(("2025-07-01", True))
    assert found.shift is None
    assert [(s.first.key(), s.last and s.last.key()) for s in found.segments] == [
        ("2024-07", "2025-06"), ("2025-07", None),
    ]  # fmt: skip
    assert found.limits.mean == pytest.approx(14.5) and not found.flagged


def test_a_shift_that_is_kept_asks_no_more_and_changes_nothing():
    found = shifted(("2025-07-01", False))
    assert found.shift is None and len(found.segments) == 1 and found.flagged


def test_the_company_chooses_the_rules():
    ws = Memory()
    values = [10.0, 11.0] * 6 + [11.5] * 6
    kpi = plain(ws, "sales", Frequency.MONTH, values, "2025-01", kpi={"base_end": dt.date(2025, 12, 1)})
    assert not kpi_figures(ws, kpi, TODAY).flagged  # seven on one side are no signal to Wheeler
    ws.company = Company("c", signal_rules=RuleSet.NHS)
    found = kpi_figures(ws, kpi, TODAY)
    assert found.flagged and found.limits.rules is RuleSet.NHS


def test_an_opening_balance_is_known_only_to_those_who_look_back():
    ws = Memory()
    december = Period.parse("2025-12")
    stock = ws.put(Input, key="stock", name="Stock", combine=Combine.LAST, opening=80.0, opening_period=december.code())
    ws.series_of(stock, months("2026-01", 6), [100.0, 120.0, 90.0, 95.0, 100.0, 110.0])
    uid = ws.put(Kpi, formula="stock - prev(stock)", inputs=(("stock", stock),))
    kpi = ws.get(Kpi, uid)
    found = kpi_figures(ws, kpi, TODAY)
    assert found.periods[0] == Period.parse("2026-01") and found.values[0] == 20.0
    assert Sheet(kpi, load(ws, [kpi], TODAY)).at(Period.parse("2026-Q1")).value == 10.0
    assert explain(ws, kpi, Period.parse("2026-01"), TODAY).missing == ()


def dimensional(**fields):
    ws = Memory()
    whole = ws.put(Input, uid="whole", key="leads", name="Leads", dimension="Channel", **fields)
    for n, name in enumerate(("ads", "mail")):
        ws.put(Input, uid=name, key=name, name=name, member_of=whole)
        ws.series_of(name, months(f"2026-0{n + 1}", 5 - n), [float(10 * (n + 1))] * (5 - n))
    uid = ws.put(Kpi, name="Leads", inputs=(("leads", whole),))
    return ws, ws.get(Kpi, uid)


def test_members_make_the_total_and_count_from_their_first_number():
    ws, kpi = dimensional()
    ws.cells["mail"][Period.parse("2026-04")] = NOT_APPLICABLE
    del ws.cells["ads"][Period.parse("2026-05")]
    found = kpi_figures(ws, kpi, TODAY)
    values = {p.key(): v for p, v in zip(found.periods, found.values, strict=True)}
    assert values == {
        "2026-01": 10.0,
        "2026-02": 30.0,
        "2026-03": 30.0,
        "2026-04": 10.0,
        "2026-05": None,
        "2026-06": None,
    }


def test_a_total_that_was_entered_stands():
    ws, kpi = dimensional()
    ws.series_of("whole", months("2026-03", 1), [33.0])
    assert Sheet(kpi, load(ws, [kpi], TODAY)).at(Period.parse("2026-03")).value == 33.0


def test_members_that_do_not_add_up_leave_the_total_to_be_entered():
    ws, kpi = dimensional(members_add=False)
    ws.series_of("whole", months("2026-03", 1), [25.0])
    sheet = Sheet(kpi, load(ws, [kpi], TODAY))
    assert sheet.at(Period.parse("2026-03")).value == 25.0
    assert sheet.at(Period.parse("2026-02")).value is None


def sensitive(persons, people=None):
    ws = Memory()
    ws.company = Company("c", people=people)
    heads = ws.put(Input, key="heads", frequency=Frequency.MONTH, combine=Combine.LAST)
    ws.series_of(heads, months("2026-01", 6), persons)
    kpi = plain(ws, "sick", Frequency.MONTH, [3.0, 4.0, 5.0, 6.0, 7.0, 8.0], "2026-01", target=5.0,
                kpi={"sensitive": True, "group": heads})  # fmt: skip
    return ws, kpi


def test_a_sensitive_number_about_fewer_than_five_is_hidden():
    ws, kpi = sensitive([9.0, 9.0, 9.0, 5.0, 4.0, 4.0])
    found = kpi_figures(ws, kpi, TODAY)
    assert found.values == (3.0, 4.0, 5.0, 6.0, None, None)
    assert found.masked == Period.parse("2026-06")
    assert [p.masked for p in found.points] == [False] * 4 + [True] * 2
    assert found.due.missing == 0 and found.points[-1].status is Status.HIDDEN
    said = explain(ws, kpi, Period.parse("2026-06"), TODAY)
    assert said.lines == () and said.missing == (HIDDEN,) and said.value is None


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x - prev(x, 1)", (None, 1.0, None, None, 1.0, 1.0)),
        ("x - prev(x, 2)", (None, None, None, 2.0, None, 2.0)),
        ("mean_over(x, 2)", (None, 3.5, None, None, 6.5, 7.5)),
        ("x + 0", (3.0, 4.0, None, 6.0, 7.0, 8.0)),
    ],
)
def test_what_is_worked_out_from_a_hidden_number_of_an_earlier_period_is_hidden(formula, shown):
    """In the third month there were four: what x was then could be taken from every number that reads it."""
    ws, kpi = sensitive([9.0, 9.0, 4.0, 9.0, 9.0, 9.0])
    source = kpi.inputs[0][1]
    ws.rows[Kpi, kpi.uid] = kpi = replace(kpi, formula=formula, inputs=(("x", source),))
    found = kpi_figures(ws, kpi, TODAY)
    assert dict(zip(found.periods, found.values, strict=True)) == {
        period: value for period, value in zip(months("2026-01", 6), shown, strict=True) if period in found.periods
    }
    april = explain(ws, kpi, Period.parse("2026-04"), TODAY)
    assert (april.value is None) == (shown[3] is None) and (april.lines == ()) == (shown[3] is None)
    assert found.masked is None


def test_a_hidden_number_is_not_told_by_what_lacks_another():
    """February had four persons: its number stands neither in the explanation of March, which waits for its own, nor in
    a quarter, where a division by 0 leaves February without a value of its own.
    """
    ws, kpi = sensitive([9.0, 4.0, 9.0, 9.0, 9.0, 9.0])
    source, february, march = kpi.inputs[0][1], Period.parse("2026-02"), Period.parse("2026-03")
    own = ws.cells[source].pop(march)
    ws.rows[Kpi, kpi.uid] = kpi = replace(kpi, formula="x - prev(x, 1)", inputs=(("x", source),))
    said = explain(ws, kpi, march, TODAY)
    assert said.lines == () and [each.code for each in said.missing] == ["missing_input"]
    ws.cells[source][march] = own
    other = ws.put(Input, key="y", name="y", frequency=Frequency.MONTH)
    ws.series_of(other, months("2026-01", 6), [1.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    ws.rows[Kpi, kpi.uid] = kpi = replace(kpi, formula="x / y", inputs=(("x", source), ("y", other)))
    assert explain(ws, kpi, february, TODAY).lines == ()
    quarters = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER)
    assert quarters.values[0] is None and quarters.points[0].masked


def test_the_company_size_hides_what_no_input_counts():
    ws, kpi = sensitive([None] * 6, people=4)
    assert kpi_figures(ws, kpi, TODAY).values == (None,) * 6
    ws, kpi = sensitive([None] * 6, people=5)
    ws.rows[Kpi, kpi.uid] = counted_by_company = replace(kpi, group=None)
    assert kpi_figures(ws, counted_by_company, TODAY).values[0] == 3.0


def test_rolling_twelve_months_come_from_combined_inputs():
    ws = Memory()
    for key, values in (("orders", [2.0] * 12 + [4.0] * 12), ("visits", [100.0] * 23 + [300.0])):
        ws.put(Input, uid=key, key=key, name=key)
        ws.series_of(key, months("2024-07", 24), values)
    bound = (("orders", "orders"), ("visits", "visits"))
    uid = ws.put(Kpi, unit="percent", formula="100 * orders / visits", inputs=bound)
    found = kpi_figures(ws, ws.get(Kpi, uid), TODAY).rolling
    assert found.period.first == dt.date(2025, 7, 1)
    assert found.value == pytest.approx(100 * 48 / 1400) and (found.have, found.of) == (12, 12)
    assert found.change.difference == pytest.approx(100 * 48 / 1400 - 2.0)


def test_rolling_twelve_months_of_weeks_end_with_a_whole_month():
    ws = Memory()
    kpi = plain(ws, "sales", Frequency.WEEK, [1.0] * 110, "2024-W20")
    found = kpi_figures(ws, kpi, TODAY).rolling
    assert found.period.first == dt.date(2025, 6, 1) and found.value == 52.0


def test_a_month_under_way_is_not_compared_with_a_whole_one():
    ws = Memory()
    weekly = ws.put(Input, key="w", name="w", frequency=Frequency.WEEK)
    weeks = [Period.parse("2026-W01").next(n) for n in range(11)]
    ws.series_of(weekly, weeks, [10.0] * 11)
    uid = ws.put(Kpi, name="monthly", frequency=Frequency.MONTH, inputs=(("w", weekly),))
    found = kpi_figures(ws, ws.get(Kpi, uid), TODAY)
    assert found.latest.provisional
    assert (found.change, found.year_ago) == (None, None)


def test_a_changed_definition_is_compared_with_nothing_before_it():
    ws, kpi = changed()
    assert kpi_figures(ws, kpi, TODAY).change.base_period == Period.parse("2026-05")
    seen = kpi_figures(ws, kpi, dt.date(2026, 3, 30))
    assert (seen.latest.period, seen.change) == (Period.parse("2026-03"), None)
    assert kpi_figures(ws, kpi, dt.date(2026, 2, 27)).change.base_period == Period.parse("2026-01")


def test_twelve_months_with_a_gap_are_not_compared_with_twelve_whole_ones():
    ws = Memory()
    kpi = plain(ws, "sales", Frequency.MONTH, [1.0] * 20 + [None] + [1.0] * 3, "2024-07")
    found = kpi_figures(ws, kpi, TODAY).rolling
    assert (found.have, found.of, found.change) == (11, 12, None)


Q1 = Period.parse("2026-Q1")


@pytest.mark.parametrize(
    ("persons", "hidden"),
    [([9.0, 9.0, 9.0], False), ([4.0, 9.0, 9.0], True), ([4.0, 4.0, 9.0], True), ([9.0, 9.0, 4.0], True)],
)
def test_a_longer_period_is_hidden_with_any_of_its_parts(persons, hidden):
    """The head count at its end is what counts for the quarter, but the other months could be taken from it."""
    ws, kpi = sensitive([*persons, 9.0, 9.0, 9.0])
    sheet = Sheet(kpi, load(ws, [kpi], TODAY))
    assert sheet.at(Q1).masked is hidden
    (point, *_later) = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER).points
    assert point.masked is hidden and (point.value is None) is hidden
    assert (explain(ws, kpi, Q1, TODAY).value is None) is hidden


def test_what_is_about_nobody_knows_how_many_is_hidden_and_says_what_to_enter():
    ws, kpi = sensitive([None, *[9.0] * 4, None], people=60)
    found = kpi_figures(ws, kpi, TODAY)
    assert found.values == (None, 4.0, 5.0, 6.0, 7.0, None) and found.masked == Period.parse("2026-06")
    reason = found.read(found.masked).reason
    assert reason.code == "hidden_unknown_persons" and "heads" in str(reason)
    assert found.read(Q1).reason.code == "hidden_unknown_persons", "January could be taken from it"
    ws.rows[Kpi, kpi.uid] = kpi = replace(kpi, group=None)
    ws.company = Company("c")
    found = kpi_figures(ws, kpi, TODAY)
    assert found.values == (None,) * 6 and found.read(found.masked).reason is UNCOUNTED


def test_persons_that_are_counted_more_seldom_count_for_the_periods_within():
    ws, kpi = sensitive([None] * 6)
    yearly = ws.put(Input, key="yearly", frequency=Frequency.YEAR, combine=Combine.LAST)
    ws.rows[Kpi, kpi.uid] = kpi = replace(kpi, group=yearly)
    for persons, first in ((9.0, 3.0), (4.0, None)):
        ws.series_of(yearly, [Period.parse("2026")], [persons])
        assert kpi_figures(ws, kpi, TODAY).values[0] == first


def test_a_number_that_is_not_sensitive_is_shown_of_however_few():
    ws, kpi = sensitive([1.0] * 6, people=1)
    ws.rows[Kpi, kpi.uid] = replace(kpi, sensitive=False, formula="sick")
    assert kpi_figures(ws, ws.get(Kpi, kpi.uid), TODAY).values == (3.0, 4.0, 5.0, 6.0, 7.0, 8.0)


def test_what_was_hidden_once_does_not_hide_the_newest_number():
    ws, kpi = sensitive([9.0, 4.0, 9.0, 9.0, 9.0, 9.0])
    found = kpi_figures(ws, kpi, TODAY)
    assert found.masked is None and found.latest.value == 8.0
    ws, kpi = sensitive([9.0, 4.0, 9.0, 9.0, 9.0, 9.0], people=3)
    assert kpi_figures(ws, kpi, TODAY).masked is None, "the input counts before the size of the company"
