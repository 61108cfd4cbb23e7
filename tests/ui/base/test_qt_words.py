"""Qt's own words: everything that its dialogs ask for is in the catalogue, under the very text that Qt asks with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QTreeView,
    QWidget,
)

from kpidesk import text
from kpidesk.manual import keys
from ui.app.app import Words
from ui.base.actions import named_key

OURS = (
    "QFileDialog", "QFileSystemModel", "QAbstractFileIconProvider", "QPrint", "QPageSetup", "QCupsJob",
    "QPlatformTheme", "QScrollBar", "QLineEdit", "QMessageBox", "QWidgetTextControl", "QAbstractSpinBox",
    "QCalendarWidget", "QDialogButtonBox",
)  # fmt: skip
SAME = {"OK", "Alt+Left", "Alt+Right", "Alt+Up", "Form", "...", "mm", "pt", "in", "%", "Type", "Type:", "Standard"}
"""Texts that are the same in bokmål, or of which nothing is seen."""


class Listening(Words):
    """Remembers what Qt asks for, and what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[tuple[str, str], str | None] = {}

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        found = super().translate(context, source, disambiguation, n)
        self.asked[context, source] = found
        return found

    def missing(self) -> set[tuple[str, str]]:
        """What is shown in English."""
        return {
            (context, source)
            for (context, source), found in self.asked.items()
            if context.startswith(OURS) and found is None and source not in SAME and not source[:1].isdigit()
        }


@pytest.fixture
def words(qapp: QApplication) -> Iterator[Listening]:
    listening = Listening()
    qapp.installTranslator(listening)
    with text.using("nb"):
        yield listening
    qapp.removeTranslator(listening)


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> Callable[[Path], QWidget]:
    def made(folder: Path) -> QWidget:
        dialog = QFileDialog(None, "", str(folder), "Tall (*.csv);;Alle (*)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setAcceptMode(accept)
        return dialog

    return made


def print_dialog(_folder: Path) -> QWidget:
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    dialog.destroyed.connect(lambda: printer)  # it keeps no hold of its printer
    return dialog


def button_box(_folder: Path) -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button.value and button.value & (button.value - 1) == 0 and button.value <= 0x8000000:
            box.addButton(button)
    return box


def line_menu(_folder: Path) -> QWidget:
    line = QLineEdit()
    line.createStandardContextMenu().setParent(line)
    return line


def text_menu(_folder: Path) -> QWidget:
    box = QPlainTextEdit("ord")
    box.createStandardContextMenu().setParent(box)
    return box


def spin_menu(_folder: Path) -> QWidget:
    """The menu of a spin box is open only as long as it is answered, so it is closed as soon as it is seen."""
    box = QDoubleSpinBox()

    def close_menu() -> None:
        menu = QApplication.activePopupWidget()
        if menu is None:
            QTimer.singleShot(0, close_menu)
        else:
            menu.close()

    QTimer.singleShot(0, close_menu)
    QApplication.sendEvent(box, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1)))
    return box


def asking(_folder: Path) -> QWidget:
    box = QMessageBox(
        QMessageBox.Icon.Question, "", "?", QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel
    )
    box.setDetailedText("x")
    return box


@pytest.mark.parametrize(
    "made",
    [
        file_dialog(QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen),
        file_dialog(QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave),
        file_dialog(QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen),
        print_dialog,
        button_box,
        line_menu,
        text_menu,
        spin_menu,
        asking,
        lambda _folder: QCalendarWidget(),
        lambda _folder: QScrollBar(Qt.Orientation.Vertical),
    ],
    ids=[
        "open",
        "save",
        "folder",
        "print",
        "buttons",
        "line",
        "text",
        "spin box",
        "question",
        "calendar",
        "scroll bar",
    ],
)
def test_everything_that_a_dialog_of_qt_asks_for_is_in_bokmål(
    made: Callable[[Path], QWidget], words: Listening, tmp_path: Path, qapp: QApplication
) -> None:
    (tmp_path / "mappe").mkdir()
    (tmp_path / "tall.csv").write_text("a", encoding="utf-8")
    dialog = made(tmp_path)
    dialog.show()
    qapp.processEvents()
    assert words.missing() == set()
    dialog.close()
    dialog.deleteLater()


def test_the_dialog_for_files_says_it_on_its_face(words: Listening, tmp_path: Path, qapp: QApplication) -> None:
    dialog = file_dialog(QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen)(tmp_path)
    dialog.show()
    qapp.processEvents()
    labels = {each.text() for each in dialog.findChildren(QLabel)}
    assert {"&Se i:", "Filer av &typen:", "Fil&navn:"} <= labels
    heads = dialog.findChildren(QTreeView)[0].model()
    assert heads is not None
    assert [heads.headerData(n, Qt.Orientation.Horizontal) for n in range(4)] == [
        "Navn", "Størrelse", "Type", "Sist endret",
    ]  # fmt: skip
    dialog.close()
    dialog.deleteLater()


def test_the_window_names_keys_as_the_manual_does(words: Listening) -> None:
    named = {name: named_key(f"Alt+{name}") for name in keys.names()}
    assert named == {name: f"Alt+{word}" for name, word in keys.names().items()}
    assert named["Left"] == "Alt+venstre pil"
    assert all(QKeySequence(f"Alt+{name}") == QKeySequence(word) for name, word in named.items())
