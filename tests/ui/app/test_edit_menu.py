"""Cut, copy, paste and select all in the Edit menu: enabled where they work, and done where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.window import Window
from ui.entry.entry_page import EntryPage
from ui.goals.goals_page import GoalsPage
from ui.kpis.kpi_form import KpiForm

LOW = 768
"""Pixels of a low screen: a menu that is higher falls into columns and covers the window."""
NAMES = ("cut", "copy", "paste_here", "select_all")


def enabled(window: Window) -> set[str]:
    """What the Edit menu offers once it is opened."""
    menu = next(each for each in window.menuBar().findChildren(QMenu) if each.title() == "&Rediger")
    menu.aboutToShow.emit()
    return {action.objectName() for action in menu.actions() if action.objectName() in NAMES and action.isEnabled()}


def press(window: Window, name: str) -> None:
    next(each for each in window.findChildren(QMenu) if each.title() == "&Rediger").aboutToShow.emit()
    window._menus.actions[name].trigger()


def sales(ws: Workspace) -> str:
    source = ws.get(Kpi, own_kpis.define(ws, name="Salg")).inputs[0][1]
    entry.set_value(ws, source, Period.parse("2026-02"), 1234567.5)
    return source


def test_the_sheet_of_numbers_is_cut_and_pasted_from_the_menu(
    make_window: Callable[..., Window], workspace: Workspace, qtbot: QtBot
) -> None:
    source = sales(workspace)
    path = workspace.path
    workspace.close()
    window = make_window(path)
    window.go("entry")
    page = window.page()
    assert isinstance(page, EntryPage)
    february = Period.parse("2026-02")
    page.sheet.caret.go_to_cell((source, february))
    QGuiApplication.clipboard().clear()
    qtbot.waitUntil(lambda: enabled(window) == {"cut", "copy", "select_all"})
    press(window, "cut")
    ws = window.session.ws
    assert QGuiApplication.clipboard().text() == "1234567,5" and february not in ws.series(source)
    assert "paste_here" in enabled(window)
    press(window, "paste_here")
    assert page.line.first.isVisible()
    page.line.first.click()
    assert ws.series(source)[february] == 1234567.5


def test_a_field_has_what_it_can_do_and_a_page_without_any_has_nothing(
    make_window: Callable[..., Window], workspace: Workspace, qtbot: QtBot
) -> None:
    sales(workspace)
    path = workspace.path
    workspace.close()
    window = make_window(path)
    window.go("entry")
    page = window.page()
    assert isinstance(page, EntryPage)
    field = page.details.note
    field.setPlainText("Salg")
    field.setFocus()
    QGuiApplication.clipboard().clear()
    qtbot.waitUntil(lambda: enabled(window) == {"select_all"})
    press(window, "select_all")
    assert enabled(window) == {"cut", "copy", "select_all"}
    press(window, "copy")
    assert QGuiApplication.clipboard().text() == "Salg" and "paste_here" in enabled(window)
    window.menuBar().setFocus()
    assert "cut" in enabled(window), "the menu bar takes the keyboard and not what it is about"
    window.go("history")
    assert "cut" not in enabled(window)


def test_the_menu_tells_the_keys_and_leaves_them_to_what_has_the_keyboard(
    make_window: Callable[..., Window], workspace: Workspace
) -> None:
    path = workspace.path
    workspace.close()
    window = make_window(path)
    actions = window._menus.actions
    assert [actions[name].text().split("\t")[1] for name in NAMES] == ["Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"]
    assert not any(actions[name].shortcuts() for name in NAMES)


def test_a_new_goal_or_kpi_is_made_from_the_menu_on_any_page(
    make_window: Callable[..., Window], workspace: Workspace, qtbot: QtBot
) -> None:
    path = workspace.path
    workspace.close()
    window = make_window(path)
    actions = window._menus.actions
    for name, place in (("add_objective", "goals"), ("own_kpi", "kpis")):
        window.go("entry")
        assert actions[name].isEnabled()
        actions[name].trigger()
        assert window.place == place
    form = window.findChild(KpiForm)
    assert form is not None and form.isVisible()
    form.reject()
    window.go("entry")
    actions["add_objective"].trigger()
    goals = window.page()
    assert isinstance(goals, GoalsPage) and goals.view.quick is not None


def test_no_menu_is_higher_than_a_low_screen(make_window: Callable[..., Window], workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    window = make_window(path)
    window._menus.fill()
    inner = next(each for each in window.menuBar().findChildren(QMenu) if each.title() == "Lengden på periodene")
    assert [action.objectName() for action in inner.actions()] == [f"period_{n}" for n in range(1, 7)]
    high = {each.title(): each.sizeHint().height() for each in window.menuBar().findChildren(QMenu)}
    assert max(high.values()) <= LOW, high
