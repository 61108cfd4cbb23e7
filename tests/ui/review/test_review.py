from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kpidesk.commands import cycles, entry, goals, reviews
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import (
    NOT_APPLICABLE,
    Carry,
    Combine,
    Frozen,
    KeyResult,
    Kpi,
    ResultKind,
    ReviewNote,
    Section,
)  # fmt: skip
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import goal_book
from kpidesk.report import kept
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.settled import settle
from ui.base.session import Session
from ui.paper.pdf_pages import pages_of
from ui.parts.reason import ReasonDialog
from ui.review.closing_dialog import ClosingDialog
from ui.review.review_notes import section_words
from ui.review.review_page import ReviewPage

Key = Qt.Key


@pytest.fixture
def page(session, qtbot):
    made = ReviewPage(session)
    session.changed.connect(made.refresh)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.paper.stop()


def test_pages_are_drawn_in_the_background_and_turned(page, qtbot):
    qtbot.waitUntil(lambda: page.paper.count > 0)
    assert page.paper.view.image is not None
    page.paper.previous_page()
    assert page.paper.number.text().startswith("1 av ")
    page.paper.next_page()
    assert page.paper.number.text().startswith("2 av ")


def test_the_size_of_the_paper_comes_back_where_it_has_room(page, qtbot):
    qtbot.waitUntil(lambda: page.paper.count > 0)
    page.resize(1400, 700)
    settle()
    for wide in (560, 455):
        page.paper.resize(wide, 600)
    assert page.paper.kind.text() == "A4"
    assert page.paper.kind.isVisible(), "it had no room for the number of pages"


def test_pdf_is_saved_beside_the_data_file(page, session, workspace):
    """Story 7: one click on the page."""
    said = []
    session.notice.connect(said.append)
    QTest.mouseClick(page.paper.save, Qt.MouseButton.LeftButton)
    path = workspace.path.parent / "Fjordbrød bakeri 2026 K1.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert said[0].action == "Åpne"


def test_score_by_hand_asks_for_a_reason(page, workspace):
    result = next(r for r in workspace.all(KeyResult) if r.title.startswith("NPS"))
    row = page.scores.rows()[result.uid]
    assert row.grade.value() == pytest.approx(0.7)
    row.grade.setValue(0.4)
    assert workspace.get(KeyResult, result.uid).grade == pytest.approx(0.4)
    assert row.reason.isVisible()
    QTest.keyClicks(row.reason, "Tre uker gikk tapt")
    QTest.keyClick(row.reason, Key.Key_Return)
    stored = workspace.get(KeyResult, result.uid)
    assert (stored.grade, stored.grade_reason) == (pytest.approx(0.4), "Tre uker gikk tapt")
    row.grade.setValue(0.7)
    assert workspace.get(KeyResult, result.uid).grade is None


def test_a_score_that_nobody_has_is_a_dash_and_no_zero(page, workspace, session, qtbot):
    result = next(r for r in workspace.all(KeyResult) if r.title.startswith("NPS"))
    uid = goals.add_key_result(workspace, "Nytt lokale er leid", parent=result.parent)
    qtbot.waitUntil(lambda: uid in page.scores.rows())
    field = page.scores.rows()[uid].grade
    assert field.text() == "–" and workspace.get(KeyResult, uid).grade is None
    field.setValue(0.0)
    assert workspace.get(KeyResult, uid).grade == 0.0 and field.text() == "0,0"
    field.setValue(field.NONE)
    QTest.keyClick(field, Key.Key_End)
    QTest.keyClicks(field, "0,7")
    QTest.keyClick(field, Key.Key_Return)
    assert workspace.get(KeyResult, uid).grade == 0.7, "typed beside the dash, as a click into the field has it"
    field.setValue(field.NONE)
    assert workspace.get(KeyResult, uid).grade is None and field.text() == "–"
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    field.setValue(0.0)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field, "0,6")
    QTest.keyClick(field, Key.Key_Return)
    assert workspace.get(KeyResult, uid).grade == 0.6, "typed over the score that the page leads to"
    for locale, typed, grade in (("en_GB", "0,8", 0.8), ("nb_NO", "0.9", 0.9), ("en_GB", ",7", 0.7)):
        field.setLocale(QLocale(locale))
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Key.Key_Return)
        assert workspace.get(KeyResult, uid).grade == grade, "a keypad has a comma, or a point"
    field.setValue(field.NONE)
    new = goals.add_key_result(workspace, "Stamgjester", parent=result.parent, start=10.0, target=20.0)
    qtbot.waitUntil(lambda: new in page.scores.rows())
    row = page.scores.rows()[new]
    assert (row._share.text(), row.grade.text()) == ("–", "–"), "nobody has measured it: no number says 0"
    goals.set_measure(workspace, new, kind=ResultKind.DONE)
    qtbot.waitUntil(lambda: page.scores.rows()[new]._share.text() == "0,00", timeout=5000)
    known = page.scores.rows()[result.uid].grade
    known.setValue(0.0)
    assert known.text() == "0,0" and known.minimum() == 0.0


