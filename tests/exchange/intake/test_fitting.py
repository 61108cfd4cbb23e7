"""A measure in the periods and the unit of where it goes."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.intake import words
from kpidesk.exchange.intake.fitting import Day, Fitted, Rule, converts, factor, fitted
from tests.understandings import measure

LATER = Day(1, dt.date(2026, 12, 1))


def fit(numbers: dict, frequency: Frequency, rule: Combine = Combine.SUM, unit: str = "", day: Day = LATER) -> Fitted:
    return fitted(measure("Sales", numbers), Rule(frequency, rule, unit), day)


def by_key(found: Fitted, fiscal_start: int = 1) -> dict[str, float]:
    return {period.key(fiscal_start): value for period, value in found.numbers.items()}


def days(first: str, n: int, value: float = 1.0, *, without: tuple[int, ...] = ()) -> dict[str, float]:
    start = dt.date.fromisoformat(first)
    each = (start + dt.timedelta(days=step) for step in range(n))
    return {day.isoformat(): value for day in each if day.weekday() not in without}


def cut(found: Fitted) -> list[str]:
    with text.using("en"):
        return [f"{words.period_at_start(each.period, 1)}: {words.cut_words(each, 1)}" for each in found.cut]


@pytest.mark.parametrize(
    ("rule", "right"), [(Combine.SUM, 60), (Combine.MEAN, 20), (Combine.LAST, 30), (Combine.MIN, 10), (Combine.MAX, 30)]
)
def test_months_become_a_quarter_by_the_rule_of_where_they_go(rule: Combine, right: float) -> None:
    found = fit({"2026-03": 30, "2026-01": 10, "2026-02": 20}, Frequency.QUARTER, rule)
    assert by_key(found) == {"2026-Q1": right}


def test_the_last_number_is_that_of_the_latest_date_whatever_stands_last_in_the_file() -> None:
    found = fit({"2026-01-31": 7, "2026-01-02": 1}, Frequency.MONTH, Combine.LAST)
    assert by_key(found) == {"2026-01": 7}


def test_quarters_are_those_of_the_company() -> None:
    february = Day(2, dt.date(2027, 12, 1))
    found = fit({"2026-02": 1, "2026-03": 2, "2026-04": 4}, Frequency.QUARTER, day=february)
    assert by_key(found, 2) == {"2026-Q1": 7}
    calendar = fit({"2026-Q1": 5}, Frequency.QUARTER, day=february)
    assert by_key(calendar, 2) == {}
    assert calendar.foreign == (Period.parse("2026-Q1"),)


def test_what_is_longer_than_a_period_has_no_place_there() -> None:
    found = fit({"2026": 5}, Frequency.MONTH)
    assert found.numbers == {}
    assert found.foreign == (Period.parse("2026"),)


def test_several_numbers_for_one_period_that_no_rule_puts_together_are_left_out() -> None:
    found = fit({"2026-01": [1, 2], "2026-02": 3}, Frequency.MONTH, Combine.NONE)
    assert by_key(found) == {"2026-02": 3}
    assert found.many == (Period.parse("2026-01"),)
    weighed = fit({"2026-01": [1, 2], "2026-02": 3}, Frequency.MONTH, Combine.WEIGHTED_MEAN)
    assert by_key(weighed) == {"2026-02": 3}


def test_a_week_that_the_file_cuts_off_says_which_day_it_lacks() -> None:
    found = fit(days("2026-02-16", 13), Frequency.WEEK)
    assert cut(found) == ["Week 9: Missing Sunday 1 March".replace(" 1 ", " 1\u00a0")]


def test_a_month_that_begins_before_the_file_does_says_how_many_days_it_lacks() -> None:
    (told,) = cut(fit(days("2026-01-03", 29), Frequency.MONTH))
    assert told.replace("\u00a0", " ") == "January 2026: Missing 2 days, Thursday 1 January–Friday 2 January"


def test_the_sundays_of_a_shop_that_is_closed_then_are_not_missed() -> None:
    assert cut(fit(days("2026-02-02", 27, without=(6,)), Frequency.WEEK)) == []
    assert cut(fit(days("2026-02-02", 5), Frequency.WEEK)) == [], "one week of workdays"
    assert cut(fit(days("2026-02-03", 5), Frequency.WEEK)) != [], "from Tuesday on it is no week of workdays"


def test_single_payments_tell_nothing_of_what_is_missing() -> None:
    found = fit({"2026-01-05": 1, "2026-02-02": 1, "2026-03-13": 1, "2026-04-06": 1}, Frequency.MONTH)
    assert found.cut == ()
    assert len(found.numbers) == 4


def test_a_period_that_is_not_over_is_left_out_when_it_is_put_together() -> None:
    during = Day(1, dt.date(2026, 3, 16))
    assert cut(fit(days("2026-02-01", 43), Frequency.MONTH, day=during)) == ["March 2026: The month is not over"]
    single = fit({"2026-01-05": 1, "2026-03-02": 1}, Frequency.MONTH, day=during)
    assert cut(single) == ["March 2026: The month is not over"]


def test_weeks_at_the_edge_of_a_month_are_missed() -> None:
    assert cut(fit({"2026-W10": 1, "2026-W11": 1}, Frequency.MONTH)) == ["March 2026: Missing week 12–week 13"]


def test_of_a_quarter_or_a_year_what_there_is_is_taken_and_said() -> None:
    found = fit({"2025-12": 1, "2026-01": 2}, Frequency.QUARTER)
    assert by_key(found) == {"2025-Q4": 1, "2026-Q1": 2}
    with text.using("en"):
        assert [str(words.partial(each, 1)) for each in found.partial] == [
            "Q4 2025 is put together from 1 of 3 months.", "Q1 2026 is put together from 1 of 3 months.",
        ]  # fmt: skip
    assert fit({"2026-01": 1, "2026-02": 1, "2026-03": 1}, Frequency.QUARTER).partial == ()


def test_only_the_end_of_a_period_matters_for_what_is_its_last_number() -> None:
    assert cut(fit(days("2026-01-20", 12), Frequency.MONTH, Combine.LAST)) == []
    assert cut(fit(days("2026-01-01", 20), Frequency.MONTH, Combine.LAST)) != []


def test_lengths_of_time_become_the_unit_of_where_they_go() -> None:
    told = measure("Time", {"2026-01": 5700}, unit="seconds")
    found = fitted(told, Rule(Frequency.MONTH, Combine.SUM, "minutes"), LATER)
    assert by_key(found) == {"2026-01": 95}
    assert factor("seconds", "hours") == pytest.approx(1 / 3600)
    assert factor("minutes", "seconds") == 60
    assert not converts(measure("Time", {"2026-01": 1}, unit="seconds"), "currency")


def test_a_share_is_told_in_hundredths_where_they_are_wanted() -> None:
    assert factor("ratio", "percent") == 100
    assert factor("percent", "ratio") == pytest.approx(0.01)
    assert factor("currency", "count") == 1
