"""A line for a date as people write it, in a form that edits in place."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpidesk import format as fmt
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.session import Session
from ui.parts.form import InPlaceLine, day_typed, no_day, read_day


class DayLine(InPlaceLine):
    """Announces ``day`` when another date is typed, or ``None`` when it is emptied; what is no date is explained.

    ``brief`` writes the months short.
    """

    day = Signal(object)

    def __init__(self, name: str, session: Session, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(name, parent)
        self._write = fmt.day_brief if brief else fmt.day_short
        self._session = session
        self.setPlaceholderText(_("for example {day}").format(day=day_typed(session.today())))
        self.committed.connect(self._read)

    def show_day(self, day: dt.date | None, seen: Seen | None = None) -> None:
        """Show a stored date, as it was ``seen``, unless somebody is typing here."""
        self.show_text("" if day is None else self._write(day, self._session.today()), seen)
        if not self.isModified():
            self.take_back()

    def _read(self, typed: str) -> None:
        day = read_day(typed, self._session.today()) if typed.strip() else None
        if day is None and typed.strip():
            self.refuse(no_day(self._session.today()))
            return
        self.day.emit(day)
