"""How a cell of a file is shown before anything is made of it, and what its column is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.exchange.sheets.book import Cell, Percent
from kpidesk.exchange.tables.understood import Role
from kpidesk.text import _, language, pgettext

ROLES = (Role.PERIOD, Role.NUMBER, Role.MEASURE, Role.UNIT, Role.PLUS, Role.MINUS, Role.LEFT_OUT)
"""What a column can be for, in the order of the menu."""


def role_word(role: Role) -> str:
    """What a column is for, in a word."""
    return {
        Role.PERIOD: _("Period"),
        Role.NUMBER: pgettext("column", "Number"),
        Role.MEASURE: _("Measures what"),
        Role.UNIT: _("Unit"),
        Role.PLUS: _("Amount in"),
        Role.MINUS: _("Amount out"),
        Role.LEFT_OUT: _("Not used"),
    }[role]


def letters(place: int) -> str:
    """How spreadsheets name a column, from 0: ``A`` … ``Z``, ``AA``."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True)
class Form:
    """How the numbers and days of one column are written: alike from top to bottom."""

    decimals: int = 0
    grouped: bool = True
    months: bool = False


PLAIN = Form()


def form_of(cells: Iterable[Cell], role: Role) -> Form:
    """The form that shows every cell of a column whole; a year is no amount, and firsts of months name months."""
    found = list(cells)
    numbers = [_shown(cell) for cell in found if isinstance(cell, float | int) and not isinstance(cell, bool)]
    days = [cell for cell in found if isinstance(cell, dt.date)]
    decimals = max((fmt.fitting_decimals(cell) for cell in numbers), default=0)
    months = bool(days) and all(day.day == 1 and _at_midnight(day) for day in days)
    return Form(decimals, role is not Role.PERIOD, months)


def cell_text(cell: Cell, form: Form = PLAIN) -> str:
    """A cell as it stands in the file; what a workbook keeps typed is written in the language's way."""
    match cell:
        case None:
            return ""
        case bool():
            return _("yes") if cell else _("no")
        case Percent():
            share = _shown(cell)
            return fmt.joined(fmt.number(share, max(form.decimals, fmt.fitting_decimals(share))), "percent")
        case float() | int():
            places = max(form.decimals, fmt.fitting_decimals(cell))
            return fmt.number(cell, places) if form.grouped or places else str(int(cell))
        case dt.date():
            if form.months and _at_midnight(cell):
                return f"{fmt.month_short(cell)}{fmt.NBSP}{cell.year}"
            return _day(cell)
        case dt.timedelta():
            return str(cell)
        case _:
            return " ".join(cell.split())


def _shown(cell: float) -> float:
    """A number as the workbook shows it: 5 for the 0.05 of a cell of percent."""
    return round(cell * 100, 10) if isinstance(cell, Percent) else cell


def _day(cell: dt.date) -> str:
    day = f"{cell.day}.{cell.month}.{cell.year}"
    if language() != "nb":
        day = f"{cell.day} {fmt.month_short(cell)} {cell.year}"
    return f"{day} {fmt.clock_time(cell)}" if isinstance(cell, dt.datetime) and not _at_midnight(cell) else day


def _at_midnight(day: dt.date) -> bool:
    return not isinstance(day, dt.datetime) or day.time() == dt.time()


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is to stand at the right: what a workbook keeps as a number, or looks like one."""
    if isinstance(cell, str):
        return bool(cell) and cell[-1:].isdigit() and not any(sign.isalpha() for sign in cell)
    return isinstance(cell, float | int | dt.timedelta) and not isinstance(cell, bool)
