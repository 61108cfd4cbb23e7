"""The line under a target that asks for its red flag: a target of 0 has no default (figures/README: Status)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit

from kpidesk import reading
from kpidesk.domain.entities import Direction
from kpidesk.domain.status import lacks_flag
from kpidesk.reading import Writing, likeliest
from kpidesk.text import _, language
from ui.base.page import text


class ZeroFlag:
    """Watches the fields of a target; ``label`` is seen as long as the target is 0 and no flag is typed."""

    def __init__(
        self, value: QLineEdit, high: QLineEdit, red_flag: QLineEdit, direction: Callable[[], Direction]
    ) -> None:
        words = _("A target of 0 has no default red flag. Without one, anything worse than 0 is off track.")
        self.label: QLabel = text(words, "quiet", wrap=True)
        self._fields, self._direction = (value, high, red_flag), direction
        for field in self._fields:
            field.textChanged.connect(self.look)
        self.look()

    def look(self, *_changed: object) -> None:
        """Say it or not, by what is typed now."""
        writing = Writing(language(), sums=True)
        value, high, flag = (likeliest(reading.number(field.text(), writing), None) for field in self._fields)
        self.label.setVisible(lacks_flag(value, self._direction(), flag, high))
