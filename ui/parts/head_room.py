"""What a row of controls does without when there is too little room: the parts named give way, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from ui.base.page import Wrapped

Way = Callable[[bool], object]
"""Called with ``True`` to give way, with ``False`` to come back."""


class HeadRoom(QObject):
    """Keeps a row within its width. ``ways`` are the ways to take less room, the least missed first.

    When all of them are not enough, what is left stands on several lines; a row that can't do that keeps the room that
    it needs.
    """

    def __init__(self, box: QWidget, ways: Sequence[Way]) -> None:
        super().__init__(box)
        self._box, self._ways = box, ways
        self._fitting, self._known = False, 0
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the width, and the room that the parts need: it is known only once they have their look."""
        changed = event.type() is QEvent.Type.LayoutRequest and self._least() != self._known
        if changed or event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Have as many parts as there is room for."""
        if self._fitting or not self._box.isVisible():
            return
        self._fitting = True
        room = _room(self._box)
        for way in self._ways:
            way(False)
        for way in self._ways:
            if self._needed() <= room:
                break
            way(True)
        turns = isinstance(self._box, Wrapped)
        self._box.setMinimumWidth(1 if turns or self._needed() <= room else self._needed())
        self._known = self._least()
        if (layout := self._box.layout()) is not None:
            layout.activate()  # now, and not once what came and went on the way here has been told of
        self._fitting = False

    def _needed(self) -> int:
        for child in self._box.findChildren(QWidget):
            inner = child.layout()
            if inner is not None:
                inner.invalidate()
                child.updateGeometry()
        return self._least()

    def _least(self) -> int:
        if isinstance(self._box, Wrapped):
            return self._box.across()
        layout = self._box.layout()
        return 0 if layout is None else layout.minimumSize().width()


def _room(box: QWidget) -> int:
    """The pixels of a row that lie within all that it stands in.

    What happens to lie over it counts for nothing: while a window changes its size that is a neighbour on its way.
    """
    seen, at = box.rect(), box
    while not at.isWindow() and (around := at.parentWidget()) is not None:
        seen = seen.translated(at.pos()) & around.rect()
        at = around
    return seen.width() or box.width()


def hides(widget: QWidget, wanted: Callable[[], bool] = lambda: True) -> Way:
    """A part that goes; when there is room it is seen if it is ``wanted``. A choice that filters something stays."""

    def way(gives: bool) -> None:
        filters = isinstance(widget, QComboBox) and widget.currentIndex() > 0
        widget.setVisible((filters or not gives) and wanted())

    return way


def drops_words(*buttons: QAbstractButton) -> Way:
    """Buttons that keep their icons, and tell the pointer their words; those of one kind do so together."""
    ways = [partial(_drop, button, button.text(), button.toolTip()) for button in buttons]

    def way(gives: bool) -> None:
        for each in ways:
            each(gives)

    return way


def words_or_icons(*buttons: QAbstractButton) -> tuple[Way, Way]:
    """Buttons of one kind with icons and words: all are words alone first, and then icons alone."""
    icons: dict[QAbstractButton, QIcon] = {}
    wordless = drops_words(*buttons)

    def words_alone(gives: bool) -> None:
        for each in buttons:
            if gives and not each.icon().isNull():
                icons[each] = each.icon()
                each.setIcon(QIcon())
            elif not gives and each.icon().isNull():  # another theme may have given it one meanwhile
                each.setIcon(icons.get(each, QIcon()))

    def icons_alone(gives: bool) -> None:
        if gives:
            words_alone(False)
        wordless(gives)

    return words_alone, icons_alone


def _drop(button: QAbstractButton, words: str, tip: str, gives: bool) -> None:
    button.setText("" if gives else words)
    button.setToolTip((tip or words) if gives else tip)
    button.setAccessibleName(words)
