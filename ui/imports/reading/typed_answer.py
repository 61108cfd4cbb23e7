"""An answer that is typed where none of those that are offered fits: a year, a day."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kpidesk.errors import BadInput
from kpidesk.exchange.tables.typed import answer_typed
from kpidesk.exchange.tables.understood import Typed
from kpidesk.text import _
from ui.base.page import text
from ui.base.scale import px
from ui.parts.typing_dialog import Form
from ui.parts.whole import Lines

WIDTH = {Typed.YEAR: 64, Typed.DAY: 104}


def another(kind: Typed) -> str:
    """What is typed."""
    return _("Another year") if kind is Typed.YEAR else _("Another day")


class TypedAnswer(QWidget):
    """A field under the answers. ``told`` tells the key of the answer that was typed."""

    told = Signal(str)

    def __init__(self, kind: Typed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 6, 2, 6)
        box.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = _Line()
        self.field.setAccessibleName(another(kind))
        self.field.setFixedWidth(px(WIDTH[kind]))
        self.field.setMaxLength(30)
        self.field.editingFinished.connect(self._tell)
        row.addWidget(text(another(kind)))
        row.addWidget(self.field)
        row.addStretch()
        box.addLayout(row)
        self.fault = Lines("", "risk")
        self.fault.hide()
        self.field.textEdited.connect(self.fault.hide)
        box.addWidget(self.fault)

    def _tell(self) -> None:
        typed = self.field.text().strip()
        if not typed:
            return
        try:
            answer = answer_typed(self._kind, typed)
        except BadInput as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        self.field.clear()
        self.told.emit(answer)


class _Line(QLineEdit):
    """Enter means what is typed here, and Esc throws it away first."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the page does not hear of Enter, and of Esc only when nothing is typed."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
            event.accept()
            return
        super().keyPressEvent(event)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.accept()


class TypedDialog(Form):
    """The same in a small window, for what was guessed. ``told`` tells the key of the answer that was typed."""

    told = Signal(str)

    def __init__(self, kind: Typed, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(another(kind), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kind = kind
        self.body.addWidget(text(sentence, "body2", wrap=True))
        self.field = QLineEdit()
        self.field.setAccessibleName(another(kind))
        self.field.setMaxLength(30)
        self.body.addWidget(self.field)
        self.add_cancel()
        self.use = self.add_button(_("Use this"), self._tell, primary=True)

    def _tell(self) -> None:
        try:
            answer = answer_typed(self._kind, self.field.text())
        except BadInput as error:
            self.refuse(str(error))
            return
        self.accept()
        self.told.emit(answer)
