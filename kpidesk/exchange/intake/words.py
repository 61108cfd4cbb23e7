"""What a preview says: of columns, of periods that are cut off, of what is left out, of KPIs to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.commands.intake import NewKpi
from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.wording import period_told, period_words
from kpidesk.exchange.intake.edges import CutOff
from kpidesk.text import Message, msg, msgn
from kpidesk.wording.history import genitive
from kpidesk.wording.merges import first_name

PER: Mapping[Frequency, Message] = {
    Frequency.DAY: msg("per day"),
    Frequency.WEEK: msg("per week"),
    Frequency.MONTH: msg("per month"),
    Frequency.QUARTER: msg("per quarter"),
    Frequency.TERTIAL: msg("per tertial"),
    Frequency.HALF_YEAR: msg("per half-year"),
    Frequency.YEAR: msg("per year"),
}
NOT_OVER: Mapping[Frequency, Message] = {
    Frequency.DAY: msg("The day is not over"),
    Frequency.WEEK: msg("The week is not over"),
    Frequency.MONTH: msg("The month is not over"),
    Frequency.QUARTER: msg("The quarter is not over"),
    Frequency.TERTIAL: msg("The tertial is not over"),
    Frequency.HALF_YEAR: msg("The half-year is not over"),
    Frequency.YEAR: msg("The year is not over"),
}
THE: Mapping[Frequency, Message] = {
    Frequency.DAY: msg("the day"),
    Frequency.WEEK: msg("the week"),
    Frequency.MONTH: msg("the month"),
    Frequency.QUARTER: msg("the quarter"),
    Frequency.TERTIAL: msg("the tertial"),
    Frequency.HALF_YEAR: msg("the half-year"),
    Frequency.YEAR: msg("the year"),
}
MANY: Mapping[Frequency, Message] = {
    Frequency.DAY: msg("days"),
    Frequency.WEEK: msg("weeks"),
    Frequency.MONTH: msg("months"),
    Frequency.QUARTER: msg("quarters"),
    Frequency.TERTIAL: msg("tertials"),
    Frequency.HALF_YEAR: msg("half-years"),
    Frequency.YEAR: msg("years"),
}
THESE: Mapping[Frequency, Message] = {
    Frequency.DAY: msg("the days"),
    Frequency.WEEK: msg("the weeks"),
    Frequency.MONTH: msg("the months"),
    Frequency.QUARTER: msg("the quarters"),
    Frequency.TERTIAL: msg("the tertials"),
    Frequency.HALF_YEAR: msg("the half-years"),
    Frequency.YEAR: msg("the years"),
}
MADE: Mapping[Combine, Message] = {
    Combine.SUM: msg("sum for {period}"),
    Combine.MEAN: msg("mean for {period}"),
    Combine.WEIGHTED_MEAN: msg("mean for {period}"),
    Combine.LAST: msg("last of {period}"),
    Combine.MIN: msg("lowest of {period}"),
    Combine.MAX: msg("highest of {period}"),
    Combine.NONE: msg("for {period}"),
}
BETTER: Mapping[Direction, Message] = {
    Direction.INCREASE: msg("higher is better"),
    Direction.DECREASE: msg("lower is better"),
    Direction.MAINTAIN: msg("best within a band"),
}
SKIP = msg("Skip")
TOO_LONG = msg("Longer than one period of the KPI")
NOT_OURS = msg("None of the company’s own periods")


@dataclass(frozen=True)
class Capital:
    """Words that begin a sentence, capitalised where they are read."""

    words: Message

    def __str__(self) -> str:
        return fmt.capital(str(self.words))


@dataclass(frozen=True)
class UnitWord:
    """A unit by its code, named where it is read."""

    code: str

    def __str__(self) -> str:
        return fmt.unit_word(self.code)


@dataclass(frozen=True)
class Every:
    """How often something is measured (“every month”), said where it is read."""

    frequency: Frequency

    def __str__(self) -> str:
        words = fmt.every(self.frequency)
        return words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Whose:
    """A person's first name in the genitive of the language in force: “Ola’s”."""

    author: str

    def __str__(self) -> str:
        return genitive(first_name(self.author))


@dataclass(frozen=True)
class DayWords:
    """A day with its weekday: “Sunday 1 March”."""

    period: Period

    def __str__(self) -> str:
        return fmt.weekday_day(self.period.first)


def at_start(words: Message) -> Message:
    """Words that begin a line."""
    return Message("{words}", {"words": Capital(words)})


def place_words(letter: str, unit: str) -> Message:
    """Where a measure stands in the file, and its unit: “B · kr”."""
    form = " · ".join(part for part, there in (("{letter}", letter), ("{unit}", unit)) if there)
    return Message(form, {"letter": letter, "unit": UnitWord(unit)})


