"""The strategy is a few lines: the first stands out, all are edited in place, undone in one step, and printed whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpidesk.commands import people
from kpidesk.report import compose
from kpidesk.report.drawing.frame import PAPERS, Frame
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.pages import objectives
from ui.goals.goals_page import GoalsPage
from ui.goals.strategy_field import AT_REST, StrategyField

LINES = ("Bakeriet folk i Sunnfjord velger først", "Ferskt hver morgen", "Svar samme dag", "Et sted folk blir værende")
LONG = "\n".join([*LINES, *(f"Linje {n} med mer om veien dit" for n in range(5, 12))])


def field(session, qtbot) -> StrategyField:
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page.strategy


def test_enter_begins_a_line_and_ctrl_enter_stores_them_all_in_one_step(session, qtbot):
    strategy = field(session, qtbot)
    before = strategy.height()
    strategy.setFocus()
    strategy.selectAll()
    for n, line in enumerate(LINES):
        if n:
            QTest.keyClick(strategy, Qt.Key.Key_Return)
        QTest.keyClicks(strategy, line)
    QTest.keyClick(strategy, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.ws.company.strategy == "\n".join(LINES)
    assert strategy.height() > before and strategy.accessibleName() == "Strategi"
    session.ws.undo()
    assert session.ws.company.strategy != "\n".join(LINES)


def test_escape_takes_back_and_leaving_stores(session, qtbot):
    people.set_company(session.ws, strategy=LINES[0])
    strategy = field(session, qtbot)
    strategy.setFocus()
    strategy.moveCursor(strategy.textCursor().MoveOperation.End)
    QTest.keyClicks(strategy, " igjen")
    QTest.keyClick(strategy, Qt.Key.Key_Escape)
    assert strategy.words() == LINES[0]
    QTest.keyClicks(strategy, "!")
    strategy.clearFocus()
    assert "!" in session.ws.company.strategy


def test_after_escape_nothing_is_written_and_what_comes_is_shown(session, qtbot):
    people.set_company(session.ws, strategy=LINES[0])
    strategy = field(session, qtbot)
    strategy.setFocus()
    QTest.keyClicks(strategy, "Mitt ")
    people.set_company(session.ws, strategy=LINES[1])
    assert strategy.words().startswith("Mitt ")
    QTest.keyClick(strategy, Qt.Key.Key_Escape)
    assert strategy.words() == LINES[1] and strategy.seen == session.seen()
    people.set_company(session.ws, strategy=LINES[2])
    assert strategy.words() == LINES[2]
    strategy.clearFocus()
    assert session.ws.company.strategy == LINES[2], "nobody has written over it"


def test_undo_is_for_what_is_typed_and_then_for_the_file(session, qtbot):
    people.set_company(session.ws, strategy=LINES[0])
    strategy = field(session, qtbot)
    strategy.setFocus()

    def is_taken() -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(strategy, asked)
        return asked.isAccepted()

    assert not is_taken()
    QTest.keyClicks(strategy, "Mitt ")
    assert is_taken()
    QTest.keyClick(strategy, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.ws.company.strategy.startswith("Mitt ") and not is_taken()
    session.ws.undo()
    assert strategy.words() == LINES[0]


def _dots(strategy: StrategyField) -> str:
    """The dots, where something is drawn at the end of the last line in sight."""
    image = strategy.viewport().grab().toImage()
    corner = image.copy(image.width() - 14, image.height() - 16, 13, 15)
    shades = {corner.pixelColor(x, y).lightness() for x in range(corner.width()) for y in range(corner.height())}
    return "…" if max(shades) - min(shades) > 60 else ""


def test_the_first_line_stands_out_and_a_long_one_is_told_whole_by_the_pointer(session, qtbot):
    people.set_company(session.ws, strategy=LONG)
    strategy = field(session, qtbot)
    ranges = [list(strategy.document().findBlockByNumber(n).layout().formats()) for n in (0, 1)]
    first, second = (found[0].format.font() for found in ranges)
    assert first.weight() > second.weight() and first.pixelSize() > second.pixelSize()
    lines = strategy.line_heights()
    assert strategy.viewport().height() < sum(lines[: AT_REST + 1]) and strategy.toolTip() == LONG
    assert strategy.shortened and _dots(strategy) == "…", "what is left out is not hidden"
    people.set_company(session.ws, strategy="\n".join(LINES))
    assert not strategy.shortened and strategy.toolTip() == ""


def test_paper_prints_the_strategy_whole_over_the_goals(session):
    people.set_company(session.ws, strategy=LONG, strategy_years="2026–2028")
    review = compose.compose(session.ws, session.cycle, as_of=session.today())
    surface = RecordingSurface()
    for plan in objectives.plan(review, Frame(*PAPERS["A4"])):
        for draw in plan.sheets:
            surface.new_page()
            draw(surface)
    told = [op.text for op in surface.texts()]
    assert [line for line in LONG.splitlines() if line not in told] == [] and "Strategi 2026–2028" in told
