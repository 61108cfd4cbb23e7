"""Getting about: “Go to”, the panes, and what this machine remembers."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSplitterHandle

from kpidesk import text
from kpidesk.commands import people
from kpidesk.domain.entities import KeyResult, Kpi
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.wording.goals import Column as GoalColumn
from kpidesk.workspace import Changes
from tests import own_kpis
from tests.ui.kept import bakery_window
from tests.ui.settled import settle
from ui.app import go_list
from ui.app.go_list import GoList, destinations
from ui.app.go_to import GoTo
from ui.app.places import PAGES
from ui.app.window import Window
from ui.base import actions
from ui.base.memory import RECENT, Memory
from ui.base.page import Page
from ui.base.theme import Theme
from ui.goals.goal_view import INSETS
from ui.parts.end_room import content_height
from ui.parts.notice_pile import ROOM

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


kept, window = bakery_window("kpis", (1024, 640))


def palette(window: Window) -> GoTo:
    return window.findChildren(GoTo)[-1]


def found(window: Window, words: str) -> list[tuple[str, str]]:
    model = GoList(destinations(window.session, window.commands.available()))
    model.search(words)
    return [(each.words, each.kind) for each in model.found]


def test_anything_is_found_with_one_text_and_two_keys(window: Window) -> None:
    """Stories 12 and 20: Ctrl+K, a few letters, Enter."""
    QTest.keyClick(window, Key.Key_K, CONTROL)
    field = palette(window).field
    QTest.keyClicks(field, "konv")
    QTest.keyClick(field, Key.Key_Return)
    assert window.place == "kpi"
    shown = next(kpi for kpi in window.session.ws.all(Kpi) if kpi.name.startswith("Konverteringsfrekvens"))
    assert window.places.trail[-1] == ("kpi", shown.uid)


def test_back_leads_to_the_row_that_was_left(window: Window) -> None:
    """Whatever had led there before: each was left from another row than it was shown at."""
    window.go("history")
    page = window.page()
    page.view.setCurrentIndex(page.view.model().index(3, 0))
    first, second, third = (each.uid for each in window.session.ws.all(KeyResult)[:3])
    window.go("goals", first)
    window.page().view.choose(second)
    window.go("goals", third)  # on the page in view, as from “Go to”
    window.go("kpis", (shown := window.session.ws.all(Kpi))[0].uid)
    window.page().view.choose(shown[1].uid)
    window.go("kpi", shown[2].uid)
    for place, chosen in (("kpis", shown[1].uid), ("goals", third), ("goals", second), ("history", "")):
        window.back()
        assert (window.place, window.page().selected()) == (place, chosen)
    assert window.page() is page and page.view.currentIndex().row() == 3


def test_back_from_a_kpi_that_was_the_first_place_leads_to_its_row(window: Window) -> None:
    uid = window.session.ws.all(Kpi)[3].uid
    window.places.trail = []
    window.go("kpi", uid)
    window.back()
    assert (window.place, window.page().selected()) == ("kpis", uid)


def test_arrows_choose_among_the_answers_and_esc_goes_nowhere(window: Window) -> None:
    window.go("history")
    QTest.keyClick(window, Key.Key_K, CONTROL)
    field = palette(window).field
    QTest.keyClicks(field, "svar")
    results = palette(window).found.found
    assert len(results) > 1
    QTest.keyClick(field, Key.Key_Escape)
    assert not palette(window).isVisible()
    assert window.place == "history"


def test_that_nothing_is_found_is_seen(window: Window) -> None:
    QTest.keyClick(window, Key.Key_K, CONTROL)
    seen = []
    for words in ("qxz", "qx", "nps"):
        palette(window).field.setText(words)
        seen.append((palette(window).nothing.isVisible(), palette(window).view.isVisible()))
    assert seen == [(True, False), (True, False), (False, True)]


def test_the_second_answer_is_taken_with_the_arrow(window: Window) -> None:
    QTest.keyClick(window, Key.Key_K, CONTROL)
    field = palette(window).field
    QTest.keyClicks(field, "nps")
    second = palette(window).found.found[1]
    QTest.keyClick(field, Key.Key_Down)
    assert field.accessibleDescription() == f"{second.words}, {second.kind}"
    QTest.keyClick(field, Key.Key_Return)
    assert window.places.trail[-1] == (second.place, second.argument)
    assert window.session.ws.find(KeyResult, second.argument) is not None


def test_kpis_goals_places_numbers_to_enter_and_commands_are_all_there(window: Window) -> None:
    assert {kind for _words, kind in found(window, "resp")} == {"KPI", "Nøkkelresultat", "Handling"}
    assert ("Historikk", "Sted") in found(window, "histo")
    assert ("Alle får svar samme dag", "Mål") in found(window, "samme svar")
    assert ("Innstillinger …", "Handling") in found(window, "innst")
    assert found(window, "finnes ikke noe sted") == []


def test_the_other_languages_words_are_found_too(window: Window) -> None:
    assert ("Historikk", "Sted") in found(window, "history")
    with text.using("en"):
        assert ("History", "Place") in found(window, "historikk")
    kpi = next(each for each in window.session.ws.all(Kpi) if each.library_id == "first_response_time")
    assert {(kpi.name, "KPI")} & set(found(window, "frt")) & set(found(window, "tid til første svar"))
    assert (kpi.name, "KPI") in found(window, "first response time")


def test_a_command_is_done(window: Window, theme: Theme) -> None:
    QTest.keyClick(window, Key.Key_K, CONTROL)
    QTest.keyClicks(palette(window).field, "mørk")
    QTest.keyClick(palette(window).field, Key.Key_Return)
    assert theme.name == "dark"
    window.looks.choose("light")


def test_a_command_is_found_by_what_others_call_it_and_by_its_menu(window: Window) -> None:
    for typed, words in (("lysbilder", "Vis gjennomgangen på skjerm"), ("egen kpi", "Lag egen …"), ("natt", "Mørk")):
        assert (words, "Handling") in found(window, typed)
    names = {each.name for _title, commands in actions.menus() for each in commands}
    assert go_list._also_called().keys() <= names


def test_the_list_keeps_qts_rules(window: Window) -> None:
    model = GoList(destinations(window.session, window.commands.available()))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    model.search("salg")
    model.search("zzz")
    assert model.rowCount() == 0


def test_f6_visits_the_rail_the_page_and_the_details(window: Window) -> None:
    window.go("goals")
    page = window.page()
    assert page.view.hasFocus()
    QTest.keyClick(window, Key.Key_F6)
    assert page.inspector.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(window, Key.Key_F6)
    assert window.rail.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(window, Key.Key_F6)
    assert page.view.hasFocus()
    QTest.keyClick(window, Key.Key_F6, SHIFT)
    assert window.rail.isAncestorOf(QApplication.focusWidget())


def test_f6_leaves_every_place_and_comes_back(window: Window) -> None:
    for place in ("overview", "kpis", "kpi", "entry", "review", "history"):
        window.go(place, next(kpi.uid for kpi in window.session.ws.all(Kpi)) if place == "kpi" else None)
        visited = []
        for _press in range(4):
            QTest.keyClick(window, Key.Key_F6)
            focus = QApplication.focusWidget()
            visited.append("rail" if window.rail.isAncestorOf(focus) else "page")
            assert window.rail.isAncestorOf(focus) or window.page().isAncestorOf(focus), place
        assert set(visited) == {"rail", "page"}, place


def test_a_hidden_pane_is_passed_over(window: Window) -> None:
    window.go("goals")
    window.page().toggle_details()
    window.page().view.setFocus()
    QTest.keyClick(window, Key.Key_F6)
    assert window.rail.isAncestorOf(QApplication.focusWidget())


def test_memory_survives_in_settings_and_bears_what_is_not_a_list(settings: QSettings) -> None:
    memory = Memory(settings)
    memory.put("one", ["a"])
    memory.put("none", [])
    memory.put("widths", [10, -1])
    settings.sync()
    again = Memory(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.texts("one") == ["a"]
    assert again.texts("none") == []
    assert again.numbers("widths") == [10, -1]
    assert again.numbers("one") == []
    assert again.text("missing", "x") == "x"


def test_recent_files_are_few_and_newest_first_and_stay_though_they_have_gone(
    settings: QSettings, tmp_path: Path
) -> None:
    memory = Memory(settings)
    paths = [tmp_path / f"{n}.kpidesk" for n in range(RECENT + 3)]
    for path in paths:
        path.touch()
        memory.remember_recent(path)
    memory.remember_recent(paths[4])
    paths[-1].unlink()
    assert memory.recent()[0] == str(paths[4])
    assert str(paths[-1]) in memory.recent(), "it may lie on a share that is away today"
    assert len(memory.recent()) == RECENT
    memory.forget_recent(str(paths[-1]))
    assert str(paths[-1]) not in memory.recent()
    memory.forget_recent(str(paths[4]), str(paths[0]))
    assert memory.recent()[0] == str(paths[0]), "found elsewhere, it stands where it stood"


def test_folded_branches_and_column_widths_of_the_goals_are_remembered(window: Window) -> None:
    window.go("goals")
    view = window.page().view
    branch = view.tree.index(0, 0)
    view.collapse(branch)
    title = branch.data()
    view.header().resizeSection(GoalColumn.PROGRESS, 210)
    window.looks.speak("en")
    again = window.page().view
    assert again is not view
    assert again.tree.index(0, 0).data() == title
    assert not again.isExpanded(again.tree.index(0, 0))
    assert again.isExpanded(again.tree.index(1, 0))
    assert again.columnWidth(GoalColumn.PROGRESS) == 210
    again.expand(again.tree.index(0, 0))
    window.looks.speak("nb")
    assert window.page().view.isExpanded(window.page().view.tree.index(0, 0))


def test_a_search_unfolds_what_is_folded_only_while_it_lasts(window: Window) -> None:
    window.go("goals")
    page = window.page()
    page.view.collapse(page.view.tree.index(0, 0))
    QTest.keyClicks(page.search, "NPS")
    assert page.view.isExpanded(page.view.tree.index(0, 0))
    page._clear_filter()
    assert not page.view.isExpanded(page.view.tree.index(0, 0))


def test_going_about_leaves_the_room_after_the_last_goal(window: Window) -> None:
    window.resize(1180, 600)
    window.go("goals")
    settle()
    view = window.page().view
    most = view.verticalScrollBar().maximum()
    assert most == content_height(view) + ROOM - view.viewport().height()
    view.setCurrentIndex(view.tree.index(0, 0, view.tree.index(0, 0)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(view, key)
        assert view.verticalScrollBar().maximum() == most
    view.scrollTo(view.tree.index(1, 0))
    assert view.verticalScrollBar().maximum() == most


def test_heads_have_room_for_their_words_in_both_languages(window: Window) -> None:
    window.resize(1440, 900)
    for language in ("en", "nb"):
        window.looks.speak(language)
        window.go("goals")
        settle()
        header = window.page().view.header()
        metrics = QFontMetricsF(window.theme.font("caption"))
        for column in (GoalColumn.NOW, GoalColumn.PROGRESS, GoalColumn.CONFIDENCE):
            words = str(header.model().headerData(column, Qt.Orientation.Horizontal))
            left, right = INSETS.get(column, (0, 6))
            assert metrics.horizontalAdvance(words) <= header.sectionSize(column) - left - right, words


def test_panes_that_a_wider_window_puts_beside_one_another_have_a_line_that_can_be_hit(window: Window) -> None:
    window.resize(900, 600)
    window.go("kpi", window.session.ws.all(Kpi)[0].uid)
    window.resize(1280, 720)
    settle()
    grips = [grip for grip in window.page().findChildren(QSplitterHandle) if grip.isVisible()]
    assert [(grip.accessibleName(), min(grip.width(), grip.height())) for grip in grips] == [("Skillelinje", 24)] * 2


def test_the_tenth_kpi_from_elsewhere_is_a_notice_that_leads_to_the_choice(window: Window) -> None:
    window.go("kpis")
    window.go("goals")
    ws = window.session.ws
    for n in range(MOST_KPIS + 1 - window.session.active_kpis()):
        own_kpis.define(ws, name=f"Ekstra {n}")
    row = window.notices.rows()[0]
    assert "10 KPI-er" in row.notice.text
    QTest.mouseClick(row.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert window.place == "kpis"
    assert window.page()._ask_box.isVisible()


def test_the_kpi_page_made_after_the_tenth_asks_too(window: Window) -> None:
    window.go("history")
    ws = window.session.ws
    for n in range(MOST_KPIS + 1 - window.session.active_kpis()):
        own_kpis.define(ws, name=f"Ekstra {n}")
    QTest.mouseClick(window.notices.rows()[0].findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert window.page()._ask_box.isVisible()


def test_a_page_is_filled_once_when_it_is_first_shown_and_only_for_a_change_after_that(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in sorted({*PAGES} - {"merge", "import", "accounts"}):
        filled = watched(place, monkeypatch)
        argument = window.session.ws.all(Kpi)[0].uid if place == "kpi" else None
        elsewhere = "goals" if place != "goals" else "kpis"
        window.places.drop()  # some place was the first, and is to be made anew
        window.go(place, argument)
        assert filled == [place]
        window.go(elsewhere)
        window.go(place, argument)
        assert filled == [place], "nothing has changed since"
        window.go(elsewhere)
        window.session.perform(people.add_person, f"Ola som ser {place}")
        assert filled == [place], "a hidden page waits until it is shown"
        window.go(place, argument)
        assert filled == [place, place]


def watched(place: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What becomes longer by its name whenever the page of a place is filled."""
    module, name = PAGES[place]
    kind, filled = getattr(importlib.import_module(module), name), list[str]()
    fills = "_take_in" if place == "history" else "refresh"  # which fills it when it is made
    real = getattr(kind, fills)

    def fill(page: Page, changes: Changes | None) -> None:
        filled.append(place)
        real(page, changes)

    monkeypatch.setattr(kind, fills, fill)
    return filled
