"""What is said of a curve of progress, its axis and its table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.domain.entities import Company, KeyResult, ResultKind
from kpidesk.domain.score import progress
from kpidesk.domain.status import Status
from kpidesk.figures.goals.course import Course, CoursePoint, Word
from kpidesk.figures.model import NodeFigures
from kpidesk.viz.course import CourseSpec
from kpidesk.wording.course import course_spec
from tests.table import table

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
SUNDAY = dt.date(2026, 1, 4)


def of(*scores: float, pace: bool = True, values: bool = False, said: tuple[Word, ...] = ()) -> Course:
    """A quarter with a score at each Sunday from its first."""
    points = [CoursePoint(FIRST - dt.timedelta(1), 0.0)]
    days = [SUNDAY + dt.timedelta(7 * n) for n in range(len(scores))]
    points += [CoursePoint(day, score, 10 * score if values else None) for day, score in zip(days, scores, strict=True)]
    whole = Course(FIRST, LAST)
    expected = tuple((day, whole.across(day)) for day in [*days, LAST]) if pace else ()
    return replace(whole, points=tuple(points), expected=expected, said=said, known=len(scores))


def told(course: Course, *, over: bool = False, language: str = "nb", status: Status = Status.ON_TRACK) -> CourseSpec:
    node = KeyResult("k", kind=ResultKind.FROM_TO, start=0.0, target=10.0, unit="hours", decimals=1)
    made = progress(course.points[-1].score if course.points else None)
    figures = NodeFigures(node, 0, made, None, None, None, status, None, 0, None, 0, None, None, False, None, over=over)
    with text.using(language):
        return course_spec(course, figures, Company("c"))


AHEAD = [0.1, 0.2, 0.3, 0.4, 0.5]


@table(
    "scores, over, words",
    [
        (AHEAD, False, "På eller foran planen hele veien."),
        ([0.0, 0.02, 0.03, 0.04, 0.05], False, "Bak planen hele veien."),
        ([0.0, 0.0, 0.1, 0.2, 0.33], False, "Bak planen hele veien, litt bak nå."),
        ([0.1, 0.2, 0.3, 0.3, 0.35], False, "På eller foran planen til uke 4, litt bak nå."),
        ([0.1, 0.2, 0.2, 0.2, 0.2], False, "På eller foran planen til uke 3, bak nå."),
        ([0.0, 0.0, 0.1, 0.4, 0.5], False, "Bak planen til uke 3, på eller foran nå."),
        ([0.1, 0.0, 0.0, 0.4, 0.3], False, "Bak planen det meste av tiden, litt bak nå."),
        ([0.1, 0.2, 0.2, 0.2, 0.2], True, "På eller foran planen til uke 3, bak til slutt."),
    ],
)
def test_one_sentence_says_how_it_has_stood_against_the_plan(scores, over, words):
    assert told(of(*scores), over=over).sentence == words


def test_what_was_begun_on_the_last_day_is_not_said_to_have_been_ahead_all_the_way():
    course = replace(of(0.0, 0.25), expected=tuple((day, 0.0) for day in (SUNDAY, LAST)))
    assert told(course, over=True).sentence == ""


def test_without_a_pace_it_says_how_it_has_moved():
    assert told(of(0.1, 0.1, 0.2, 0.3, 0.4, pace=False)).sentence == "+30 prosentpoeng de siste fire ukene."
    assert told(of(0.4, 0.4, 0.4, 0.4, 0.4, pace=False)).sentence == "Den har stått stille de siste fire ukene."


def test_where_it_arrives_is_told_from_six_values_and_never_from_fewer():
    end = "Fortsetter det som de siste seks ukene, når dere 13,3\u00a0t."
    assert told(of(*AHEAD, 0.6, 0.7, values=True)).sentence.endswith(end)
    assert "Fortsetter" not in told(of(*AHEAD, values=True)).sentence
    assert "Fortsetter" not in told(of(*AHEAD, 0.6, 0.7, values=True), over=True).sentence


def test_under_two_points_it_says_when_the_curve_comes():
    nothing = told(replace(of(0.2), known=1))
    assert nothing.empty and nothing.sentence == "Kurven kommer når det er to tall eller innsjekker."
    assert told(Course(FIRST, LAST), language="en").sentence == "The curve comes with two numbers or check-ins."
    hidden = told(of(*AHEAD), status=Status.HIDDEN)
    assert hidden.empty and hidden.sentence == "Det er ingen kurve, for tallene er skjult."


def test_the_axis_counts_weeks_of_a_quarter_and_months_of_a_year():
    spec = told(of(*AHEAD))
    assert spec.x_name == "Uke" and [words for _at, words in spec.x_ticks] == ["1", "4", "7", "10", "13"]
    year = replace(of(*AHEAD), last=dt.date(2026, 12, 31))
    assert [words for _at, words in told(year).x_ticks] == ["jan.", "april", "juli", "okt."]


def test_the_table_has_every_point_with_what_was_expected_and_how_sure_one_was():
    said = (Word(SUNDAY + dt.timedelta(7), 0.2, 7),)
    spec = told(of(*AHEAD, values=True, said=said))
    row = spec.rows[1]
    assert (row.day, row.expected, row.progress, row.value, row.confidence) == (
        "11.\u00a0januar", "12\u00a0%", "20\u00a0%", "2,0\u00a0t", "7",
    )  # fmt: skip
    assert len(spec.rows) == 5 and spec.confidence == ((pytest.approx(11 / 90), 7),) and len(spec.dots) == 1
    assert (spec.now, spec.goal, spec.sure) == ("50\u00a0%", "Mål", "Trygghet")


def test_the_plan_begins_where_nothing_had_begun():
    assert told(of(*AHEAD)).expected[0] == (0.0, 0.0)
