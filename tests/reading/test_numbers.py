"""What a typed number means: marks, spaces, signs, currency, scales, units, times and sums; and what it does not."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.entities import NOT_APPLICABLE
from kpidesk.reading import (
    Ambiguous,
    NotUnderstood,
    Understood,
    Writing,
    cell,
    likeliest,
    number,
)
from kpidesk.reading.numbers import decimal_mark
from tests.table import table

LANGUAGES = ("nb", "en")
TYPED = {language: Writing(language, sums=True) for language in LANGUAGES}


@table("language", LANGUAGES)
@table(
    "typed, value",
    [
        ("12.5", 12.5), ("12,5", 12.5), ("1 284 500", 1284500), ("1\u00a0284\u202f500,5", 1284500.5),
        ("1\u2009284\u2009500", 1284500), ("1\u2007284", 1284), ("1.284.500", 1284500), ("1,284,500", 1284500),
        ("1,284.5", 1284.5), ("1.284,5", 1284.5), ("1284500,5", 1284500.5), ("1'284'500", 1284500),
        ("1’284.50", 1284.5),
        ("kr 1 200,-", 1200), ("1 200,-", 1200), ("1.200,-", 1200), ("1,200.-", 1200), ("1,200,-", 1200),
        ("1 200,—", 1200), ("12,50,-", 12.5), ("kr. 12,50", 12.5), ("1 200,50 kr", 1200.5), ("NOK 1 200,50", 1200.5),
        ("6,1 %", 6.1), ("0.18%", 0.18), ("5,3 t", 5.3), ("+2,0 pp", 2.0), ("46 poeng", 46), ("1 point", 1),
        ("\u22120,4", -0.4), ("–500", -500), ("- 3", -3), ("-500", -500), ("500-", -500), ("1200\u2212", -1200),
        ("1 200,50-", -1200.5), ("(1 234)", -1234), ("(1 234,50)", -1234.5), ("($50.00)", -50), ("(500) kr", -500),
        ("kr (500)", -500), ("(-5)", -5), ("0", 0), ("-0", 0), (",5", 0.5), ("0,125", 0.125), ("0.125", 0.125),
        ("$1,234.50", 1234.5), ("-$7.25", -7.25), ("\u2212kr 5,5", -5.5), ("kr -5", -5), ("5.5 USD", 5.5), ("€ 12", 12),
        ("1.355,90 €", 1355.9), ("900,00€", 900), ("£1,000.00", 1000), ("\u200b1\u200e2\ufeff", 12), ("１２,５", 12.5),
        ('="1200"', 1200), ("'1200", 1200), ("12500.500", 12500.5), ("1 284,500", 1284.5),
    ],
)  # fmt: skip
def test_every_way_of_writing_one_number_is_read(language, typed, value):
    assert likeliest(number(typed, TYPED[language]), None) == value
    assert likeliest(number(f" {typed}\u00a0", Writing(language)), None) == value


@table(
    "typed, value",
    [
        ("1,2 mill.", 1.2e6), ("1,5 mill", 1.5e6), ("2 MNOK", 2e6), ("MNOK 2,5", 2.5e6), ("1.2M", 1.2e6),
        ("2 mkr", 2e6),
        ("1,28\u00a0mill.\u00a0kr", 1.28e6), ("4,01 mrd. kr", 4.01e9), ("−1,28 mrd.", -1.28e9), ("3 milliarder", 3e9),
        ("1.28 bn kr", 1.28e9), ("2 tn", 2e12), ("450 tNOK", 450e3), ("450 TKR", 450e3), ("12k", 12e3),
        ("$1.2M", 1.2e6),
        ("5 tusen", 5e3), ("2,3 millioner", 2.3e6), ("(1,2 mill.)", -1.2e6), ("1.1 million", 1.1e6),
    ],
)  # fmt: skip
@table("language", LANGUAGES)
def test_a_scale_is_multiplied_out_and_worth_showing(language, typed, value):
    assert number(typed, Writing(language)) == Understood(value, converted=True)


def test_a_billion_is_what_the_language_means_by_it():
    assert number("2 billion", Writing("en")) == Understood(2e9, True)
    assert number("2 bill. kr", Writing("nb")) == Understood(2e12, True)
    assert number("2 billion") == Ambiguous((2e12, 2e9))
    assert number("1.28 m", Writing("en")) == Understood(1.28e6, True)
    assert isinstance(number("5 m", Writing("nb")), NotUnderstood)
    assert number("5 m", Writing("en", unit="m")) == Understood(5.0)


@table(
    "typed, writing, readings",
    [
        ("12.500", Writing("nb"), (12500, 12.5)), ("12.500", Writing("en"), (12.5, 12500)),
        ("4,405", Writing("nb"), (4.405, 4405)), ("4,405", Writing("en"), (4405, 4.405)),
        ("1,250", Writing(), (1.25, 1250)), ("-112.000", Writing("nb"), (-112000, -112)),
        ("kr 1.234", Writing("nb"), (1234, 1.234)), ("(1.234)", Writing("en"), (-1.234, -1234)),
        ("2*1.500", Writing("nb", sums=True), (3000, 3)),
    ],
)  # fmt: skip
def test_a_mark_that_can_group_or_begin_the_decimals_leaves_it_open(typed, writing, readings):
    assert number(typed, writing) == Ambiguous(tuple(map(float, readings)))


@table("typed", ["0,875", "0.500", "1234.567", "12.50", "1 234.567", "1,234,567", "12.5", "1200"])
def test_what_can_be_read_in_one_way_only_is_not_ambiguous(typed):
    assert isinstance(number(typed), Understood)


@table(
    "decimal, typed, value",
    [
        (",", "1.234", 1234), (",", "1,234", 1.234), (".", "1,234", 1234), (".", "1.234", 1.234), (",", "1.5", None),
        (".", "1,5", None), (",", "1.234,5", 1234.5), (",", "1,234.5", None), (".", "1,2,3", None),
        (",", "1,234,5", None),
        (",", "0.500", None), (",", "1 234", 1234), (".", "1 234,5", None),
    ],
)  # fmt: skip
def test_in_a_column_that_has_shown_its_mark_no_other_begins_the_decimals(decimal, typed, value):
    assert likeliest(number(typed, Writing(decimal=decimal, sure=True)), None) == value


@table(
    "typed, mark",
    [("1.5", "."), ("1,5", ","), ("1.234", None), ("1 234", None), ("1.234,5", ","), ("1,234.50 kr", "."),
     ("0,875", ","),
     ("1.284.500", ","), ("12 345,-", ","), ("x", None), ("", None), ("1.2.3", None), ("−1,25 %", ",")],
)  # fmt: skip
def test_a_number_proves_its_decimal_mark_or_leaves_it_open(typed, mark):
    assert decimal_mark(typed) == mark


@table(
    "typed",
    [
        "", " ", "nan", "NaN", "inf", "-inf", "1e400", "12 13", "1 2345", "1.2.3", "1,28,45", "9" * 16, "1" * 65, "--2",
        "%", "$", "-kr", "((5))", "(5", "5)", "+-5", "-5-", "5–10", "90+", "1 234.567,8.9", "kr 5 €5", "12 kg",
        "1,2 mil",
        "1 000 mill. personer", "5 % kr", "kr 5 %", "krabbe 5", "uke 11", "i dag 08:41", "1:35", "=", "=x", "1+",
        "(1+2",
        "2026-01", "01-02-2026", "3/5/2026", "2026-01-05", "22-33-44", "#I/T", "#DIV/0!", "#N/A", "x" * 100_000,
        "9" * 100_000, "+47 22 33 44 55", "5**2", "2^3", "__import__('os')", "1 000 000 000 000 000 000", "²", "½",
    ],
)  # fmt: skip
@table("language", LANGUAGES)
def test_what_is_no_number_has_no_value_and_a_reason(language, typed):
    read = number(typed, TYPED[language])
    assert isinstance(read, NotUnderstood)
    with text.using(language):
        assert str(read.why).endswith((".", "?")) and "{" not in str(read.why)


@pytest.mark.parametrize(
    ("typed", "likely", "sentence"),
    [
        ("44O5", 4405, "4\u00a0405?"), ("l2", 12, None), ("1S,5", 15.5, None),
        ("1O.5OO", 10500, None), ("OO", None, None), ("Oslo", None, None),
    ],
)  # fmt: skip
def test_a_letter_for_a_digit_is_refused_with_the_number_it_was(typed, likely, sentence):
    read = number(typed, Writing("nb"))
    assert isinstance(read, NotUnderstood) and read.likely == likely
    if sentence:
        with text.using("nb"):
            assert str(read.why).endswith(sentence)


@table(
    "typed, hours, minutes, seconds",
    [
        ("00:12:30", 12.5 / 60, 12.5, 750), ("25:30:00", 25.5, 1530, 91800),
        ("18:25 min", 1105 / 3600, 1105 / 60, 1105),
        ("1:35 t", 95 / 60, 95, 5700), ("1 t 35 min", 95 / 60, 95, 5700), ("1h35m", 95 / 60, 95, 5700),
        ("2 timer og 5 minutter", 125 / 60, 125, 7500), ("1,5 t", 1.5, 90, 5400), ("30 min", 0.5, 30, 1800),
        ("90 s", 0.025, 1.5, 90), ("-1:35:00", -95 / 60, -95, -5700), ("0:00:01,5", 1.5 / 3600, 0.025, 1.5),
        ("2 hours", 2, 120, 7200),
    ],
)  # fmt: skip
def test_a_length_of_time_is_told_in_the_unit_that_is_measured(typed, hours, minutes, seconds):
    for unit, value in (("hours", hours), ("minutes", minutes), ("seconds", seconds)):
        assert likeliest(number(typed, Writing("nb", unit=unit)), None) == pytest.approx(value, rel=1e-15)


def test_two_parts_of_a_time_are_hours_and_minutes_but_where_the_unit_leaves_it_open():
    assert number("1:35", Writing(unit="hours")) == Understood(95 / 60, True)
    assert number("1:35", Writing(unit="minutes")) == Ambiguous((95.0, 95 / 60))
    assert number("1:35", Writing(unit="seconds")) == Ambiguous((95.0, 5700.0))
    assert isinstance(number("1:75", Writing(unit="hours")), NotUnderstood)
    assert isinstance(number("1:35", Writing(unit="currency")), NotUnderstood)


@table(
    "typed, unit, likely",
    [
        ("1 234,50 kr", "count", 1234.5), ("5 %", "currency", 5), ("5 kr", "percent", 5), ("12 %", "ratio", 0.12),
        ("5 t", "kg", 5), ("5 dager", "hours", 5), ("3 timer", "count", 3), ("$5", "kg", 5),
        ("€ 12", "currency", 12), ("$5", "currency", 5), ("12 USD", "currency", 12), ("2 M€", "currency", 2e6),
        ("5 SEK", "currency", 5), ("2 meur", "currency", 2e6), ("kr 12", "EUR", 12), ("$5", "€", 5),
        ("5 dkk", "SEK", 5),
    ],
)  # fmt: skip
def test_a_number_in_a_unit_that_is_not_measured_is_asked_about(typed, unit, likely):
    read = number(typed, Writing("nb", unit=unit))
    assert isinstance(read, NotUnderstood) and read.likely == likely and read.why.code == "other_unit"


@table(
    "typed, unit",
    [("5 kg", "kg"), ("5 KG", "kg"), ("5 stk", "count"), ("5 poeng", "count"), ("5 kr per kunde", "kr per kunde"),
     ("5", "anything"), ("$5", "$"), ("5 USD", "USD"), ("5 nok", "currency"),
     ("kr 5", "currency"), ("5 kr", "SEK"), ("€5", "EUR"), ("5 m²", "m²"), ("5 %", "percent")],
)  # fmt: skip
def test_a_number_in_the_unit_that_is_measured_is_taken(typed, unit):
    assert number(typed, Writing("nb", unit=unit)) == Understood(5.0)


@table(
    "typed, value",
    [
        ("1000+200", 1200), ("=1000+200", 1200), ("= 1000 + 200", 1200), ("12 500*1,25", 15625), ("(3+4)/2", 3.5),
        ("=(1234)", 1234), ("10-3-2", 5), ("2+3*4", 14), ("(2+3)*4", 20), ("100/8/2", 6.25), ("5*-2", -10),
        ("-5+3", -2),
        ("−5 − 3", -8), ("0,1+0,2", 0.3), ("6×7", 42), ("10÷4", 2.5), ("=5", 5), ("1.000,50+1", 1001.5), ("-(2+3)", -5),
        ("2000/12", 2000 / 12), ("1 000+2 000", 3000), ("((1+2))*3", 9), ("=2026-01", 2025),
    ],
)  # fmt: skip
@table("language", LANGUAGES)
def test_a_calculation_in_a_cell_is_worked_out(language, typed, value):
    assert number(typed, TYPED[language]) == Understood(pytest.approx(value, rel=1e-15), converted=True)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("5/0", "divides by 0"), ("=5/(2-2)", "divides by 0"), ("2026-01", "date"), ("3*x", "formula"),
     ("1e20*2", "formula"),
     ("9"*15 + "*9", "largest")],
)  # fmt: skip
def test_a_calculation_that_has_no_result_tells_why(typed, reason):
    read = number(typed, TYPED["en"])
    assert isinstance(read, NotUnderstood)
    with text.using("en"):
        assert reason in str(read.why)


def test_nobody_calculates_where_numbers_are_only_read():
    assert isinstance(number("1000+200", Writing("nb")), NotUnderstood)


def test_an_exponent_is_read_as_spreadsheets_write_it():
    assert number("1,2E+05", Writing("nb")) == Understood(120000.0, True)
    assert number("1e-07") == Understood(1e-07, True)


# ---- cells ----------------------------------------------------------------------------------------


@table("typed", ["-", "–", "—", "−", "n/a", "N/A", "i/a", "IA", "na", "ikke aktuelt", "Not applicable"])
def test_there_is_nothing_to_enter_is_said_in_either_language(typed):
    assert cell(typed) == Understood(NOT_APPLICABLE)


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "\u200b"])
def test_an_empty_cell_is_blank(typed):
    assert cell(typed) == Understood(None)


def test_zero_is_a_number():
    assert cell("0") == Understood(0.0)


# ---- what the program writes ----------------------------------------------------------------------

UNITS = [
    "count",
    "percent",
    "currency",
    "hours",
    "days",
    "minutes",
    "seconds",
    "score",
    "ratio",
    "kg",
    "kr per kunde",
    "",
]
values = st.builds(
    lambda scaled, places: float(Decimal(scaled).scaleb(-places)), st.integers(-(10**12), 10**12), st.integers(0, 6)
)


@given(st.sampled_from(LANGUAGES), st.integers(0, 6), st.integers(-(10**12), 10**12), st.sampled_from(UNITS))
def test_what_is_shown_reads_back_as_the_same_number(language, decimals, scaled, unit):
    value = float(Decimal(scaled).scaleb(-decimals))
    with text.using(language):
        shown = {
            fmt.with_unit(value, unit, decimals), fmt.number(value, decimals),
            fmt.exact(value), str(fmt.Figure(value)), fmt.difference(value, unit, decimals),
        }  # fmt: skip
    for each in shown:
        assert likeliest(number(each, Writing(language, unit=unit)), None) == value, each
        assert likeliest(number(each, Writing(language, sums=True, unit=unit)), None) == value, each


@given(st.sampled_from(LANGUAGES), values, st.sampled_from(["currency", "count", "", "kg"]))
def test_a_large_amount_in_words_reads_back_as_what_it_says(language, value, unit):
    with text.using(language):
        shown = fmt.compact(value, unit, 2)
    read = likeliest(number(shown, Writing(language, unit=unit)), None)
    assert read is not None
    with text.using(language):
        assert fmt.compact(read, unit, 2) == shown
    assert read == pytest.approx(value, rel=0.006, abs=0.006)


@given(values)
def test_machine_forms_are_read_in_both_languages(value):
    plain = f"{Decimal(repr(value)).normalize():f}"
    for language, shown in itertools.product(LANGUAGES, (plain, repr(value), plain.replace(".", ","))):
        read = number(shown, Writing(language, unit="kg"))
        assert value in (read.readings if isinstance(read, Ambiguous) else (likeliest(read, None),)), shown
    for language, mark in (("nb", ","), ("en", ".")):
        assert likeliest(number(plain.replace(".", mark), Writing(language)), None) == value


# ---- an independent check -------------------------------------------------------------------------


def every_meaning(digits: str) -> set[Fraction]:
    """Brute force: each way to call every mark in a number a group or the decimal mark, kept if it is one."""
    marks = [place for place, letter in enumerate(digits) if not letter.isdigit()]
    found = set()
    for decimal in (None, *(place for place in marks if digits[place] in ".,")):
        groups = [place for place in marks if place != decimal]
        kinds = {digits[place] for place in groups}
        whole = digits if decimal is None else digits[:decimal]
        fraction = "" if decimal is None else digits[decimal + 1 :]
        if (
            len(kinds) > 1
            or (decimal is not None and digits[decimal] in kinds)
            or (not fraction.isdigit() and fraction)
        ):
            continue
        parts = re.split(r"[ .,']", whole)
        grouped = len(parts) > 1
        if grouped and not (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])):
            continue
        if grouped and parts[0][0] == "0" and kinds <= set(".,"):
            continue
        if not (whole or fraction) or (whole and not whole[0].isdigit()):
            continue
        found.add(Fraction(f"{''.join(parts) or 0}.{fraction or 0}"))
    return found


@example("0.500,0")
@example("0.000.000")
@given(
    st.text("0123456789 .,'", min_size=1, max_size=9).filter(
        lambda digits: digits[-1:].isdigit() and digits[0].isdigit()
    )
)
def test_every_reading_is_one_that_brute_force_finds_and_none_is_missing(digits):
    read = number(digits if "  " not in digits else "x")
    got = read.readings if isinstance(read, Ambiguous) else () if isinstance(read, NotUnderstood) else (read.value,)
    expected = set() if "  " in digits else {float(each) for each in every_meaning(digits)}
    if len(expected) == 2 and not isinstance(read, Ambiguous):
        # two marks of a kind each, "1,234.5": brute force knows no rule that the later begins the decimals
        assert got and set(got) <= expected
    else:
        assert set(got) == expected


def python_says(expression: str) -> Fraction:
    """The value of a calculation by another road: its numbers made fractions, then Python's own rules."""
    return eval(re.sub(r"\d+", lambda found: f"Fraction({found[0]})", expression), {"Fraction": Fraction})


