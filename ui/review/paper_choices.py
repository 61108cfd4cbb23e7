"""What goes on the review's paper: which parts, in which language, on which size; remembered on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from kpidesk.report import SECTIONS
from kpidesk.text import LANGUAGES, _, pgettext
from ui.base.session import Session
from ui.paper.saved_paper import PAPER, paper_language, paper_size, remembered

PAPERS = ("A4", "Letter")
TONGUES = {"nb": "Norsk bokmål", "en": "English"}


def part_words() -> dict[str, str]:
    """The parts of the review as they are called on paper."""
    return {
        "summary": pgettext("report", "Summary"),
        "objectives": _("Objectives and key results"),
        "kpis": _("KPI overview"),
        "panels": _("KPIs in detail"),
        "retrospective": _("Lessons and decisions"),
        "appendix": _("Appendix: the numbers"),
    }


class PaperChoices(QMenu):
    """A menu of ticks: parts, language, paper. It stays open while parts are ticked.

    Beneath, ``slides_asked``: the same review for a screen, as a file.
    """

    chosen = Signal()
    slides_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._name = remembered(session)
        self.parts: dict[str, QAction] = {}
        left_out = session.memory.texts(f"{self._name}/left_out")
        words = part_words()
        self._head(_("Pages"))
        for part in SECTIONS:
            self.parts[part] = self._tick(words[part], part not in left_out)
        self._head(_("Language of the paper"))
        tongue = paper_language(session)
        self.tongues = self._group({key: TONGUES[key] for key in LANGUAGES}, tongue)
        self._head(_("Paper"))
        size = paper_size(session)
        self.sizes = self._group({size: size for size in PAPERS}, size)
        self.addSeparator()
        self.slides = self.addAction(_("Save the slides for a screen as PDF"))
        self.slides.triggered.connect(self.slides_asked)

    def _head(self, words: str) -> None:
        """What the lines below are about; what Qt calls a section is a bare line here, also before the first."""
        if not self.isEmpty():
            self.addSeparator()
        self.addAction(words).setEnabled(False)

    def _tick(self, words: str, on: bool) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(self._store)
        return action

    def _group(self, words: dict[str, str], current: str) -> dict[str, QAction]:
        group = QActionGroup(self)
        made = {key: self._tick(name, key == current) for key, name in words.items()}
        for action in made.values():
            group.addAction(action)
        if not any(action.isChecked() for action in made.values()):
            next(iter(made.values())).setChecked(True)
        return made

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts to print, in their order."""
        return tuple(part for part, action in self.parts.items() if action.isChecked())

    @property
    def language(self) -> str:
        """The language of the paper, whatever the window speaks."""
        return next(key for key, action in self.tongues.items() if action.isChecked())

    @property
    def paper(self) -> str:
        """A4 or Letter."""
        return next(key for key, action in self.sizes.items() if action.isChecked())

    def _store(self, _on: bool) -> None:
        memory = self._session.memory
        memory.put(f"{self._name}/left_out", [part for part in SECTIONS if part not in self.sections])
        memory.put(f"{self._name}/language", self.language)
        memory.put(PAPER, self.paper)
        self.chosen.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ticking a part leaves the menu open for the next."""
        action = self.activeAction()
        if action in self.parts.values() and event.button() == Qt.MouseButton.LeftButton:
            action.trigger()
            return
        super().mouseReleaseEvent(event)
