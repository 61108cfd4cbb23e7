"""Merging a copy in the window: stories 4, 5 and 6, the tiles, what is refused, and that looking writes nothing."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import inputs
from kpidesk.commands.whole import going_back
from kpidesk.domain.entities import Initiative
from kpidesk.settings import Home
from kpidesk.wording.merges import Line, PersonLines
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from tests.ui.prepared import Prepared
from tests.ui.sharing.merge_copies import WEEK_10, WEEK_11, colleague_copy, initiative, number, our_changes
from ui.app.window import Window
from ui.base.reach.cells import HEARD
from ui.parts.empty import Empty
from ui.parts.named import Named
from ui.sharing import merge_page
from ui.sharing.merge_page import MergePage
from ui.sharing.merge_people import LineList, PersonBlock
from ui.sharing.merge_preview import Reading

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Person:
    """Somebody at the window whose clicks and keys are counted."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.clicks, self.keys = window, qtbot, 0, 0

    def click(self, button: QPushButton | QToolButton) -> None:
        assert button.isVisible() and button.isEnabled()
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        menu = modifiers == CTRL | SHIFT
        QTest.keyClick(self.window if menu else self.window.focusWidget() or self.window, key, modifiers)

    def page(self) -> MergePage:
        """The merge page, once it has read the copy."""
        self.qtbot.waitUntil(lambda: self.window.place == "merge")
        page = self.window.page()
        assert isinstance(page, MergePage)
        self.qtbot.waitUntil(lambda: page.preview is not None or page.conflicts is not None)
        return page


@pytest.fixture
def file(opened_bakery: Prepared, tmp_path: Path, home: Home, clock: Clock) -> Path:
    path = tmp_path / "Fjordbrød bakeri.kpidesk"
    opened_bakery.lay_out(path, home)
    return path


@pytest.fixture
def window(make_window: Callable[..., Window], file: Path) -> Window:
    return make_window(file, place="overview")


@pytest.fixture(scope="module")
def copies(opened_bakery: Prepared, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """What colleagues have made of the file, without conflicts and with; each takes as long as a test."""
    file = tmp_path_factory.mktemp("copies") / "bakery.kpidesk"
    shutil.copy(opened_bakery.file, file)
    return {each: colleague_copy(file, f"{each}.kpidesk", conflicts=each) for each in (False, True)}


@pytest.fixture
def bring(copies: dict[bool, Path], file: Path) -> Callable[..., Path]:
    """Lay a colleague's copy beside the file."""

    def brought(name: str = "Fra Ola.kpidesk", *, conflicts: bool = True) -> Path:
        return Path(shutil.copy(copies[conflicts], file.with_name(name)))

    return brought


@pytest.fixture
def person(window: Window, qtbot: QtBot) -> Person:
    return Person(window, qtbot)


def choose_file(monkeypatch: pytest.MonkeyPatch, person: Person, path: Path) -> None:
    """The system's dialog is not driven; choosing the file in it counts as one click."""

    def chosen(*_arguments: object) -> tuple[str, str]:
        person.clicks += 1
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)


def rail_button(window: Window, name: str) -> QToolButton:
    assert window.rail is not None
    return next(each for each in window.rail.findChildren(QToolButton) if each.accessibleIdentifier() == name)


def value(ws: Workspace, key: str, period) -> object:
    return ws.series(inputs.input_named(ws, key).uid).get(period)


def workspace(window: Window) -> Workspace:
    assert window.session is not None
    return window.session.ws


def log_length(ws: Workspace) -> int:
    return len(ws.history.entries())


# ---- the stories -------------------------------------------------------------------------------------


def test_story_4_a_copy_without_conflicts_takes_three_clicks(window, person, bring, monkeypatch, qtbot) -> None:
    copy = bring(conflicts=False)
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page = person.page()
    assert page.do.text() == "Flett inn 8 endringer"
    person.click(page.do)
    assert person.clicks <= 3 and window.place == "overview"
    assert value(workspace(window), "online_orders", WEEK_11) == 79
    assert value(workspace(window), "downtime_minutes", WEEK_10) == 4


