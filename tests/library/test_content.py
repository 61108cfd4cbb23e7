"""The content of the library: both languages, references, limits, counts, names; and every worked example."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kpidesk import library, library_chips, text
from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.formula import evaluate, parse
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status, judge, make_goal
from kpidesk.figures.calculation import Calculation
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.text import Message
from tests.figures.company import Input, Kpi, Memory
from tests.table import table

EXAMPLES = tomllib.loads((Path(__file__).parent / "worked_examples.toml").read_text(encoding="utf-8"))["example"]
COLOURS = {"green": Status.ON_TRACK, "amber": Status.AT_RISK, "red": Status.OFF_TRACK}
END = Period.parse("2026-Q2")
EVERY = [each.id for each in library.kpis()]


@pytest.fixture(params=["nb", "en"])
def spoken(request):
    with text.using(request.param):
        yield request.param


def test_the_counts_are_those_of_the_method():
    counts = [len(library.examples(department.key)) for department in library.departments()]
    assert counts == [11, 10, 10, 12, 12, 8]
    assert (len(library.examples()), len(library.kpis()), len(library.templates())) == (63, 91, 17)


def test_every_kpi_has_both_a_point_and_words_in_both_languages(spoken):
    points = Counter(each["kpi"] for each in EXAMPLES if each["kind"] == "point")
    for each in library.kpis():
        assert points[each.id] >= 1, each.id
        for words in (each.name, each.short_name, each.definition, each.pitfall, each.source):
            assert words.strip() == words and words, each.id
        assert each.sensitive == bool(each.sensitive_why)
        assert len(each.short_name) <= 34, (each.id, each.short_name)
        assert all(library.measured(key).name for key in each.inputs)
        assert library_chips.chips(each)


@table("name", EVERY)
def test_the_formula_in_pieces_says_what_the_formula_says(spoken, name):
    """Read the pieces back as arithmetic; an input in another period is a quantity of its own."""
    each = library.kpi(name)
    value = {}
    read = []
    for piece in library_chips.chips(each):
        number = value.setdefault(piece.text, 2.0 + 1.37 * len(value)) if piece.measured else None
        read.append(str(number) if piece.measured else piece.text)
    spelled = " ".join(read).translate(str.maketrans("−×÷", "-*/"))
    if "mean_over(100" in each.formula:
        assert spelled.startswith("( 100 * ( ") and not spelled.endswith(")")
        return
    assert eval(spelled, {}) == pytest.approx(eval(python_of(each, value), {}), rel=1e-12)


def python_of(each, value):
    """The formula of a KPI as arithmetic, with the numbers that its pieces were given."""
    spelled = each.formula
    of_days = next((words for words in value if words in ("days in the period", "dager i perioden")), None)
    spelled = spelled.replace("days()", str(value.get(of_days)))
    for key in sorted(each.inputs, key=len, reverse=True):
        word = library.measured(key).name
        other = next((str(number) for words, number in value.items() if words.startswith(f"{word} (")), "")
        spelled = re.sub(rf"(prev|prev_year|sum_over|mean_over)\({key}(, \d+)?\)", other, spelled)
        if word in value:
            spelled = re.sub(rf"\b{key}\b", str(value[word]), spelled)
    return spelled


def test_a_survey_comes_with_its_question(spoken):
    assert "0–10" in library.kpi("nps").source and "“" in library.kpi("nps").source.replace("«", "“")
    assert not any(sign in each.source for each in library.kpis() for sign in "{}")


def test_the_two_languages_differ():
    with text.using("nb"):
        norwegian = {each.id: each.definition for each in library.kpis()}
    with text.using("en"):
        assert all(norwegian[each.id] != each.definition for each in library.kpis())


def test_every_reference_leads_somewhere():
    for each in library.kpis():
        assert parse(each.formula, each.inputs).names
        assert all(counter in EVERY and counter != each.id for counter in each.counters), each.id
        if each.group:
            assert each.sensitive and library.measured(each.group).unit == "count"
        for key in each.inputs:
            about = library.measured(key)
            assert (about.combine is Combine.WEIGHTED_MEAN) == bool(about.weight), key
            assert not about.weight or about.weight in each.inputs
            assert not about.dimension or library.dimension(about.dimension).name
    for template in library.templates():
        known = {each.kpi.id for each in template.kpis}
        assert 5 <= len(known) <= 9, template.id
        linked = [result.kpi for objective in template.objectives for result in objective.results if result.kpi]
        assert set(linked) <= known, template.id
        assert all(r.start != r.target for objective in template.objectives for r in objective.results)


def test_limits_stand_on_the_right_side():
    rows = [(each, each) for each in library.kpis()]
    rows += [(each.kpi, each) for template in library.templates() for each in template.kpis]
    for each, limits in rows:
        if each.direction is Direction.INCREASE:
            assert limits.target > limits.red_flag, each.id
        elif each.direction is Direction.DECREASE:
            assert limits.target < limits.red_flag, each.id
        else:
            assert limits.red_flag < limits.target < limits.high < limits.red_high, each.id
        low, high = each.range_min, each.range_max
        assert (low is None or limits.target >= low) and (high is None or limits.target <= high), each.id


@table(
    "typed, first",
    [("nps", 4), ("NPS", 4), ("Møter som ble til salg", 27), ("moter til salg", 27), ("sick", 17), ("crr", 1),
     ("ccc", 62), ("uptime", 49), ("nettosalg", 57), ("Net sales", 57),
     ("omsetning", 57), ("Omsetning per", 16), ("revenue", 57), ("churn", 1), ("trivsel", 13), ("likviditet", 60),
     ("Oppetid", 49), ("first response", 11), ("working capital", 61)],
)  # fmt: skip
def test_search_speaks_both_languages_and_abbreviations(spoken, typed, first):
    assert library.search(typed)[0].number == first


def test_search_finds_nothing_for_nonsense_and_all_for_nothing():
    assert library.search("svinnx") == () and len(library.search(" ")) == 63
    assert library.search("x" * 10_000) == ()


# ---- worked examples -----------------------------------------------------------------------------


class Stated(Calculation):
    """A calculation whose calendar is the one that the example states."""

    def __init__(self, sheet, home, days):
        super().__init__(sheet.current, home, sheet.kpi.frequency, sheet.fiscal_start)
        self._days = days

    def days(self, period, beside=None):
        return self._days.get(period) or super().days(period, beside)


def lay_out(kpi, example):
    """A workspace with the example's numbers in the quarters that end with the second of 2026.

    An example states no calendar of its own, so its periods are quarters and two of them a half-year.
    """
    ws = Memory()
    bound = []
    for key in kpi.inputs:
        about = library.measured(key)
        bound.append((key, ws.put(Input, uid=key, key=key, name=key, frequency=Frequency.QUARTER,
                                  weight=about.weight or None, combine=about.combine)))  # fmt: skip
    for key, given in example["inputs"].items():
        values = on_quarters(kpi, given, example.get("periods", 1))
        quarters = [END.previous(len(values) - 1 - i) for i in range(len(values))]
        ws.series_of(key, quarters, [float(v) for v in values])
    uid = ws.put(Kpi, frequency=Frequency.QUARTER, formula=kpi.formula, inputs=tuple(bound))
    made = ws.get(Kpi, uid)
    return Sheet(made, load(ws, [made], END.last))


def on_quarters(kpi, values, width):
    """A year of months becomes a year of quarters: the same first and last periods, fewer between."""
    if "prev_year" in kpi.formula and kpi.frequency is Frequency.MONTH:
        return values[: len(values) - 8 - width] + values[-width:]
    return values


def value_in(sheet, period, days):
    found = evaluate(sheet.formula, period, Stated(sheet, period, days))
    assert not isinstance(found, Message), str(found)
    return found


@table("example", EXAMPLES)
def test_worked_example(example):
    kpi = library.kpi(example["kpi"])
    sheet = lay_out(kpi, example)
    stated = example.get("days", [])[-2:]
    last = dict(zip([END.previous(), END][-len(stated) :], stated, strict=True)) if stated else {}
    if example["kind"] == "point":
        found = value_in(sheet, END, last)
        assert found == pytest.approx(example["expected"], rel=1e-6, abs=5e-7)
        goal = make_goal(kpi.target, kpi.direction, kpi.high, kpi.red_flag, kpi.red_high)
        assert judge(found, goal, kpi.direction) is COLOURS[example["status"]]
        return
    for quarter, expected in zip([END.previous(), END], example["expected_periods"], strict=True):
        assert value_in(sheet, quarter, last) == pytest.approx(expected, rel=1e-6, abs=5e-7)
    half = Period.parse("2026-H1")
    days = {half: sum(stated)} if stated else {}
    assert value_in(sheet, half, {**last, **days}) == pytest.approx(example["expected"], rel=1e-6, abs=5e-7)
