"""The steps of the self-test, in their order. Each returns what it has seen, or raises."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kpidesk import text
from kpidesk.clock import system_clock
from kpidesk.commands import goals
from kpidesk.domain.entities import Kpi, Objective
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.text import Message, _, msg, ngettext
from kpidesk.workspace import Workspace, opening
from ui.app.places import PAGES
from ui.kpis.kpi_page import KpiPage
from ui.paper import printing
from ui.review.review_page import ReviewPage
from ui.selftest import dialogs, parts
from ui.selftest.desk import Broken, Desk, plain
from ui.selftest.numbers import enter_and_undo, import_workbook
from ui.sharing.merge_page import MergePage

PASSWORD = "selvtest: elleve grønne epler"  # noqa: S105 - of a file that goes at once
PDF = b"%PDF-"


@dataclass(frozen=True)
class Step:
    """One thing that must work: ``name`` for programs, ``words`` for people."""

    name: str
    words: Message
    act: Callable[[Desk], str]


def make_example(desk: Desk) -> str:
    """Write the example company's file, as it would stand today."""
    write_sample(desk.file, text.language(), desk.home, today=system_clock().date())
    return desk.file.name


def open_window(desk: Desk) -> str:
    """Show the page that asks for a file, then the file."""
    window = desk.window
    desk.until(window.isVisible, _("The window does not appear."))
    window.open_file(str(desk.file))
    desk.until(lambda: window.session is not None, _("The file does not open."))
    return window.windowTitle()


def open_pages(desk: Desk) -> str:
    """Show every page and have it drawn."""
    for place in PAGES:
        desk.window.go(place, dialogs.first(desk, Kpi) if place == "kpi" else None)
        desk.turn()
        page = desk.window.page()
        if page is None or page.place != place or page.grab().isNull():
            raise Broken(_("The page “{place}” can’t be opened.").format(place=place))
    return ngettext("{n} page", "{n} pages", len(PAGES)).format(n=len(PAGES))


def draw_chart(desk: Desk) -> str:
    """Show the chart of a KPI, which is loaded after the window."""
    page = desk.at(KpiPage, dialogs.first(desk, Kpi))
    desk.until(page.trend.isVisible, _("The chart does not appear."))
    if page.trend.grab().isNull():
        raise Broken(_("The chart does not appear."))
    return page.windowTitle()


def merge_copy(desk: Desk) -> str:
    """Take in what a colleague has added to a copy."""
    title = "Selvtest: et mål fra en kollega"
    copy = desk.folder / "Fra en kollega.kpidesk"
    desk.do("save_now")
    shutil.copy(desk.file, copy)
    with Workspace.open(copy, author="Ola Nygård", home=Home(desk.folder / "colleague")) as ola:
        cycle = ola.all(Objective)[0].cycle
        goals.add_objective(ola, title, cycle=cycle)
    page = desk.at(MergePage, copy)
    desk.until(lambda: page.preview is not None and page.do.isEnabled(), _("The copy is not read."))
    page.do.click()
    desk.until(
        lambda: any(each.title == title for each in desk.session.ws.all(Objective)), _("The copy was not merged.")
    )
    return title


def encrypt(desk: Desk) -> str:
    """Give the file a password, and open it again with that."""
    desk.do("password")
    setting = desk.window.locking.setting
    if setting is None:
        raise Broken(_("No password can be set: the part for that is missing."))
    for field in (setting.first, setting.again):
        field.setText(PASSWORD)
    setting.do.click()
    desk.until(lambda: opening.needs_password(desk.file), _("The file was not encrypted."))
    desk.until(lambda: desk.application.activeModalWidget() is None, _("The file was not encrypted."))
    desk.close()
    window = desk.window
    window.open_file(str(desk.file))
    desk.until(lambda: window.locking.asking is not None, _("Nobody asks for the password."))
    asking = window.locking.asking
    assert asking is not None
    asking.field.setText(PASSWORD)
    asking.open_button.click()
    desk.until(lambda: window.session is not None, _("The password does not open the file."))
    return ""


def save_pdf(desk: Desk) -> str:
    """Draw the review, save it, and print it to a file by the way of the printer."""
    paper = desk.at(ReviewPage).paper
    desk.until(lambda: paper.current() is not None, _("The pages are not drawn."))
    desk.do("save_pdf")
    target = paper.pdf_path()
    desk.until(lambda: target.is_file() and target.read_bytes()[:5] == PDF, _("The PDF was not saved."))
    printer = printing.printer_for("A4", target.stem)
    printed = desk.folder / "printed.pdf"
    printer.setOutputFileName(str(printed))
    sheets = printing.PrintJob(partial(target.read_bytes), printer, printing.PrintProgress())()
    if not sheets or printed.read_bytes()[:5] != PDF:
        raise Broken(_("Nothing was printed."))
    return ngettext("{n} sheet", "{n} sheets", sheets).format(n=sheets)


def open_help(desk: Desk) -> str:
    """Open the help at the page in view."""
    desk.do("help")
    shown = desk.window.help.window
    if shown is None or shown.grab().isNull():
        raise Broken(_("The help does not open."))
    title = shown.windowTitle()
    shown.close()
    return title


def switch_language(desk: Desk) -> str:
    """Switch to the other language and back."""
    before = text.language()
    for language in (*(each for each in text.LANGUAGES if each != before), before):
        desk.do(f"language_{language}")
        with text.using(language):
            wanted = _("Undo")
        if not plain(desk.commands()["undo"].text()).startswith(wanted):
            raise Broken(_("The window is not in “{language}”.").format(language=language))
    return ", ".join(text.LANGUAGES)


STEPS = (
    Step("parts", msg("The parts of the program are there"), parts.all_there),
    Step("sample", msg("Write the example company"), make_example),
    Step("window", msg("Open the window and the file"), open_window),
    Step("pages", msg("Open every page"), open_pages),
    Step("chart", msg("Draw a chart"), draw_chart),
    Step("enter", msg("Enter a number and undo it"), enter_and_undo),
    Step("merge", msg("Merge a colleague’s copy"), merge_copy),
    Step("import", msg("Import a workbook"), import_workbook),
    Step("pdf", msg("Save the review as PDF and print it"), save_pdf),
    Step("help", msg("Open the help"), open_help),
    Step("language", msg("Switch the language"), switch_language),
    Step("dialogs", msg("Open every dialog"), dialogs.open_all),
    Step("password", msg("Encrypt the file and open it again"), encrypt),
)