@given(st.recursive(
    st.integers(0, 999).map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join), inner.map(lambda each: f"({each})")
    ),
    max_leaves=8,
))  # fmt: skip
def test_a_calculation_gives_what_exact_arithmetic_gives(expression):
    read = number(f"={expression}", Writing(sums=True))
    try:
        exact = python_says(expression)
    except ZeroDivisionError:
        assert isinstance(read, NotUnderstood)
        return
    if len(expression) < 240 and abs(exact) < 1e15:
        assert likeliest(read, None) == pytest.approx(float(exact), rel=1e-15, abs=1e-30)


@given(st.text(max_size=80), st.sampled_from([None, *LANGUAGES]), st.sampled_from(UNITS), st.booleans())
def test_reading_a_number_never_fails(typed, language, unit, sums):
    read = number(typed, Writing(language, unit=unit, sums=sums))
    for value in read.readings if isinstance(read, Ambiguous) else (likeliest(read, 0.0),):
        assert abs(value) <= fmt.MOST


@given(
    st.text("0123456789 .,-+*/()%krmilltMNOK:=–−'$€e", max_size=24), st.sampled_from(LANGUAGES), st.sampled_from(UNITS)
)
def test_no_mixture_of_what_numbers_are_made_of_breaks_the_reader(typed, language, unit):
    read = number(typed, Writing(language, unit=unit, sums=True))
    assert isinstance(read, NotUnderstood) or abs(likeliest(read, 0.0)) <= fmt.MOST


@pytest.mark.parametrize("typed", ["1e-999", "-1e-999", "1e-13", "5e-400 kr"])
def test_what_would_be_shown_as_0_and_is_not_is_refused(typed):
    read = number(typed, Writing("nb", unit="currency"))
    assert isinstance(read, NotUnderstood) and read.why.code == "too_small" and read.likely is None
    assert number("0e-99") == Understood(0.0, True)