def test_a_merge_that_fails_in_an_unforeseen_way_can_be_begun_again(window, person, bring, monkeypatch, qtbot) -> None:
    copy = bring(conflicts=False)
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page, merge = person.page(), going_back.merge

    def fails(*_arguments):
        raise MemoryError

    monkeypatch.setattr(going_back, "merge", fails)
    with qtbot.captureExceptions() as told:
        person.click(page.do)
    assert [kind for kind, *_rest in told] == [MemoryError] and window.place == "merge"
    monkeypatch.setattr(going_back, "merge", merge)
    person.click(page.do)
    assert window.place == "overview" and value(workspace(window), "online_orders", WEEK_11) == 79


def test_a_merge_that_the_page_hears_of_while_it_waits_leads_back_once(
    window, person, bring, monkeypatch, qtbot
) -> None:
    """The file changes by the merge itself, and the copy is tidied away by it: neither asks anything anew."""
    copy = bring(conflicts=False)
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page = person.page()
    heard, read, merge = threading.Event(), [], going_back.merge
    window.session.changed.connect(heard.set)
    monkeypatch.setattr(merge_page, "Reading", lambda *what: read.append(what) or Reading(*what))

    def merged_and_heard_of(*arguments):
        report = merge(*arguments)
        assert heard.wait(60), "nobody tells of what is merged while it is waited for"
        return report

    monkeypatch.setattr(going_back, "merge", merged_and_heard_of)
    person.click(page.do)
    assert window.place == "overview" and not read
    assert value(workspace(window), "online_orders", WEEK_11) == 79


def test_story_4_by_keys(window, person, bring, monkeypatch, qtbot) -> None:
    copy = bring(conflicts=False)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(copy), ""))
    person.press(Qt.Key.Key_M, CTRL | SHIFT)
    person.page()
    person.press(Qt.Key.Key_Return, CTRL)
    assert person.keys + 1 <= 3, "with Enter on the file"
    assert value(workspace(window), "sessions", WEEK_11) == 4405


def test_story_5_two_conflicts_take_two_clicks_more(window, person, bring, monkeypatch) -> None:
    copy = bring()
    our_changes(workspace(window))
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page = person.page()
    assert page.conflicts is not None and len(page.conflicts.lines) == 2
    assert not page.do.isEnabled() and page.do.text() == "Velg i 2 konflikter til"
    heard = [(line.accessibleName(), [tile.accessibleName() for tile in line.tiles]) for line in page.conflicts.lines]
    assert all("Før: " in name for name, _tiles in heard), "the group says what is chosen, and what it was"
    assert all([each.split(": ")[0] for each in tiles] == ["Denne filen", "Kopien"] for _name, tiles in heard)
    window.merges.look_around()
    assert window.notices.rows() == [], "what is in view is not told of"
    for line in page.conflicts.lines:
        assert line.head is None, "nothing is chosen beforehand"
        theirs = next(tile for tile in line.tiles if tile.tile.head.theirs)
        person.click(theirs)
    person.click(page.do)
    assert person.clicks <= 5
    assert value(workspace(window), "forste_responstid_frt", WEEK_10) == 5.1
    assert initiative(workspace(window), "Svarmaler").due == dt.date(2026, 3, 27)
    assert workspace(window).merging.conflicts() == []


def test_story_5_with_the_newest_in_both(window, person, bring, monkeypatch) -> None:
    copy = bring()
    our_changes(workspace(window))
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page = person.page()
    assert page.body.newest.text() == "Bruk den nyeste i begge"
    person.click(page.body.newest)
    person.click(page.do)
    assert person.clicks <= 4
    assert value(workspace(window), "forste_responstid_frt", WEEK_10) == 5.2, "ours is newer"
    assert workspace(window).merging.conflicts() == []


def test_a_persons_changes_stand_close_under_the_name(theme, qtbot) -> None:
    line = Line("pencil", "Fakturerbar andel, oktober", "61,5 %", "63,0 %", "i dag")
    page, block = QWidget(), PersonBlock(theme, PersonLines("Per", (line, line)))
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    box.addWidget(block)
    box.addStretch()
    page.resize(600, 600)
    box.activate()
    block.layout().activate()
    assert block.view.y() == block.head.geometry().bottom() + 1


