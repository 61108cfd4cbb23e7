"""Names of periods and days: what the program writes it also reads, and people's and files' spellings besides."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.cli.show.words import period_named
from kpidesk.domain import wording
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading import (
    Ambiguous,
    Calendar,
    NotUnderstood,
    Order,
    Understood,
    day,
    likeliest,
    part_of_year,
    period,
)
from kpidesk.reading.columns import decimal_of, order_of
from kpidesk.reading.words import month_called
from kpidesk.wording.entry import head_words, short_date, short_days
from kpidesk.wording.targets import full_name
from tests.table import table

LANGUAGES = ("nb", "en")
TODAY = dt.date(2026, 3, 16)
days = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))
starts = st.integers(1, 12)


def read(typed: str, fiscal_start: int = 1, **known: object) -> Period | None:
    return likeliest(period(typed, Calendar(fiscal_start, **known)), None)  # type: ignore[arg-type]


# ---- what the program writes ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=days, frequency=st.sampled_from(Frequency), own=starts, start=starts)
def test_every_full_name_that_is_written_is_read_back(language, day, frequency, own, start):
    written = Period.containing(day, frequency, own)
    with text.using(language):
        names = {
            full_name(written, start), fmt.period_file(written, start), written.key(start),
            str(wording.period_words(written, start)), fmt.period_told(written, start), fmt.period_name(written, start),
        }  # fmt: skip
        names.add(period_named(written, start))
        if frequency.months > 1:
            names |= {
                fmt.period_months(written),
                str(wording.span_words(written)),
                str(wording.period_told(written, start)),
            }
        if frequency is Frequency.WEEK:
            names -= {str(wording.period_words(written, start)), fmt.period_name(written, start)}
            names.add(f"{fmt.period_span(written)} {written.last.year}")
    for name in names:
        assert read(name, start) == written, name
        assert read(f"  {name.upper()} ", start) == written, name
        assert read(name, start, frequency=frequency, today=day) == written, name
        assert isinstance(period(name, Calendar(start, frequency=frequency)), Understood), name


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=days, frequency=st.sampled_from(Frequency), own=starts, start=starts)
def test_every_short_name_is_one_of_this_year_where_the_rhythm_is_known(language, day, frequency, own, start):
    written = Period.containing(day, frequency, own)
    with text.using(language):
        names = {fmt.period_name(written, start), fmt.period_short(written, start), head_words(written, start)}
        if frequency in (Frequency.DAY, Frequency.WEEK):
            names |= {fmt.period_span(written), short_days(written)}
    today = written.anchor if frequency in (Frequency.WEEK, Frequency.MONTH, Frequency.DAY) else written.first
    for name in names:
        assert read(name, start, frequency=frequency, today=today, order=Order.DMY) == written, name


@pytest.mark.parametrize("language", LANGUAGES)
@given(date=days)
def test_every_day_that_is_written_is_read_back(language, date):
    noon = dt.datetime.combine(date, dt.time(12, 5))
    with text.using(language):
        full = {fmt.day(date), fmt.weekday_day_year(date), date.isoformat(), noon.isoformat(), f"{date:%d.%m.%Y}"}
        full |= {f"{date.day}/{date.month}-{date.year}"}
        if 1970 <= date.year < 2070:
            full |= {f"{date.day}/{date.month}-{date:%y}", fmt.day_brief(date, dt.date(date.year - 1, 1, 1))}
        short = {
            fmt.day_brief(date, date),
            fmt.day_month(date), fmt.day_short(date, date), fmt.weekday_day(date), short_date(date),
            fmt.moment_short(noon, date), fmt.moment_short(noon, date - dt.timedelta(days=1)),
            f"{date.day}.{date.month}.",
        }  # fmt: skip
    for name in full:
        assert day(name) == Understood(date), name
    if date != dt.date(date.year, 1, 1):  # a moment of New Year's Day is written with its year on the day before
        for name in short:
            assert day(name, Calendar(today=date, order=Order.DMY)) == Understood(date), name


# ---- periods as people and files write them -------------------------------------------------------


@table(
    "typed, start, key",
    [
        ("2026K1", 1, "2026-Q1"), ("2026 K1", 1, "2026-Q1"), ("1. kv. 2026", 1, "2026-Q1"), ("K1 2026", 1, "2026-Q1"),
        ("K1-26", 1, "2026-Q1"), ("Q1 26", 1, "2026-Q1"), ("Q1'26", 1, "2026-Q1"), ("4Q25", 1, "2025-Q4"),
        ("kvartal 1 2026", 1, "2026-Q1"), ("2026 1. kvartal", 1, "2026-Q1"), ("første kvartal 2026", 1, "2026-Q1"),
        ("second quarter of 2026", 1, "2026-Q2"), ("1. kvt. 26", 1, "2026-Q1"), ("Q1 2024", 1, "2024-Q1"),
        ("1. kvartal 2025/26", 2, "2025-Q1"), ("Q4 2025/2026", 4, "2025-Q4"), ("2025/26", 4, "2025"),
        ("2025–26", 4, "2025"), ("2025-2026", 4, "2025"), ("2025-26 K1", 2, "2025-Q1"), ("K1 25/26", 2, "2025-Q1"),
        ("2026U01", 1, "2026-W01"), ("uke 1 2026", 1, "2026-W01"), ("uke 5 2026", 1, "2026-W05"),
        ("Uke 5, 2026", 1, "2026-W05"), ("2026-W05", 1, "2026-W05"), ("2026W5", 1, "2026-W05"),
        ("W5/26", 1, "2026-W05"),
        ("W05-2026", 1, "2026-W05"), ("u5 2026", 1, "2026-W05"), ("wk 5 2026", 1, "2026-W05"),
        ("5. uke 2026", 1, "2026-W05"),
        ("Uke 12 2026", 1, "2026-W12"), ("2026 uke 12", 1, "2026-W12"), ("2026-W53", 1, "2026-W53"),
        ("2026M03", 1, "2026-03"), ("2026M3", 1, "2026-03"), ("2026m2", 1, "2026-02"), ("M2 2026", 1, "2026-02"),
        ("jan. 26", 1, "2026-01"), ("jan.26", 1, "2026-01"), ("feb.26", 1, "2026-02"), ("Jan-24", 1, "2024-01"),
        ("mars-26", 1, "2026-03"), ("jan24", 1, "2024-01"), ("Jan '26", 1, "2026-01"), ("januar 2026", 1, "2026-01"),
        ("Januar 2026", 1, "2026-01"), ("February 2026", 1, "2026-02"), ("sept. 2026", 1, "2026-09"),
        ("des. 95", 1, "1995-12"),
        ("Jan-2026", 1, "2026-01"), ("2026 jan", 1, "2026-01"), ("i mars 2026", 1, "2026-03"), ("mai.26", 1, "2026-05"),
        ("01.2026", 1, "2026-01"), ("02/2026", 1, "2026-02"), ("2-2026", 1, "2026-02"), ("2026-2", 1, "2026-02"),
        ("2026/02", 1, "2026-02"), ("2026.02", 1, "2026-02"), ("202602", 1, "2026-02"), ("2026-02", 1, "2026-02"),
        ('="2026-01"', 1, "2026-01"), ("T1 2026", 1, "2026-T1"), ("2. tertial 2026", 1, "2026-T2"),
        ("T2-26", 1, "2026-T2"),
        ("1. halvår 2026", 1, "2026-H1"), ("H1 2026", 1, "2026-H1"), ("2H26", 1, "2026-H2"), ("2026", 1, "2026"),
        ("år 2026", 1, "2026"), ("jan.–mars 2026", 2, "2026-01..2026-03"), ("jan-mar 2026", 1, "2026-Q1"),
        ("nov. 2025–jan. 2026", 2, "2025-Q4"), ("9.–15. mars 2026", 1, "2026-W11"), ("29.12.–4.1.2026", 1, "2026-W01"),
        ("1. kvartal 2025/26 (feb.–april 2025)", 2, "2025-Q1"),
    ],
)  # fmt: skip
def test_periods_in_every_spelling_of_files_and_people(typed, start, key):
    assert period(typed, Calendar(start)) == Understood(Period.parse(key, start))


@table(
    "typed, frequency, key",
    [
        ("uke 14", Frequency.WEEK, "2026-W14"), ("14", Frequency.WEEK, "2026-W14"),
        ("14 2027", Frequency.WEEK, "2027-W14"),
        ("2027 14", Frequency.WEEK, "2027-W14"), ("2/2026", Frequency.WEEK, "2026-W02"),
        ("mars", Frequency.MONTH, "2026-03"),
        ("12", Frequency.MONTH, "2026-12"), ("des", Frequency.MONTH, "2026-12"), ("01/26", Frequency.MONTH, "2026-01"),
        ("kvartal 1", Frequency.QUARTER, "2026-Q1"), ("K3", Frequency.QUARTER, "2026-Q3"),
        ("2", Frequency.HALF_YEAR, "2026-H2"),
        ("H1", Frequency.HALF_YEAR, "2026-H1"), ("20. mars", Frequency.DAY, "2026-03-20"),
        ("mai 26", Frequency.DAY, "2026-05-26"),
        ("20.3.", Frequency.DAY, "2026-03-20"), ("i dag", Frequency.DAY, "2026-03-16"),
        ("2027", Frequency.YEAR, "2027"),
        ("jan.–mars", Frequency.QUARTER, "2026-Q1"),
    ],
)  # fmt: skip
def test_short_names_where_the_rhythm_and_the_day_are_known(typed, frequency, key):
    assert period(typed, Calendar(today=TODAY, frequency=frequency)) == Understood(Period.parse(key))
    if frequency is not Frequency.YEAR and not any(part in typed for part in ("2026", "2027", "26")):
        assert isinstance(period(typed, Calendar(frequency=frequency)), NotUnderstood)


@pytest.mark.parametrize(
    ("typed", "calendar", "keys"),
    [
        ("01/05/2026", Calendar(), ("2026-05-01", "2026-01-05")), ("01-02-2026", Calendar(),
        ("2026-02-01", "2026-01-02")),
        ("2011/12", Calendar(2), ("2011", "2011-12")), ("Jan 26", Calendar(today=TODAY), ("2026-01", "2026-01-26")),
        ("01-02-03", Calendar(), ("2003-02-01", "2003-01-02", "2001-02-03")),
    ],
)  # fmt: skip
def test_what_one_cell_cannot_tell_is_ambiguous(typed, calendar, keys):
    assert period(typed, calendar) == Ambiguous(tuple(Period.parse(key, calendar.fiscal_start) for key in keys))


@table(
    "typed, start",
    [
        ("2025/26", 1), ("1. kvartal 2025/26", 1), ("1. kvartal 2025/27", 2), ("2025/27", 4), ("5. kvartal 2026", 1),
        ("uke 54 2026", 1), ("2025-W53", 1), ("", 1), ("uke", 1), ("2026K9", 1), ("jan.–feb. 2026", 1),
        ("30. februar 2026", 1), ("1. kvartal 1800", 1), ("x" * 10_000, 1), ("9" * 5000, 1), ("mars april 2026", 1),
        ("1234567890", 1), ("2026-13", 1), ("13.2026", 1), ("202613", 1), ("31.02.2026", 1), ("2026-02-30", 1),
        ("Reservert", 1), ("Sum", 1), ("Hittil i år", 1), ("Totalt", 1), ("12", 1), ("1200", 1), ("46054", 1),
        ("Måned", 1),
        ("10.–15. mars 2026", 1), ("1. kvartal 2026 (april–juni 2026)", 1), ("()", 1), ("2200-01", 1), ("1 200,50", 1),
    ],
)  # fmt: skip
def test_what_names_no_period(typed, start):
    found = period(typed, Calendar(start))
    assert isinstance(found, NotUnderstood) and str(found.why)


@pytest.mark.parametrize(
    ("typed", "calendar", "reason"),
    [
        ("uke 12", Calendar(), "which year"), ("jan", Calendar(), "which year"), ("2026-W54", Calendar(), "no such"),
        ("2026-03", Calendar(frequency=Frequency.WEEK), "another length"), ("Sum", Calendar(), "isn’t a period"),
        ("30. februar 2026", Calendar(), "no such"),
    ],
)  # fmt: skip
def test_why_a_text_names_no_period(typed, calendar, reason):
    found = period(typed, calendar)
    assert isinstance(found, NotUnderstood)
    with text.using("en"):
        assert reason in str(found.why)


@table(
    "year, part, kind, start, key",
    [
        ("2026", "1", Frequency.QUARTER, 1, "2026-Q1"), ("2026", "K1", Frequency.QUARTER, 2, "2026-Q1"),
        ("2026", "2. kvartal", Frequency.QUARTER, 1, "2026-Q2"), ("2026", "Q3", Frequency.QUARTER, 1, "2026-Q3"),
        ("2026/27", "1", Frequency.QUARTER, 2, "2026-Q1"), ("2026.0", "2.0", Frequency.QUARTER, 1, "2026-Q2"),
        ("2026", "Uke 1", Frequency.WEEK, 1, "2026-W01"), ("2026", "53", Frequency.WEEK, 1, "2026-W53"),
        ("2026", "5", Frequency.MONTH, 1, "2026-05"), ("2026", "mai", Frequency.MONTH, 1, "2026-05"),
        ("2026", "December", Frequency.MONTH, 1, "2026-12"), ("2026", "13", Frequency.MONTH, 1, None),
    ],
)  # fmt: skip
def test_two_columns_name_a_period(year, part, kind, start, key):
    expected = None if key is None else Period.parse(key, start)
    assert likeliest(part_of_year(year, part, kind, Calendar(start)), None) == expected


# ---- days ----------------------------------------------------------------------------------------


@table(
    "typed, date",
    [
        ("31.12.2026", "2026-12-31"), ("1.2.26", "2026-02-01"), ("05.01.26", "2026-01-05"),
        ("12. 3. 2026", "2026-03-12"),
        ("2026-01-05", "2026-01-05"), ("2026/01/05", "2026-01-05"), ("2026/02/01", "2026-02-01"),
        ("2026.1.5", "2026-01-05"),
        ("20260105", "2026-01-05"), ("19580329", "1958-03-29"), ("03/13/2026", "2026-03-13"),
        ("12/28/2025", "2025-12-28"),
        ("13-08-2026", "2026-08-13"), ("3/20/15", "2015-03-20"), ("2/2/2026", "2026-02-02"),
        ("1. februar 2026", "2026-02-01"),
        ("12 March 2026", "2026-03-12"), ("March 12, 2026", "2026-03-12"), ("Jan 1 2000", "2000-01-01"),
        ("Jan-1-1995", "1995-01-01"), ("5-Jan-26", "2026-01-05"), ("5. jan. 26", "2026-01-05"),
        ("12th March 2026", "2026-03-12"),
        ("den 12. mars 2026", "2026-03-12"), ("31.01.2026 23:30", "2026-01-31"), ("01.02.2026 10:15:00", "2026-02-01"),
        ("Jan 05, 2026 09:00 am", "2026-01-05"), ("11/20/2025, 11:59:10 p.m.", "2025-11-20"),
        ("2026-03-01T12:00:00", "2026-03-01"), ("2026-03-01T23:59:59.999Z", "2026-03-01"),
        ("2026-03-01 00:00:00+02:00", "2026-03-01"), ("31.01.2026 kl. 23:30", "2026-01-31"),
        ("20260305 08:00", "2026-03-05"),
        ("Mandag 16. mars 2026", "2026-03-16"), ("Mon, 16 March 2026", "2026-03-16"), ("29.02.2024", "2024-02-29"),
    ],
)  # fmt: skip
def test_days_in_the_usual_orders(typed, date):
    assert day(typed) == Understood(dt.date.fromisoformat(date))
    assert period(typed) == Understood(Period(Frequency.DAY, dt.date.fromisoformat(date)))


@table(
    "typed, order, date",
    [
        ("3/5/2026", Order.DMY, "2026-05-03"), ("3/5/2026", Order.MDY, "2026-03-05"),
        ("03-05-26", Order.YMD, "2003-05-26"),
        ("26.01.05", Order.YMD, "2026-01-05"), ("3.5.2026", Order.MDY, "2026-03-05"), ("13/08/2026", Order.MDY, None),
        ("03/13/2026", Order.DMY, None), ("2026-05-03", Order.MDY, "2026-05-03"), ("3/5/2026", Order.YMD, None),
    ],
)  # fmt: skip
def test_a_stated_order_is_kept_to(typed, order, date):
    expected = None if date is None else dt.date.fromisoformat(date)
    assert likeliest(day(typed, Calendar(order=order)), None) == expected


def test_a_serial_number_is_a_day_only_where_it_is_said_to_be():
    assert isinstance(day("46023"), NotUnderstood)
    assert day("46023", Calendar(serials=True)) == Understood(dt.date(2026, 1, 1))
    assert period("46054.98", Calendar(serials=True)) == Understood(Period(Frequency.DAY, dt.date(2026, 2, 1)))


@given(days)
def test_serial_numbers_agree_with_an_independent_count(date):
    serial = (date - dt.date(1900, 1, 1)).days + 2  # day 1 is 1 January 1900, and 29 February 1900 was counted
    if 10_000 <= serial <= 99_999:
        assert day(str(serial), Calendar(serials=True)) == Understood(date)


@given(days)
def test_a_date_in_figures_is_ambiguous_just_when_day_and_month_can_change_places(date):
    for mark in "/-":
        found = day(f"{date.day:02}{mark}{date.month:02}{mark}{date.year}")
        assert isinstance(found, Ambiguous) == (date.day <= 12 and date.day != date.month)
        assert likeliest(found, None) == date or not isinstance(found, Ambiguous)
    assert day(f"{date.day}.{date.month}.{date.year}") == Understood(date)


@given(days)
def test_every_date_that_the_standard_library_writes_is_read(date):
    for form in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%a, %d %b %Y", "%Y/%m/%d"):
        assert day(date.strftime(form)) == Understood(date), form
    for form, order in (("%m/%d/%Y", Order.MDY), ("%d/%m/%Y", Order.DMY), ("%d-%m-%Y", Order.DMY)):
        assert day(date.strftime(form), Calendar(order=order)) == Understood(date), form
    assert read(date.strftime("%G-W%V")) == Period.containing(date, Frequency.WEEK)


@table("typed", ["tomorrow", "20.3.", "31.02.2026", "", "x" * 10_000, "32.1.2026", "1.13.2026", "mars"])
def test_what_names_no_day(typed):
    assert isinstance(day(typed), NotUnderstood)


@given(st.text(max_size=80), starts, st.sampled_from([None, *Frequency]), st.booleans())
def test_no_text_breaks_the_reader(typed, start, frequency, serials):
    for calendar in (Calendar(start), Calendar(start, TODAY, frequency, None, serials)):
        found = period(typed, calendar)
        for each in found.readings if isinstance(found, Ambiguous) else [likeliest(found, None)]:
            assert each is None or 1900 <= each.first.year <= 2199
        day(typed, calendar)


@given(st.text("0123456789 ./-'ukeWQKTHjanfebmars–()", max_size=24), starts)
def test_no_mixture_of_what_periods_are_made_of_breaks_the_reader(typed, start):
    period(typed, Calendar(start, TODAY))
    day(typed, Calendar(start, TODAY, serials=True))


# ---- columns -------------------------------------------------------------------------------------


@table(
    "texts, order",
    [
        (["01/05/2026", "02/02/2026", "03/13/2026"], Order.MDY), (["01-08-2026", "13-08-2026"], Order.DMY),
        (["1/1/2025", "2/1/2025"], None), (["3/3/2025", "4/4/2025"], Order.DMY), (["3/20/15", "4/1/15"], Order.MDY),
        (["95-01-05"], Order.YMD), (["2026-01-05"], Order.DMY), ([], Order.DMY),
    ],
)  # fmt: skip
def test_a_column_tells_the_order_of_its_dates(texts, order):
    assert order_of(texts) is order


@table(
    "texts, mark",
    [
        (["1,5", "2,25"], ","), (["1.234,5", "12"], ","), (["1,284,500", "950"], "."), (["1.284.500", "950.000"], ","),
        (["1,234", "2,345"], None), (["28.980", "0.177"], "."), (["1 284 500", "5"], None),
        (["1,250", "0,875", "2,125"], ","),
        (["1.234", "987", "12.500", "2.100"], None),
    ],
)  # fmt: skip
def test_a_column_tells_its_decimal_mark(texts, mark):
    assert decimal_of(texts) == mark


def test_a_month_is_known_by_a_beginning_of_its_own():
    assert (month_called("des"), month_called("Okt"), month_called("mai"), month_called("Sept.")) == (12, 10, 5, 9)
    assert month_called("ju") is None and month_called("jul") == 7 and month_called("mandag") is None


@pytest.mark.parametrize(
    ("language", "key", "start", "name", "short", "file"),
    [
        ("nb", "2025-Q1", 2, "1. kvartal 2025/26 (feb.–april 2025)", "1. kv.", "2025-26 K1"),
        ("nb", "2025-Q4", 2, "4. kvartal 2025/26 (nov. 2025–jan. 2026)", "4. kv.", "2025-26 K4"),
        ("nb", "2025", 4, "2025/26 (april 2025–mars 2026)", "2025/26", "2025-2026"),
        ("nb", "2026-Q1", 1, "1. kvartal 2026", "1. kv.", "2026 K1"),
        ("nb", "2026-01..2026-03", 2, "jan.–mars 2026", "jan.–mars", "2026-01..2026-03"),
        ("en", "2026-01..2026-03", 2, "Jan–Mar 2026", "Jan–Mar", "2026-01..2026-03"),
    ],
)  # fmt: skip
def test_fiscal_calendar_and_foreign_periods_have_names_of_their_own(language, key, start, name, short, file):
    written = Period.parse(key, start)
    with text.using(language):
        assert fmt.period_told(written, start) == name
        assert fmt.period_short(written, start) == short
        assert fmt.period_file(written, start) == file
