"""A workbook of sales as somebody keeps it, and what is understood of it: three measures, sums, one month twice."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Book, Cell, Kind, Sheet
from kpidesk.exchange.tables.understood import (
    Answer,
    Area,
    Column,
    Guess,
    LeftOut,
    Measure,
    Question,
    Role,
    Shape,
    Understanding,
)
from kpidesk.text import Message

NAME = "Salg 2023–2026.xlsx"
HEADINGS = ("Måned", "Nettosalg", "Returer og rabatter", "Kunder", "Snitt per kunde", "Merknad")
ROLES = (Role.PERIOD, Role.NUMBER, Role.NUMBER, Role.NUMBER, Role.LEFT_OUT, Role.LEFT_OUT)
MONTHS = [(2023 + place // 12, place % 12 + 1) for place in range(39)]
TWICE, CROWDED = (2024, 10), (2024, 7)


def _month(year: int, month: int, place: int, share: float = 1.0) -> list[Cell]:
    sold = float(round((956_500 + 8_900 * place) * share, -2))
    customers = 91_870.0 if (year, month) == CROWDED else 8_110.0 + 74 * place
    return [dt.date(year, month, 1), sold, 26_200.0 + 300 * place, customers, round(sold / customers, 2), None]


def rows() -> list[list[Cell]]:
    """The rows of its sheet, with sums after each year."""
    title: list[list[Cell]] = [["Fjordbrød bakeri – salg per måned"], ["Uten mva. Kassen og nettbutikken"], []]
    found = [*title, [*HEADINGS]]
    for place, (year, month) in enumerate(MONTHS):
        found.append(_month(year, month, place))
        if (year, month) == TWICE:
            found.append([*_month(year, month, place, 0.03)[:5], "Matfestivalen"])
        if month == 12:
            found.append([f"Sum {year}", 12_116_800.0, 319_200.0, 105_328.0, 115.04, None])
    return found


def book() -> Book:
    """The file as it was read."""
    sheet = rows()
    others = (Sheet("Diagram", (), ()), Sheet("Notater", (("Ring Ola",),), (1,)))
    first = Sheet("Per måned", tuple(map(tuple, sheet)), range(1, len(sheet) + 1))
    return Book(NAME, Kind.XLSX, (first, *others), saved=dt.datetime(2026, 3, 13, 15, 22, tzinfo=dt.UTC))


def said(words: str, **params: object) -> Message:
    """What somebody wrote, as a message of its own."""
    return Message(words, params)


def understanding(answered: str | None = None) -> Understanding:
    """What is understood of it, with the month that is there twice asked about."""
    table = rows()
    last = len(table) - 1
    sums = [place for place, row in enumerate(table) if row and str(row[0]).startswith("Sum")]
    twice = [place for place, row in enumerate(table) if row and row[0] == dt.date(*TWICE, 1)]
    marks = {0: said("Tittel"), 1: said("Tittel"), 3: said("Overskrifter"), last: said("Ikke over, hentes ikke")}
    marks |= {place: said("Sum, hentes ikke") for place in sums} | {place: said("Samme måned") for place in twice}
    return Understanding(
        sheet=0,
        area=Area(3, last, 0, 5, 1),
        shape=Shape.LONG,
        columns=tuple(Column(n, name, role) for n, (name, role) in enumerate(zip(HEADINGS, ROLES, strict=True))),
        measures=tuple(_measure(table, place) for place in (1, 2, 3)),
        guesses=_guesses(last),
        questions=(_question(tuple(place + 1 for place in twice), answered),),
        left_out=_left_out(sums, last),
        marks=marks,
    )


def _left_out(sums: list[int], last: int) -> tuple[LeftOut, ...]:
    lines = tuple(place + 1 for place in sums)
    return (
        LeftOut("sums", said("Sum 2023, 2024 og 2025"), said("Summer av månedene"), lines, can_be_taken=True),
        LeftOut("ahead", said("Mars 2026"), said("Måneden er ikke over"), (last + 1,), can_be_taken=True),
        LeftOut("column:4", said(HEADINGS[4]), said("Regnet ut av de andre"), (), (4,), can_be_taken=True),
    )


def _question(lines: tuple[int, ...], answered: str | None) -> Question:
    one, other = lines
    answers = (
        Answer("sum", said("Legg sammen rad {one} og {other}", one=one, other=other), said("1 137 400 kr")),
        Answer("first", said("Bare rad {one}", one=one), said("1 104 200 kr")),
        Answer("last", said("Bare rad {other}", other=other), said("33 200 kr")),
    )
    note = said("Det samme gjøres med returer og kunder i de to radene.")
    return Question("twice", said("Oktober 2024 står to ganger. Hva gjelder?"), answers, note, lines, answered)


def _guesses(last: int) -> tuple[Guess, ...]:
    sheet = said("Arket {name} er brukt. De to andre arkene har diagram og notater, ikke tall.", name="Per måned")
    area = said("Tabellen er {area} med overskrifter i rad {row}.", area=f"A4 til F{last + 1}", row=4)
    return (
        Guess("sheet", sheet, (Answer("Notater", said("Notater")),)),
        Guess("headings", area, (Answer("2", said("To rader med overskrifter")),)),
        Guess("order", said("Perioden står i kolonne {letter}: én rad per måned.", letter="A")),
        Guess("decimal", said("Tallene står i {letters}.", letters="B, C og D"), (Answer(".", said("Punktum")),)),
        Guess("take:column:4", said("{name} er regnet ut og hentes ikke.", name=HEADINGS[4])),
        Guess("take:sums", said("{names} er summer og hentes ikke.", names="Sum 2023, 2024 og 2025")),
        Guess("take:ahead", said("{month} er ikke over og hentes ikke ennå.", month="Mars 2026")),
    )


def _measure(table: list[list[Cell]], column: int) -> Measure:
    numbers: dict[Period, tuple[float, ...]] = {}
    lines: dict[Period, tuple[int, ...]] = {}
    for place, row in enumerate(table[4:-1], 4):
        day, number = row[0], row[column]
        if isinstance(day, dt.date) and isinstance(number, float):
            period = Period.containing(day, Frequency.MONTH)
            numbers[period] = (*numbers.get(period, ()), number)
            lines[period] = (*lines.get(period, ()), place + 1)
    name, letter = HEADINGS[column], "ABCDEF"[column]
    return Measure(name, name, Frequency.MONTH, numbers, lines, "currency", column, letter)