def test_tiles_stay_under_the_hand_while_the_file_changes(window, person, bring, monkeypatch, qtbot) -> None:
    copy = bring()
    ws = workspace(window)
    our_changes(ws)
    choose_file(monkeypatch, person, copy)
    person.click(rail_button(window, "merge_copy"))
    page = person.page()
    number_line = next(line for line in page.conflicts.lines if line.row.conflict.period is not None)
    date_line = next(line for line in page.conflicts.lines if line is not number_line)
    people = page.body.findChildren(PersonBlock)
    people[0].head.setChecked(False)
    for line in (number_line, date_line):
        person.click(next(tile for tile in line.tiles if not tile.tile.head.theirs))
    date_line.tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
    before = page.conflicts
    number(ws, "forste_responstid_frt", WEEK_10, 5.3)
    qtbot.waitUntil(lambda: any(tile.tile.value.startswith("5,3") for tile in number_line.tiles))
    assert page.conflicts is before and set(page.conflicts.lines) == {number_line, date_line}
    assert QApplication.focusWidget() is date_line.tiles[0]
    assert date_line.head is not None and not date_line.head.theirs, "what was chosen stays"
    assert number_line.head is None, "the value that was chosen is not on offer any more"
    assert page.do.text() == "Velg i 1 konflikt til"
    assert page.body.findChildren(PersonBlock) == people and not people[0].head.isChecked()


def test_story_6_a_conflict_copy_of_a_service_takes_two_clicks(window, person, bring, qtbot) -> None:
    copy = bring("Fjordbrød bakeri-KONTOR-PC.kpidesk", conflicts=False)
    window.merges.look_around()
    (row,) = window.notices.rows()
    assert row.notice.text.startswith("OneDrive har laget en konfliktkopi. Ola lagret den ")
    link = next(each for each in row.findChildren(QPushButton) if each.text() == "Flett inn nå")
    person.click(link)
    page = person.page()
    person.click(page.do)
    assert person.clicks == 2
    assert value(workspace(window), "online_orders", WEEK_11) == 79
    assert not copy.exists() and any(each.reason == "fork" for each in workspace(window).backups.listed())
    qtbot.waitUntil(lambda: not window.notices.rows())


# ---- looking, choosing -------------------------------------------------------------------------------


def test_looking_and_leaving_writes_nothing(window, person, file, qtbot, bring) -> None:
    copy = bring()
    our_changes(workspace(window))
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    before, bytes_of_copy, bytes_of_file = log_length(workspace(window)), copy.read_bytes(), file.read_bytes()
    window.go("merge", copy)
    page = person.page()
    assert page.conflicts is not None
    page.conflicts.use_newest()
    person.press(Qt.Key.Key_Escape)
    assert window.place == "overview"
    assert log_length(workspace(window)) == before
    assert (copy.read_bytes(), file.read_bytes()) == (bytes_of_copy, bytes_of_file)


def test_undo_takes_a_merge_back_whole(window, person, bring) -> None:
    copy = bring(conflicts=False)
    window.go("merge", copy)
    person.click(person.page().do)
    assert window.toast is not None and window.toast.isVisible()
    window.session.undo()
    assert value(workspace(window), "online_orders", WEEK_11) is None
    assert value(workspace(window), "downtime_minutes", WEEK_10) == 7
    assert not any(each.title == "Chat bemannes lørdager" for each in workspace(window).all(Initiative))


def test_arrows_choose_sides_and_walk_between_conflicts(window, person, bring) -> None:
    copy = bring()
    our_changes(workspace(window))
    window.go("merge", copy)
    page = person.page()
    assert page.conflicts is not None
    first, second = page.conflicts.lines
    assert window.focusWidget() is first.tiles[0]
    person.press(Qt.Key.Key_Right)
    assert first.head is first.row.tiles[1].head
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Left)
    assert second.head is second.row.tiles[0].head
    person.press(Qt.Key.Key_Return, CTRL)
    assert workspace(window).merging.conflicts() == []


def test_the_figures_follow_what_is_chosen(window, person, bring, qtbot) -> None:
    copy = bring()
    our_changes(workspace(window))
    window.go("merge", copy)
    page = person.page()
    shown = {each.name: (each.before, each.after) for each in page.preview.outcomes}
    assert shown["Tall som mangler"] == ("6", "2")
    assert shown["Konverteringsfrekvens"][1] == "1,79\N{NO-BREAK SPACE}%"
    kinds = dict(page.preview.counts)
    assert kinds["Nye tall"] == 4 and kinds["Rettede tall"] == 2 and kinds["Enighet"] == 1
    assert sum(kinds.values()) == page.preview.total == page.preview.by_itself + 2