def test_no_heading_says_quarter_where_goals_run_for_something_else(workspace):
    heads = [words for part in Section if part is not Section.KPI for words in section_words(part)]
    assert heads and not any("kvartal" in words.casefold() for words in heads)


def test_lines_are_added_changed_and_deleted(page, workspace):
    page.show_step(2)
    part = page.decide.parts[Section.DECISION]
    part.new.setFocus()
    QTest.keyClicks(part.new, "Bytte betalingsløsning")
    QTest.keyClick(part.new, Key.Key_Return)
    (note,) = workspace.all(ReviewNote)
    row = part._rows[note.uid]
    row.due.setFocus()
    QTest.keyClicks(row.due, "20.4.2026")
    QTest.keyClick(row.due, Key.Key_Return)
    assert workspace.get(ReviewNote, note.uid).due.isoformat() == "2026-04-20"
    row._delete()
    assert workspace.all(ReviewNote) == []


def after_the_quarter(workspace, clock):
    clock.now = clock.now.replace(month=4, day=14)


def close_anyway(page):
    """Close the cycle with what is undecided in it."""
    QTest.mouseClick(page.close_cycle, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ClosingDialog)
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Avslutt likevel").click()


def results(workspace):
    return {node.title: node for node in workspace.all(KeyResult)}


def test_the_quarter_is_closed_locked_and_opened_again(page, session, workspace, clock):
    assert not page.close_cycle.isVisible(), "the quarter is still running"
    after_the_quarter(workspace, clock)
    page.refresh(None)
    close_anyway(page)
    assert session.cycle.closed_on == workspace.today()
    assert "Avsluttet" in page.stored.text() and not page.close_cycle.isVisible()
    assert len(workspace.all(Frozen)) == 5
    said = []
    session.notice.connect(said.append)
    row = page.scores.rows()[results(workspace)["NPS opp fra 38 til 50"].uid]
    row.grade.setValue(0.2)
    assert "frosset" in said[-1].text and results(workspace)["NPS opp fra 38 til 50"].grade is None
    page.refresh(None)
    field, line = row.grade, row.grade.lineEdit()
    assert field.isReadOnly() and field.property("locked") is True
    assert line.width() > field.width() - 8, "the number stands where the buttons were"
    why = field.toolTip()
    assert "frosset" in why and why in field.accessibleDescription()
    shown = field.text()
    for tried in (
        lambda: QTest.mouseClick(line, Qt.MouseButton.LeftButton), lambda: QTest.keyClicks(field, "2"),
        lambda: QTest.keyClick(field, Key.Key_Up), lambda: QTest.keyClick(field, Key.Key_Backspace),
    ):  # fmt: skip
        said.clear()
        tried()
        assert [each.text for each in said] == [why] and field.text() == shown
    unsaid = []
    session.unsaid.connect(unsaid.append)
    said.clear()
    QTest.keyClick(field, Key.Key_Tab)
    assert said == [], "to walk on changes nothing"
    row.grade.setValue(0.2)
    QTest.mouseClick(page.reopen, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ReasonDialog)
    QTest.keyClicks(dialog.reason, "Et tall var feil")
    QTest.keyClick(dialog.reason, Key.Key_Return)
    assert session.cycle.closed_on is None and session.cycle.reopened == "Et tall var feil"
    assert not field.isReadOnly() and field.property("locked") is False and "frosset" not in field.toolTip()
    row.grade.setValue(0.2)
    assert unsaid[-1] == said[-1].text, "what is done now is called refused no longer"
    assert why in unsaid, "nor is what is open again called frozen"


