"""A goal out of a sentence: numbers, unit, direction, day and KPI, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk.domain.entities import ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.goals import KnownKpi, is_to_be_done, read_goal
from kpidesk.text import using
from tests.reading.goal_sentences import GROUND, KPIS, Q1, told

Q2 = Period.parse("2026-Q2")

SENTENCES = [
    # done or not
    ("Ny nettside er lansert (ja/nei)", "done “Ny nettside er lansert”"),
    ("ISO-sertifisert: ja eller nei", "done “ISO-sertifisert”"),
    ("Ansatt 2 bakere ja/nei innen 30. juni", "done “Ansatt 2 bakere innen 30. juni” by 2026-06-30"),
    ("New website launched (yes/no) by June", "done “New website launched by June” by 2026-06-30"),
    ("Handbook written - done/not done", "done “Handbook written”"),
    ("Ja/nei", "-"),
    ("Svare ja/nei på 40 henvendelser", ">40 count +"),
    # from something to nothing
    ("Ned fra 4 til ingen skader", "4>0 skader -"),
    ("Injuries down from 4 to none", "4>0 count -"),
    ("Cut lost orders from 12 to no orders", "12>0 orders -"),
    ("Fra ingen til 40 frivillige", "0>40 frivillige +"),
    ("Ingen kunder venter over 2 dager", "hold ..2 days"),
    # verbs, from one number to another
    ("Øke NPS fra 38 til 50", "38>50 score + @NPS"),
    ("Få ned returandelen fra 9,5 % til 4 %", "9.5>4 percent - @Returandel"),
    ("Redusere svinnet til 5 %", "(7.2)>5 percent - @Svinn"),
    ("Senke sykefraværet fra 6,1 til 5,0 %.", "6.1>5 percent - @Sykefravær"),
    ("Increase NPS from 46 to 55", "46>55 score + @NPS"),
    ("Raise the conversion rate to 2.5%", "(1.64)>2.5 percent + @Conversion rate"),
    ("Cut the return rate from 9.5% to 4%", "9.5>4 percent - @Returandel"),
    ("Lower average order value to 700", "(780)>700 currency - @Snittsalg"),
    ("Løfte snittsalget over 900 kr", "(780)>900 currency + @Snittsalg"),
    ("NPS til 50 fra 38", "38>50 score + @NPS"),
    ("Snittsalg 780 til 880 kr", "780>880 currency + @Snittsalg"),
    ("Ordrer per dag fra 40 i dag til 60", "40>60 count +"),
    ("Vi skal få opp snittsalget fra 780 kr til 880 kr!", "780>880 currency + @Snittsalg"),
    ("Auke omsetninga frå 410 000 til 500 000 kr", "410000>500000 currency + @Omsetning"),
    # halved, doubled, by how much
    ("Halvere svinnet", "(7.2)>3.6 percent - @Svinn"),
    ("Halvere ventetiden fra 30 min", "30>15 minutes - @Ventetid"),
    ("Doble antall nye kunder", "(14)>28 count + @Nye kunder per måned"),
    ("Double website visitors", "(5400)>10800 count + @Website visitors"),
    ("Øke omsetningen med 10 %", "(410000)>451000 currency + @Omsetning"),
    ("Redusere svinn med 2 prosentpoeng", "(7.2)>5.2 percent - @Svinn"),
    ("Increase website visitors by 600", "(5400)>6000 count + @Website visitors"),
    ("NPS opp 5 poeng", "(46)>51 score + @NPS"),
    # what has nothing to be halved from, or may mean two things
    ("Halvere køene", "-"),
    ("Reduce complaints by 20%", "-"),
    ("Redusere svinn med 2 %", "-"),
    # one number
    ("20 nye kunder", "(14)>20 count + @Nye kunder per måned"),
    ("12 nye kontrakter signert", ">12 count +"),
    ("Ten new dealers", ">10 count +"),
    ("To nye butikker", ">2 count +"),
    ("NPS 55", "(46)>55 score + @NPS"),
    ("NPS: 55", "(46)>55 score + @NPS"),
    ("1 200 000 kr", ">1200000 currency +"),
    # what is to be held
    ("under 5 %", "hold ..5 percent"),
    ("minst 95 %", "hold 95.. percent"),
    ("at least 95%", "hold 95.. percent"),
    ("below 5", "hold ..5 count"),
    ("Hold leveringspresisjon over 95 %", "hold 95.. percent @Leveringspresisjon"),
    ("Keep waste below 5%", "hold ..5 percent"),
    ("Svinn <= 5 %", "hold ..5 percent @Svinn"),
    ("NPS > 50", "hold 50.. score @NPS"),
    ("95 % eller bedre leveringspresisjon", "hold 95.. percent @Leveringspresisjon"),
    ("Leveringspresisjon 95+ %", "hold 95.. percent @Leveringspresisjon"),
    ("Hold svinnet på 3–5 %", "hold 3..5 percent @Svinn"),
    ("Beholde alle 45 faste bedriftskunder", "hold 45.. count"),
    ("Klager holdes på 0", "hold ..0 count"),
    ("Keep accidents at 0", "hold ..0 count"),
    ("Keep waste at 3%", "hold ..3 percent"),
    ("Hold Ventetid på 15 minutter", "hold ..15 minutes @Ventetid"),
    ("Holde NPS på 50", "hold 50.. score @NPS"),
    ("Ingen skal vente mer enn 15 minutter", "hold ..15 minutes"),
    ("Svare alle kunder innen 2 dager", "hold ..2 days"),
    ("Ventetid høyst 1 time", "hold ..60 minutes @Ventetid"),
    # money and scale
    ("Omsetning fra kr 1,2 mill. til 1,5 mill.", "1200000>1500000 currency + @Omsetning"),
    ("Lisenser fra kr 1,2 mill. til 1,5 mill.", "1.2>1.5 mill. kr +"),
    ("$12,000 to $20,000", "12000>20000 $ +"),
    ("12k", ">12000 count +"),
    ("1.2m", ">1200000 count +"),
    ("Omsetning til 0,6 MNOK", "(410000)>600000 currency + @Omsetning"),
    ("Omsetning 500'000 kr", "(410000)>500000 currency + @Omsetning"),
    ("Snittsalg til 850,-", "(780)>850 currency + @Snittsalg"),
    ("Website visitors from 5,400 to 6,000", "5400>6000 count + @Website visitors"),
    # arrows
    ("12000 -> 20000 kr", "12000>20000 currency +"),
    ("12000→20000 kr", "12000>20000 currency +"),
    ("Snittsalg: 780 => 880", "780>880 currency + @Snittsalg"),
    # days and quarters, seen from 16 March 2026
    ("Øke NPS til 50 innen juni", "(46)>50 score + by 2026-06-30 @NPS"),
    ("Raise NPS to 50 by March", "(46)>50 score + by 2026-03-31 @NPS"),
    ("NPS 50 i Q2", "(46)>50 score + by 2026-06-30 @NPS"),
    ("NPS til 50 innen 31. mars.", "(46)>50 score + by 2026-03-31 @NPS"),
    ("NPS til 50 før 1. juni", "(46)>50 score + by 2026-05-31 @NPS"),
    ("20 nye kunder i andre kvartal", "(14)>20 count + by 2026-06-30 @Nye kunder per måned"),
    ("Raise NPS to 50 by the end of the year", "(46)>50 score + by 2026-12-31 @NPS"),
    ("NPS til 50 neste kvartal", "(46)>50 score + by 2026-06-30 @NPS"),
    ("NPS til 50 innen februar", "(46)>50 score + by 2027-02-28 @NPS"),
    ("NPS til 50 innen 15.05.2026", "(46)>50 score + by 2026-05-15 @NPS"),
    ("Repairs done within a day from 20 to 60 %", "20>60 percent +"),
    ("Andel levert innen 2 dager fra 60 til 90 %", "60>90 percent +"),
    ("NPS to 50 within 3 months", "(46)>50 score + by 2026-06-16 @NPS"),
    ("NPS til 50 innen påske", "(46)>50 score + by 2026-04-01 @NPS"),
    ("NPS til 50 innen uke 20", "(46)>50 score + by 2026-05-17 @NPS"),
    ("NPS to 50 by Friday", "(46)>50 score + by 2026-03-20 @NPS"),
    # rhythms are no days
    ("Avtaler opp fra 3 til 5 kunder per uke", "3>5 kunder per uke +"),
    ("Nettsalg for 17 mill. kr i året", ">17 mill. kr +"),
    # numbers that are names
    ("Bli ISO 9001-sertifisert", "-"),
    ("Topp 10 i Bergen", "-"),
    ("Innføre 4-dagers uke", "-"),
    ("Åpne kafé i 2026", "- by 2026-12-31"),
    ("Flytte til 2. etasje", "-"),
    ("Ringe alle kunder over 60 år", "-"),
    ("Åpent 24/7", "-"),
    ("Flytte fra Storgata 12 til Strandveien 7", "-"),
    ("Besøk fra 1200 til 2000", "1200>2000 count +"),
    # more numbers than can be explained
    ("Minst 20 kunder og 3 partnere", "-"),
    ("Ring 20 kunder over 60", "-"),
    # nothing
    ("Kundene anbefaler oss", "-"),
    ("", "-"),
]  # fmt: skip


@pytest.mark.parametrize("window", ["nb", "en"])
def test_a_sentence_is_read_alike_in_both_windows(window):
    with using(window):
        assert {sentence: told(sentence) for sentence, _reading in SENTENCES} == dict(SENTENCES)


# ---- KPIs ------------------------------------------------------------------------------------------------


def test_another_unit_is_never_linked_in_silence():
    reading = read_goal("NPS fra 38 % til 50 %", GROUND)
    assert reading.kpi is None and (reading.start, reading.target, reading.unit) == (38, 50, "percent")
    with using("nb"):
        assert str(reading.notes[0]) == "NPS måles i poeng, ikke prosent: ikke koblet"
    with using("en"):
        assert str(reading.notes[0]) == "NPS is in points, not percent: not linked"


def test_of_two_that_fit_equally_well_none_is_linked_and_both_can_be_chosen():
    twins = tuple(KnownKpi(uid, uid, (uid,), "score", 0, KPIS[0].direction) for uid in ("NPS butikk", "NPS Butikken"))
    reading = read_goal("Øke NPS butikk fra 38 til 50", replace(GROUND, kpis=twins))
    assert reading.kpi == twins[0], "one is called just so"
    reading = read_goal("Øke NPS butikker fra 38 til 50", replace(GROUND, kpis=twins))
    assert reading.kpi is None and set(reading.choices) == set(twins)
    with using("en"):
        assert "fit equally well" in str(reading.notes[0])


def test_a_part_of_what_a_kpi_measures_is_offered_and_not_linked():
    for sentence in ("Øke NPS hos bedriftskunder fra 38 til 50", "NPS fra 38 til 50 blant bedriftskunder"):
        reading = read_goal(sentence, GROUND)
        assert reading.kpi is None and reading.choices[0].name == "NPS", sentence


def test_a_target_that_the_kpi_has_passed_already_counts_something_else():
    reading = read_goal("12 nye kunder", GROUND)
    assert (reading.kpi, reading.start, reading.target, reading.way) == (None, None, 12, 1)
    with using("en"):
        assert str(reading.notes[0]) == "Nye kunder per måned is 14 already: not linked"


def test_what_has_no_number_yet_starts_at_nothing_not_at_zero():
    silent = replace(GROUND, last=lambda _kpi: None)
    reading = read_goal("Øke NPS til 50", silent)
    assert reading.kpi is not None and reading.start is None and reading.target == 50 and reading.way == 1


def test_the_start_is_the_newest_number_of_the_kpi_and_the_reading_knows_from_when():
    reading = read_goal("Øke NPS til 50", GROUND)
    assert reading.start_from is not None and reading.start_from.period == Period.parse("2026-02")
    conversion = read_goal("Raise the conversion rate to 3%", GROUND)
    assert (conversion.start, conversion.decimals) == (1.64, 0), "the KPI shows no decimals either"


# ---- cycles ----------------------------------------------------------------------------------------------


def test_a_day_in_another_cycle_puts_the_goal_there_and_one_in_this_does_not():
    assert read_goal("NPS til 50 innen juni", GROUND).cycle == Q2
    assert read_goal("NPS til 50 i Q2", GROUND).cycle == Q2
    assert read_goal("NPS til 50 innen 27. mars", GROUND).cycle is None
    assert read_goal("NPS til 50 i 2026", GROUND).cycle == Period.parse("2026")
    planned = replace(GROUND, cycle=Q2)
    assert read_goal("NPS til 50 innen 27. mars", planned).cycle == Q1
    assert read_goal("NPS til 50 innen juni", planned).cycle is None


def test_quarters_are_those_of_the_fiscal_year():
    february = replace(GROUND, fiscal_start=2, cycle=Period.containing(GROUND.today, Frequency.QUARTER, 2))
    reading = read_goal("NPS til 50 i Q2", february)
    assert reading.due == dt.date(2026, 7, 31) and reading.cycle == Period.containing(reading.due, Frequency.QUARTER, 2)


def test_a_day_that_is_over_is_said_and_not_used():
    reading = read_goal("NPS til 50 innen 1.2.2026", GROUND)
    assert reading.due is None and reading.cycle is None and reading.target == 50
    with using("en"):
        assert str(reading.notes[0]) == "1\u00a0February 2026 is over: not used"


def test_the_words_of_a_sentence_are_the_name_of_an_objective():
    for sentence, name in (
        ("Øke snittsalget fra 780 til 880 kr innen juni", "Øke snittsalget"),
        ("12 nye kunder i Q2", "Nye kunder"),
        ("Cut defects from 38 ppm to 20 ppm", "Cut defects"),
        ("Kutt feil fra 38 ppm til 20 ppm i pakkeriet", "Kutt feil i pakkeriet"),
        ("Fra 30 kunder til 45 kunder", "Kunder"),
        ("$12,000 to $20,000 in web sales by June", "Web sales"),
        ("under 5 %", "under 5 %"),
        ("Halvere svinnet", "Halvere svinnet"),
        ("Ingen skader på turene, ned fra 4 til null", "Ingen skader på turene"),
        ("Injuries on trips – down from 4 to zero", "Injuries on trips"),
        ("Øke til 1 000 medlemmer i løpet av 2027", "Øke medlemmer"),
        ("Fylle 100 % av vaktene", "Fylle vaktene"),
        ("Ned fra 4 til ingen skader", "Skader"),
    ):
        assert read_goal(sentence, GROUND).sentence.words == name


def test_words_for_a_target_that_say_it_is_to_be_done_are_known_from_others():
    typed = (
        "ja/nei",
        "Ja",
        "Ferdig!",
        "(gjort)",
        "done",
        "Yes or no",
        "delivered",
        "nei",
        "ja, 40",
        "ferdige varer",
        "",
    )
    assert [words for words in typed if not is_to_be_done(words)] == ["nei", "ja, 40", "ferdige varer", ""]


def test_what_is_held_has_no_way():
    reading = read_goal("Hold svinnet under 5 %", GROUND)
    assert (reading.kind, reading.way, reading.start) == (ResultKind.HOLD, 0, None)
