"""What the keys mean inside the pages, as data: the window reads its keys here, and the manual tells of the same.

The commands of the menus have their keys in the window's table of commands. ``Ctrl`` is the Command key on a Mac and
``Meta`` its Ctrl; ``Enter`` is both keys of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpidesk.records import record
from kpidesk.text import Message, msg


@record(frozen=True)
class Gesture:
    """Keys that do the same, by the name under which a view acts on them; ``given`` ones are acted on by Qt itself."""

    name: str
    keys: tuple[str, ...]
    does: Message
    given: bool = False


@record(frozen=True)
class Place:
    """Where some keys hold: its title in the manual, and its gestures in the order in which they are told."""

    title: Message
    gestures: tuple[Gesture, ...]


def _own(name: str, keys: str, does: Message) -> Gesture:
    return Gesture(name, tuple(keys.split()), does)


def _given(keys: str, does: Message) -> Gesture:
    return Gesture("", tuple(keys.split()), does, given=True)


_ANYWHERE = (
    _given("Tab Shift+Tab", msg("To the next field or button, and to the one before")),
    _given("Space Enter", msg("Press the button, tick the box, open the row")),
    _given("Down Up", msg("The next and the previous row, choice or tile")),
    _given("Shift+F10 Menu", msg("The menu of what is chosen, as under the right mouse button")),
    _given("F10", msg("The menu bar")),
    _given("Esc", msg("Close what is open, or take back what is being typed")),
)
_GOALS = (
    _own("inspect", "Enter", msg("To the details")),
    _own("rename", "F2", msg("Rename")),
    _own("add_sibling", "Ctrl+Enter", msg("New of the same kind below")),
    _own("add_child", "Ctrl+Shift+Enter", msg("New one level in")),
    _own("new_here", "Ctrl+N", msg("New objective")),
    _own("move_up", "Alt+Up", msg("Move up")),
    _own("move_down", "Alt+Down", msg("Move down")),
    _own("indent", "Alt+Right", msg("Move in")),
    _own("outdent", "Alt+Left", msg("Move out")),
    _given("Right Left", msg("Unfold and fold")),
    _own("tick", "Space", msg("Tick an initiative")),
    _own("check_in", "Ctrl+Shift+I", msg("Check in")),
    _own("delete_goal", "Del", msg("Delete")),
)
_PANEL = (_own("check_in", "Ctrl+Enter", msg("Save the check-in")),)
_SEARCH = (_own("clear", "Esc", msg("Show all goals again")),)
_STEPS = (
    _own("up", "Alt+Up", msg("Move the milestone up")),
    _own("down", "Alt+Down", msg("Move the milestone down")),
    _own("delete", "Ctrl+Del", msg("Delete the milestone")),
)
_KPIS = (
    _own("open", "Enter", msg("Open the KPI, or unfold the parked ones")),
    _own("copy", "Ctrl+C", msg("Copy the row")),
    _own("kpi_up", "Alt+Up", msg("Move up")),
    _own("kpi_down", "Alt+Down", msg("Move down")),
    _own("delete_kpi", "Del", msg("Park or delete")),
)
_CHART = (
    _own("earlier", "Left", msg("Read the period before; at the edge, look further back")),
    _own("later", "Right", msg("Read the period after")),
    _own("first", "Home", msg("Read the first period shown")),
    _own("newest", "End", msg("Read the newest number, with as much time shown as at first")),
    _own("closer", "+", msg("Show less time")),
    _own("wider", "-", msg("Show more time")),
    _own("note", "Enter", msg("Write a note about the period")),
    _own("leave", "Esc", msg("Stop reading")),
)
_NUMBERS = (
    _own("correct", "Enter F2", msg("Correct the number, or write the note")),
    _own("copy", "Ctrl+C", msg("Copy")),
    _own("cut", "Ctrl+X", msg("Cut")),
    _own("paste_here", "Ctrl+V", msg("Paste")),
    _own("clear", "Del", msg("Clear")),
)
_ENTRY = (
    _own("on", "Enter Tab", msg("To the next missing number; from other cells, on the way you last moved")),
    _own("back", "Shift+Enter Shift+Tab", msg("To the one before")),
    _given("Right Left", msg("Save and go on along the row, at the edge to other periods")),
    _own("first", "Home", msg("To the first period shown")),
    _own("last", "End", msg("To the last period shown")),
    _given("F2", msg("Edit")),
    _own("copy", "Ctrl+C", msg("Copy")),
    _own("cut", "Ctrl+X", msg("Cut")),
    _own("paste", "Ctrl+V", msg("Paste from Excel")),
    _own("clear", "Del Backspace", msg("Clear")),
    _own("fill_right", "Ctrl+R", msg("Fill to the right")),
    _own("fill_down", "Ctrl+D", msg("Fill down")),
    _own("note", "Shift+F2", msg("Write a note")),
    _own("fold", "Alt+Down", msg("Show or hide the numbers it is made of")),
    _own("leave", "Ctrl+Tab Meta+Tab", msg("Out of the table, to what comes after it")),
    _own("leave_back", "Ctrl+Shift+Tab Meta+Shift+Tab", msg("Out of the table, to what comes before it")),
)
_BLOCK = (
    _own("store", "Enter", msg("Save the block that is offered")),
    _own("store_partly", "Ctrl+Enter", msg("Save what can be read of it")),
    _own("drop", "Esc", msg("Let it go")),
)
_ROUND = (
    _given("Enter", msg("Save and go on")),
    _given("Shift+Enter", msg("New line")),
    _own("skip", "Alt+Right", msg("Skip this step")),
    _given("Alt+Left", msg("Back")),
    _given("1 2 3", msg("Set the confidence, 0 is ten")),
    _own("later", "Esc", msg("Continue later")),
)
_LOOK = (
    _own("note", "N", msg("Write a note about the signal")),
    _own("take", "B", msg("Take it to the decision")),
)
_REVIEW = (
    _own("next", "Ctrl+Enter", msg("To the next step")),
    _own("step_on", "Alt+Right", msg("To the next step, wherever the keyboard is")),
)
_HISTORY = (_own("open", "Enter", msg("Go to what was changed")),)
_SEASON = (
    _own("on", "Enter", msg("To the next period")),
    _own("copy", "Ctrl+C", msg("Copy")),
    _own("paste", "Ctrl+V", msg("Paste from Excel")),
    _own("clear", "Del Backspace", msg("Clear")),
)
_FORM = (_own("store", "Ctrl+Enter", msg("Save from anywhere in the dialog")),)
_IMPORT = (
    _own("go_on", "Enter", msg("Go on")),
    _own("take", "Ctrl+Enter", msg("Go on, wherever the keyboard is")),
    _own("go_back", "Esc", msg("Leave everything as it was")),
    _own("earlier", "PgUp", msg("Earlier periods")),
    _own("later", "PgDown", msg("Later periods")),
)
_RAW = (
    _own("role", "Alt+Down", msg("Choose what the column is for")),
    _own("unfold", "Enter", msg("Show the lines that are folded away")),
)
_SOURCES = (
    _own("fetch", "Enter", msg("Fetch new numbers")),
    _own("rename", "F2", msg("Rename")),
    _own("delete", "Del", msg("Delete")),
    _own("next", "Down", msg("The next source")),
    _own("previous", "Up", msg("The source before")),
)
_MERGE = (
    _own("merge", "Ctrl+Enter", msg("Merge")),
    _own("go_back", "Esc", msg("Go back without merging")),
)
_TILES = (
    _own("left", "Left", msg("Choose the value on the left")),
    _own("right", "Right", msg("Choose the value on the right")),
    _own("up", "Up", msg("The conflict above")),
    _own("down", "Down", msg("The conflict below")),
)
_SLIDES = (
    _own("on", "Right Down Space PgDown", msg("The next slide")),
    _own("back", "Left Up Backspace PgUp Shift+Space", msg("The slide before")),
    _own("first", "Home", msg("The first slide")),
    _own("last", "End", msg("The last slide")),
    _own("black", "B .", msg("Black, and back")),
    _own("all", "G", msg("All slides")),
    _own("notes", "N", msg("Your notes")),
    _own("enter", "Enter", msg("Open what the slide is about; after digits, go to that slide")),
    _own("escape", "Esc", msg("End the presentation")),
)
_BORDER = (
    _given("Left Right", msg("Move the border")),
    _given("PgUp PgDown", msg("Move it in larger steps")),
    _given("Home End", msg("As far as it goes")),
    _own("reset", "Del", msg("Back to where it was")),
    _own("leave", "Enter Esc", msg("Done, back to where you were")),
)
_HELP = (
    _own("search", "Ctrl+F", msg("Search")),
    _given("Down", msg("From the search to what is found")),
    _own("back", "Alt+Left", msg("Back to what you read")),
    _own("on", "Alt+Right", msg("Forward again")),
    _own("save_pdf", "Ctrl+Shift+P", msg("Save the manual as a PDF")),
    _own("print", "Ctrl+P", msg("Print the manual")),
    _own("copy", "Ctrl+C", msg("Copy the chapter, or what is selected in it")),
    _own("close", "Esc F1 Ctrl+W", msg("Close the help")),
)

PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "anywhere": Place(msg("In fields, lists and dialogs"), _ANYWHERE),
        "goals": Place(msg("In the tree of goals"), _GOALS),
        "search": Place(msg("In the search among goals"), _SEARCH),
        "panel": Place(msg("On the details of a key result"), _PANEL),
        "steps": Place(msg("On a milestone"), _STEPS),
        "kpis": Place(msg("In the table of KPIs"), _KPIS),
        "chart": Place(msg("On the chart"), _CHART),
        "numbers": Place(msg("In the numbers of a KPI"), _NUMBERS),
        "entry": Place(msg("In the table of Entry"), _ENTRY),
        "block": Place(msg("On a block that was pasted"), _BLOCK),
        "round": Place(msg("In the weekly round"), _ROUND),
        "look": Place(msg("On a KPI with a signal, in the weekly round"), _LOOK),
        "review": Place(msg("In the review"), _REVIEW),
        "history": Place(msg("In the history"), _HISTORY),
        "season": Place(msg("In targets through the year"), _SEASON),
        "form": Place(msg("In dialogs for targets and notes, and in the strategy"), _FORM),
        "import": Place(msg("While numbers are imported"), _IMPORT),
        "raw": Place(msg("In the file that is imported"), _RAW),
        "sources": Place(msg("In the sources"), _SOURCES),
        "merge": Place(msg("While a copy is merged"), _MERGE),
        "tiles": Place(msg("On a conflict"), _TILES),
        "slides": Place(msg("While slides are shown"), _SLIDES),
        "border": Place(msg("On a border between panes or columns"), _BORDER),
        "help": Place(msg("In this help"), _HELP),
    }
)
"""Every place where keys mean something of their own, in the order in which the manual tells of them."""
