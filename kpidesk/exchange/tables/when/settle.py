"""What periods leave open for all of them: the order of day and month, the year, and whose quarters they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells import steps
from kpidesk.exchange.tables.cells.dates import Short, Spelling, has_short_year, order_in, read_cell
from kpidesk.exchange.tables.cells.words import PeriodName, as_is, spanned
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.typed import typed_before
from kpidesk.exchange.tables.understood import Answer, Typed
from kpidesk.reading import Order
from kpidesk.text import Message, msg

Reader = Callable[[Spelling], Collection[Period | None]]
"""The periods of all spellings, read in one way."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
YEARS_OFFERED = 4
YEAR_PLACE = "as:year_place"


def settled(given: Given, find: Findings, read: Reader, cells: Iterable[Cell], spelling: Spelling) -> Spelling | None:
    """The spelling with all that the cells leave open; ``None`` while that must be asked.

    ``spelling`` is what is known already; its ``year`` is looked for only where some cell has none.
    """
    texts = list(cells)
    order = given.said.order or order_in(texts) or _asked_order(find, read, texts, spelling)
    if order is None:
        return None
    placed = _year_placed(given, find, read, texts, replace(spelling, order=order))
    if placed is None:
        return None
    spelling = placed
    if _wants_year(read, spelling):
        year = _year(given, find, read, spelling)
        if year is None:
            return None
        spelling = replace(spelling, year=year)
    return _whose_quarters(given, find, read, spelling)


def _year_placed(given: Given, find: Findings, read: Reader, texts: list[Cell], spelling: Spelling) -> Spelling | None:
    """Where a year of two digits stands beside a number, ``26-38``: the way that alone can be meant, or asked.

    Weeks that only lie far ahead are none: ``36-38`` under “Uke” is no week of 2036 or 2038.
    """
    examples = [each for each in texts if has_short_year(each)]
    if spelling.kind is None or not examples:
        return spelling
    found = {each: list(read(replace(spelling, short=each))) for each in Short}
    if found[Short.FIRST] == found[Short.LAST]:
        return replace(spelling, short=Short.LAST)
    most = max(sum(one is not None for one in periods) for periods in found.values())
    latest = given.known.today.year + 1
    ways = {
        each: [one for one in periods if one is not None]
        for each, periods in found.items()
        if sum(one is not None for one in periods) == most
        and all(one is None or one.year() <= latest for one in periods)
    }
    return _way_said(find, examples[0], spelling, ways) if ways else replace(spelling, kind=None)


def _way_said(find: Findings, text: Cell, spelling: Spelling, ways: Mapping[Short, list[Period]]) -> Spelling | None:
    """The way that was said, or in which the periods follow on each other; asked where both do, or neither."""
    likely = [each for each, periods in ways.items() if _follow_on(periods)] or list(ways)
    answers = {
        each: Answer(each.value, _example(text, replace(spelling, short=each)), spanned(set(periods)))
        for each, periods in ways.items()
    }
    if len(likely) > 1:
        words = msg(
            "Is {text} {first} or {other}?", text=text, first=answers[likely[0]].words, other=answers[likely[1]].words
        )
        answered = find.ask(YEAR_PLACE, words, list(answers.values()))
        return replace(spelling, short=Short(answered)) if answered else None
    told = find.said.answers.get(YEAR_PLACE)
    chosen = next((each for each in ways if each.value == told), likely[0])
    others = [answer for each, answer in answers.items() if each is not chosen]
    find.guess(YEAR_PLACE, msg("{text} is read as {period}.", text=text, period=answers[chosen].words), others)
    return replace(spelling, short=chosen)


def _follow_on(periods: list[Period]) -> bool:
    """Tell whether periods lie one after the other, without a gap."""
    ordered = sorted(set(periods))
    return len(ordered) > 1 and all(one.next() == other for one, other in pairwise(ordered))


def _example(text: Cell, way: Spelling) -> Message:
    found = read_cell(text, way)
    return as_is(text) if found is None else as_is(PeriodName(found, way.fiscal_start))


def _wants_year(read: Reader, spelling: Spelling) -> bool:
    """Tell whether more periods are read with a year than without one."""
    without = sum(each is not None for each in read(spelling))
    return sum(each is not None for each in read(replace(spelling, year=2024))) > without


