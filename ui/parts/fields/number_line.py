"""A line for a number in a form that edits in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.commands import checks
from kpidesk.text import _, language
from kpidesk.workspace import Seen
from ui.parts.form import InPlaceLine


class NumberLine(InPlaceLine):
    """A line for a number; what is no number is framed, explained and not announced."""

    number = Signal(object)
    said = Signal()
    """Words that ``takes`` knows were typed instead of a number."""

    def __init__(self, name: str, parent: QWidget | None = None, *, takes: Callable[[str], bool] | None = None) -> None:
        super().__init__(name, parent)
        self._takes = takes
        self.committed.connect(self._read)

    def show_number(self, value: float | None, decimals: int = 0, seen: Seen | None = None) -> None:
        """Show a stored number, as it was ``seen``. With what was typed goes what was said against it."""
        needed = 0 if value is None else max(decimals, fmt.fitting_decimals(value))
        self.show_text("" if value is None else fmt.number(value, needed), seen)
        if not self.isModified():
            self.take_back()

    def _read(self, typed: str) -> None:
        if self._takes is not None and self._takes(typed):
            self.said.emit()
            return
        read = reading.number(typed, reading.Writing(language(), sums=True)) if typed.strip() else None
        if isinstance(read, reading.NotUnderstood):
            self._refuse(read.likely)
            return
        self.number.emit(None if read is None else reading.likeliest(read, None))

    def typed_number(self) -> float | None:
        """The number in the line, none for an empty one. Raises ``BadInput``."""
        return checks.typed_number(self.text())

    def _refuse(self, likely: float | None) -> None:
        hint = _("This is not a number. The old value still stands.")
        if likely is not None:
            hint = f"{hint} " + _("Did you mean {number}?").format(number=fmt.Figure(likely))
        self.refuse(hint)
