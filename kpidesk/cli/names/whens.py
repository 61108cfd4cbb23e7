"""The moment or the backup that a file is to go back to, as it is typed."""

from __future__ import annotations

import datetime as dt
import re

from kpidesk import reading
from kpidesk.cli.names import LONGEST
from kpidesk.errors import BadInput, NotFound
from kpidesk.reading import Ambiguous, Understood
from kpidesk.text import msg
from kpidesk.workspace import Backup, Workspace

LATEST = "latest"
AS_LISTED = re.compile(r"(\D*\d.*\D.*?)\s+((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)")
"""A day and a time, as the lists of changes and of backups tell them."""


def when_named(ws: Workspace, words: str) -> Backup | dt.datetime:
    """``latest``, the number of a backup in the list, a day (as it ended) or a day and a time.

    Raises ``NotFound`` for a backup that is not there and ``BadInput`` for what is no moment, or none that has been.
    """
    typed = words.strip()
    if typed.casefold() == LATEST or typed.isdecimal():
        return _backup(ws, 1 if typed.casefold() == LATEST else int(typed))
    moment = _moment(ws, typed)
    if moment > ws.now():
        raise BadInput(msg("{words} is in the future. Nothing was changed.", words=typed[:LONGEST]))
    return moment


def _backup(ws: Workspace, place: int) -> Backup:
    known = ws.backups.listed()
    if not 1 <= place <= len(known):
        raise NotFound(msg("There is no backup {n}: “backup --list” lists them. Nothing was changed.", n=place))
    return known[place - 1]


def _moment(ws: Workspace, typed: str) -> dt.datetime:
    zone = ws.now().tzinfo
    found = reading.day(typed)
    if isinstance(found, Understood):
        return _end_of(ws, found.value)
    listed = AS_LISTED.fullmatch(typed)
    if listed is not None and isinstance(day := reading.day(listed[1]), Understood):
        return dt.datetime.combine(day.value, dt.time.fromisoformat(listed[2]), zone)
    try:
        moment = dt.datetime.fromisoformat(typed)
    except ValueError:
        raise _no_moment(typed, found) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _end_of(ws: Workspace, day: dt.date) -> dt.datetime:
    """The last moment of a day that has been; of today only so much has."""
    return ws.now() if day == ws.today() else dt.datetime.combine(day, dt.time.max, ws.now().tzinfo)


def _no_moment(typed: str, found: object) -> BadInput:
    if isinstance(found, Ambiguous):
        first, last = found.readings[0], found.readings[1]
        told = msg(
            "“{typed}” can be read in two ways. Write {first} or {last}.",
            typed=typed[:40],
            first=str(first),
            last=str(last),
        )
        return BadInput(told)
    return BadInput(
        msg(
            "“{words}” isn’t a point in time. Write latest, the number of a backup, 2026-03-16 or 2026-03-16T12:00. "
            "Nothing was changed.",
            words=typed[:LONGEST],
        )
    )
