"""An entry page over KPIs of one's own, and hands that type into it as a person does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import Kpi, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Session
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_view import EntryView

CONTROL = Qt.KeyboardModifier.ControlModifier
YEAR = Period.parse("2025")


class Sheet:
    """The page with two monthly inputs, ``sales`` above ``visits``, and a weekly one, ``calls``."""

    def __init__(self, ws: Workspace, session: Session, qtbot: QtBot, width: int = 1440) -> None:
        self.ws = ws
        monthly, weekly = Frequency.MONTH, Frequency.WEEK
        made = (
            own_kpis.define(ws, name="Salg", unit="currency", frequency=monthly),
            own_kpis.define(ws, name="Besøk", frequency=monthly),
            own_kpis.define(ws, name="Samtaler", frequency=weekly),
        )
        self.sales, self.visits, self.calls = (ws.get(Kpi, uid).inputs[0][1] for uid in made)
        self.page = EntryPage(session)
        session.changed.connect(self.page.refresh)
        qtbot.addWidget(self.page)
        self.page.resize(width - 184, 800)
        self.page.refresh(None)
        self.page.fit(width)
        with qtbot.waitExposed(self.page):
            self.page.show()

    def year(self, year: Period | None = YEAR) -> None:
        """Show a year, as its chooser does."""
        self.page.chooser.chosen.emit(year)

    def at(self, source: Uid, period: str) -> EntryView:
        """Put the caret on a cell."""
        self.page.sheet.caret.go_to_cell((source, Period.parse(period)))
        return self.view

    @property
    def view(self) -> EntryView:
        """The block with the caret."""
        view = self.page.current_view()
        assert view is not None
        return view

    @property
    def place(self) -> tuple[Uid, str]:
        """Where the caret is."""
        cell = self.view.current_cell()
        assert cell is not None
        return cell[0], cell[1].key()

    def keyboard(self) -> QWidget:
        """What has the keyboard: the field that is open, or the block."""
        return self.view.typing.editor() or self.view.viewport()

    def field(self) -> QLineEdit:
        """The field that is open."""
        field = self.view.typing.editor()
        assert field is not None
        return field

    def type(self, text: str, *keys: Qt.Key) -> None:
        """Type letters, then press keys; each goes to what has the keyboard then."""
        for letter in text:
            QTest.keyClick(self.keyboard(), letter)
        self.press(*keys)

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys."""
        for key in keys:
            widget = self.view.typing.editor() or self.view
            QTest.keyClick(widget, key, held)

    def paste(self, text: str) -> None:
        """Put a text on the clipboard and press Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, held=CONTROL)

    def value(self, source: Uid, period: str) -> Value | None:
        """What is stored in a cell."""
        return self.ws.series(source).get(Period.parse(period))

    def said(self) -> str:
        """What the reading line says."""
        return self.page.line.words().replace("\u00a0", " ")
