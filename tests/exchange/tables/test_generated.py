"""Random tables against the truth that they were made from: read as they are, or asked about, or listed.

Never silently wrong: a number that comes out is the one that was put in, and one that does not come out is asked
about or stands among what is left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets import book_of_text
from kpidesk.exchange.sheets.book import Book, Cell, Kind, Sheet
from kpidesk.exchange.tables.saying import answered
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Said, Understanding
from kpidesk.text import using
from tests import long
from tests.exchange.tables.sheets import KNOWN

NAMES = ("Omsetning", "Varekjøp", "Lønn", "Kunder", "Besøk i butikken", "Tilfredshet")
TITLES = ("Salgsrapport", "Fjordbrød bakeri AS", "Laget av Kari", "Org.nr 999 999 999")
NOTES = ("Kilde: kassen", "* foreløpige tall", "Tallene er uten mva.")
Truth = dict[str, dict[Period, float]]


@dataclass(frozen=True)
class Made:
    """A table, the book that holds it, and what was put in."""

    book: Book
    truth: Truth
    order: str = "dmy"
    decimal: str = ","
    noise: tuple[str, ...] = field(default=())


def month(period: Period, form: int, lang: str) -> str:
    first, year = period.first, period.first.year
    name = fmt.MONTHS[lang][first.month - 1]
    return (
        f"{name} {year}", f"{name[:3]}.{year % 100:02}", f"{name[:3]}-{year % 100:02}", f"{first.month:02}.{year}",
        f"{year}-{first.month:02}", f"{year}M{first.month:02}", f"{name[:3]} {year}", f"{first.month:02}/{year}",
        f"{year}{first.month:02}", f"01.{first.month:02}.{year}",
    )[form % 10]  # fmt: skip


def week(period: Period, form: int) -> str:
    year, number, _day = period.first.isocalendar()
    return (
        f"{year}-W{number:02}",
        f"uke {number} {year}",
        f"Uke {number}, {year}",
        f"{year}U{number:02}",
        f"Week {number} {year}",
    )[form % 5]


def quarter(period: Period, form: int) -> str:
    number, year = period.number(), period.first.year
    return (
        f"{year}K{number}",
        f"Q{number} {year}",
        f"{number}. kvartal {year}",
        f"{year}-Q{number}",
        f"K{number} {year}",
    )[form % 5]


def day(period: Period, form: int) -> str:
    date = period.first
    return (
        date.isoformat(), f"{date:%d.%m.%Y}", f"{date:%d.%m.%y}", f"{date:%Y/%m/%d}", f"{date:%d.%m.%Y} 12:30",
        f"{date:%m/%d/%Y}", f"{date:%d-%m-%Y}", f"{date:%Y%m%d}",
    )[form % 8]  # fmt: skip


def written(period: Period, form: int, lang: str) -> str:
    match period.frequency:
        case Frequency.MONTH:
            return month(period, form, lang)
        case Frequency.WEEK:
            return week(period, form)
        case Frequency.QUARTER:
            return quarter(period, form)
        case Frequency.DAY:
            return day(period, form)
        case _:
            return f"{period.first.year}"


def amount(value: float, form: int, decimals: int, lang: str) -> str:
    """A number with the marks of a language; a form says how thousands are grouped and what stands beside them."""
    plain = f"{value:,.{decimals}f}"
    group = ("", " ", "\u00a0")[form % 3] if lang == "nb" else ("", ",")[form % 2]
    text = plain.replace(",", "\0").replace(".", "," if lang == "nb" else ".").replace("\0", group)
    money = form // 3 % 6
    return (
        text,
        text,
        text,
        f"kr {text}" if lang == "nb" else f"${text}",
        f"{text} kr" if lang == "nb" else text,
        text,
    )[money]


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    frequency = draw(
        st.sampled_from([Frequency.MONTH, Frequency.WEEK, Frequency.QUARTER, Frequency.DAY, Frequency.YEAR])
    )
    n = draw(st.integers(3, 14 if frequency is not Frequency.YEAR else 8))
    start = draw(st.dates(dt.date(2012, 1, 1), dt.date(2017, 12, 31)))
    periods = [Period.containing(start, frequency).next(k) for k in range(n)]
    decimals = draw(st.sampled_from([0, 0, 2]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    numbers = st.integers(-9_999, 2_000_000).map(lambda each: round(each / 10**decimals, decimals))
    return {name: {period: draw(numbers) for period in periods} for name in names}


def rows_of(
    truth: Truth, layout: str, text: dict[str, dict[Period, Cell]], head: dict[Period, Cell]
) -> list[list[Cell]]:
    """The rows of a table, its headings first: long, wide, or a row for each number."""
    periods = list(head)
    if layout == "wide":
        return [
            ["KPI", *(head[each] for each in periods)],
            *([name, *(text[name][each] for each in periods)] for name in truth),
        ]
    if layout == "metric":
        lines = [[head[each], name, text[name][each]] for name in truth for each in periods]
        return [["Periode", "KPI", "Verdi"], *lines]
    return [["Periode", *truth], *([head[each], *(text[name][each] for name in truth)] for each in periods)]


def noisy(draw: st.DrawFn, rows: list[list[Cell]], layout: str) -> list[list[Cell]]:
    """The rows with lines above and below, an empty one between, and a row of sums."""
    body = [list(row) for row in rows]
    width = len(body[0])
    if layout == "long" and draw(st.booleans()):
        body.append([draw(st.sampled_from(["Sum", "Totalt", "Sum:"])), *[f"{draw(st.integers(1, 99))}"] * (width - 1)])
    if draw(st.booleans()):
        body.insert(draw(st.integers(2, len(body))), [])
    if layout != "wide" and draw(st.booleans()):
        body = [[*row, ""] if row and at else row for at, row in enumerate(body)]
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    notes = draw(st.lists(st.sampled_from(NOTES), max_size=2))
    return [
        *([each] for each in titles),
        *([[]] if titles else []),
        *body,
        *([[]] if notes else []),
        *([each] for each in notes),
    ]


def as_text(rows: list[list[Cell]], mark: str) -> str:
    quoted = [[f'"{cell}"' if mark in str(cell) or '"' in str(cell) else str(cell) for cell in row] for row in rows]
    width = max(len(row) for row in rows)
    return "".join(mark.join([*row, *[""] * (width - len(row) if row else 0)]) + "\n" for row in quoted)


@st.composite
def texts(draw: st.DrawFn) -> Made:
    truth = draw(truths())
    lang = draw(st.sampled_from(["nb", "en"]))
    layout = draw(st.sampled_from(["long", "wide", "metric"]))
    form, spelling = draw(st.integers(0, 17)), draw(st.integers(0, 39))
    decimals = 2 if any(value % 1 for numbers in truth.values() for value in numbers.values()) else 0
    head: dict[Period, Cell] = {each: written(each, spelling, lang) for each in next(iter(truth.values()))}
    cells: dict[str, dict[Period, Cell]] = {
        name: {each: amount(value, form, decimals, lang) for each, value in numbers.items()}
        for name, numbers in truth.items()
    }
    rows = rows_of(truth, layout, cells, head)
    if layout != "wide" and draw(st.booleans()):
        rows = [rows[0], *reversed(rows[1:])]
    mark = draw(st.sampled_from([";", "\t"] if lang == "nb" else [",", ";", "\t"]))
    text = as_text(noisy(draw, rows, layout), mark)
    usa = next(iter(truth.values())).keys().__iter__().__next__().frequency is Frequency.DAY and spelling % 8 == 5
    return Made(book_of_text(text, "tall.csv"), truth, "mdy" if usa else "dmy", "," if lang == "nb" else ".")


@st.composite
def own_sheets(draw: st.DrawFn) -> Made:
    """Workbooks as people make them: shops under each other, years over months, months of a year in the title, sums."""
    year = draw(st.integers(2012, 2024))
    n = draw(st.integers(2, 12))
    months = [Period(Frequency.MONTH, dt.date(year, number, 1)) for number in range(1, n + 1)]
    numbers = st.integers(100_000, 900_000).map(float)
    form = draw(st.sampled_from(["shops", "title", "years", "sums"]))
    names = draw(st.lists(st.sampled_from(NAMES[:4]), min_size=1, max_size=3, unique=True))
    truth: Truth = {name: {each: draw(numbers) for each in months} for name in names}
    short = [fmt.MONTHS["nb"][each.first.month - 1][:3] for each in months]
    rows: list[list[Cell]]
    if form == "shops":
        parts = {each: (draw(numbers), draw(numbers)) for each in months}
        truth = {"Salg": {each: sum(pair) for each, pair in parts.items()}}
        lines = [[each.first, shop, parts[each][at]] for each in months for at, shop in enumerate(("Torget", "Kaia"))]
        rows = [["Måned", "Butikk", "Salg"], *lines]
    elif form == "title":
        rows = [[f"Tall {year}"], ["KPI", *short], *([name, *truth[name].values()] for name in names)]
    elif form == "years":
        later = {name: {each.next(12): draw(numbers) for each in months} for name in names}
        gaps = [None] * (n - 1)
        heads: list[list[Cell]] = [[None, float(year), *gaps, float(year + 1), *gaps], [None, *short, *short]]
        rows = [*heads, *([name, *truth[name].values(), *later[name].values()] for name in names)]
        truth = {name: {**truth[name], **later[name]} for name in names}
    else:
        sums = [[f"Sum {year}", *(sum(truth[name].values()) for name in names)]]
        rows = [["Måned", *names], *([each.first, *(truth[name][each] for name in names)] for each in months), *sums]
    placed = [tuple(row) for row in rows]
    return Made(Book("bok.xlsx", Kind.XLSX, (Sheet("Ark1", placed, range(1, len(placed) + 1)),)), truth)


@st.composite
def workbooks(draw: st.DrawFn) -> Made:
    truth = draw(truths())
    layout = draw(st.sampled_from(["long", "wide", "metric"]))
    cells: dict[str, dict[Period, Cell]] = {name: dict(numbers) for name, numbers in truth.items()}
    periods = list(next(iter(truth.values())))
    typed = periods[0].frequency in (Frequency.DAY, Frequency.MONTH)
    head: dict[Period, Cell] = {
        each: each.first if typed else written(each, draw(st.just(1)), "nb") for each in periods
    }
    if periods[0].frequency is Frequency.YEAR:
        head = {each: float(each.first.year) for each in periods}
    rows = rows_of(truth, layout, cells, head)
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=3))
    above: list[list[Cell]] = [*([each] for each in titles), *([[None]] if titles else [])]
    indent = draw(st.integers(0, 2))
    all_rows = [(*[None] * indent, *row) for row in [*above, *rows]]
    return Made(Book("bok.xlsx", Kind.XLSX, (Sheet("Ark1", all_rows, range(1, len(all_rows) + 1)),)), truth)


def told(made: Made) -> Understanding:
    """What is understood once every question about marks and orders has been answered as the table was made."""
    said = Said()
    for _round in range(4):
        found = understand(made.book, said, KNOWN)
        known = {"order": made.order, "decimal": made.decimal}
        answers = [each.key for each in found.open_questions if each.key in known]
        if not answers:
            return found
        for key in answers:
            said = answered(said, key, known[key])
    return found


def check(made: Made) -> None:
    with using("nb"):
        found = told(made)
        asked = bool(found.open_questions)
        listed = any(each.key != "words" and each.key != "totals" for each in found.left_out)
        names = {each.name for each in found.measures}
        for name, numbers in made.truth.items():
            measure = next((each for each in found.measures if each.name == name), None)
            alone = len(made.truth) == 1 and len(names) == 1
            measure = measure or (found.measures[0] if alone else None)
            came = {} if measure is None else measure.numbers
            wrong = {period.key(): values for period, values in came.items() if values != (numbers.get(period),)}
            assert not wrong, f"silently wrong: {name} {wrong}"
            missing = [period.key() for period in numbers if period not in came]
            assert not missing or asked or listed, f"silently missing: {name} {missing}"


slow = settings(
    max_examples=long.either(60, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(texts())
def test_a_random_text_is_read_as_it_was_made_or_asked_about_or_listed(made: Made) -> None:
    check(made)


@slow
@given(workbooks())
def test_a_random_workbook_is_read_as_it_was_made_or_asked_about_or_listed(made: Made) -> None:
    check(made)


@slow
@given(own_sheets())
def test_a_sheet_as_people_make_them_is_read_as_it_was_made_or_asked_about_or_listed(made: Made) -> None:
    check(made)
