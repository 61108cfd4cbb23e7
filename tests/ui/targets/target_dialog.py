"""The targets dialog on the screen, with its pages by name: what its tests share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import targets
from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Frequency
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Session
from ui.targets.target_dialog import TargetDialog
from ui.targets.target_pages import LevelPage, PathPage
from ui.targets.target_season import SeasonPage
from ui.targets.target_steps import StepsPage


class Opened:
    """A dialog on the screen, and the pages by name."""

    def __init__(self, qtbot: QtBot, session: Session, kpi: Kpi, key: str = "") -> None:
        self.dialog = TargetDialog(session, kpi)
        qtbot.addWidget(self.dialog)
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        if key:
            names = list(self.dialog.pages)
            buttons = self.dialog.kinds.findChildren(QPushButton)
            QTest.mouseClick(buttons[names.index(key)], Qt.MouseButton.LeftButton)

    @property
    def level(self) -> LevelPage:
        page = self.dialog.pages["level"]
        assert isinstance(page, LevelPage)
        return page

    @property
    def steps(self) -> StepsPage:
        page = self.dialog.pages["steps"]
        assert isinstance(page, StepsPage)
        return page

    @property
    def path(self) -> PathPage:
        page = self.dialog.pages["path"]
        assert isinstance(page, PathPage)
        return page

    @property
    def season(self) -> SeasonPage:
        page = self.dialog.pages["season"]
        assert isinstance(page, SeasonPage)
        return page

    def set(self) -> None:
        QTest.mouseClick(self.dialog.set_button, Qt.MouseButton.LeftButton)

    @property
    def open(self) -> bool:
        return self.dialog.isVisible()

    @property
    def error(self) -> str:
        return self.dialog.problem.text() if self.dialog.problem.isVisible() else ""


def made(ws: Workspace, **fields: object) -> Kpi:
    return ws.get(Kpi, own_kpis.define(ws, name="Omsetning", **{"frequency": Frequency.MONTH, **fields}))  # type: ignore[arg-type]


def type_into(field: QWidget, words: str) -> None:
    field.setFocus()
    line = field.lineEdit() if isinstance(field, QAbstractSpinBox) else field
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, words)


def rows(ws: Workspace, kpi: Kpi) -> list[Target]:
    return list(targets.of_kpi(ws, kpi.uid))
