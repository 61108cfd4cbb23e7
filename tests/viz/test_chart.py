"""What the chart says, for screen and paper alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import edges_seen
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Goal
from kpidesk.text import Message
from kpidesk.viz import axes
from kpidesk.viz.chart import Axis, Beside, Note, chart_spec
from kpidesk.viz.extent import extent
from kpidesk.viz.labels import place_notes
from kpidesk.viz.spark import spark_spec
from kpidesk.viz.status_shapes import KEYS, PAPER_SHAPES, SHAPES, status_word
from kpidesk.viz.tokens import PAPER
from tests.table import table


@pytest.fixture(autouse=True)
def bokmal():
    with text.using("nb"):
        yield


@dataclass(frozen=True)
class Figures:
    kpi: Kpi
    frequency: Frequency
    points: tuple
    segments: tuple = ()
    breaks: tuple = ()
    rules: RuleSet = RuleSet.WHEELER
    signals: tuple = ()
    sentence: Message | None = None

    def possible(self, value: float) -> float:
        return edges_seen(self.kpi, [point.value for point in self.points]).held(value)


def weeks(values, *, first="2026-W01", target=None, unit="currency", **options):
    start = Period.parse(first)
    points = tuple(
        SimpleNamespace(
            period=start.next(i), value=v, target=target(i) if callable(target) else target, high=None,
            red_flag=options.get("flag"), red_high=None, not_applicable=False, suggested=False,
            signal=i in options.get("marked", ()),
            masked=i in options.get("masked", ()), provisional=i in options.get("partly", ()),
        )
        for i, v in enumerate(values)
    )  # fmt: skip
    kpi = Kpi("k", name="Nettosalg", unit=unit, direction=Direction.INCREASE, frequency=Frequency.WEEK)
    return Figures(
        kpi, Frequency.WEEK, points, options.get("segments", ()), options.get("breaks", ()),
        options.get("rules", RuleSet.WHEELER), options.get("signals", ()),
    )  # fmt: skip


def stretch(first, last=None, *, mean=286_100, provisional=False):
    limits = SimpleNamespace(mean=mean, lower=mean - 27_900, upper=mean + 28_000, provisional=provisional)
    return SimpleNamespace(limits=limits, first=Period.parse(first), last=Period.parse(last) if last else None)


def test_the_window_is_26_weeks_15_months_9_quarters_5_years():
    assert len(chart_spec(weeks([1.0] * 60)).periods) == 26
    assert len(chart_spec(weeks([1.0] * 60), Axis(count=40)).periods) == 40


def test_missing_numbers_are_gaps_never_zero():
    spec = chart_spec(weeks([100.0, None, 120.0]))
    assert spec.values == (100.0, None, 120.0)
    assert spec.missing == (1,)
    assert spec.y_low > 50


def test_large_amounts_are_labelled_in_thousands():
    spec = chart_spec(weeks([285_000.0, 318_400.0]))
    assert spec.unit_label == "Tusen kroner per uke"
    assert next(label for _y, label in spec.y_ticks).isdigit()
    assert spec.y_ticks[0][0] >= 200_000


def test_weeks_are_grouped_in_quarters():
    spec = chart_spec(weeks([1.0] * 8, first="2025-W50"))
    assert [name for _a, _b, name in spec.x_groups] == ["4. kvartal 2025", "1. kvartal 2026"]
    (first, second) = spec.x_groups
    assert first[1] == second[0]


def test_a_path_goes_on_to_the_end_of_the_quarter():
    figures = weeks([300_000.0] * 11, target=lambda i: 288_000 + 3_500 * i)
    start = figures.points[0].period
    aim = lambda p: Goal(288_000 + 3_500 * ((p.first - start.first).days // 7))  # noqa: E731
    spec = chart_spec(figures, Axis(until=dt.date(2026, 3, 29)), aim=aim)
    assert len(spec.periods) == 13
    assert spec.values[-2:] == (None, None)
    assert spec.missing == ()
    assert spec.target_end == pytest.approx(330_000)
    assert spec.end_labels[0].text == "Målbane 330"


def test_the_last_goal_stays_unless_one_tells_what_comes():
    figures = weeks([300_000.0] * 11, target=lambda i: 288_000 + 3_500 * i)
    assert chart_spec(figures, Axis(until=dt.date(2026, 3, 29))).targets[-3:] == (323_000, 323_000, 323_000)
    ended = chart_spec(figures, Axis(until=dt.date(2026, 3, 29)), aim=lambda _period: None)
    assert ended.targets[-3:] == (323_000, None, None)


def test_a_forecast_stands_after_the_last_number_and_is_named():
    figures = weeks([300_000.0] * 11)
    ahead = [SimpleNamespace(period=Period.parse(f"2026-W{n}"), value=322_000.0, low=298_000.0, high=347_000.0)
             for n in (11, 12, 13)]  # fmt: skip
    spec = chart_spec(figures, Axis(until=dt.date(2026, 3, 31)), Beside(forecast=ahead))
    assert [mark.x for mark in spec.forecast] == [11, 12]
    assert spec.y_low <= 298_000 <= 347_000 <= spec.y_high
    assert [(e.text, e.role) for e in spec.end_labels] == [("Prognose 322", "forecast")]


def test_a_level_target_is_named_target():
    spec = chart_spec(weeks([300_000.0] * 4, target=310_000))
    assert (spec.end_labels[0].text, spec.end_labels[0].role) == ("Mål 310", "path")


def test_limits_and_runs_are_placed_with_their_words():
    run = SimpleNamespace(first=Period.parse("2026-W03"), last=Period.parse("2026-W11"), sentence=Message("Ni uker."))
    spec = chart_spec(weeks([300_000.0] * 11, segments=(stretch("2026-W01"),), signals=(run,), marked=(5, 6)))
    assert [(r.x0, r.x1, r.text) for r in spec.runs] == [(2, 10, "Ni uker")]
    assert spec.signals == (5, 6)
    assert {e.text for e in spec.end_labels} == {"Øvre grense 314", "Snitt 286", "Nedre grense 258"}


def test_limits_end_where_the_number_can_go():
    spec = chart_spec(weeks([4.0] * 11, unit="percent", segments=(stretch("2026-W01", mean=5),)))
    assert [(s.lower, s.upper) for s in spec.limits] == [(0.0, 28_005)]
    assert next(e.text for e in spec.end_labels if e.text.startswith("Nedre")).startswith("Nedre grense 0")
    assert "Vanlig variasjon fra 0\u00a0% til" in spec.told


def test_each_stretch_has_limits_of_its_own_and_ends_where_the_next_begins():
    segments = (stretch("2025-W40", "2026-W04"), stretch("2026-W06", mean=330_000, provisional=True))
    spec = chart_spec(weeks([300_000.0] * 11, segments=segments))
    assert [(s.x0, s.x1, s.mean, s.provisional) for s in spec.limits] == [
        (-0.5, 4.5, 286_100, False), (4.5, 10.5, 330_000, True),
    ]  # fmt: skip
    assert [e.text for e in spec.end_labels] == ["Øvre grense 358", "Snitt 330", "Nedre grense 302"]
    assert spec.limits_text == ("Foreløpige grenser", "Wheelers regler")


def test_a_stretch_that_is_over_has_no_name_at_the_edge():
    spec = chart_spec(weeks([300_000.0] * 11, segments=(stretch("2026-W01", "2026-W06"),)))
    assert [(s.x0, s.x1) for s in spec.limits] == [(-0.5, 5.5)]
    assert spec.end_labels == ()


def test_stretches_outside_the_window_are_left_out():
    figures = weeks([300_000.0] * 30, segments=(stretch("2026-W01", "2026-W03"), stretch("2026-W04")))
    spec = chart_spec(figures, Axis(count=10))
    assert [(s.x0, s.x1) for s in spec.limits] == [(-0.5, 9.5)]
    assert [(s.x0, s.x1) for s in chart_spec(figures, Axis(count=2, skip=28)).limits] == [(-0.5, 1.5)]


def test_the_rules_are_named():
    spec = chart_spec(weeks([1.0] * 3, segments=(stretch("2026-W01"),), rules=RuleSet.NHS))
    assert spec.limits_text == ("Making Data Count",)


def test_a_changed_definition_breaks_the_line():
    spec = chart_spec(weeks([1.0] * 6, breaks=(Period.parse("2026-W01"), Period.parse("2026-W04"))))
    assert [(b.x, b.text) for b in spec.breaks] == [(3, "ny beregning")]


def test_a_hidden_number_is_not_missing():
    spec = chart_spec(weeks([1.0, None, None], masked=(1,)))
    assert (spec.masked, spec.missing) == ((1,), (2,))


def test_a_number_that_lacks_parts_is_marked():
    assert chart_spec(weeks([1.0, 2.0, 3.0], partly=(2,))).provisional == (2,)


def test_the_target_of_the_parts_that_are_in_is_no_step_of_the_goal():
    aimed = {0: 3.9e6, 1: 3.9e6, 2: 3.9e6, 3: 2.6e6}
    figures = weeks([2.7e6, 3.2e6, 2.6e6, 2.2e6], partly=(3,), target=aimed.get)
    spec = chart_spec(figures)
    assert spec.target == (((-0.5, 3.9e6), (2.5, 3.9e6)), ((2.5, 2.6e6), (3.5, 2.6e6)))
    assert spec.end_labels[0].text == f"Mål hittil 2{fmt.NBSP}600"


def test_what_is_aimed_for_after_a_part_is_the_whole_again():
    aim = Goal(3.9e6)
    figures = weeks([3.2e6, 2.6e6, 2.2e6], partly=(2,), target={0: 3.9e6, 1: 3.9e6, 2: 2.6e6}.get)
    spec = chart_spec(figures, Axis(until=figures.points[-1].period.next().last), aim=lambda _period: aim)
    assert [line[0][1] for line in spec.target] == [3.9e6, 2.6e6, 3.9e6]
    assert spec.end_labels[0].text.startswith("Mål 3")


def test_a_mean_of_the_parts_that_are_in_has_the_target_of_the_whole():
    figures = weeks([80.0, 82.0, 79.0], partly=(2,), target=80.0)
    assert chart_spec(figures, aim=lambda _period: Goal(80.0)).target == (((-0.5, 80.0), (2.5, 80.0)),)


def test_the_axis_reaches_as_low_as_the_forecast():
    figures = weeks([300.0, 200.0, 100.0])
    ahead = SimpleNamespace(period=figures.points[-1].period.next(), value=20.0, low=-150.0, high=190.0)
    spec = chart_spec(figures, Axis(until=ahead.period.last), Beside(forecast=[ahead]))
    assert spec.y_low <= -150.0


@table(
    "unit,values,others,upper,low,high",
    [
        ("percent", (40.0, 80.0), (20.0,), 130.0, 20, 102),  # a calculated limit beyond what a share can be
        ("percent", (40.0, 80.0), (170.0,), 90.0, 40, 170),  # a growth: last year is all there
        ("percent", (-52.0, 80.0), (), 251.0, -52, 251),  # what can be negative is no share
        ("kr", (40.0, 80.0), (-30.0,), 90.0, -30, 90),  # this year a profit, last year none
    ],
)
def test_every_number_has_its_room_and_only_what_is_calculated_ends_at_what_can_be(
    unit, values, others, upper, low, high
):
    window = SimpleNamespace(values=values, goals=())
    limits = [SimpleNamespace(lower=min((*values, *others)), upper=upper)]
    reach = extent(SimpleNamespace(unit=unit), window, others, limits, ())
    assert reach[0] <= low and reach[1] >= high
    if (values, others) == ((40.0, 80.0), (20.0,)):
        assert reach[1] < 105


def test_earlier_periods_can_be_looked_at():
    figures = weeks([float(i) for i in range(40)])
    assert chart_spec(figures, Axis(count=5, skip=10)).values == (25, 26, 27, 28, 29)
    assert chart_spec(figures, Axis(count=5, skip=10)).x_groups[-1][2] == "3. kvartal 2026"


def test_a_flag_is_the_usual_one_by_the_rule_of_ties():
    near, off = 279_000 * (1 + 1e-10), 279_000 * (1 + 1e-8)
    assert chart_spec(weeks([285_000.0, 300_000.0] * 2, target=310_000, flag=near)).red_flag == ()
    assert chart_spec(weeks([285_000.0, 300_000.0] * 2, target=310_000, flag=off)).red_flag
    assert chart_spec(weeks([0.3, 0.4, 0.3], target=0.3, flag=0.3 - 0.03)).red_flag == ()


def test_only_a_red_flag_that_somebody_chose_has_a_line_of_its_own():
    assert chart_spec(weeks([300_000.0] * 4, target=310_000, flag=279_000)).red_flag == ()
    chosen = chart_spec(weeks([300_000.0] * 4, target=310_000, flag=290_000))
    assert chosen.red_flag
    assert [e.role for e in chosen.end_labels] == ["path", "flag"]


def test_notes_without_room_are_counted_with_the_one_before():
    placed = place_notes([(10, 60), (50, 60), (60, 60), (200, 60), (290, 60)], 0, 300)
    assert [(p.note, p.row, p.more) for p in placed] == [(0, 0, 1), (2, 1, 0), (3, 0, 0), (4, 1, 0)]


def test_no_line_of_a_note_crosses_the_words_below_it():
    notes = [(676, 150), (792, 150), (850, 130)]
    placed = place_notes(notes, 230, 1000, taken=(100, 0))
    assert [(p.note, p.row) for p in placed] == [(0, 0), (1, 1), (2, 0)]
    lower = placed[1]
    assert lower.left > 676 and lower.left + lower.width < 850
    assert lower.left <= 792 <= lower.left + lower.width


def test_words_that_do_not_fit_before_the_next_line_are_cut():
    lower = place_notes([(100, 180), (150, 160), (230, 100)], 0, 400)[1]
    assert (lower.row, lower.width < 160, lower.left + lower.width <= 226) == (1, True, True)


def test_notes_stay_inside():
    placed = place_notes([(2, 80), (398, 80)], 0, 400)
    assert [(p.left, p.left + p.width) for p in placed] == [(0, 80), (320, 400)]


def test_notes_keep_clear_of_what_stands_there_already():
    assert [p.row for p in place_notes([(20, 40)], 0, 300, taken=(100, 0))] == [1]


def test_notes_stand_at_their_periods():
    notes = [Note(Period.parse("2026-W03"), "Hotell"), Note(Period.parse("2026-W04"), "Fastelavn"),
             Note(Period.parse("2025-W03"), "utenfor")]  # fmt: skip
    spec = chart_spec(weeks([1.0] * 11), beside=Beside(notes=notes))
    assert [(n.x, n.text) for n in spec.notes] == [(2, "Hotell"), (3, "Fastelavn")]


def test_last_year_is_laid_under_this_year():
    figures = weeks([10.0, 11.0])
    spec = chart_spec(figures, beside=Beside(last_year={figures.points[1].period: 9.0}.get))
    assert spec.last_year == (None, 9.0)
    assert spec.end_labels[-1].role == "previous"


def test_the_reviewed_quarter_is_marked():
    spec = chart_spec(weeks([1.0] * 14, first="2025-W51"), Axis(reviewed=(dt.date(2026, 1, 1), dt.date(2026, 3, 31))))
    assert spec.reviewed == (2, 13)


def test_the_description_says_the_last_number_and_the_target():
    spec = chart_spec(weeks([300_000.0, 318_400.0, None], target=330_000))
    assert spec.description.replace("\u00a0", " ").startswith("Nettosalg: 318 400 kr i uke 2")
    assert "330 000 kr" in spec.description.replace("\u00a0", " ")
    assert chart_spec(weeks([])).description == "Nettosalg: ingen tall ennå."


def test_an_empty_chart_is_whole():
    spec = chart_spec(weeks([]))
    assert (spec.values, spec.target, spec.end_labels, spec.reviewed) == ((), (), (), None)


def test_small_values_keep_their_decimals_on_labels():
    assert axes.short_value(5.58, 1.0, 0) == "5,6"
    assert axes.short_value(286_100.0, 1_000.0, 0) == "286"


def test_a_sparkline_marks_the_missing_end():
    figures = weeks([1.0, 2.0, None], target=2.0)
    spec = spark_spec(figures.points)
    assert (spec.last_missing, spec.target, spec.values) == (True, 2.0, (1.0, 2.0, None))


@pytest.mark.parametrize("values", [[5.0], [5.0, None], [None, 5.0, None]])
def test_a_lone_number_stands_where_the_newest_numbers_of_others_stand(values):
    spec = spark_spec(weeks(values, target=2.0).points, count=13)
    place = next(n for n, value in enumerate(spec.values) if value is not None)
    assert (len(spec.values), len(spec.targets)) == (13, 13)
    assert place >= 11


def test_every_status_has_shape_and_word():
    assert set(KEYS) == set(SHAPES) == set(PAPER_SHAPES)
    assert len({status_word(key) for key in KEYS}) == len(KEYS)


def test_paper_bands_take_little_toner():
    for color in (PAPER.band_green, PAPER.band_amber, PAPER.band_red):
        inks = [1 - int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        assert sum(inks) / 3 <= 0.125


def test_a_band_names_both_its_edges():
    figures = weeks([3.0] * 4, target=2.0, unit="°C")
    points = tuple(SimpleNamespace(**{**vars(p), "high": 4.0, "red_high": 4.4}) for p in figures.points)
    kpi = replace(figures.kpi, direction=Direction.MAINTAIN, decimals=1)
    spec = chart_spec(replace(figures, kpi=kpi, points=points))
    assert [e.text for e in spec.end_labels] == ["Lavest 2,0", "Høyest 4,0"]
    one = tuple(SimpleNamespace(**{**vars(p), "high": 2.0, "red_flag": 1.5, "red_high": 900.0}) for p in figures.points)
    spec = chart_spec(replace(figures, kpi=kpi, points=one))
    assert [e.text for e in spec.end_labels] == ["Mål 2,0", "Varselgrense 1,5"], "one edge, and no line that is far off"
    assert {y for line in spec.red_flag for _x, y in line} == {1.5}
