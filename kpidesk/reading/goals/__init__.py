"""A goal out of one sentence, as people write it in either language: ``Øke NPS fra 38 til 50 innen jul``.

``taking`` tells what stands where in a line, whatever the day and whatever KPIs there are; ``goal`` understands it on
a day, with the KPIs of the file, as what a key result will be. Nothing is written here: ``commands.goals.sentences``
makes it.
"""

from kpidesk.reading.goals.goal import read_goal, words_alone
from kpidesk.reading.goals.model import GoalReading, Ground, KnownKpi, LastNumber
from kpidesk.reading.goals.sentence import Sentence
from kpidesk.reading.goals.taking import read_sentence

__all__ = ["GoalReading", "Ground", "KnownKpi", "LastNumber", "Sentence", "read_goal", "read_sentence", "words_alone"]