def test_undo_in_a_field_where_nothing_is_typed_is_that_of_the_file(page, workspace):
    row = page.scores.rows()[results(workspace)["NPS opp fra 38 til 50"].uid]
    row.grade.setValue(0.2)
    for field, letter in ((row.grade, "1"), (row.reason, "x")):
        seen = []
        for key in ("", letter):
            field.selectAll()
            QTest.keyClicks(field, key)
            asked = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            asked.ignore()
            QApplication.sendEvent(field, asked)
            seen.append(asked.isAccepted())
        assert seen == [False, True], "what is typed comes first"


def test_a_quarter_of_kpis_alone_is_closed_once_it_has_ended(page, session, workspace, clock):
    clock.now = clock.now.replace(month=7, day=14)
    ended = Period.parse("2026-Q2")
    own_kpis.define(workspace, name="Salg", unit="currency", frequency=Frequency.MONTH)
    offered = []
    for period in (ended.next(), ended):
        session.show_period(period)
        page.refresh(None)
        offered.append((session.cycle, page.close_cycle.isVisible()))
    assert offered == [(None, False), (None, True)], "the running one, and the one that has just ended"
    page.close_cycle.click()
    assert session.cycle.closed_on == workspace.today() and not page.close_cycle.isVisible()
    assert kept.reprint(workspace, session.cycle).kpis
    workspace.undo()
    assert session.cycle is None, "one step takes back both"


def test_unfinished_key_results_are_kept_changed_or_dropped(page, session, workspace, clock):
    after_the_quarter(workspace, clock)
    page.refresh(None)
    page.show_step(3)
    nps, enps = results(workspace)["NPS opp fra 38 til 50"], results(workspace)["eNPS opp fra 12 til 30"]
    press(page.carry.rows[enps.uid], "Endre")
    press(page.carry.rows[nps.uid], "Behold")
    assert page.carry.rows[enps.uid].reason.isVisible(), "the one that is begun goes on asking"
    kept = next(node for node in workspace.all(KeyResult) if node.carried_from == nps.uid)
    assert (kept.start, kept.target) == (46.0, 50.0)
    row = page.carry.rows[enps.uid]
    press(row, "Endre")
    assert workspace.get(KeyResult, enps.uid).carried is None, "a change needs its reason first"
    row.target.setFocus()
    row.target.selectAll()
    QTest.keyClicks(row.target, "25")
    QTest.keyClick(row.target, Key.Key_Return)
    row.reason.setFocus()
    QTest.keyClicks(row.reason, "For mye på en gang")
    QTest.keyClick(row.reason, Key.Key_Return)
    changed = next(node for node in workspace.all(KeyResult) if node.carried_from == enps.uid)
    assert changed.target == 25.0
    old = workspace.get(KeyResult, enps.uid)
    assert (old.carried, old.carried_reason) == (Carry.CHANGE, "For mye på en gang")
    press(page.carry.rows[enps.uid], "Dropp")
    assert workspace.find(KeyResult, changed.uid) is None
    assert workspace.get(KeyResult, enps.uid).carried is Carry.DROP


def press(row, words):
    button = next(each for each in row.choice.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_last_quarters_decisions_are_followed_up(page, session, workspace):
    before = cycles.ensure_cycle(workspace, session.period.previous())
    note = reviews.add_note(workspace, before, Section.DECISION, "Ringe alle kunder")
    page.refresh(None)
    page.show_step(2)
    tick = page.follow_up.ticks[note]
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().center())
    assert workspace.get(ReviewNote, note).done
    assert "1 av 1" in page.follow_up._right.text()


