"""One function for each thing a user does: checks the rules, then changes the workspace in one transaction.

What was decided, and why:

- Window, command line and tests call the same functions, so that no rule holds in one of them only.
- All checks come before the first write. A refusal is a ``UserError`` with one sentence (what happened, what is safe,
  what to do), and nothing has changed.
- One call is one transaction, one step of undo and one notification; its label is what undo calls it.
- A command takes what it changes and nothing else: a form that wrote all its fields would undo a colleague's work.
"""

from typing import TYPE_CHECKING

from kpidesk import lazily

if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        (
            "advice",
            "agreements",
            "arrange",
            "bring_back",
            "check_ins",
            "checks",
            "cycles",
            "definitions",
            "entry",
            "fiscal_year",
            "goals",
            "guide",
            "inputs",
            "intake",
            "kpis",
            "library",
            "library_inputs",
            "logo",
            "notes",
            "people",
            "possible",
            "reviews",
            "signals",
            "slide_notes",
            "target_rules",
            "targets",
            "whole",
        ),
    )
