"""The overview: advice put aside with a reason, agreement given with one click, duties confirmed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest

from kpidesk.commands import agreements, check_ins, cycles, entry, goals, people
from kpidesk.domain.entities import Agreement, Dismissal, Duty, Kpi
from kpidesk.domain.period import Period
from kpidesk.figures import Variation, due_cells
from kpidesk.figures.advice import Kind, advise
from kpidesk.round.attention import all_quiet, others_words
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.overview.advice_list import AdviceList
from ui.overview.duties import DutiesDialog
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import AgreementRow, CheckInRow, DueRow, KpiRow
from ui.parts import painters
from ui.parts.reason import ReasonDialog

LEFT = Qt.MouseButton.LeftButton


def open_page(ws, theme, qtbot):
    session = Session(ws, theme)
    page = OverviewPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 800)
    page.fit(1440)
    with qtbot.waitExposed(page):
        page.show()
    return session, page


def test_advice_is_put_aside_with_a_reason_and_comes_back_with_undo(bakery, theme, qtbot):
    session, page = open_page(bakery, theme, qtbot)
    before = advise(bakery, session.cycle, session.today())
    assert before
    line = page.findChild(AdviceList).lines[0]
    QTest.mouseClick(line.put, LEFT)
    dialog = page.findChild(ReasonDialog)
    QTest.keyClicks(dialog.reason, "Vi har valgt det slik")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    (aside,) = bakery.all(Dismissal)
    assert (aside.key, aside.reason, aside.cycle) == (before[0].key, "Vi har valgt det slik", session.cycle.uid)
    assert [each.key for each in advise(bakery, session.cycle, session.today())] == [each.key for each in before[1:]]
    bakery.undo()
    assert advise(bakery, session.cycle, session.today()) == before


def test_what_waits_for_me_is_agreed_to_with_one_click(bakery, theme, qtbot):
    kari = people.ensure_person(bakery, bakery.author)
    kpi = bakery.all(Kpi)[0]
    agreements.ask(bakery, kpi.uid, [kari])
    _session, page = open_page(bakery, theme, qtbot)
    row = next(each for each in page.findChildren(AgreementRow) if each.mine)
    QTest.mouseClick(row, LEFT)
    said = next(each for each in bakery.all(Agreement) if each.person == kari and each.about == kpi.uid)
    assert said.agreed is True and said.answered_on == bakery.today()
    assert not [each for each in page.findChildren(AgreementRow) if each.mine and each.asked.about == kpi.uid
                and each.isVisible()]  # fmt: skip


def test_duties_are_written_and_confirmed(bakery, theme, qtbot):
    session = Session(bakery, theme)
    dialog = DutiesDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.confirm.isEnabled()
    for words in ("Renhold", "Brannøvelse"):
        QTest.keyClicks(dialog.new, words)
        QTest.keyClick(dialog.new, Qt.Key.Key_Return)
    assert [duty.title for duty in bakery.all(Duty)] == ["Renhold", "Brannøvelse"]
    assert Kind.DUTIES in {each.kind for each in advise(bakery, session.cycle, session.today())}
    QTest.mouseClick(dialog.confirm, LEFT)
    assert {duty.confirmed for duty in bakery.all(Duty)} == {session.cycle.uid}
    assert Kind.DUTIES not in {each.kind for each in advise(bakery, session.cycle, session.today())}


def varying(variation):
    return SimpleNamespace(variation=variation)


def test_as_usual_is_said_only_of_those_that_do():
    of = Variation
    usual, unsettled, unknown, signal = map(varying, (of.USUAL, of.UNSETTLED, of.UNKNOWN, of.SIGNAL))
    assert others_words([usual, usual]) == "De 2 andre varierer som vanlig"
    assert others_words([usual, unsettled, unknown, signal]) == (
        "De andre: 1 varierer som vanlig, 1 med signal, 1 med for få tall til å si noe, 1 uten tall å vise"
    )
    assert others_words([unsettled]) == "De andre: 1 med for få tall til å si noe"
    assert others_words([usual, usual], all_of_them=True) == ""
    assert others_words([usual, unsettled], all_of_them=True) == "1 varierer som vanlig, 1 med for få tall til å si noe"
    assert all_quiet([usual, usual]) == "Alle 2 KPI-er varierer som vanlig"
    assert all_quiet([usual, unsettled]) == "Ingen KPI trenger deg nå"


def test_the_mark_of_advice_stands_on_the_first_line_of_its_words(bakery, theme, qtbot):
    _session, page = open_page(bakery, theme, qtbot)
    for line in page.findChild(AdviceList).lines[:3]:
        mark, words = line.said.mark, line.said.words
        first = words.mapTo(line, words.contentsRect().topLeft()).y() + words.fontMetrics().height() / 2
        assert abs(mark.mapTo(line, mark.rect().topLeft()).y() + mark.height() / 2 - first) <= 2


@pytest.mark.parametrize("percent", [100, 140])
def test_the_whole_sentence_of_a_kpi_is_in_its_row_however_narrow_that_is(bakery, theme, qtbot, percent):
    theme.resize(percent)
    _session, page = open_page(bakery, theme, qtbot)
    row = next(each for each in page.findChildren(KpiRow) if each.isVisible())
    row.tell(row.figures, "Tallene for uke 11 mangler ennå. Fristen var onsdag 18. mars, og Jonas Berg fører dem.")
    heights = set()
    for width in (1000, 640, 480, 400):
        row.resize(round(width * percent / 100), row.height())
        drawn = lines_drawn(row)
        assert drawn.bottom() <= row.height() * 100 / percent, width
        heights.add(row.height())
    assert len(heights) > 1
    theme.resize(100)


def test_the_review_of_the_quarter_before_is_offered_on_the_first_days_of_the_next(tmp_path, home, clock, theme, qtbot):
    """Goals alone, and none yet in the quarter in view: what there is is a quarter that waits for its review."""
    clock.now = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    with Workspace.create(tmp_path / "Ny.kpidesk", company="Ny", author="Kari", home=home, clock=clock) as ws:
        last = Period.parse("2026-Q4")
        goals.add_objective(ws, "Flere frivillige", cycle=cycles.ensure_cycle(ws, last))
        clock.now = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)
        session, page = open_page(ws, theme, qtbot)
        assert session.period == last.next()
        (row,) = [each for each in page.findChildren(DueRow) if each.isVisible()]
        gone = []
        session.navigate.connect(lambda place, _argument: gone.append((place, session.period)))
        QTest.mouseClick(row, LEFT)
        assert gone == [("review", last)]


def lines_drawn(row: KpiRow) -> QRectF:
    """Where the sentence stands, at the ordinary size of text."""
    painter = Sentence(row)
    with painters.enlarged(painter, row.rect()) as rect:
        row.paint(painter, rect)
    painter.end()
    return painter.where


class Sentence(QPainter):
    """Keeps the place of the text that wraps."""

    def __init__(self, row: KpiRow) -> None:
        self.ground = QPixmap(row.size())
        super().__init__(self.ground)
        self.where = QRectF()

    def drawText(self, area: QRectF, flags: int, words: str) -> None:
        """Qt: note what a text needs."""
        if flags & Qt.TextFlag.TextWordWrap:
            self.where = self.boundingRect(area, flags, words)


def test_the_weekly_round_is_offered_while_something_is_due_and_not_after(bakery, theme, qtbot):
    session, page = open_page(bakery, theme, qtbot)
    led = []
    session.navigate.connect(lambda place, _argument: led.append(place))
    assert page.week.round.isVisible()
    QTest.mouseClick(page.week.round, LEFT)
    assert led == ["round"]
    for uid, period in due_cells(bakery, bakery.today()):
        entry.set_value(bakery, uid, period, 1.0)
    assert page.week.round.isVisible(), "three goals wait for a word"
    for result in [row.figures.node.uid for row in page.findChildren(CheckInRow) if row.isVisible()]:
        check_ins.check_in(bakery, result, confidence=5)
    assert not page.week.round.isVisible()
