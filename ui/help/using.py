"""How the program is used: the first hour, the week, the review, sharing, keys and words."""

from __future__ import annotations

from kpidesk.text import _
from ui.help import help_words
from ui.help.chapters import Chapter, Deed, Lines


def using() -> tuple[Chapter, ...]:
    """The chapters, in the order in which they are needed."""
    first = Deed(_("Enter one number. Everything else can wait."), _("Go to Entry"), "go_entry")
    return (
        Chapter("hour", _("The first hour"), (Lines(tuple(help_words.first_steps())),), first),
        _round(),
        _review(),
        _sharing(),
        Chapter("keys", _("Keyboard"), (Lines(tuple(help_words.key_list())),)),
        Chapter("words", _("The words"), (Lines(tuple(help_words.terms())),)),
    )


def _round() -> Chapter:
    return Chapter(
        "round",
        _("The weekly round"),
        (
            _(
                "Ten minutes on a Monday keep the numbers true and the goals alive. The round leads you through what "
                "waits, one thing at a time: missing numbers, check-ins, what stands out, and one decision."
            ),
            _(
                "Enter stores and goes on, Alt+→ skips, and Esc leaves the round. It goes on later where you left it. "
                "You can enter all numbers in one table as well, under Entry."
            ),
            _("A week that is missed does no harm. What is due waits, and a blank number is never taken for zero."),
        ),
        Deed(_("Begin with what waits today."), _("Start the weekly round"), "weekly_round"),
    )


def _review() -> Chapter:
    return Chapter(
        "review",
        _("The review"),
        (
            _(
                "The review closes the quarter and opens the next. First each key result gets its score, then you "
                "write what went well and what you learned, and at the end you decide what to do next."
            ),
            _(
                "The score says how far you came, not how good anybody was. From 0.7 a goal that was set high is good "
                "enough."
            ),
            _(
                "The review becomes a PDF to print or send, or slides to show on screen. What you carry forward stands "
                "ready in the next quarter."
            ),
        ),
        Deed(_("See how the quarter stands so far."), _("Go to Review"), "go_review"),
    )


def _sharing() -> Chapter:
    return Chapter(
        "sharing",
        _("Sharing the file"),
        (
            _(
                "Everything is in one file on your own machine. Nothing is sent anywhere unless you send it, and "
                "everything can be undone, also tomorrow: every change stands in History."
            ),
            _(
                "Put the file in a folder that you share, or send a copy by e-mail or on a USB stick. Both of you can "
                "write at the same time: when the copies meet, they are merged, and where you have written different "
                "things, you choose."
            ),
            _("A password encrypts the file. Write it down somewhere safe: nobody can open the file without it."),
        ),
        Deed(_("Send a copy to a colleague."), _("Send a copy …"), "send_copy"),
    )
