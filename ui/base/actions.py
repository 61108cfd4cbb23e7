"""Every command of the menu bar with its words and keys, as data.

A command is done by the page in view (``Page.commands``) or by the window itself; what neither offers is greyed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from PySide6.QtGui import QKeySequence

from kpidesk.records import record
from kpidesk.text import _, pgettext

TABLE_KEY = "Ctrl+T"
"""Shows the numbers of a picture as a table, in dialogs too."""
FULL_SCREEN = "Ctrl+Meta+F" if sys.platform == "darwin" else "F11"
"""A Mac shows its desktop with F11."""
PLACES = ("overview", "goals", "kpis", "entry", "review", "history")
ICONS = {
    "overview": "layout-dashboard",
    "goals": "target",
    "kpis": "chart-line",
    "entry": "table-2",
    "review": "clipboard-check",
    "history": "history",
}


@record(frozen=True)
class Command:
    """One line of a menu; an empty name is a separator. ``choice`` groups commands of which one holds.

    ``within`` names the menu in the menu that a line of it stands in, where all of them are too many for a low screen.
    ``shown`` is a key that is told of and belongs to whatever has the keyboard, which does with it what it means there.
    """

    name: str = ""
    text: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    choice: str = ""
    shown: str = ""
    within: str = ""


def named_key(keys: str) -> str:
    """Keys as the language and the system name them: ``Alt+Left`` is “Alt+venstre pil” in bokmål."""
    return QKeySequence(keys, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.NativeText)


def with_key(words: str, keys: str) -> str:
    """What a button does, and the keys that do it, for its tooltip."""
    return f"{words} ({named_key(keys)})"


def place_name(place: str) -> str:
    """The name of a place of the window."""
    return {
        "overview": _("Overview"),
        "goals": pgettext("place", "Goals"),
        "kpis": _("KPIs"),
        "entry": _("Entry"),
        "review": _("Review"),
        "history": _("History"),
    }[place]


def menus() -> Iterator[tuple[str, list[Command]]]:
    """The menu bar from left to right, in the language in force."""
    yield _("&File"), _file()
    yield _("&Edit"), _edit()
    yield _("&View"), _view()
    yield _("&Goals"), goal_commands()
    yield _("&KPI"), [*kpi_commands(), *_periods()]
    yield _("&Data"), _data()
    yield _("&Help"), _help()


def _help() -> list[Command]:
    return [
        Command("help", _("Help"), ("F1",), "circle-question-mark"),
        Command("manual", _("Manual")),
        Command("introduction", _("What is this?")),
        Command("shortcuts", _("Keyboard shortcuts")),
        Command("words", _("What do the words mean?")),
        Command("first_steps", _("Show the first steps")),
        Command(),
        Command("about", _("About KPI Desk")),
    ]


def _file() -> list[Command]:
    return [
        Command("new_file", _("New file …"), icon="file-plus-2"),
        Command("open_file", _("Open …"), ("Ctrl+O",), "folder-open"),
        Command("recent", _("Recent files")),
        Command("new_window", _("New window"), ("Ctrl+Shift+N",)),
        Command("second_window", _("New window on this file"), ("Ctrl+Shift+D",)),
        Command(),
        Command("merge_copy", _("Merge a copy …"), ("Ctrl+Shift+M",), "git-merge"),
        Command("send_copy", _("Send a copy …"), ("Ctrl+Shift+S",), "send"),
        Command("team_server", _("Team server …"), icon="users"),
        Command("reload", _("Reload"), ("F5",), "refresh-cw"),
        Command(),
        Command("save_now", _("Save now"), ("Ctrl+S",)),
        Command("save_as", _("Save as …")),
        Command("rename_file", _("Rename the file …"), icon="pencil"),
        Command("clear_numbers", _("Clear numbers …")),
        Command("start_over", _("Start over …")),
        Command("delete_file", _("Delete the file …"), icon="trash-2"),
        Command(),
        Command("save_pdf", _("Save PDF"), ("Ctrl+Shift+P",), "download"),
        Command("print", _("Print …"), ("Ctrl+P",), "printer"),
        Command(),
        Command("password", _("Password …"), icon="lock"),
        Command("settings", _("Settings …"), ("Ctrl+,",), "settings"),
        Command("close_window", _("Close window"), ("Ctrl+W",)),
        Command("quit", _("Quit"), ("Ctrl+Q",)),
    ]


def _edit() -> list[Command]:
    return [
        Command("undo", _("Undo"), ("Ctrl+Z",), "undo-2"),
        Command("redo", _("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2"),
        Command(),
        Command("cut", _("Cut"), shown="Ctrl+X"),
        Command("copy", _("Copy"), icon="copy", shown="Ctrl+C"),
        Command("paste_here", _("Paste"), icon="clipboard-paste", shown="Ctrl+V"),
        Command("select_all", _("Select all"), shown="Ctrl+A"),
        Command(),
        Command("new_here", _("New here"), ("Ctrl+N",), "plus"),
        Command("search", _("Search"), ("Ctrl+F",), "search"),
        Command("go_to", _("Go to …"), ("Ctrl+K",), "arrow-right"),
    ]


def _view() -> list[Command]:
    places = [
        Command(f"go_{place}", place_name(place), (f"Ctrl+{number}",), ICONS[place])
        for number, place in enumerate(PLACES, 1)
    ]
    return [
        *places,
        Command("back", _("Back"), ("Alt+Left",), "arrow-left"),
        Command(),
        Command("previous_cycle", _("Previous cycle"), ("Ctrl+PgUp",)),
        Command("next_cycle", _("Next cycle"), ("Ctrl+PgDown",)),
        Command(),
        Command("show_table", _("Show the numbers as a table"), (TABLE_KEY,), "table-2"),
        Command("toggle_rail", _("Narrow left menu"), ("Ctrl+B",)),
        Command("toggle_details", _("Hide details"), ("Ctrl+I",)),
        Command("next_pane", _("Next pane"), ("F6",)),
        Command("previous_pane", _("Previous pane"), ("Shift+F6",)),
        Command("move_border", _("Move a border"), ("F8",)),
        Command(),
        Command("theme_light", _("Light"), choice="theme"),
        Command("theme_dark", _("Dark"), choice="theme"),
        Command("theme_system", _("As the system"), choice="theme"),
        Command(),
        Command("language_nb", "Norsk bokmål", choice="language"),
        Command("language_en", "English", choice="language"),
        Command(),
        Command("text_larger", _("Larger text"), ("Ctrl++", "Ctrl+=")),
        Command("text_smaller", _("Smaller text"), ("Ctrl+-",)),
        Command("text_ordinary", _("Ordinary text"), ("Ctrl+0",)),
        Command("full_screen", _("Full screen"), (FULL_SCREEN,)),
        Command("present", _("Present the review"), ("Shift+F5",), "monitor"),
    ]


def goal_commands() -> list[Command]:
    """What can be done with goals: the Goals menu, and the menu under the right button."""
    return [
        Command("add_objective", _("New objective"), icon="target"),
        Command("add_key_result", _("New key result"), icon="key-round"),
        Command("add_initiative", _("New initiative"), icon="square-check"),
        Command("go_guide", _("From KPIs to goals …"), icon="chart-line"),
        Command("start_cycle", _("Start the cycle now")),
        Command(),
        Command("check_in", _("Check in …"), ("Ctrl+Shift+I",), "message-square"),
        Command("rename", _("Rename")),
        Command(),
        Command("move_up", _("Move up")),
        Command("move_down", _("Move down")),
        Command("indent", _("Move in")),
        Command("outdent", _("Move out")),
        Command("duplicate_goal", _("Duplicate"), icon="copy"),
        Command("goal_cycle", _("Move to another cycle …"), icon="calendar"),
        Command(),
        Command("park_goal", _("Park"), icon="archive"),
        Command("unpark_goal", _("Unpark"), icon="archive-restore"),
        Command("drop_goal", _("Drop …"), icon="circle-off"),
        Command("take_up_goal", _("Pick up again")),
        Command("goal_history", _("History of this goal"), icon="history"),
        Command(),
        Command("delete_goal", _("Delete"), icon="trash-2"),
    ]


def kpi_commands() -> list[Command]:
    """What can be done with KPIs: the KPI menu, and the menu under the right button."""
    return [
        Command("add_kpi", _("Add from the library …"), icon="library"),
        Command("own_kpi", _("Create your own …"), icon="plus"),
        Command(),
        Command("open_kpi", _("Open"), icon="eye"),
        Command("edit_kpi", _("Edit …"), icon="pencil"),
        Command("set_target", _("Set target …"), icon="target"),
        Command("confirm_target", _("Confirm the suggested target"), icon="check"),
        Command("kpi_sheet", _("Save as a KPI page (PDF)"), icon="download"),
        Command("export_kpi", _("Export its numbers …"), icon="download"),
        Command("copy_chart", _("Copy the chart"), icon="copy"),
        Command("save_chart", _("Save the chart …"), icon="download"),
        Command("copy_table", _("Copy the table"), icon="copy"),
        Command("kpi_history", _("History of this KPI"), icon="history"),
        Command(),
        Command("kpi_up", _("Move up")),
        Command("kpi_down", _("Move down")),
        Command("kpi_department", _("Move to department …")),
        Command("sort_kpis", _("Sort by …")),
        Command(),
        Command("park_kpi", _("Park"), icon="archive"),
        Command("unpark_kpi", _("Unpark"), icon="archive-restore"),
        Command("delete_kpi", _("Delete …"), icon="trash-2"),
    ]


def _periods() -> list[Command]:
    within = _("Length of the periods")
    return [
        Command(),
        Command("period_1", _("Show by week"), ("Alt+1",), within=within),
        Command("period_2", _("Show by month"), ("Alt+2",), within=within),
        Command("period_3", _("Show by quarter"), ("Alt+3",), within=within),
        Command("period_4", _("Show by year"), ("Alt+4",), within=within),
        Command("period_5", _("Show by half-year"), ("Alt+5",), within=within),
        Command("period_6", _("Show by tertial"), ("Alt+6",), within=within),
        Command(),
        Command("explain", _("Explain this number"), ("Ctrl+E",)),
        Command("write_note", _("Write a note …"), icon="flag"),
        Command("new_limits", _("Compute new limits …")),
    ]


def _data() -> list[Command]:
    return [
        Command("weekly_round", _("Start the weekly round"), ("Ctrl+U",), "clipboard-check"),
        Command("calendar", _("Add to my calendar …"), icon="calendar"),
        Command(),
        Command("import_numbers", _("Import numbers …"), ("Ctrl+Shift+O",), "upload"),
        Command("export", _("Export …"), ("Ctrl+Shift+X",), "download"),
        Command("sources", _("Sources …"), icon="refresh-cw"),
        Command(),
        Command("paste", _("Paste from Excel"), icon="clipboard-paste"),
        Command("read_reply", _("Import a reply form …"), icon="file"),
        Command("fill_right", _("Fill to the right"), ("Ctrl+R",)),
        Command("fill_down", _("Fill down"), ("Ctrl+D",)),
        Command("not_applicable", _("Not applicable"), icon="circle-off"),
        Command("entry_note", _("Write a note"), ("Shift+F2",), "message-square"),
        Command(),
        Command("earlier", _("Earlier periods"), ("Alt+PgUp",)),
        Command("later", _("Later periods"), ("Alt+PgDown",)),
        Command(),
        Command("history_of", _("History of this"), ("Ctrl+Shift+H",), "history"),
        Command("as_it_was", _("As it was on …"), icon="calendar"),
        Command("back_to_now", _("Back to now")),
        Command(),
        Command("backups", _("Backups …"), icon="archive-restore"),
        Command("check_file", _("Check the file"), icon="shield-check"),
    ]
