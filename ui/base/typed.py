"""What is being typed in the fields of a page: taken down before the page is made anew, and written back afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from kpidesk.records import record

KINDS: tuple[type[QWidget], ...] = (QLineEdit, QPlainTextEdit, QTextEdit)
Field = QLineEdit | QPlainTextEdit | QTextEdit
Key = tuple[str, str, int]
"""Kind, name and the how manyth of both."""


@record(frozen=True)
class Typed:
    """The text of one field: its kind and name, and the how manyth of those it is.

    ``place`` is the how manyth of its kind on the whole page, out of so many: in another language it has another name.
    """

    kind: str
    name: str
    number: int
    place: tuple[int, int]
    text: str
    focused: bool


def taken_down(page: QWidget) -> tuple[Typed, ...]:
    """The texts that somebody has changed or is at, and that are perhaps not stored yet."""
    found = []
    fields = _fields(page)
    for key, field in fields.items():
        if _is_changed(field) or field.hasFocus():
            found.append(Typed(*key, _place(key, fields), _text(field), field.hasFocus()))
    return tuple(found)


def silence(page: QWidget) -> None:
    """Let no field of a page store its text any more when the keyboard leaves it."""
    kinds: tuple[type[QObject], ...] = (*KINDS, QAbstractItemDelegate)
    for kind in kinds:
        for each in page.findChildren(kind):
            each.blockSignals(True)


def write_back(page: QWidget, typed: tuple[Typed, ...]) -> None:
    """Put such texts into the same fields of another page, as if they were typed there."""
    fields = _fields(page)
    by_place = {(key[0], _place(key, fields)): field for key, field in fields.items()}
    for each in typed:
        field = fields.get((each.kind, each.name, each.number)) or by_place.get((each.kind, each.place))
        if field is None:
            continue
        if each.focused:
            field.setFocus()
        if _text(field) != each.text:
            field.selectAll()
            field.insert(each.text) if isinstance(field, QLineEdit) else _replace(field, each.text)


def _place(key: Key, fields: Mapping[Key, Field]) -> tuple[int, int]:
    alike = [each for each in fields if each[0] == key[0]]
    return alike.index(key), len(alike)


def _fields(page: QWidget) -> dict[Key, Field]:
    found: dict[Key, Field] = {}
    for kind in KINDS:
        for field in page.findChildren(kind):
            if not isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) or field.isReadOnly():
                continue
            name, number = field.accessibleName() or field.objectName(), 0
            while (kind.__name__, name, number) in found:
                number += 1
            found[kind.__name__, name, number] = field
    return found


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _is_changed(field: Field) -> bool:
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _replace(field: QPlainTextEdit | QTextEdit, text: str) -> None:
    cursor = field.textCursor()
    cursor.insertText(text)
