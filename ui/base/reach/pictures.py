"""Pictures of numbers for those who can't see them: what a picture is called, what it says, and its numbers as a table.

A widget that draws one is a ``picture``; a row or a list that shows one among other things is ``with_numbers``. The one
command ``show_table`` asks ``table_at`` for what has the keyboard, or else for what is in view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.base.reach.accessible import Heard, Role, give

if TYPE_CHECKING:
    from kpidesk.viz.number_table import NumberTable

ATTRIBUTE = "numbers_shown"
Numbers = Callable[[], "NumberTable | None"]
"""Makes the table of what is shown at the moment, when it is asked for."""


def picture(widget: QWidget, numbers: Numbers | None = None, role: Role = Role.Chart) -> None:
    """A widget that draws numbers; its name and description are told by ``tell``."""
    give(widget, Heard(role))
    if numbers is not None:
        with_numbers(widget, numbers)


def tell(widget: QWidget, name: str, told: str) -> None:
    """Call a picture by its name, and say what is to be seen in it."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(told)


def with_numbers(widget: QWidget, numbers: Numbers) -> None:
    """Have a widget's numbers shown as a table when it, or something in it, has the keyboard."""
    setattr(widget, ATTRIBUTE, numbers)


def table_at(focus: QWidget | None, page: QWidget) -> NumberTable | None:
    """The table of what has the keyboard or stands around it; else that of the first picture in view on the page."""
    above = focus if focus is not None and page.isAncestorOf(focus) else None
    while above is not None and above is not page:
        if (found := _table_of(above)) is not None:
            return found
        above = above.parentWidget()
    shown = (each for each in (page, *page.findChildren(QWidget)) if each.isVisible())
    return next((found for each in shown if (found := _table_of(each)) is not None), None)


def _table_of(widget: QWidget) -> NumberTable | None:
    numbers = getattr(widget, ATTRIBUTE, None)
    return None if numbers is None else numbers()