def test_the_keyboard_goes_from_step_to_step(page, qtbot):
    """Ctrl+Enter goes on, from a field too; Alt+Right and Back (Alt+Left) go both ways."""
    box = next(row.grade for row in page.scores.rows().values() if row.grade is not None)
    box.setFocus()
    QTest.keyClick(box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.stack.currentIndex() == 1
    assert page.window().focusWidget() is page.reflect.first_new, "what is typed now is an answer, and a new one"
    page.show_step(3)
    assert page.initial_focus() is not page.carry.keep_all, "a space there would decide everything"
    page.show_step(1)
    QTest.keyClick(page.steps.button(1), Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.stack.currentIndex() == 2
    page.commands()["back"]()
    assert (page.stack.currentIndex(), page.steps.checkedId()) == (1, 1)
    page.show_step(0)
    assert "back" not in page.commands(), "from the first step the window goes back"


def test_the_button_at_the_foot_names_the_step_that_follows(page):
    said = []
    for step in range(4):
        page.show_step(step)
        said.append(page.forward.text().strip())
    assert said == ["Neste: Reflekter", "Neste: Bestem", "Neste kvartal", "Lagre PDF"]


def test_a_long_title_takes_a_second_line(page, qtbot):
    page.resize(960, 640)
    page.scores.setFixedWidth(440)
    row = next(row for row in page.scores.rows().values() if row.grade is not None)
    low = row.height()
    row._title.setText("En svært lang tittel som ikke kan stå på én linje i en smal rute, og som likevel skal vises")
    qtbot.waitUntil(lambda: row.height() > low)


# ---- paper ---------------------------------------------------------------------------------------


def sizes_of(path):
    """The width and height of each page in points."""
    with pages_of(path.read_bytes()) as pages:
        images = [pages.picture(number, 2.0) for number in range(pages.count)]
    return [(image.width() // 2, image.height() // 2) for image in images]


@pytest.fixture
def to_file(tmp_path, monkeypatch):
    """The system's dialog, answered: print to a file, in black and white, the pages given."""
    from PySide6.QtPrintSupport import QPrinter

    from ui.paper import printing

    asked = []

    def answer(printer, pages, _parent):
        asked.append(pages)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(1, 2)
        printer.setResolution(72)
        return True

    monkeypatch.setattr(printing, "ask", answer)
    return asked, tmp_path / "printed.pdf"


def test_the_chosen_pages_are_printed(page, session, qtbot, to_file):
    """Story 8: one click on the page opens the system's dialog."""
    asked, path = to_file
    qtbot.waitUntil(lambda: page.paper.count > 0)
    said = []
    session.notice.connect(said.append)
    QTest.mouseClick(page.paper.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said))
    assert asked == [page.paper.count]
    assert said[-1].text == "2 sider er skrevet til «printed.pdf»."
    assert sizes_of(path) == [(595, 842), (595, 842)]


def test_a_print_job_can_be_given_up_between_pages(qtbot, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    from ui.paper.printing import PrintJob, PrintProgress, printer_for

    printer = printer_for("A4", "prøve")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(72)
    progress, seen = PrintProgress(), []

    def page_painted(done, count):
        seen.append((done, count))
        if done == 1:
            progress.stop()

    progress.painted.connect(page_painted)
    assert PrintJob(lambda: three_pages(), printer, progress)() == 0
    assert seen == [(0, 3), (1, 3)], "the third page was not begun"


def three_pages():
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (595, 842))
    for _page in range(3):
        canvas.rect(100, 100, 200, 200)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_dialog_that_is_left_prints_nothing(page, session, monkeypatch):
    from ui.paper import printing

    asked, jobs, said = [], [], []
    monkeypatch.setattr(printing, "ask", lambda *arguments: bool(asked.append(arguments)))
    monkeypatch.setattr(printing, "PrintJob", lambda *arguments: jobs.append(arguments))
    session.notice.connect(said.append)
    QTest.mouseClick(page.paper.print, Qt.MouseButton.LeftButton)
    assert len(asked) == 1
    assert jobs == [] and said == []


def test_pages_come_in_grey_with_every_shape(page, session):
    from kpidesk import report

    review = report.review_of(session.ws, session.cycle, session.today())
    with pages_of(report.build(review)) as pages:
        image, colored = (pages.picture(1, 1.0, grey=grey) for grey in (True, False))
    assert image.isGrayscale()
    assert not colored.isGrayscale()
    assert image.size() == colored.size()


def test_what_goes_on_paper_is_chosen_and_remembered(page, session, qtbot, theme):
    from ui.base.session import Session

    qtbot.waitUntil(lambda: page.paper.count > 0)
    choices = page.paper.choices
    for part in ("objectives", "retrospective"):
        choices.parts[part].trigger()
    choices.tongues["en"].trigger()
    choices.sizes["Letter"].trigger()
    qtbot.waitUntil(lambda: page.paper.review.language == "en")
    assert page.paper.kind.text().startswith("Letter")
    page.paper.save_pdf()
    assert set(sizes_of(page.paper.pdf_path())) == {(612, 792)}
    other = ReviewPage(Session(session.ws, theme, memory=session.memory))
    qtbot.addWidget(other)
    assert (other.paper.choices.language, other.paper.choices.paper) == ("en", "Letter")
    assert "objectives" not in other.paper.choices.sections
    other.paper.stop()


def test_a_size_chosen_in_the_settings_holds_for_a_file_that_had_another(page, session, qtbot, theme):
    page.paper.choices.sizes["A4"].trigger()
    session.memory.put("paper", "Letter")  # where the settings keep it
    other = ReviewPage(session)
    qtbot.addWidget(other)
    assert other.paper.choices.paper == "Letter"
    other.paper.stop()


def test_saved_paper_can_be_opened_and_found(page, session, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    opened, said = [], []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    session.notice.connect(said.append)
    page.paper.save_pdf()
    said[-1].callback()
    ((words, show),) = said[-1].more
    show()
    path = page.paper.pdf_path()
    assert words == "Vis i mappe"
    assert opened == [str(path), str(path.parent)]


def test_closing_says_what_is_undecided_and_leads_to_where_it_is_decided(page, session, workspace, clock):
    after_the_quarter(workspace, clock)
    page.refresh(None)
    page.show_step(1)
    QTest.mouseClick(page.close_cycle, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ClosingDialog)
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Avslutte kvartalet?", "Nøkkelresultater uten score", "Ikke avgjort hva som skjer videre"} <= said
    assert {"Beholde alle 45 faste bedriftskunder", "eNPS opp fra 12 til 30"} <= said
    assert session.cycle.closed_on is None, "nothing is closed yet"
    dialog.decide.click()
    assert session.cycle.closed_on is None and page.stack.currentIndex() == 0, "scores come first"
    row = page.scores.rows()[results(workspace)["Beholde alle 45 faste bedriftskunder"].uid]
    assert page.window().focusWidget() is row.grade, "where it is decided, and on no button"


def test_a_score_without_its_reason_is_asked_for_before_closing(page, session, workspace, clock):
    after_the_quarter(workspace, clock)
    reviews.set_grade(workspace, results(workspace)["eNPS opp fra 12 til 30"].uid, 0.1, "")
    page.refresh(None)
    page.show_step(3)
    QTest.mouseClick(page.close_cycle, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ClosingDialog)
    said = {each.text() for each in (*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton))}
    assert "Score satt for hånd uten begrunnelse" in said and "Avslutt likevel" not in said, "it would be refused"
    dialog.decide.click()
    row = page.scores.rows()[results(workspace)["eNPS opp fra 12 til 30"].uid]
    assert page.window().focusWidget() is row.reason
    branches.drop(workspace, row.uid, "Vi spør ikke lenger")
    cycles.close(workspace, session.cycle.uid)
    assert session.cycle.closed_on is not None, "what was given up has its reason"


def test_all_that_are_undecided_go_on_at_once(page, session, workspace):
    page.show_step(3)
    page.carry.show_figures(goal_book(workspace).roots(session.cycle, workspace.today()))
    first = next(iter(page.carry.rows.values()))
    assert not page.carry.keep_all.isHidden()
    settle()
    place = first.mapTo(page, QPoint())
    page.carry.keep_all.click()
    settle()
    assert first.mapTo(page, QPoint()) == place, "nothing moves under the mouse"
    assert {node.carried for node in workspace.all(KeyResult) if node.carried_from is None} == {Carry.KEEP}
    page.refresh(None)
    assert page.carry.keep_all.isHidden()
    workspace.undo()
    assert {node.carried for node in workspace.all(KeyResult)} == {None}


def test_what_goes_on_can_join_an_objective_of_the_next_quarter(page, session, workspace):
    after = cycles.ensure_cycle(workspace, session.period.next())
    other = goals.add_objective(workspace, "Et annet mål", cycle=after)
    page.refresh(None)
    page.show_step(3)
    uid = next(node.uid for node in workspace.all(KeyResult) if node.title.startswith("NPS"))
    row = page.carry.rows[uid]
    press(row, "Behold")
    row = page.carry.rows[uid]
    assert row.under.isVisibleTo(page.carry) and row.under.accessibleName() == "Legges under"
    row.under.setCurrentIndex(row.under.findData(other))
    row.under.activated.emit(row.under.currentIndex())
    (moved,) = [node for node in workspace.all(KeyResult) if node.carried_from == uid]
    assert moved.parent == other


def test_closing_keeps_the_review(page, session, workspace, clock, qtbot):
    from kpidesk.domain.entities import KeptReview

    after_the_quarter(workspace, clock)
    page.refresh(None)
    close_anyway(page)
    (kept,) = workspace.all(KeptReview)
    assert kept.cycle == session.cycle.uid
    redrawn(page, qtbot, lambda review: review.draft == "")


def redrawn(page, qtbot, wanted=None):
    """Draw the pages again, and wait for a review that is as ``wanted``."""
    page.paper.draw()
    qtbot.waitUntil(lambda: page.paper.review is not None and (wanted is None or wanted(page.paper.review)))
    return page.paper.review


# ---- sentences -----------------------------------------------------------------------------------


def test_the_summary_is_proposed_and_written_over(page, session, workspace, qtbot):
    redrawn(page, qtbot)
    page.show_step(1)
    assert not page.sentences.summary.isVisible(), "folded away until wanted"
    QTest.mouseClick(page.sentences.fold.line, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.sentences.summary.visibleRegion().isEmpty())
    field = page.sentences.summary
    assert "mål er i rute" in field.toPlainText()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Salget tok seg opp.")
    QTest.keyClick(field, Key.Key_Return)
    (note,) = workspace.all(ReviewNote)
    assert (note.section, note.text, note.about) == (Section.SUMMARY, "Salget tok seg opp.", None)
    redrawn(page, qtbot, lambda review: review.message == "Salget tok seg opp.")
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClick(field, Key.Key_Return)
    assert workspace.all(ReviewNote) == []
    redrawn(page, qtbot, lambda review: "mål er i rute" in review.message)


def test_each_kpi_that_stands_out_has_a_sentence_of_its_own(bakery, theme, qtbot):
    from ui.base.session import Session

    made = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(made)
    made.session.changed.connect(made.refresh)
    review = redrawn(made, qtbot)
    off = next(kpi for kpi in review.kpis if kpi.status == "off_track")
    assert made.sentences.kpis == {}, "no field is made before it is wanted"
    assert "setninger på papiret" in made.sentences.fold.aside.text()
    made.sentences.fold.unfold()
    field = made.sentences.kpis[off.uid]
    assert off.sentence == off.proposed
    assert field.words() == off.proposed.replace("\u00a0", " ").replace("\u202f", " ")
    field.commit()
    assert made.paper.review.kpis == review.kpis, "nothing was written"
    assert "mot målet på" in off.proposed
    field.setPlainText("Betalingen falt ut i uke 8.")
    field.commit()

    def written(review):
        return any(kpi.sentence == "Betalingen falt ut i uke 8." for kpi in review.kpis)

    now = next(kpi for kpi in redrawn(made, qtbot, written).kpis if kpi.uid == off.uid)
    assert (now.sentence, now.proposed) == ("Betalingen falt ut i uke 8.", off.proposed)
    assert all(kpi.uid not in made.sentences.kpis for kpi in review.kpis if kpi.status == "on_track" and not kpi.signal)
    made.paper.stop()


def test_board_and_workbook_are_saved_beside_the_data_file(page, workspace):
    from openpyxl import load_workbook

    others = page.paper.others
    QTest.mouseClick(others.board, Qt.MouseButton.LeftButton)
    for action in others.board_menu.actions():
        action.trigger()
    others.board_menu.hide()
    QTest.mouseClick(others.workbook, Qt.MouseButton.LeftButton)
    folder = workspace.path.parent
    assert len(sizes_of(folder / "Fjordbrød bakeri 2026 K1 tavle.pdf")) == 1
    assert "Mål og nøkkelresultater" in load_workbook(folder / "Fjordbrød bakeri 2026 K1.xlsx").sheetnames
    picture = QImage(str(folder / "Fjordbrød bakeri 2026 K1 tavle.png"))
    assert (picture.width(), picture.height()) == (1241, 1754), "a page of A4 for a chat"
    assert QGuiApplication.clipboard().image().size() == picture.size()
    page.paper.choices.slides.trigger()
    assert set(sizes_of(folder / "Fjordbrød bakeri 2026 K1 lysbilder.pdf")) == {(960, 540)}


def test_the_preview_follows_the_step_and_the_row_until_somebody_turns_the_page(bakery, theme, qtbot):
    page = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    redrawn(page, qtbot)
    paper, places = page.paper, page.paper._pages.places

    def shown():
        return paper._page

    assert shown() == places["objectives"], "scores are set against the page that has them"
    page.show_step(1)
    assert shown() == places["retrospective/reflections"]
    page.sentences.fold.unfold()
    uid, field = next(iter(page.sentences.kpis.items()))
    field.setFocus()
    assert shown() == places[f"panels/{uid}"]
    page.sentences.summary.setFocus()
    assert shown() == places["summary"]
    paper.next_page()
    turned = shown()
    redrawn(page, qtbot)
    assert shown() == turned, "a page that somebody has turned to stays through an edit"
    page.show_step(2)
    assert shown() == places["retrospective/decisions"]
    page.show_step(0)
    row = next(row for row in page.scores.rows().values() if row.grade is not None)
    row.grade.setFocus()
    assert shown() == places[f"objectives/{row.uid}"]
    page.paper.stop()


def test_kpis_without_a_goal_have_a_review_too(tmp_path, home, clock, theme, qtbot):
    """No cycle has been begun, and a reflection begins it."""
    with Workspace.create(tmp_path / "Kai.kpidesk", company="Kai", author="Ida", home=home, clock=clock) as ws:
        page = ReviewPage(Session(ws, theme))
        page.session.changed.connect(page.refresh)
        qtbot.addWidget(page)
        qtbot.waitUntil(lambda: page.paper.view.words != "")
        said = []
        page.session.notice.connect(said.append)
        page.paper.save_pdf()
        assert "verken mål eller KPI-er" in said[-1].text and list(tmp_path.glob("*.pdf")) == []
        kpi = own_kpis.define(ws, name="Besøk", frequency=Frequency.MONTH, target=100.0, red_flag=80.0)
        for month, value in (("2026-01", 93.0), ("2026-02", 70.0)):
            entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], Period.parse(month), value)
        qtbot.waitUntil(lambda: page.paper.count == 2)
        assert not page.scores._nothing.isHidden()
        page.show_step(3)
        assert page.carry.rows == {} and "ingen nøkkelresultater" in page.carry.nothing.text()
        page.paper.save_pdf()
        page.paper.others.save_sheets()
        assert sizes_of(tmp_path / "Kai 2026 K1 KPI-sider.pdf") == [(595, 842)]
        assert len(sizes_of(tmp_path / "Kai 2026 K1.pdf")) == 2
        page.sentences.fold.unfold()
        page.sentences.kpis[kpi].setPlainText("Påsken kom tidlig.")
        page.sentences.kpis[kpi].commit()
        (note,) = ws.all(ReviewNote)
        assert (note.text, note.about, note.cycle) == ("Påsken kom tidlig.", kpi, page.session.cycle.uid)
        page.paper.stop()


def test_in_a_small_window_the_steps_are_dots_and_the_computed_score_a_tooltip(page):
    page.fit(640)
    assert page.dots.isVisible() and not page._step_row.isVisible()
    assert (page.dots._name.text(), page.dots._place.text()) == ("Score", "1 av 4")
    page.dots.dots[2].click()
    assert page.stack.currentIndex() == 2 and page.dots._name.text() == "Bestem"
    page.show_step(0)
    row = next(row for row in page.scores.rows().values() if row.grade is not None)
    assert row._share.isVisible() and row.grade.toolTip() == ""
    page.fit(450)
    assert not row._share.isVisible() and row.grade.toolTip() == f"Fra tallene: {row._share.text()}"
    page.fit(1400)
    assert row._share.isVisible() and page._step_row.isVisible()


def test_a_long_decision_is_shown_whole(page, session, workspace, qtbot):
    from kpidesk.commands import reviews

    words = (
        "Gå tilbake til den gamle betalingsløsningen til feilen er funnet og rettet, og si fra til alle kunder. " * 3
    )
    note = reviews.add_note(workspace, session.cycle.uid, Section.DECISION, words)
    page.resize(1000, 700)
    page.show_step(2)
    row = page.decide.parts[Section.DECISION]._rows[note]
    qtbot.waitUntil(lambda: row.height() > 60)
    field = row.words
    assert field.verticalScrollBar().maximum() == 0
    assert row.height() <= field.height() + 12


@pytest.fixture
def held_in_march(tmp_path, home, clock, theme):
    """A file of its own, on 1 April: a level held in January and February, and no number for March yet."""
    clock.now = clock.now.replace(month=4, day=1)
    with (
        Workspace.create(tmp_path / "Kai.kpidesk", company="Kai", author="Ida", home=home, clock=clock) as ws,
        ws.sharing.holding(),
    ):
        quarter = Period.parse("2026-Q1")
        top = goals.add_objective(ws, "Maten kommer i tide", cycle=cycles.ensure_cycle(ws, quarter))
        kpi = own_kpis.define(
            ws, name="I tide", unit="percent", frequency=Frequency.MONTH, combine=Combine.MEAN, decimals=1
        )
        level = {"kind": ResultKind.HOLD, "low": 90.0, "start": None, "target": None}
        goals.add_key_result(ws, "Minst 90 % i tide", parent=top, kpi=kpi, unit="percent", **level)
        for month, value in (("2026-01", 93.0), ("2026-02", 91.5)):
            entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], Period.parse(month), value)
        session = Session(ws, theme)
        session.show_period(quarter)
        yield session


