"""What every step of the round has in common: it is shown, typed into, and ends by being stored, passed or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk.domain.entities import Uid
from kpidesk.round.check_in import CheckInFacts
from kpidesk.round.progress import Progress
from kpidesk.round.steps import Step
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.actions import named_key
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.imports.keyed_button import KeyedButton

Keys = list[tuple[tuple[str, ...], str]]
"""Keys with what they do here, as the foot of the page tells them."""


@dataclass(frozen=True)
class Shown:
    """What a step is shown with: the round so far, and what was being typed in it when it was left."""

    step: Step
    progress: Progress
    draft: Mapping[str, str] = field(default_factory=dict)

    @property
    def made(self) -> Uid:
        """The row that the step has made in this round, if it made one."""
        return self.progress.done.get(self.step, "")


class Pane(QWidget):
    """One kind of step. ``stored`` tells that it is done and names the row that it made, ``passed`` that nothing was
    said and nothing left out, ``skipped`` that it was left out.
    """

    stored = Signal(str)
    passed = Signal()
    skipped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.storing = session, False
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)

    def show_step(self, shown: Shown) -> None:
        """Show a step from its beginning."""
        raise NotImplementedError

    def take(self, changes: Changes | None) -> None:
        """Take in what has changed while the step stands; what is being typed stays."""

    def goal(self) -> CheckInFacts | None:
        """The goal that the step is about, if it is about one."""
        return None

    def draft(self) -> dict[str, str]:
        """What is typed here and not stored."""
        return {}

    def main(self) -> QWidget:
        """Where the keyboard goes."""
        raise NotImplementedError

    def keys(self) -> Keys:
        """What the keys do here."""
        return []

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """While the step stores, and goes on by itself afterwards."""
        self.storing = True
        try:
            yield
        finally:
            self.storing = False

    # ---- building --------------------------------------------------------------------------------

    def add_head(self) -> None:
        """A caption over a title, and a quiet line under it."""
        self.caption, self.title = page.text("", "caption", wrap=True), page.heading("", "page", wrap=True)
        self.under = page.text("", "small", wrap=True)
        self.box.addWidget(self.caption)
        self.box.addSpacing(px(6))
        self.box.addWidget(self.title)
        self.box.addSpacing(px(4))
        self.box.addWidget(self.under)

    def tell_head(self, caption: str, title: str, under: str = "") -> None:
        """Say what the step is about."""
        self.caption.setText(caption)
        self.title.setText(title)
        self.under.setText(under)
        self.caption.setVisible(bool(caption))
        self.under.setVisible(bool(under))

    def heard(self) -> tuple[str, ...]:
        """What the step is about, for the ear: its title first."""
        labels = (self.title, self.caption, self.under)
        return tuple(each.text() for each in labels if each.text())

    def add_label(self, words: str, above: int = 18) -> QLabel:
        """A small heading over a field."""
        label = page.text(words, "small_medium", wrap=True)
        self.box.addSpacing(px(above))
        self.box.addWidget(label)
        self.box.addSpacing(px(6))
        return label

    def add_buttons(self, words: str, skip: str) -> page.Wrapped:
        """The primary button, which Enter presses, and the one that leaves the step out."""
        self.primary = keyed(self.session.theme, words, "Enter", primary=True)
        self.skip = QPushButton(skip)
        self.skip.setProperty("quiet", True)
        self.skip.setToolTip(named_key("Alt+Right"))
        self.skip.clicked.connect(self.skipped)
        row = page.wrapped(self.primary, self.skip, gap=px(10))
        row.row.setStretch(0, 0)
        row.row.addStretch()
        return row


def keyed(theme: Theme, words: str, key: str, *, primary: bool = False) -> KeyedButton:
    """A button that names the key for it."""
    button = KeyedButton(theme, key, primary=primary)
    button.say(words)
    button.setAccessibleName(words)
    return button


class Quote(QWidget):
    """Somebody's earlier words, set off by a bar: a heading, the words, and room for what is answered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "quote")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(14), px(2), 0, px(2))
        self.column.setSpacing(px(3))
        self.heading, self.words = page.heading("", "caption", wrap=True), page.text("", wrap=True)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)

    def tell(self, heading: str, words: str) -> None:
        """Show some words; nothing is left of empty ones but the heading."""
        self.heading.setText(heading)
        self.words.setText(words)
        self.heading.setVisible(bool(heading))
        self.words.setVisible(bool(words))
