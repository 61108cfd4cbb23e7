"""What the help says: the first steps, the words, and the keys, each as pairs of a name and a sentence."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from kpidesk.text import _, pgettext
from ui.base import actions

Line = tuple[str, str]


def first_steps() -> list[Line]:
    """How a file comes to life, in the order in which it is done."""
    return [
        (
            _("Choose few KPIs"),
            _("Five to seven numbers that tell how the business is doing: KPIs, Ctrl+3, then Ctrl+N."),
        ),
        (_("Set targets"), _("One number, steps, a straight path, or one number a period: KPI › Set target …")),
        (_("Enter numbers"), _("Ctrl+4 leads to the first number that is due. Enter goes on to the next one.")),
        (
            _("Set goals"),
            _("Ctrl+2, then Ctrl+N. “NPS up from 38 to 50” gives a key result its start value and target."),
        ),
        (_("Check in each week"), _("Say how sure you are and what hinders you: Ctrl+Shift+I on a key result.")),
        (_("Agree"), _("Ask those who track a number whether they agree. The question travels with the file.")),
        (_("Review"), _("At the end: score, reflect, decide, and save or print it: Ctrl+5.")),
        (_("Share"), _("Keep the file in a shared folder, or send a copy and merge it when it comes back.")),
        (_("Nothing is lost"), _("Everything can be undone, also tomorrow: Ctrl+Z, or History, Ctrl+6.")),
    ]


def terms() -> list[Line]:
    """The words of the program and what they mean."""
    return [*_goal_terms(), *_number_terms(), *_signal_terms()]


def _goal_terms() -> list[Line]:
    return [
        (_("Objective"), _("What you want to achieve, in one sentence.")),
        (_("Key result"), _("How you see that it is achieved: a number that goes from a start value to a target.")),
        (_("Initiative"), _("Something you do to get there. It never counts as progress.")),
        (
            _("Progress"),
            _("How far a key result has come from its start value to its target; an objective has the mean."),
        ),
        (_("Expected today"), _("How much of the time has passed. Where you ought to be if it went evenly.")),
        (_("Confidence"), _("How sure you are of getting there, 1–10. It is never part of the score.")),
        (_("Score"), _("How far you came in the end, 0–1. From 0.7 a goal that was set high is good enough.")),
        (_("Check-in"), _("A short word each week: the value, how sure you are, what happened, what hinders.")),
        (_("Agreement"), _("Those who track a number have said yes to it.")),
        (_("SMART check"), _("Five questions that the program answers from your data. Advice, never a block.")),
    ]


def _number_terms() -> list[Line]:
    return [
        (_("KPI"), _("A number you follow all the time, because it tells how the business is doing.")),
        (_("Target"), _("The value you want to reach or hold.")),
        (_("Red flag"), _("The value at which it becomes serious: worse than this is off track.")),
        (_("Counter-metric"), _("A second number that would suffer if the first were pushed too hard.")),
        (_("How this number can fool you"), _("What can make the number better without the business being better.")),
        (_("Gap"), _("How far the value is from its target.")),
        (_("Change"), _("How far the value is from the period before, or the same period last year.")),
        (pgettext("help", "Due, overdue"), _("A number is due when its period ends, and overdue some days later.")),
        (
            pgettext("help", "Blank, 0, not applicable"),
            _("Not entered yet, nothing, and never to be entered: three different things."),
        ),
        (
            pgettext("help", "Parked"),
            _("Put aside with all its numbers. It asks for nothing, and comes back when you want."),
        ),
    ]


def _signal_terms() -> list[Line]:
    return [
        (_("Signal"), _("Something has changed, for better or worse, more than the number changes by itself.")),
        (pgettext("help", "Normal variation"), _("The ups and downs a number has by itself. Not worth explaining.")),
        (_("Natural limits"), _("Where a number stays as long as nothing changes, computed from its own history.")),
        (_("Forecast"), _("Where the number will end if it goes on as now, with a range.")),
    ]


def key_list() -> list[Line]:
    """Every key: those of the menus, then those of the places."""
    found = [
        (", ".join(_shown(key) for key in command.keys or (command.shown,)), command.text)
        for _title, commands in actions.menus()
        for command in commands
        if command.keys or command.shown
    ]
    return [*found, *_goal_keys(), *_entry_keys()]


def _goal_keys() -> list[Line]:
    place = actions.place_name("goals")
    rows = [
        ("F2", _("Rename")),
        ("Enter", _("To the details")),
        ("Ctrl+Enter", _("New of the same kind below")),
        ("Ctrl+Shift+Enter", _("New one level in")),
        ("Alt+Up", _("Move up")),
        ("Alt+Down", _("Move down")),
        ("Alt+Right", _("Move in")),
        ("Alt+Left", _("Move out")),
        ("Space", _("Tick an initiative")),
        ("Del", _("Delete")),
    ]
    return [(_shown(key), f"{place}: {words}") for key, words in rows]


def _entry_keys() -> list[Line]:
    place = actions.place_name("entry")
    rows = [
        ("Enter", _("To the next number that is due, elsewhere on as last moved")),
        ("Shift+Enter", _("To the one before")),
        ("Right", _("Store and go on along the row")),
        ("F2", _("Edit")),
        ("Ctrl+V", _("Paste from Excel")),
        ("Del", _("Clear")),
        ("Alt+Down", _("Fold the inputs in or out")),
        ("Ctrl+Tab", _("Leave the table")),
    ]
    return [(_shown(key), f"{place}: {words}") for key, words in rows]


def _shown(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