def test_the_result_turns_with_each_choice_also_of_an_earlier_week_and_of_a_date(window, person, bring, qtbot) -> None:
    copy = bring()
    our_changes(workspace(window))
    window.go("merge", copy)
    page = person.page()

    def told() -> dict[str, str]:
        rows = [each for each in page.findChildren(Named) if "→" in each.accessibleName()]
        return dict(each.accessibleName().replace("\N{NO-BREAK SPACE}", " ").split(": ", 1) for each in rows)

    def after(place: int, there: bool) -> dict[str, str]:
        for line in page.conflicts.lines:
            line.choose(place)
        qtbot.waitUntil(lambda: (week in told()) is there)
        turns: list[bool] = []

        def is_over() -> bool:
            """Nothing is being read, nor has been at the last turn: what came of it has been heard."""
            turns.append(not page._again.isActive() and page._aside._worker._waiting.done())
            return all(turns[-2:]) and len(turns) > 1

        qtbot.waitUntil(is_over)
        return told()

    week = "Første responstid, uke 10"
    theirs, ours = after(1, there=True), after(0, there=False)
    assert theirs[week] == "5,2 t → 5,1 t"
    assert [words for name, words in theirs.items() if "Svarmaler" in name] == ["18. mars → 27. mars"]
    assert not any("27. mars" in words for words in ours.values())
    assert after(1, there=True) == theirs
    assert list(theirs).index(week) <= 2, "what is chosen comes before all that follows anyway"


def test_two_tiles_tell_who_when_and_why(window, person, bring) -> None:
    copy = bring()
    our_changes(workspace(window))
    window.go("merge", copy)
    page = person.page()
    row = next(line.row for line in page.conflicts.lines if line.row.conflict.period is not None)
    assert row.title == "Første responstid, uke 10" and row.before == "5,3\N{NO-BREAK SPACE}t"
    mine, theirs = row.tiles
    assert (mine.value, mine.newest, theirs.newest) == ("5,2\N{NO-BREAK SPACE}t", True, False)
    line = next(each for each in page.conflicts.lines if each.row is row)
    line.tell(replace(row, tiles=(mine, theirs, replace(mine, newest=False))))
    heard = [tile.accessibleName().partition(":")[0] for tile in line.tiles]
    assert heard == ["Denne filen", "Kopien", "Enda en verdi"], "it is neither side's, whatever head it stands under"
    assert theirs.who == "Ola · 11.\N{NO-BREAK SPACE}mars 14:40" and theirs.note == "«Søndagen var telt to ganger»"


