"""What the options of an import say of the file and of where its numbers go, and the option that answers a question."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpidesk.cli.grammar.choices import DAY_FIRST, MONTH_FIRST
from kpidesk.cli.names.inputs import input_called
from kpidesk.commands import inputs
from kpidesk.commands.intake import Destination, Existing, NewKpi
from kpidesk.errors import BadInput
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.look import Looked
from kpidesk.exchange.intake.preview import Choices, Side
from kpidesk.exchange.tables.typed import year_typed
from kpidesk.exchange.tables.understood import Measure, Question, Role, Said, Understanding
from kpidesk.format import listed
from kpidesk.reading import Order
from kpidesk.text import msg
from kpidesk.workspace import Workspace

_ORDERS = {DAY_FIRST: Order.DMY, MONTH_FIRST: Order.MDY}
NUMBERS = (Role.NUMBER, Role.PLUS, Role.MINUS)
MOST_LISTED = 12
WHOSE = "calendar_quarters"
"""The question whose quarters are meant; its answers are options by themselves."""


def year(words: str) -> int:
    """A year of four digits; argparse tells why it is none."""
    try:
        return year_typed(words)
    except BadInput as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def place_of(options: argparse.Namespace, before: Said) -> Said:
    """Which sheet and table the options mean."""
    table = before.table if options.table is None else options.table - 1
    return replace(before, sheet=options.sheet or before.sheet, table=table)


def said_of(options: argparse.Namespace, before: Said, found: Understanding) -> Said:
    """What the options add to what was said of the file; ``found`` is what was understood without them."""
    said = replace(
        place_of(options, before),
        year=options.year or before.year,
        order=_order(options) or before.order,
        decimal=options.decimal or before.decimal,
        calendar_quarters=options.calendar or before.calendar_quarters,
        where=tuple((_heading(found, column), value) for column, value in map(_pair, options.where)) or before.where,
        take=before.take | frozenset(options.take),
        answers={**before.answers, **_answers(options)},
    )
    return replace(said, roles={**said.roles, **_roles(options, found)})


def _answers(options: argparse.Namespace) -> dict[str, str]:
    quarters = "calendar" if options.calendar else "fiscal" if options.fiscal else ""
    return {**({WHOSE: quarters} if quarters else {}), **dict(map(_pair, options.answer))}


def _order(options: argparse.Namespace) -> Order | None:
    return Order(options.date_order) if options.date_order else _ORDERS.get(options.dates)


def _pair(words: str) -> tuple[str, str]:
    left, equals, right = words.partition("=")
    if not equals or not left.strip():
        raise BadInput(msg("“{words}” should be written COLUMN=VALUE. Nothing was changed.", words=words))
    return left.strip(), right.strip()


def _roles(options: argparse.Namespace, found: Understanding) -> dict[int, Role]:
    """The columns that were named, and no others of their sort."""
    roles: dict[int, Role] = {}
    for wanted, role, others in (
        (options.date_column, Role.PERIOD, (Role.PERIOD,)),
        (options.value_column, Role.NUMBER, NUMBERS),
    ):
        if wanted:
            roles |= {each.place: Role.LEFT_OUT for each in found.columns if each.role in others}
            roles[_place(found, wanted)] = role
    return roles


def _heading(found: Understanding, wanted: str) -> str:
    return next(each.heading for each in found.columns if each.place == _place(found, wanted))


def _place(found: Understanding, wanted: str) -> int:
    name = wanted.strip().casefold()
    place = next((each.place for each in found.columns if each.heading.casefold() == name), None)
    if place is None and name.isdecimal():
        number = found.area.first_column + int(name) - 1
        place = next((each.place for each in found.columns if each.place == number), None)
    if place is None:
        headings = listed([each.heading or "–" for each in found.columns], MOST_LISTED)
        raise BadInput(
            msg(
                "There is no column “{wanted}”. The columns are: {columns}. Nothing was changed.",
                wanted=wanted,
                columns=headings,
            )
        )
    return place


# ---- where the numbers go ---------------------------------------------------------------------------


def choices_of(options: argparse.Namespace, ws: Workspace, looked: Looked) -> Choices:
    """Where each measure goes: where the options say, or else as the source or the names tell; which side wins."""
    everything = Side.FILE if options.replace else Side.MINE if options.keep else looked.choices.everything
    taken = looked.choices.take | frozenset(options.take)
    choices = replace(looked.choices, everything=everything, take=taken)
    measures = looked.understanding.measures
    if options.into:
        wanted = looked.choices.known_as
        likely = [each for each in measures if wanted is None or each.key in wanted]
        proposed = {row.key: row.into for row in looked.preview.rows}
        named = dict(_into(ws, words, _Columns(measures, likely, proposed)) for words in options.into)
        return replace(choices, into={measure.key: named.get(measure.key) for measure in measures})
    fresh = {row.key: None for row in looked.preview.rows if isinstance(row.into, NewKpi)}
    return replace(choices, all_new=True) if options.new_kpis else replace(choices, into={**fresh, **choices.into})


@dataclass(frozen=True)
class _Columns:
    """The measures of a file, those that files of its form are taken for, and where each would go by its name."""

    all: Sequence[Measure]
    likely: Sequence[Measure]
    proposed: Mapping[str, Destination]


def _into(ws: Workspace, words: str, columns: _Columns) -> tuple[str, Destination]:
    """``INPUT`` for the only measure or the one that is meant by its name, ``COLUMN=INPUT`` for one that is named."""
    measures = columns.all
    column, equals, name = words.partition("=")
    known = inputs.find_input(ws, words)
    if known is None and equals:
        return _measure(column, measures).key, Existing(input_called(ws, name).uid)
    source = known or input_called(ws, words)
    alike = [each for each in measures if names.folded(each.name) in map(names.folded, (source.name, source.key))]
    alike = alike or [each for each in measures if columns.proposed.get(each.key) == Existing(source.uid)]
    if len(columns.likely) != 1 and len(alike) != 1:
        raise BadInput(
            msg(
                "Which column holds the numbers? Name it with --value-column, or use --into “COLUMN={input}”. "
                "The columns are: {columns}. Nothing was changed.",
                input=source.name,
                columns=_listed(measures),
            )
        )
    return (alike if len(alike) == 1 else columns.likely)[0].key, Existing(source.uid)


def _measure(name: str, measures: Sequence[Measure]) -> Measure:
    wanted = names.folded(name)
    whole = [each for each in measures if names.folded(each.name) == wanted]
    parts = [each for each in measures if wanted in map(names.folded, each.name.split(" · "))]
    found = next(iter(whole or (parts if len(parts) == 1 else [])), None)
    if found is None:
        raise BadInput(
            msg(
                "There is no column “{wanted}”. The columns are: {columns}. Nothing was changed.",
                wanted=name.strip(),
                columns=_listed(measures),
            )
        )
    return found


def _listed(measures: Sequence[Measure]) -> str:
    return listed([each.name for each in measures], MOST_LISTED) or "–"


# ---- questions ----------------------------------------------------------------------------------------

OPTIONS = {"order": "--date-order", "year": "--year", "decimal": "--decimal", "sheet": "--sheet"}


def option_for(question: Question, answer: str) -> str:
    """The option that gives an answer."""
    if question.key == WHOSE:
        return f"--{answer}"
    if question.key == "table":
        return f"--table {int(answer) + 1}"
    option = OPTIONS.get(question.key)
    if option is None:
        return f"--answer {question.key}={answer}"
    return f"{option} {answer}"


def refusal(question: Question) -> BadInput:
    """An open question as a sentence: its answers, what comes of each, and the option that gives it."""
    told = "; ".join(
        f"{option_for(question, each.key)} ({each.words}{'' if each.result is None else f': {each.result}'})"
        for each in question.answers
    )
    return BadInput(
        msg("{question} Answer with {ways}. Nothing was changed.", question=question.words, ways=told).coded(
            f"asked_{question.key.partition(':')[0]}"
        )
    )
