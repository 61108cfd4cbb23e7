"""Other forms of the same review, as buttons under the preview: the board, the KPIs' sheets, the workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.domain.entities import Kpi
from kpidesk.figures.cycle_list import named_from
from kpidesk.report import Wanted
from kpidesk.text import _, ngettext
from ui.base.actions import with_key
from ui.base.page import Band
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, Stop, read_apart, unless_stopped
from ui.base.waiting import Patient
from ui.paper import papers
from ui.paper.papers import Build
from ui.paper.saved_paper import SavedPaper, beside
from ui.parts.buttons import icon_button
from ui.parts.head_room import HeadRoom, words_or_icons
from ui.review.paper_choices import PaperChoices
from ui.review.preview import Drawn, PreviewJob

if TYPE_CHECKING:
    from kpidesk.report.covering import Words
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
    session.notice.emit(Notice(words, "error", here=True))
    return False


class OtherPapers(Band):
    """The buttons under the preview; each writes a file beside the data file and says where it is."""

    def __init__(
        self,
        session: Session,
        choices: PaperChoices,
        preview: Callable[[], Drawn | None],
        parent: QWidget | None = None,
    ) -> None:
        """``preview`` gives the review as it is in view, unless something has been changed since."""
        super().__init__(parent=parent)
        self._preview = preview
        self._session, self._choices = session, choices
        choices.slides_asked.connect(self.save_slides)
        self._saved = SavedPaper(session, self, self)
        self.row.setSpacing(6)
        slides = with_key(_("The review as slides on the whole screen"), "Shift+F5")
        self.present = self._button("monitor", _("Present"), slides, self.show_slides)
        self.mail = self._button("send", _("Mail …"), _("Mail this PDF"), self.send_mail)
        self.row.addStretch()
        self.board = self._button(
            "layout-dashboard", _("Board"), _("One page for the wall or for a chat"), self._show_board
        )
        self.board_menu = self._make_board_menu()
        self.sheets = self._button("chart-line", _("KPI pages"), _("A page about each KPI, as PDF"), self.save_sheets)
        words = _("The numbers of the review as a workbook (XLSX)")
        self.workbook = self._button("table-2", _("Workbook"), words, self.save_workbook)
        HeadRoom(self, words_or_icons(self.present, self.mail, self.board, self.sheets, self.workbook))
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

    def _make_board_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("Save as PDF"), self.save_board)
        menu.addAction(_("Copy as a picture"), self.copy_board)
        menu.addAction(_("Save as a picture (PNG)"), self.save_board_picture)
        return menu

    def _show_board(self) -> None:
        self.board_menu.popup(self.board.mapToGlobal(self.board.rect().bottomLeft()))

    def save_board_picture(self) -> None:
        """Write the page for the wall as a picture beside the data file."""
        self._save(papers.board_picture, paper_path(self._session, _("board"), "png"))

    def copy_board(self) -> None:
        """Put the page for the wall on the clipboard as a picture, to be pasted where people talk."""
        if not anything_to_print(self._session):
            return
        words = _("Drawing the board.")
        try:
            data = Patient(self.window(), _("Board"), words).wait(partial(_made, self.job(papers.board_picture)))
        except GivenUp:
            return
        QGuiApplication.clipboard().setImage(QImage.fromData(data))
        self._session.notice.emit(Notice(_("The board is copied as a picture. Paste it where you want it."), "done"))

    def send_mail(self) -> None:
        """Propose a message with the review attached, and open it in the mail program."""
        if not anything_to_print(self._session):
            return
        from kpidesk.report.covering import covering_words
        from ui.review.mail_dialog import MailDialog

        drawn = self._drawn()
        if drawn is None or drawn.review is None or drawn.pages is None:
            return
        with language.using(self._choices.language):
            words = covering_words(drawn.review)
        count, path = len(drawn.pages.images), paper_path(self._session)
        pages = ngettext("{n} page", "{n} pages", count).format(n=count)
        size = _("{n} kB").format(n=max(1, round(len(drawn.pages.data) / 1000)))
        dialog = MailDialog(self._session, words, (path.name, f"{pages} · {size}"), self.window())
        dialog.send = partial(self._hand_over, partial(bytes, drawn.pages.data))
        dialog.open()

    def _hand_over(self, build: Build, words: Words, board: bool) -> None:
        from ui.review.mailing import hand_over

        files = {paper_path(self._session): build}
        if board:
            files[paper_path(self._session, _("board"), "png")] = self.job(papers.board_picture)
        hand_over(self._session, self.window(), words, files)

    def _drawn(self) -> Drawn | None:
        """The review as the file is now: that of the preview, or made anew where it is older."""
        shown = self._preview()
        if shown is not None:
            return shown
        chosen = self._choices
        job = PreviewJob(self._session.period, self._session.today(), chosen.paper, chosen.language, chosen.sections)
        apart = partial(read_apart, self._session.ws, job)
        try:
            found: Drawn = Patient(self.window(), _("Mail this PDF"), _("Making the pages.")).wait(
                partial(_made, apart)
            )
        except GivenUp:
            return None
        return found

    def save_board(self) -> None:
        """Write the page for the wall beside the data file."""
        self._save(papers.board, paper_path(self._session, _("board")))

    def save_sheets(self) -> None:
        """Write a page about each KPI beside the data file."""
        if not self._session.active_kpis():
            words = _("There are no KPIs yet, so there are no KPI pages to write.")
            self._session.notice.emit(Notice(words, "error", here=True))
            return
        self._save(papers.sheets, paper_path(self._session, _("KPI pages")))

    def save_slides(self) -> None:
        """Write the slides as a PDF beside the data file, for whoever was not there."""
        if anything_to_print(self._session):
            path = paper_path(self._session, _("slides"))
            self._saved.save(self.job(papers.review, "Slides"), path)

    def save_workbook(self) -> None:
        """Write the numbers of the review as a workbook beside the data file."""
        self._save(papers.workbook, paper_path(self._session, ending="xlsx"))

    def _save(self, make: Callable[..., bytes], path: Path) -> None:
        if anything_to_print(self._session):
            self._saved.save(self.job(make), path)

    def job(self, make: Callable[..., bytes], paper: str = "") -> Build:
        """How one of the papers is made from the file, as the choices want it, or on another ``paper``."""
        chosen = self._choices
        wanted = Wanted(self._session.today(), chosen.language, paper or chosen.paper, chosen.sections)
        return papers.of_file(self._session.ws, make, self._session.period, wanted)


def _made(job: Callable[[], Any], stop: Stop) -> Any:
    """What a job makes, for as long as somebody waits for it."""
    made = job()
    unless_stopped(stop)
    return made
