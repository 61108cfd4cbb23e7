"""What KPIs, management by objectives, OKR and SMART are, and where one goes wrong: five short chapters."""

from __future__ import annotations

from kpidesk.text import _
from ui.help.chapters import Chapter, Deed, Lines, Picture


def introduction() -> tuple[Chapter, ...]:
    """The five chapters, in the order in which they are read."""
    return _kpi(), _objectives(), _okr(), _smart(), _pitfalls()


def _kpi() -> Chapter:
    return Chapter(
        "kpi",
        _("What is a KPI?"),
        (
            _(
                "A KPI is a number that shows whether something important is going the right way. Not every number is "
                "one: the accounts are full of numbers, but only a few tell you whether you are getting where you want "
                "to be."
            ),
            _(
                "A good KPI has a clear name, a unit, a target and one owner. Everybody calculates it the same way, "
                "and it arrives often enough for you to act on it."
            ),
            Picture.SPARK,
            _(
                "Numbers move on their own. So KPI Desk shows what is normal variation and tells you when something "
                "stands out. Choose few and choose well: five to seven are enough for most."
            ),
        ),
        Deed(_("Choose one KPI whose number you already have."), _("Open the library"), "add_kpi"),
    )


def _objectives() -> Chapter:
    return Chapter(
        "objectives",
        _("Management by objectives"),
        (
            _(
                "In 1954 Peter Drucker wrote that people steer themselves better by a goal they understand than by "
                "orders about what to do. He called it management by objectives and self-control, MBO for short."
            ),
            _(
                "It goes in a circle: the company chooses a direction, each department sets its own goals in that "
                "direction, you agree on them, follow them, and talk about the result before the next round."
            ),
            Picture.CIRCLE,
            _(
                "A goal exists for the person who has to reach it, not for whoever wants control. When goals are only "
                "handed down, the best of the idea is gone."
            ),
        ),
        Deed(
            _("Write the strategy in a few lines, and ask for agreement on the goals below it."),
            _("Go to Goals"),
            "go_goals",
        ),
    )


def _okr() -> Chapter:
    return Chapter(
        "okr",
        _("OKR"),
        (
            _(
                "OKR stands for objectives and key results. Andy Grove built the method at Intel in the 1970s, "
                "starting from management by objectives. John Doerr brought it to Google in 1999."
            ),
            _(
                "The objective says where you want to be, in words that make people want to go. Two to four key "
                "results say in numbers when you have arrived. The period is short, usually a quarter, and you look at "
                "it every week."
            ),
            Picture.GOAL,
            _(
                "KPIs and OKRs belong together. The KPIs show how things stand, the OKRs what you want to change now. "
                "A key result can follow a KPI, and then its number fills itself in."
            ),
        ),
        Deed(
            _("Write one objective, press Enter, then Tab for its first key result."),
            _("New objective"),
            "add_objective",
        ),
    )


def _smart() -> Chapter:
    questions = (
        (_("Specific"), _("What should happen, and for whom?")),
        (_("Measurable"), _("Which number shows it?")),
        (_("Agreed"), _("Do those who do the work agree?")),
        (_("Realistic"), _("Is your pace so far enough?")),
        (_("Time-bound"), _("When should it be reached?")),
    )
    return Chapter(
        "smart",
        _("SMART"),
        (
            _(
                "SMART is five questions that expose vague goals. George Doran put the letters together in 1981, and "
                "they have been read in several ways since. Here they mean:"
            ),
            Lines(questions, ticked=True),
            _(
                "“Better service” fails nearly all of them. “First reply within four hours from 31 March” passes, as "
                "long as those who reply agree to it."
            ),
            _("A goal can be right even if it is a stretch. Call it aspirational, and 70 percent is good enough."),
        ),
        Deed(_("Select a goal. The SMART check on the right answers as you type."), _("Go to Goals"), "go_goals"),
    )


def _pitfalls() -> Chapter:
    return Chapter(
        "pitfalls",
        _("The pitfalls"),
        (
            _(
                "It is easy to measure too much. Then no number matters, and entering them eats your time. It is just "
                "as easy to measure for your own sake: a number that only reassures the boss changes nothing."
            ),
            _(
                "Ask those who will enter a number before you choose it. They know what it costs and how it can fool "
                "you. And a number that is rewarded soon matters more than the thing it was meant to measure. Give it "
                "a counter-metric, such as returns beside sales."
            ),
            _(
                "Remember all that cannot be counted: care, craft, trust. KPIs are not everything. They show where to "
                "look more closely, not who is to blame."
            ),
        ),
        Deed(
            _("See what nobody measures today, and which KPIs lack a counter-metric."),
            _("Go to KPIs"),
            "go_kpis",
        ),
    )