def span_words(frequency: Frequency, first: Period, last: Period, fiscal_start: int) -> Message:
    """What a file holds: “Per month, January 2023–February 2026”."""
    per = Capital(PER[frequency])
    told = period_told if fiscal_start != 1 and frequency.months > 1 else period_words
    if first == last:
        return Message("{per}, {first}", {"per": per, "first": told(first, fiscal_start)})
    begin, end = told(first, fiscal_start), told(last, fiscal_start)
    if frequency is Frequency.WEEK and first.year() != last.year():
        begin, end = (
            Message("{week} {year}", {"week": each, "year": period.year_text()})
            for each, period in ((begin, first), (end, last))
        )
        return Message("{per}, {first} – {last}", {"per": per, "first": begin, "last": end})
    return Message("{per}, {first}–{last}", {"per": per, "first": begin, "last": end})


def newest_words(rule: Combine, frequency: Frequency) -> Message:
    """What the number of a period is: “sum for the month”."""
    return Message(MADE[rule].text, {"period": THE[frequency]})


def new_words(kpi: NewKpi) -> Message:
    """What a destination that is to be made is called."""
    return msg("New KPI: {name}", name=kpi.name)


def about_new(kpi: NewKpi, number: int, most: int, owner: str) -> Message:
    """How a KPI that is to be made is measured, in a line."""
    said = {
        "name": kpi.name,
        "unit": UnitWord(kpi.unit),
        "every": Every(kpi.frequency),
        "better": BETTER[kpi.direction],
        "owner": owner or msg("nobody yet"),
    }
    if kpi.parked:
        return msg(
            "{name} is added as parked: you already follow {most} KPIs. Unit {unit}, {every}, {better}, owner "
            "{owner}.",
            most=most, **said,
        )  # fmt: skip
    return msg(
        "{name} becomes KPI no. {number} of at most {most}. Unit {unit}, {every}, {better}, owner {owner}.",
        number=number, most=most, **said,
    )  # fmt: skip


def cut_words(cut: CutOff, fiscal_start: int) -> Message:
    """Why a period that the file does not hold whole is left out."""
    if not cut.ended:
        return NOT_OVER[cut.period.frequency]
    first, last = cut.missing[0], cut.missing[-1]
    if first.frequency is Frequency.DAY:
        if len(cut.missing) == 1:
            return msg("Missing {day}", day=DayWords(first))
        return msgn(
            "Missing {n} day, {first}–{last}", "Missing {n} days, {first}–{last}", len(cut.missing),
            first=DayWords(first), last=DayWords(last),
        )  # fmt: skip
    if len(cut.missing) == 1:
        return msg("Missing {period}", period=period_words(first, fiscal_start))
    return msg("Missing {first}–{last}", first=period_words(first, fiscal_start), last=period_words(last, fiscal_start))


def partial(cut: CutOff, fiscal_start: int) -> Message:
    """That a quarter or longer is not whole in the file, and how much of it is there."""
    period = Capital(period_words(cut.period, fiscal_start))
    if not cut.missing:
        return msg("{period} is not over.", period=period)
    parts = MANY[cut.missing[0].frequency]
    return msg(
        "{period} is put together from {n} of {all} {parts}.", period=period, n=cut.there, all=cut.parts, parts=parts
    )


def cut_key(cut: CutOff) -> str:
    """What names a period that is cut off, in every measure of the file."""
    return f"edge:{cut.period.frequency.value}:{cut.period.first.isoformat()}"


def period_at_start(period: Period, fiscal_start: int) -> Message:
    """The name of a period at the beginning of a line: “Week 9”."""
    return at_start(period_words(period, fiscal_start))


def kept_own(n: int) -> Message:
    """Numbers of one's own that stay."""
    return msgn("Changed, your number stays", "Changed, your numbers stay", n)


def kept_theirs(n: int, who: str) -> Message:
    """Numbers of a colleague that stay."""
    return msgn("Changed, {whose} number stays", "Changed, {whose} numbers stay", n, whose=Whose(who))


def extent(rows: int, columns: int) -> Message:
    """How much is left out."""
    if columns and not rows:
        return msgn("{n} column", "{n} columns", columns)
    return msgn("{n} row", "{n} rows", rows)


def numbers(n: int) -> Message:
    """So many numbers."""
    return msgn("{n} number", "{n} numbers", n)


def rhythm_note(frequency: Frequency) -> Message:
    """How often an offered input is measured."""
    return at_start(Message("{every}", {"every": Every(frequency)}))


def foreign(currencies: str) -> Message:
    """That amounts in another currency are taken as they stand."""
    return msg(
        "The amounts in the file are in {currencies}. They are saved as they are, without conversion.",
        currencies=currencies,
    )


def turned(names: str) -> Message:
    """That the file has numbers with a minus that are taken without it."""
    return msg("{columns} has a minus sign in the file and is imported without it.", columns=names)