def test_each_person_is_listed_with_before_and_after(window, person, bring) -> None:
    copy = bring(conflicts=False)
    window.go("merge", copy)
    page = person.page()
    people = {each.author: each for each in page.preview.people}
    assert people["Jonas Berg"].note == "gjort i Olas kopi" and people["Ola Nygård"].note == ""
    lines = {line.words: line for line in people["Ola Nygård"].lines}
    corrected = lines["Nedetid, uke 10"]
    assert (corrected.before[:1], corrected.after[:1]) == ("7", "4")
    assert any(line.after == "«Flere kommenterer leveringen»" for line in people["Ola Nygård"].lines)
    answers = [line for line in people["Jonas Berg"].lines if line.words.startswith("Enighet om")]
    assert [(line.before, line.after) for line in answers] == [("venter", "Enig")]
    blocks = page.findChildren(PersonBlock)
    QAbstractItemModelTester(blocks[0].model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard = [_by_arrows(each) for each in blocks]
    assert any(line.startswith("Nedetid, uke 10, 7") and " → 4" in line for lines in heard for line in lines)
    blocks[0].head.click()
    assert not blocks[0].view.isVisible()


def _by_arrows(block: PersonBlock) -> list[str]:
    """What the lines say to whoever walks down them."""
    block.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert block.view.focusPolicy() & Qt.FocusPolicy.TabFocus
    block.view.setCurrentIndex(block.model.index(0, 0))
    heard = []
    for row in range(block.model.rowCount()):
        assert block.view.currentIndex().row() == row
        heard.append(block.view.currentIndex().data(HEARD))
        QTest.keyClick(block.view, Qt.Key.Key_Down)
    return heard


def test_many_changes_are_folded_until_asked_for() -> None:
    model = LineList(tuple(Line("plus", f"{n}", "", f"{n}", "") for n in range(400)))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert (model.rowCount(), model.hidden) == (5, 395)
    model.show_all()
    assert (model.rowCount(), model.hidden) == (400, 0) and tester


def test_conflicts_that_a_shared_file_brought_are_settled_later(window, person, bring, qtbot) -> None:
    copy = bring()
    our_changes(workspace(window))
    workspace(window).merging.merge(copy)
    assert window.standing.line.conflicts.text() == "2 å se på"
    person.click(window.standing.line.conflicts)
    page = person.page()
    assert page.conflicts is not None and len(page.conflicts.lines) == 2
    page.conflicts.use_newest()
    person.click(page.do)
    assert workspace(window).merging.conflicts() == [] and window.place == "overview"
    assert not window.standing.line.conflicts.isVisible()


# ---- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_is_no_copy_of_this_file_is_refused_in_a_sentence(window, file, qtbot, home, clock, language) -> None:
    other = file.with_name("Andre AS.kpidesk")
    Workspace.create(other, company="Andre AS", home=Home(file.parent / "other"), clock=clock).close()
    nonsense = file.with_name("notes.kpidesk")
    nonsense.write_bytes(b"not a database at all" * 50)
    before = log_length(workspace(window))
    with text.using(language):
        for path in (other, nonsense):
            window.notices.clear()
            window.go("merge", path)
            qtbot.waitUntil(lambda: bool(window.notices.rows()))
            said = window.notices.rows()[0].notice
            assert said.kind == "error" and path.name in said.text
            assert window.place == "overview"
    assert log_length(workspace(window)) == before


def test_a_copy_with_nothing_new_says_so(window, person, file) -> None:
    copy = file.with_name("samme.kpidesk")
    workspace(window).sharing.save_copy(copy)
    window.go("merge", copy)
    page = person.page()
    assert page.preview.total == 0
    assert any(each.text() == "Kopien har ingenting nytt" for each in page.findChildren(type(page._title)))


def test_a_copy_whose_merge_was_undone_says_so_and_leads_to_where_it_is_redone(
    window, person, file, monkeypatch, qtbot, bring
) -> None:
    copy = bring(conflicts=False)
    kept = shutil.copy(copy, file.with_name("igjen.kpidesk"))
    window.go("merge", copy)
    line = window.standing.line
    before = line.merged.text()
    person.click(person.page().do)
    qtbot.waitUntil(lambda: line.merged.text().startswith("Sist flettet inn: Jonas, Ola, "))
    window.session.undo()
    qtbot.waitUntil(lambda: line.merged.text() == before)
    assert value(workspace(window), "online_orders", WEEK_11) != 79
    window.go("merge", Path(kept))
    page = person.page()
    empty = next(iter(page.findChildren(Empty)))
    told = next(each.text() for each in empty.findChildren(QLabel) if "er allerede" in each.text())
    assert told.startswith("Alt i den er allerede i denne filen. Det som ble flettet inn fra Olas kopi, ble angret ")
    person.click(empty.second)
    assert window.place == "history"
    window.session.redo()
    assert value(workspace(window), "online_orders", WEEK_11) == 79
    window.go("merge", Path(kept))
    qtbot.waitUntil(lambda: person.page().preview.undone == "" and "Ola" in line.merged.text())


# ---- dropping ----------------------------------------------------------------------------------------


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])

    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none))


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning", "ignore:.*QDropEvent.*:DeprecationWarning")
def test_a_copy_dropped_on_the_window_takes_one_click_more(window, person, bring) -> None:
    drop(window, bring(conflicts=False))
    person.click(person.page().do)
    assert person.clicks == 1
    assert value(workspace(window), "sessions", WEEK_11) == 4405


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning", "ignore:.*QDropEvent.*:DeprecationWarning")
def test_other_files_dropped_are_refused_in_a_sentence(window, file, qtbot) -> None:
    picture = file.with_name("bilde.png")
    picture.write_bytes(b"\x89PNG\r\n")
    drop(window, picture)
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    assert "bilde.png" in window.notices.rows()[0].notice.text and window.place == "overview"
    drop(window, picture, file)
    assert "én fil om gangen" in window.notices.rows()[0].notice.text
