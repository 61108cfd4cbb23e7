"""Other forms of the same review, as buttons under the preview: the board, the KPIs' sheets, the workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Kpi
from kpidesk.figures.cycle_list import named_from
from kpidesk.report import Wanted
from kpidesk.text import _
from ui.base.page import Band
from ui.base.session import Notice, Session
from ui.paper import papers
from ui.paper.papers import Build
from ui.paper.saved_paper import SavedPaper, beside
from ui.parts.buttons import icon_button
from ui.parts.head_room import HeadRoom, drops_words
from ui.review.paper_choices import PaperChoices

if TYPE_CHECKING:
    from ui.present.showing import Showing


def paper_path(session: Session, aside: str = "", ending: str = "pdf") -> Path:
    """Beside the data file, named for the company and the quarter."""
    words = fmt.period_file(session.period, named_from(session.ws, session.period))
    return beside(session, f"{words} {aside}", ending)


def anything_to_print(session: Session) -> bool:
    """Tell whether there is a goal or a KPI to print; says so where there is none."""
    if session.cycle is not None or session.ws.all(Kpi):
        return True
    words = _("There is nothing to put on paper yet: the file has no goals and no KPIs.")
    session.notice.emit(Notice(words, "error"))
    return False


class OtherPapers(Band):
    """The buttons under the preview; each writes a file beside the data file and says where it is."""

    def __init__(self, session: Session, choices: PaperChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._choices = session, choices
        self._saved = SavedPaper(session, self, self)
        self.row.setSpacing(6)
        self.present = self._button(
            "monitor", _("Present"), _("The review as slides on the whole screen (Shift+F5)"), self.show_slides
        )
        self.row.addStretch()
        self.board = self._button("layout-dashboard", _("Board"), _("One page for the wall, as PDF"), self.save_board)
        self.sheets = self._button("chart-line", _("KPI sheets"), _("A page about each KPI, as PDF"), self.save_sheets)
        words = _("The numbers of the review as a workbook (XLSX)")
        self.workbook = self._button("table-2", _("Workbook"), words, self.save_workbook)
        HeadRoom(self, [drops_words(each) for each in (self.workbook, self.sheets, self.board, self.present)])
        self.showing: Showing | None = None

    def _button(self, icon: str, words: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = icon_button(self._session.theme, icon, words, slot)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        self.row.addWidget(button)
        return button

    def show_slides(self) -> None:
        """Show the review as slides on the whole screen."""
        if self.showing is not None:
            self.showing.resume()
        elif anything_to_print(self._session):
            from ui.present.showing import Showing  # loaded when somebody presents

            self.showing = Showing(self._session, self.window(), self._choices.language, self._choices.sections)
            self.showing.over.connect(self._forget)

    def _forget(self) -> None:
        self.showing = None

    def stop(self) -> None:
        """The page goes: show no more."""
        if self.showing is not None:
            self.showing.end()

    def save_board(self) -> None:
        """Write the page for the wall beside the data file."""
        self._save(papers.board, paper_path(self._session, _("board")))

    def save_sheets(self) -> None:
        """Write a page about each KPI beside the data file."""
        if not self._session.active_kpis():
            self._session.notice.emit(Notice(_("There are no KPIs yet, so there are no sheets to write."), "error"))
            return
        self._save(papers.sheets, paper_path(self._session, _("KPI sheets")))

    def save_workbook(self) -> None:
        """Write the numbers of the review as a workbook beside the data file."""
        self._save(papers.workbook, paper_path(self._session, ending="xlsx"))

    def _save(self, make: Callable[..., bytes], path: Path) -> None:
        if anything_to_print(self._session):
            self._saved.save(self.job(make), path)

    def job(self, make: Callable[..., bytes]) -> Build:
        """How one of the papers is made from the file, as the choices want it."""
        chosen = self._choices
        wanted = Wanted(self._session.today(), chosen.language, chosen.paper, chosen.sections)
        return papers.of_file(self._session.ws, make, self._session.period, wanted)
