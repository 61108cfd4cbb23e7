"""What the calendar of this machine has been given of a file: remembered here, as it is of nobody else's calendar."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.reminders.calendar import events_of, to_remember
from kpidesk.reminders.days import Day
from kpidesk.reminders.ics import Event
from ui.base.session import Session

GIVEN = "calendar/{}/given"


def events(session: Session, days: Sequence[Day]) -> list[Event]:
    """The days as events, and those given before that are to be taken out."""
    return events_of(session.ws, days, session.memory.texts(_name(session)), session.today())


def remember(session: Session, handed: Sequence[Event]) -> None:
    """These are in the calendar now, or out of it."""
    session.memory.put(_name(session), to_remember(handed))


def _name(session: Session) -> str:
    return GIVEN.format(session.ws.sharing.identity)
