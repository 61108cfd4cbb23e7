"""What Enter, Esc and the wheel do in forms, and names with an ampersand in menus and on buttons."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kpidesk.commands import library, people
from kpidesk.domain.entities import CheckIn, Kpi
from kpidesk.workspace import Workspace
from ui.app.logo_row import LogoRow
from ui.app.menu_bar import Menus
from ui.app.settings_dialog import SettingsDialog
from ui.base.memory import Memory
from ui.base.session import Session
from ui.base.theme import Theme
from ui.goals.agreement_section import AgreementSection
from ui.goals.check_in import CheckInDialog
from ui.kpis.kpi_form import KpiForm
from ui.parts.form import Choice
from ui.parts.reason import ReasonDialog
from ui.parts.typing_dialog import Form
from ui.targets.target_dialog import TargetDialog

Key = Qt.Key


def kpi_of(session: Session) -> Kpi:
    return session.ws.get(Kpi, library.add(session.ws, "nps"))


FORMS = {
    "settings": lambda session, settings: SettingsDialog(settings, session),
    "settings without a file": lambda _session, settings: SettingsDialog(settings, None),
    "own KPI": lambda session, _settings: KpiForm(session, None),
    "KPI": lambda session, _settings: KpiForm(session, kpi_of(session)),
    "target": lambda session, _settings: TargetDialog(session, kpi_of(session)),
    "check-in": lambda session, _settings: CheckInDialog(session, session.ws.all(CheckIn)[0]),
    "reason": lambda _session, _settings: ReasonDialog("Slippe", "Hvorfor?", "Slipp"),
}


@pytest.fixture(params=FORMS, ids=str)
def form(request, session: Session, settings: QSettings, qtbot) -> Form:
    made = FORMS[request.param](session, settings)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    return made


def line_of(form: Form) -> QLineEdit:
    """A line that can be typed in."""
    return next(each for each in form.findChildren(QLineEdit) if each.isVisible() and each.isEnabled())


def test_enter_in_a_field_means_the_marked_button_only(form: Form) -> None:
    line_of(form).setFocus()
    marked = [each for each in form.findChildren(QPushButton) if each.isDefault() or each.autoDefault()]
    assert [each.property("primary") for each in marked] == [True]


def test_enter_in_the_settings_stores_them(session: Session, settings: QSettings, qtbot, monkeypatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(LogoRow, "_ask", lambda *_: asked.append(True))
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.person.setText("Ola Berg")
    QTest.keyClick(dialog.person, Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted and asked == []
    assert settings.value("author") == "Ola Berg"


@pytest.mark.parametrize("name", FORMS)
def test_enter_on_a_button_presses_that_button(name: str, session: Session, settings: QSettings, qtbot) -> None:
    dialog = FORMS[name](session, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    cancel = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Avbryt")
    cancel.setFocus()
    qtbot.waitUntil(cancel.hasFocus)
    QTest.keyClick(cancel, Key.Key_Return)
    assert not dialog.isVisible() and dialog.result() == QDialog.DialogCode.Rejected


def test_a_key_held_down_presses_once_and_one_choice_of_several_is_no_button(qtbot, qapp: QApplication) -> None:
    dialog, pressed = QDialog(), []
    qtbot.addWidget(dialog)
    row = QHBoxLayout(dialog)
    group = QButtonGroup(dialog)
    for name in ("Lagre", "Slett", "Uke", "Måned"):
        button = QPushButton(name)
        button.setAutoDefault(False)
        button.clicked.connect(partial(pressed.append, name))
        row.addWidget(button)
        if name in ("Uke", "Måned"):
            button.setCheckable(True)
            group.addButton(button)
    store, delete, week, _month = dialog.findChildren(QPushButton)
    store.setDefault(True)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    delete.setFocus()
    qtbot.waitUntil(delete.hasFocus)
    for again in (False, True):
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(delete, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, none, "\r", again))
    assert pressed == ["Slett"]
    week.setFocus()
    QTest.keyClick(week, Key.Key_Return)
    assert pressed == ["Slett", "Lagre"]


def test_settings_without_a_logo_warn_of_nothing(session: Session, settings: QSettings, qtbot, qtlog) -> None:
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    assert [each.message for each in qtlog.records if "pixmap" in each.message.lower()] == []


def test_esc_asks_before_it_throws_away_what_is_typed(form: Form) -> None:
    line = line_of(form)
    line.setText(f"{line.text()}7")
    QTest.keyClick(form, Key.Key_Escape)
    box = form.question
    assert form.isVisible() and box is not None and box.isVisible()
    QTest.keyClick(box, Key.Key_Escape)
    assert form.isVisible() and line.text().endswith("7")
    form.close()
    assert form.isVisible(), "the cross in the frame asks, too"
    box = form.question
    throw = next(each for each in box.buttons() if box.buttonRole(each) is box.ButtonRole.DestructiveRole)
    throw.click()
    assert not form.isVisible()


def test_esc_closes_a_form_that_nobody_has_typed_in(form: Form) -> None:
    QTest.keyClick(form, Key.Key_Escape)
    assert not form.isVisible() and form.question is None


def roll(widget: QWidget) -> bool:
    """Turn the wheel over a widget by one step; tells whether it took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    event.setAccepted(True)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_wheel_changes_nothing_in_a_form(form: Form) -> None:
    for box in form.findChildren(QComboBox):
        before = box.currentIndex()
        roll(box)
        assert box.currentIndex() == before, box.accessibleName()
    for spin in form.findChildren(QSpinBox):
        number = spin.value()
        roll(spin)
        assert spin.value() == number, spin.accessibleName()


# ---- names with an ampersand ---------------------------------------------------------------------------


def test_an_ampersand_in_a_name_is_shown_in_menus(theme, qtbot, settings: QSettings, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    memory = Memory(settings)
    (tmp_path / "Blåbær & Sønn.kpidesk").touch()
    memory.remember_recent(tmp_path / "Blåbær & Sønn.kpidesk")
    menus = Menus(window.menuBar(), theme, memory, window)
    menus.build({})
    menus.enable({"undo"}, "Kjøp & salg", None)
    assert menus.actions["undo"].text().endswith("Kjøp && salg")
    menus._fill_recent()
    assert menus._recent.actions()[0].text() == "Blåbær && Sønn.kpidesk"


def test_an_ampersand_in_a_name_is_shown_on_buttons(session: Session, workspace: Workspace, qtbot) -> None:
    people.ensure_person(workspace, "Li & Co")
    section = AgreementSection(session)
    qtbot.addWidget(section)
    section.show_about(workspace.children(None)[0].uid)
    section._fill()
    menu = section.findChild(QMenu)
    assert "Li && Co" in [each.text() for each in menu.actions()]


def test_words_without_room_in_a_box_end_in_dots(theme: Theme, qtbot: QtBot) -> None:
    """The style would cut them through a letter."""
    cut, dotted = (Choice("KPI") for _each in range(2))
    for box in (cut, dotted):
        qtbot.addWidget(box)
        box.setFixedWidth(150)
    cut.fill([("Ingen, føres ved innsjekk", None)], None)
    words = [f"{'Ingen, føres ved innsjekk'[:n].rstrip()}…" for n in range(25)]
    dotted.fill([(each, each) for each in words], None)
    shown = [cut.grab().toImage()]
    for place in range(25):
        dotted.setCurrentIndex(place)
        shown.append(dotted.grab().toImage())
    assert shown[0] in shown[1:]
