"""The sample company of the designs: every figure agrees with the drawn screens."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.domain.entities import CheckIn, Combine, Direction, Initiative, ResultKind, Window
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import Rule
from kpidesk.domain.status import Status
from kpidesk.figures import all_figures, explain, goal_figures, kpi_figures, last_year_points, prospect
from kpidesk.text import using
from tests.figures.company import Cycle, Input, KeyResult, Kpi, Memory, Objective, Target, plain, quarter

TODAY = dt.date(2026, 3, 16)
Q1 = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 3, 31)}
NET_LAST_YEAR = [251.6, 262.9, 268.0, 271.4, 275.2, 289.5, 297.3, 301.9, 266.8, 279.4, 283.0, 288.7, 294.1]
NET = [276.2, 284.7, 293.1, 281.2, 290.5, 277.3, 286.9, 293.8, 283.1, 279.0, 301.5, 352.6, 404.8, 262.4,
       268.3, 281.7, 289.9, 296.2, 303.8, 331.9, 352.4, 312.1, 288.1, 321.6, 318.4]  # fmt: skip
CONVERSION = [1.58, 1.64, 1.55, 1.61, 1.62, 1.70, 1.85, 1.94, 2.05, 2.12, 2.20, 1.71, 1.66, 1.64]
RESPONSE = [9.8, 9.4, 10.1, 9.2, 9.7, 9.5, 9.1, 8.7, 7.2, 6.6, 6.1, 5.6, 6.4, 5.5, 5.0, 5.3]
CONTRACTS = [0, 1, 0, 1, 1, 0, 2, 0, 1, 1, 1]


@pytest.fixture
def ws():
    return Memory()


def net_sales(ws):
    gap = [None] * 25
    series = [1000 * v if v is not None else None for v in [*NET_LAST_YEAR, *gap, *NET]]
    target = {"value": 330_000.0, "path_from": 285_000.0, **Q1}
    kpi = {"unit": "currency", "base_start": dt.date(2025, 9, 22), "base_end": dt.date(2025, 12, 1), "grace_days": 1}
    return plain(ws, "net", Frequency.WEEK, series, "2025-W01", target=target, kpi=kpi)


def nps(ws):
    uids = [ws.put(Input, key=k, name=k, frequency=Frequency.MONTH) for k in ("promoters", "passives", "detractors")]
    for uid, value in zip(uids, (74.0, 33.0, 17.0), strict=True):
        ws.measure(uid, **{"2026_02": value})
    uid = ws.put(
        Kpi,
        name="NPS",
        formula="100 * (promoters - detractors) / (promoters + passives + detractors)",
        inputs=tuple(zip(("promoters", "passives", "detractors"), uids, strict=True)),
        frequency=Frequency.MONTH,
        grace_days=10,
    )
    ws.put(Target, kpi=uid, value=50.0)
    return ws.get(Kpi, uid)


def sick_leave(ws):
    lost = ws.put(Input, key="lost", name="Tapte dagsverk", frequency=Frequency.MONTH)
    planned = ws.put(Input, key="planned", name="Avtalte dagsverk", frequency=Frequency.MONTH)
    ws.measure(lost, **{"2025_12": 34.188, "2026_01": 28.0})
    ws.measure(planned, **{"2025_12": 462.0, "2026_01": 462.0})
    uid = ws.put(Kpi, name="Sykefravær", unit="percent", formula="100 * lost / planned", grace_days=10,
                 inputs=(("lost", lost), ("planned", planned)), direction=Direction.DECREASE)  # fmt: skip
    return ws.get(Kpi, uid)


def test_net_sales(ws):
    found = kpi_figures(ws, net_sales(ws), TODAY)
    assert found.latest.period == Period.parse("2026-W11")
    assert found.latest.value == 318_400
    assert found.change.difference == pytest.approx(-3200)
    assert found.year_ago.relative == pytest.approx(0.125, abs=0.0005)
    assert found.latest.target == pytest.approx(323_077, abs=1)
    assert found.latest.value / found.latest.target - 1 == pytest.approx(-0.014, abs=0.001)
    assert (found.limits.mean, found.limits.lower, found.limits.upper) == pytest.approx(
        (286_100, 258_200, 314_100), abs=50
    )
    assert found.limits.provisional
    assert {p.period.number() for p in found.points if p.signal} == {50, 51, 6, 7, 10, 11}
    runs = [r for r in found.signals if r.rule is Rule.RUN]
    assert [(r.first.number(), r.last.number()) for r in runs] == [(3, 11)]
    with using("nb"):
        assert str(found.sentence) == "Ni uker på rad over snittet"
    assert found.due.period == Period.parse("2026-W12")
    assert found.due.date == dt.date(2026, 3, 23)


def test_net_sales_over_longer_periods(ws):
    kpi = net_sales(ws)
    found = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER)
    assert found.latest.value == pytest.approx(3_364_400)
    assert (found.latest.have, found.latest.of, found.latest.provisional) == (11, 13, True)
    assert found.latest.target == pytest.approx(3_363_461.54)  # of the eleven weeks it has
    assert found.aim(found.latest.period).value == pytest.approx(4_020_000)
    assert found.latest.status is Status.ON_TRACK
    months = {p.period.key(): p for p in kpi_figures(ws, kpi, TODAY, Frequency.MONTH).points}
    assert months["2026-02"].value == pytest.approx(1_284_500)


def test_last_year_stands_beside_this_year(ws):
    found = last_year_points(kpi_figures(ws, net_sales(ws), TODAY))
    assert found(Period.parse("2026-W11")) == 283_000
    assert found(Period.parse("2026-W13")) == pytest.approx(294_100)


def test_a_sharp_fall(ws):
    kpi = plain(ws, "conversion", Frequency.WEEK, CONVERSION, "2025-W49", target=2.5, combine=Combine.MEAN,
                kpi={"unit": "percent", "grace_days": 1})  # fmt: skip
    found = kpi_figures(ws, kpi, TODAY)
    with using("nb"):
        assert str(found.sentence) == "Brått fall i uke 8"
    assert found.status is Status.OFF_TRACK
    assert found.change.difference == pytest.approx(-0.02)
    assert found.change.relative is None
    assert (found.due.date, found.due.overdue) == (TODAY, None)


def test_nps_of_three_inputs(ws):
    kpi = nps(ws)
    found = kpi_figures(ws, kpi, TODAY)
    assert found.latest.value == pytest.approx(100 * 57 / 124)
    assert round(found.latest.value) == 46
    assert found.status is Status.AT_RISK
    assert found.due.date == dt.date(2026, 4, 10)
    with using("nb"):
        text = explain(ws, kpi, Period.parse("2026-03"), TODAY)
        assert text.formula == "100 × (promoters − detractors) / (promoters + passives + detractors)"
        assert str(text.missing[0]) == "«promoters» mangler for mars 2026."
    assert len(text.missing) == 3
    lines = explain(ws, kpi, Period.parse("2026-02"), TODAY).lines
    assert {(line.name, line.value) for line in lines} == {("promoters", 74), ("passives", 33), ("detractors", 17)}


def test_sick_leave_is_overdue(ws):
    found = kpi_figures(ws, sick_leave(ws), TODAY)
    assert found.latest.period == Period.parse("2026-01")
    assert found.latest.value == pytest.approx(6.06, abs=0.01)
    assert found.status is Status.NO_DATA
    assert found.due.overdue == 6
    assert found.points[-1].value is None
    assert found.points[-1].reason is not None


def goals(ws):
    cycle = quarter(ws)
    company = ws.put(Objective, title="Kundene kommer tilbake", cycle=cycle.uid)
    answers = ws.put(Objective, title="Alle får svar samme dag", parent=company)
    sales = ws.put(Objective, title="Vi selger mer", cycle=cycle.uid)
    hotels = ws.put(Objective, title="Hoteller og kafeer", parent=sales)
    shop = ws.put(Objective, title="Nettbutikken selger mer", parent=sales)
    place = ws.put(Objective, title="Et sted folk vil bli", cycle=cycle.uid)
    response = plain(ws, "frt", Frequency.WEEK, RESPONSE, "2025-W47", combine=Combine.MEAN,
                     kpi={"direction": Direction.DECREASE, "unit": "hours", "grace_days": 1})  # fmt: skip
    conversion = plain(ws, "conversion", Frequency.WEEK, CONVERSION, "2025-W49", combine=Combine.MEAN,
                       kpi={"grace_days": 1})  # fmt: skip
    contracts = plain(ws, "contracts", Frequency.WEEK, [float(n) for n in CONTRACTS], "2026-W01")
    results = {
        "nps": (company, 38.0, 50.0, 46.0, 6, nps(ws), {}),
        "keep": (company, 0.0, 45.0, 45.0, 10, None, {}),
        "frt": (answers, 9.5, 4.0, None, 7, response, {}),
        "csat": (answers, 82.0, 90.0, 88.0, 7, None, {}),
        "net": (sales, 285_000.0, 330_000.0, None, 8, net_sales(ws), {}),
        "contracts": (hotels, 0.0, 12.0, None, 6, contracts, {"window": Window.COMBINED}),
        "mean_sale": (hotels, 4200.0, 5000.0, 4850.0, 8, None, {}),
        "conversion": (shop, 1.6, 2.5, None, 3, conversion, {}),
        "traffic": (shop, 14_000.0, 20_000.0, 18_900.0, 8, None, {}),
        "enps": (place, 12.0, 30.0, 29.0, 9, None, {}),
        "sick": (place, 7.4, 5.0, None, 5, sick_leave(ws), {}),
        "hiring": (place, 46.0, 30.0, 32.0, 8, None, {}),
    }
    for name, (parent, start, target, value, confidence, kpi, fields) in results.items():
        uid = ws.put(KeyResult, uid=name, title=name, parent=parent, start=start, target=target,
                     kpi=kpi.uid if kpi else None, **fields)  # fmt: skip
        ws.put(CheckIn, key_result=uid, day=dt.date(2026, 3, 5), confidence=confidence + 1)
        ws.put(CheckIn, key_result=uid, day=dt.date(2026, 3, 12), value=value, confidence=confidence)
    ws.put(Initiative, title="Felles innboks", parent="frt", done_on=dt.date(2026, 1, 19))
    return cycle


def by_title(figures):
    found = {}
    for one in figures:
        found[one.node.title] = one
        found.update(by_title(one.children))
    return found


PERCENT = {
    "Kundene kommer tilbake": 81, "Alle får svar samme dag": 76, "Vi selger mer": 64, "Hoteller og kafeer": 74,
    "Nettbutikken selger mer": 43, "Et sted folk vil bli": 79, "keep": 100, "frt": 76, "csat": 75,
    "net": 74, "contracts": 67, "mean_sale": 81, "conversion": 4, "traffic": 82, "enps": 94, "hiring": 88,
}  # fmt: skip
STATUS = {
    "nps": Status.AT_RISK, "keep": Status.ACHIEVED, "frt": Status.ON_TRACK, "csat": Status.ON_TRACK,
    "net": Status.ON_TRACK, "contracts": Status.AT_RISK, "mean_sale": Status.ON_TRACK,
    "conversion": Status.OFF_TRACK, "traffic": Status.ON_TRACK, "enps": Status.ON_TRACK, "sick": Status.NO_DATA,
    "hiring": Status.ON_TRACK, "Kundene kommer tilbake": Status.ON_TRACK, "Alle får svar samme dag": Status.ON_TRACK,
    "Vi selger mer": Status.AT_RISK, "Hoteller og kafeer": Status.ON_TRACK,
    "Nettbutikken selger mer": Status.OFF_TRACK, "Et sted folk vil bli": Status.ON_TRACK,
}  # fmt: skip


def test_the_goal_tree(ws):
    found = by_title(goal_figures(ws, goals(ws), TODAY))
    for title, percent in PERCENT.items():
        assert 100 * found[title].progress.score == pytest.approx(percent, abs=0.51), title
    # The screens say 67 % because they round NPS to 46 first; rules: nothing is rounded before the screen.
    assert 100 * found["nps"].progress.score == pytest.approx(100 * (100 * 57 / 124 - 38) / 12)
    assert {title: found[title].status for title in STATUS} == STATUS
    assert found["sick"].progress.score == pytest.approx(0.54, abs=0.02)
    assert found["frt"].expected_value == pytest.approx(4.92, abs=0.005)
    assert found["frt"].value_period == Period.parse("2026-W10")
    assert found["contracts"].current == 8
    assert found["nps"].expected == pytest.approx(75 / 90)
    assert (found["nps"].confidence, found["nps"].confidence_change) == (6, -1)
    assert found["Kundene kommer tilbake"].confidence == 8
    assert found["Vi selger mer"].weakest is Status.OFF_TRACK
    assert found["Vi selger mer"].expected == pytest.approx(75 / 90)
    assert found["Felles innboks"].status is Status.ACHIEVED
    assert found["Felles innboks"].depth == 3
    assert sum(c.contribution for c in found["Vi selger mer"].children) == pytest.approx(63.7, abs=0.3)


def test_roots_belong_to_their_cycle(ws):
    cycle = goals(ws)
    other = quarter(ws, 2025)
    titles = [f.node.title for f in goal_figures(ws, cycle, TODAY)]
    assert titles == ["Kundene kommer tilbake", "Vi selger mer", "Et sted folk vil bli"]
    assert goal_figures(ws, other, TODAY) == []


def test_parked_kpis_are_left_out(ws):
    plain(ws, "a", Frequency.MONTH, [1.0], "2026-02")
    plain(ws, "b", Frequency.MONTH, [1.0], "2026-02", kpi={"parked": True})
    assert [f.kpi.name for f in all_figures(ws, TODAY)] == ["a"]
    assert [f.kpi.name for f in all_figures(ws, TODAY, parked=True)] == ["a", "b"]


def test_kinds_of_key_results(ws):
    cycle = quarter(ws)
    top = ws.put(Objective, title="top", cycle=cycle.uid)
    kpi = plain(ws, "uptime", Frequency.MONTH, [99.95, 99.5], "2026-01", kpi={"grace_days": 1})
    hold = {"kind": ResultKind.HOLD, "low": 99.9, "parent": top}
    ws.put(KeyResult, title="hold", kpi=kpi.uid, **hold)
    ws.put(KeyResult, title="done", kind=ResultKind.DONE, done=True, parent=top)
    ws.put(KeyResult, title="late", start=0.0, target=10.0, late_result=True, parent=top)
    ws.put(KeyResult, title="dropped", start=0.0, target=10.0, dropped="markedet forsvant", parent=top)
    ws.put(KeyResult, title="unset", parent=top)
    found = by_title(goal_figures(ws, cycle, dt.date(2026, 3, 1)))
    assert found["hold"].progress.score == 0.5
    assert found["hold"].expected is None
    assert found["done"].status is Status.ACHIEVED
    assert found["late"].progress.score == 0
    assert found["late"].expected is None
    assert found["late"].status is Status.NO_CHECK_IN
    assert not found["late"].stale  # nothing has been said that could be old
    assert found["dropped"].contribution is None
    assert found["unset"].progress.score is None
    assert found["top"].unscored == 1
    assert found["top"].progress.score == pytest.approx(0.5)
    assert found["top"].expected is None


def test_a_past_cycle_is_not_marked_by_what_is_missing_later(ws):
    cycle = goals(ws)
    february = {uid: cells for uid, cells in ws.cells.items() if Period.parse("2026-01") in cells}
    for cells in february.values():
        cells[Period.parse("2026-02")] = cells[Period.parse("2026-03")] = cells[Period.parse("2026-01")]
    found = by_title(goal_figures(ws, cycle, dt.date(2026, 6, 20)))
    assert found["sick"].status is not Status.NO_DATA
    assert found["sick"].expected == 1


def test_what_the_limits_say_of_the_target(ws):
    figures = kpi_figures(ws, net_sales(ws), TODAY)
    with using("en"):
        assert str(prospect(figures, TODAY)).startswith("The target lies beyond")
    assert figures.shift == Period.parse("2026-W03")
    assert 3.33 < figures.order_score < 6.67
    uptime = plain(ws, "uptime", Frequency.WEEK, [99.9, 99.95] * 10, "2025-W40", target=99.0)
    with using("en"):
        assert str(prospect(kpi_figures(ws, uptime, TODAY), TODAY)).startswith("The target lies within")


def test_a_month_in_progress_is_judged_by_its_weeks(ws):
    weekly = ws.put(Input, key="w", name="w", frequency=Frequency.WEEK)
    ws.series_of(weekly, [Period.parse("2026-W10"), Period.parse("2026-W11")], [25.0, 25.0])
    uid = ws.put(Kpi, name="monthly", frequency=Frequency.MONTH, inputs=(("w", weekly),))
    ws.put(Target, kpi=uid, value=100.0)
    latest = kpi_figures(ws, ws.get(Kpi, uid), TODAY).latest
    assert (latest.have, latest.of, latest.value, latest.target) == (2, 4, 50.0, 50.0)
    assert latest.status is Status.ON_TRACK


def test_a_ratio_compares_only_what_both_sides_have(ws):
    a, b = (ws.put(Input, key=key, name=key) for key in "ab")
    fte = ws.put(Input, key="f", name="f", combine=Combine.LAST)
    ws.measure(a, **{"2026_01": 10.0, "2026_02": 30.0})
    ws.measure(b, **{"2026_01": 100.0})
    ws.measure(fte, **{"2026_01": 4.0})
    share = ws.put(Kpi, formula="100 * a / b", inputs=(("a", a), ("b", b)))
    each = ws.put(Kpi, formula="a / f", inputs=(("a", a), ("f", fte)))
    quarter_share = kpi_figures(ws, ws.get(Kpi, share), TODAY, Frequency.QUARTER).latest
    assert (quarter_share.value, quarter_share.have, quarter_share.of) == (10.0, 1, 3)
    quarter_each = kpi_figures(ws, ws.get(Kpi, each), TODAY, Frequency.QUARTER).latest
    assert (quarter_each.value, quarter_each.provisional) == (10.0, True)  # 40 over the last head count


def test_what_cannot_be_combined_says_so(ws):
    kpi = plain(ws, "users", Frequency.MONTH, [10.0, 20.0], "2026-01", combine=Combine.NONE)
    point = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER).points[-1]
    assert point.value is None
    with using("en"):
        assert "can’t be combined" in str(point.reason)
    assert kpi_figures(ws, kpi, TODAY).latest.value == 20.0


def test_a_yearly_number_in_a_monthly_kpi_says_so(ws):
    kpi = plain(ws, "y", Frequency.YEAR, [10.0], "2025")
    point = kpi_figures(ws, kpi, TODAY, Frequency.MONTH).points[-1]
    assert point.value is None
    with using("en"):
        assert "too seldom" in str(point.reason)


def test_a_forecast_to_the_end_of_the_quarter(ws):
    found = kpi_figures(ws, net_sales(ws), TODAY).forecast(dt.date(2026, 3, 31))
    assert [f.period.number() for f in found] == [12, 13]
    assert 300_000 < found[-1].value < 340_000
    assert kpi_figures(ws, sick_leave(ws), TODAY).forecast(dt.date(2026, 3, 31)) == ()


def test_only_values_of_the_cycle_count(ws):
    cycle = quarter(ws)
    top = ws.put(Objective, title="top", cycle=cycle.uid)
    kpi = plain(ws, "k", Frequency.MONTH, [40.0, 45.0], "2025-11")
    ws.put(KeyResult, title="kr", parent=top, kpi=kpi.uid, start=38.0, target=50.0)
    ws.put(KeyResult, title="unfrozen", parent=top, kpi=kpi.uid, target=50.0)
    found = by_title(goal_figures(ws, cycle, dt.date(2026, 1, 2)))
    assert (found["kr"].current, found["kr"].progress.score, found["kr"].value_period) == (None, 0.0, None)
    assert (found["unfrozen"].start, found["unfrozen"].current) == (45.0, None)
    later = by_title(goal_figures(ws, quarter(ws, 2027), TODAY))
    assert later == {}


def test_closing_freezes_the_day(ws):
    cycle = goals(ws)
    ws.put(Cycle, uid=cycle.uid, start=cycle.start, end=cycle.end, closed_on=dt.date(2026, 3, 10))
    found = by_title(goal_figures(ws, ws.get(Cycle, cycle.uid), TODAY))
    assert found["csat"].confidence == 8  # said on 5 March; what was said on the 12th came after
    assert (found["csat"].start, found["csat"].current) == (82.0, None)
    assert found["nps"].expected == pytest.approx(69 / 90)
    assert found["sick"].status is not Status.NO_DATA
