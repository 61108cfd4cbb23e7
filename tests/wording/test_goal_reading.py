"""The line under a goal that is being typed: everything that was read, and nothing else."""

from __future__ import annotations

from kpidesk.reading.goals import read_goal
from kpidesk.text import using
from kpidesk.wording.goal_reading import reading_line
from tests.reading.goal_sentences import GROUND
from tests.table import table

LINES = [
    ("Øke NPS fra 38 til 50", "38 → 50 poeng · opp · følger KPI-en NPS", "38 → 50 points · up · follows the KPI NPS"),
    ("12 nye kontrakter", "→ 12 · start er første tall, som avgjør retningen",
     "→ 12 · starts at the first number, which decides the direction"),
    ("Minst 95 % fornøyde gjester", "hold minst 95 %", "hold at least 95%"),
    ("Vask under 5 %", "hold høyst 5 %", "hold at most 5%"),
    ("Pris mellom 3 og 5 %", "hold 3–5 %", "hold 3–5%"),
    ("Kundene anbefaler oss", "ikke noe tall lest", "no number read"),
    ("NPS fra 38 % til 50 %", "38 → 50 % · opp · NPS måles i poeng, ikke prosent: ikke koblet",
     "38 → 50% · up · NPS is in points, not percent: not linked"),
    ("NPS til 55 innen juni",
     "46 → 55 poeng · opp · innen 30. juni · i 2. kvartal 2026 · følger KPI-en NPS · start er tallet for februar 2026",
     "46 → 55 points · up · by 30 June · in Q2 2026 · follows the KPI NPS · starts at the number for February 2026"),
    ("9 nye butikker i 2026", "→ 9 · innen 31. desember · hele 2026 · start er første tall, som avgjør retningen",
     "→ 9 · by 31 December · all of 2026 · starts at the first number, which decides the direction"),
    ("Halvere køene", "ikke noe tall lest · mangler et tall å gå ut fra", "no number read · no number to go from"),
    ("Lager fra kr 1,2 mill. til 1,5 mill.", "1,2 → 1,5 mill. kr · opp", "1.2 → 1.5 mill. kr · up"),
]  # fmt: skip


@table("sentence, bokmål, english", LINES)
def test_a_reading_is_said_in_full(sentence, bokmål, english):
    reading = read_goal(sentence, GROUND)
    for language, words in (("nb", bokmål), ("en", english)):
        with using(language):
            assert reading_line(reading, GROUND).replace("\u00a0", " ") == words


def test_an_objective_says_that_its_number_makes_a_key_result_and_misses_none():
    with using("en"):
        said = reading_line(read_goal("Raise NPS from 38 to 50", GROUND), GROUND, objective=True)
        assert said.startswith("with the key result 38 → 50")
        assert reading_line(read_goal("Guests come back", GROUND), GROUND, objective=True) == ""
