"""What is open in a cell of a table, a tree or a list, where a screen reader finds it.

To readers Qt tells of a view's cells only, and not of what lies over them in its viewport: the field that is typed into
would be heard of nowhere. So it is housed in a pane that lies exactly over the viewport, beside the view and not in it,
and is reached there as any field is. Places in the pane are those in the viewport; only what is open takes it up, and
what is beyond the viewport is cut off, so that all else goes to the view as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QSplitter, QStackedWidget, QWidget

from ui.base.look.unpainted import unpainted

Opened = TypeVar("Opened", bound=QWidget)
ARRANGED = (QStackedWidget, QSplitter, QAbstractScrollArea)
"""They tell readers of what they arrange only, and would arrange what is put into them."""
KEYS = frozenset((QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride))
KINDS = QEvent.Type
MOVES = frozenset((KINDS.Move, KINDS.Resize, KINDS.Show, KINDS.Hide, KINDS.ShowToParent, KINDS.HideToParent))
NOWHERE = QRegion(-2, -2, 1, 1)
"""Outside all that is painted; an empty region would mask nothing."""


def house(view: QAbstractItemView, opened: Opened) -> Opened:
    """Have what is open in a cell stand beside its view. What Tab does there the view tells itself. Gives it back."""
    opened.setParent(_pane_of(view) or _Pane(view, _host(view)))
    return opened


def opened_in(view: QAbstractItemView) -> list[QWidget]:
    """What is open in the cells of a view, the newest last."""
    pane = _pane_of(view)
    return [] if pane is None else pane.opened()


def holds(view: QAbstractItemView, widget: QWidget | None) -> bool:
    """Tell whether a widget is a view, in it, or open in one of its cells."""
    pane = _pane_of(view)
    around = (view,) if pane is None else (view, pane)
    return widget is not None and (widget is view or any(each.isAncestorOf(widget) for each in around))


def _pane_of(view: QAbstractItemView) -> _Pane | None:
    """The pane of a view where it stands now, if something has been opened in it there."""
    return next((each for each in _host(view).children() if isinstance(each, _Pane) and each.view is view), None)


def _host(view: QAbstractItemView) -> QWidget:
    """The nearest widget around a view that tells readers of everything in it."""
    around = view.parentWidget()
    while around is not None and isinstance(around, ARRANGED):
        around = around.parentWidget()
    return view if around is None else around


class _Pane(QWidget):
    """Lies over a viewport; as large as what is open in it, and hidden while nothing is."""

    def __init__(self, view: QAbstractItemView, host: QWidget) -> None:
        super().__init__(host)
        self.view, self._fitting = view, False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.destroyed.connect(self.deleteLater)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._follow_scrolling)
        for around in self._around():
            around.installEventFilter(self)
        self.hide()

    def _around(self) -> Iterator[QWidget]:
        """The viewport and all that it moves with, up to where this pane stands."""
        each: QWidget | None = self.view.viewport()
        while each is not None and each is not self.parentWidget():
            yield each
            each = each.parentWidget()

    def _follow_scrolling(self) -> None:
        if self.isVisible():
            self.view.updateEditorGeometries()

    def childEvent(self, event: QChildEvent) -> None:
        """Qt: something is opened or closed."""
        super().childEvent(event)
        child = event.child()
        if child.isWidgetType() and event.type() is QEvent.Type.ChildAdded:
            child.installEventFilter(self)
        if child.isWidgetType() or event.type() is QEvent.Type.ChildRemoved:  # what is half gone says it is no widget
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the view, or what is open in it, is somewhere else."""
        if event.type() in MOVES:
            self._fit()
        return super().eventFilter(watched, event)

    def opened(self) -> list[QWidget]:
        """What is open, the newest last."""
        return [each for each in self.children() if isinstance(each, QWidget) and not each.isHidden()]

    def _fit(self) -> None:
        """Lie over the viewport, and take up of it what is open and in sight; what is not keeps the keyboard."""
        viewport, host, opened = self.view.viewport(), self.parentWidget(), self.opened()
        if host is None or self._fitting or not (opened or self.isVisible()):
            return
        sight, taken = self._sight(), QRegion()
        for each in opened:
            taken += each.geometry().intersected(sight)
        before, self._fitting = self._covered(), True  # what is shown with it tells that it is shown
        with unpainted(self, host):
            self.setVisible(bool(opened) and self.view.isVisible())
            if opened:
                self.setGeometry(QRect(viewport.mapTo(host, QPoint()), viewport.size()))
                self.setMask(NOWHERE if taken.isEmpty() else taken)
                self.raise_()
        self._fitting = False
        if self._covered() != before:
            host.update(before + self._covered())

    def _covered(self) -> QRegion:
        """What it lies over, where it stands."""
        return self.mask().translated(self.pos()) if self.isVisible() else QRegion()

    def _sight(self) -> QRect:
        """The part of the viewport that nothing around it cuts off."""
        viewport = self.view.viewport()
        found = viewport.rect()
        for around in self._around():
            found &= around.rect().translated(viewport.mapFrom(around, QPoint())) if around is not viewport else found
        return found

    def event(self, event: QEvent) -> bool:
        """Qt: what is open leaves a key or the wheel unused: that is for the view, as from inside it."""
        if event.type() in KEYS:
            return self.view.event(event)
        if event.type() is QEvent.Type.Wheel:
            return QCoreApplication.sendEvent(self.view.viewport(), event)
        return super().event(event)
