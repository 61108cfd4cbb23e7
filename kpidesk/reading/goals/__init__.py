"""A goal out of one sentence, as people write it in either language: ``Øke NPS fra 38 til 50 innen jul``.

``taking`` tells what stands where in a line, whatever the day and whatever KPIs there are; ``goal`` understands it on
a day, with the KPIs of the file, as what a key result will be. Nothing is written here: ``commands.goals.sentences``
makes it.

Importing this package is cheap: a module of it is loaded when a name of it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import lazily

if TYPE_CHECKING:
    from kpidesk.reading.goals.amounts import figures_in, numberless
    from kpidesk.reading.goals.goal import read_goal, words_alone
    from kpidesk.reading.goals.kpis import names_of
    from kpidesk.reading.goals.model import GoalReading, Ground, KnownKpi, LastNumber
    from kpidesk.reading.goals.scale import Scale, Told, value_of
    from kpidesk.reading.goals.sentence import Sentence
    from kpidesk.reading.goals.taking import is_to_be_done, read_sentence, says_done_or_not

__all__ = [
    "GoalReading", "Ground", "KnownKpi", "LastNumber", "Scale", "Sentence", "Told", "figures_in", "is_to_be_done",
    "names_of", "numberless", "read_goal", "read_sentence", "says_done_or_not", "value_of", "words_alone",
]  # fmt: skip
__getattr__ = lazily.names(
    __name__,
    {
        f"{__name__}.amounts": ("figures_in", "numberless"),
        f"{__name__}.goal": ("read_goal", "words_alone"),
        f"{__name__}.kpis": ("names_of",),
        f"{__name__}.model": ("GoalReading", "Ground", "KnownKpi", "LastNumber"),
        f"{__name__}.scale": ("Scale", "Told", "value_of"),
        f"{__name__}.sentence": ("Sentence",),
        f"{__name__}.taking": ("is_to_be_done", "read_sentence", "says_done_or_not"),
    },
)