def test_before_it_closes_a_quarter_says_which_scores_will_be_frozen_and_why(held_in_march, qtbot):
    session = held_in_march
    page = ReviewPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    objective, row = page.scores.rows().values()
    assert (row._end.text(), row._share.text(), row.grade.text()) == ("91,5\xa0%", "1,00", "0,7")
    assert objective._score.text() == "0,67"
    assert "Avsluttes det nå, blir det 0,67" in row.verdict
    assert list(page.carry.rows) == [row.uid], "a level that is not held to the end is not done"
    assert page.scores.question == "", "two of three is not too safe"
    close_anyway(page)
    assert (row._share.text(), row.grade.text(), row.verdict) == ("0,67", "0,7", "Strekkmål: delvis nådd")
    kpi = session.ws.all(Kpi)[0]
    session.perform(entry.set_value, kpi.inputs[0][1], Period.parse("2026-03"), NOT_APPLICABLE)
    assert row.verdict.endswith("Endret siden gjennomgangen: Dagens tall gir 100\xa0%.")
    page.paper.stop()


def test_a_level_held_so_far_is_still_to_be_decided_on(page, session, workspace):
    result = next(iter(workspace.all(KeyResult)))
    goals.set_measure(workspace, result.uid, kind=ResultKind.HOLD, low=40.0)
    page.refresh(None)
    assert result.uid in page.carry.rows