def _asked_order(find: Findings, read: Reader, texts: list[Cell], spelling: Spelling) -> Order | None:
    """Ask whether the day or the month comes first, where it makes a difference."""
    by_day, by_month = (replace(spelling, order=order) for order in (Order.DMY, Order.MDY))
    if list(read(by_day)) == list(read(by_month)):
        return Order.DMY
    text = next(each for each in texts if isinstance(each, str) and order_in([each]) is None)
    first, other = read_cell(text, by_day), read_cell(text, by_month)
    answers = [
        Answer("dmy", _day_first(first, msg("Day first")), spanned(_found(read, by_day), spelling.fiscal_start)),
        Answer("mdy", _day_first(other, msg("Month first")), spanned(_found(read, by_month), spelling.fiscal_start)),
    ]
    n = sum(order_in([each]) is None for each in set(texts) if isinstance(each, str))
    note = msg("All {n} dates can be read either way. The answer is remembered for this kind of file.", n=n)
    answered = find.ask("order", _which_month(text, first, other), answers, note=note if n > 1 else None)
    return Order(answered) if answered else None


def _day_first(example: Period | None, words: Message) -> Message:
    # Translators: a way to read dates, “Day first”, and what a day becomes then
    return words if example is None else msg("{way}: {day}", way=words, day=PeriodName(example))


def _which_month(text: str, first: Period | None, other: Period | None) -> Message:
    if first is None or other is None:
        return msg("Does the day or the month come first in {date}?", date=text)
    months = (PeriodName(each.within(Frequency.MONTH)) for each in (first, other))
    one, two = months
    return msg("Is {date} in {month} or in {other}?", date=text, month=one, other=two)


def _found(read: Reader, spelling: Spelling) -> set[Period]:
    """The periods of a reading, days that are months or weeks as such."""
    days = {each for each in read(spelling) if each is not None}
    step = steps.step_of(days, "", spelling.fiscal_start)
    return days if step is None else {step.of(each) for each in days}


def _year(given: Given, find: Findings, read: Reader, spelling: Spelling) -> int | None:
    """The year of periods that name none: as it was said, as a title, the sheet or the file tells, or asked."""
    guessed = given.said.year or stated_year(given)
    newest, typed = given.known.today.year, typed_before(Typed.YEAR, given.said.answers.get("year"))
    years = sorted({*range(newest, newest - YEARS_OFFERED, -1), *([int(typed)] if typed else [])}, reverse=True)
    answers = [
        Answer(
            f"{year}",
            as_is(year),
            spanned(_found(read, replace(spelling, year=year)), spelling.fiscal_start),
        )
        for year in years
    ]
    if guessed is None:
        answered = find.ask("year", msg("Which year are the numbers for?"), answers)
        return int(answered) if answered else None
    periods = _found(read, replace(spelling, year=guessed))
    words = msg("The periods in the file have no year; they are read as {span}.", span=spanned(periods))
    find.guess("year", words, [each for each in answers if each.key != f"{guessed}"])
    return guessed


def stated_year(given: Given) -> int | None:
    """The one year that the lines above a table, its sheet or its file name; ``None`` for none or several."""
    for text in (" ".join(given.title), given.sheet.name, given.book.name):
        found = {int(year) for year in _YEAR.findall(text)}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return None


def _whose_quarters(given: Given, find: Findings, read: Reader, spelling: Spelling) -> Spelling | None:
    """Whether quarters and years are the calendar's or the company's own, asked where the two differ."""
    calendar = replace(spelling, fiscal_start=1)
    own, other = list(read(spelling)), list(read(calendar))
    if own == other:
        return spelling
    if given.said.calendar_quarters:
        return calendar
    text = next(((each, two) for each, two in zip(own, other, strict=True) if each != two and each and two), None)
    if text is None:
        return spelling
    start = given.known.fiscal_start
    answers = [
        Answer(
            "calendar",
            msg("The calendar’s: from {month}", month=_from(text[1])),
            spanned(_found(read, calendar), start),
        ),
        Answer(
            "fiscal",
            msg("Our fiscal year’s: from {month}", month=_from(text[0])),
            spanned(_found(read, spelling), start),
        ),
    ]
    answered = find.ask("calendar_quarters", _whose(text[0].frequency), answers)
    return None if answered is None else calendar if answered == "calendar" else spelling


def _whose(frequency: Frequency) -> Message:
    if frequency is Frequency.YEAR:
        return msg("Are the years in the file calendar years or your fiscal years?")
    return msg("Are the quarters in the file the calendar’s or your fiscal year’s?")


def _from(period: Period) -> PeriodName:
    return PeriodName(Period(Frequency.MONTH, period.first))
