"""What a colleague's copy would bring is told line by line, under who made it, with what was there before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from kpidesk import text
from kpidesk.commands import (
    agreements,
    check_ins,
    cycles,
    entry,
    goals,
    inputs,
    kpis,
    notes,
    people,
    reviews,
    targets,
)
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Agreement, CheckIn, Section
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording.merges import MergeTeller, answer_word, counts, first_name, joined, total
from kpidesk.workspace import CellChange, MergeReport, Workspace
from tests import own_kpis
from tests.imports import taken
from tests.wording.shop import Shop

W08, W09, W10 = (Period.parse(f"2026-W{week:02}") for week in (8, 9, 10))
DAY = dt.timedelta(days=1)


def begun(shop: Shop) -> tuple[Workspace, SimpleNamespace]:
    """The shop's own file, with something of everything that a colleague changes."""
    ws, made = shop.create(), SimpleNamespace()
    weekly = Frequency.WEEK
    made.sales = own_kpis.define(ws, name="Omsetning", unit="currency", frequency=weekly, short_name="Salg")
    made.visits = own_kpis.define(ws, name="Besøk", frequency=Frequency.WEEK)
    made.till = inputs.input_named(ws, "Omsetning").uid
    entry.set_value(ws, made.till, W09, 7.0)
    targets.set_target(ws, made.sales, Step(value=330000.0))
    made.cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    made.per, made.pia, made.tor = (people.add_person(ws, name) for name in ("Per Aas", "Pia Li", "Tor By"))
    made.loyal = goals.add_objective(ws, "Faste kunder", cycle=made.cycle)
    made.waste = goals.add_objective(ws, "Lavere svinn", cycle=made.cycle)
    made.result = goals.add_key_result(ws, "Kontrakter", parent=made.loyal, start=10.0, target=20.0, unit="count")
    made.old = goals.add_initiative(ws, "Gammelt tiltak", parent=made.result)
    agreements.ask(ws, made.loyal, [made.per, made.pia, made.tor])
    agreements.answer(ws, made.loyal, made.tor, True)
    return ws, made


def the_work_of_ola(ola: Workspace, made: SimpleNamespace, shop: Shop) -> None:
    entry.set_value(ola, made.till, W10, -20.0)
    entry.set_value(ola, made.till, W09, 8.5)
    entry.mark_not_applicable(ola, [(made.till, W08)])
    check_ins.check_in(ola, made.result, value=14.0, confidence=7)
    check_ins.check_in(ola, made.result, value=15.0, confidence=7, note="Flere ringer")
    check_ins.check_in(ola, made.result, confidence=6)
    notes.annotate(ola, made.sales, W10, "Ny kasse")
    goals.add_initiative(ola, "Ring dem", parent=made.result)
    goals.add_key_result(ola, "NPS", parent=made.loyal, start=1.0, target=2.0)
    fresh = goals.add_objective(ola, "Nytt mål", cycle=made.cycle)
    goals.move(ola, made.result, made.waste, 0)
    goals.move(ola, fresh, made.loyal, 0)
    goals.delete(ola, [made.old])
    agreements.answer(ola, made.loyal, made.per, True)
    agreements.answer(ola, made.loyal, made.pia, False, "For mye")
    agreements.answer(ola, made.loyal, made.tor, False)
    agreements.ask(ola, made.waste, [made.tor])
    targets.set_target(ola, made.sales, Step(value=340000.0))
    kpis.delete(ola, made.visits)
    reviews.add_note(ola, made.cycle, Section.WENT_WELL, "Alle svarte")
    goals.set_field(ola, made.loyal, description="Vi vil ha flere")
    people.set_company(ola, people=7)
    file = shop.folder / "kasse.csv"
    days = (dt.date(2025, 1, 6) + n * DAY for n in range(350))
    file.write_text("Dato;Beløp\n" + "".join(f"{day:%d.%m.%Y};100\n" for day in days), encoding="utf-8")
    taken(ola, file, into=made.till)
    shop.now += DAY
    moment = shop.now
    goals.rename(ola, made.loyal, "Feil")
    ola.time.restore(moment)


class Told(SimpleNamespace):
    """The file after the merge, and the report of it."""

    ws: Workspace
    report: MergeReport

    def lines(self, language: str) -> dict[str, list[str]]:
        """What each person's lines say."""
        with text.using(language):
            teller = MergeTeller(self.ws, self.report)
            return {person.author: [read(line) for line in person.lines] for person in teller.people()}


def read(line) -> str:
    values = f" | {line.before} → {line.after}" if line.before or line.after else ""
    return f"{line.words}{values}".replace("\u00a0", " ")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    shop = Shop(tmp_path_factory.mktemp("merges"))
    with text.using("nb"):
        ws, made = begun(shop)
        copy = shop.folder / "Fra Ola.kpidesk"
        ws.sharing.save_copy(copy)
        shop.now += DAY
        with shop.open(copy, "Jonas Berg") as jonas:
            goals.rename(jonas, made.waste, "Mindre svinn")
        shop.now += DAY
        with shop.open(copy, "Ola Nygård") as ola:
            the_work_of_ola(ola, made, shop)
        yield Told(ws=ws, report=ws.merging.merge(copy), made=made)
        shop.close()


OLA_NB = [
    "Ola har gjenopprettet filen slik den var i dag kl. 12:03. 1 endring er tatt bort.",
    "Salg, uke 10 |  → −20 kr",
    "Salg, uke 9 | 7 kr → 8,50 kr",
    "Salg, uke 8 |  → ikke aktuelt",
    "Innsjekk: Kontrakter |  → 14",
    "Innsjekk: Kontrakter |  → «Flere ringer»",
    "Innsjekk: Kontrakter |  → trygghet 6",
    "Notat på Omsetning, uke 10 |  → «Ny kasse»",
    "Tiltak under Kontrakter |  → Ring dem",
    "Nøkkelresultat under Faste kunder |  → NPS",
    "Mål |  → Nytt mål",
    "Flyttet: Kontrakter |  → Mindre svinn",
    "Slettet tiltak: Gammelt tiltak |  → –",
    "Enighet om Faste kunder | venter → Enig",
    "Enighet om Faste kunder | venter → Ikke enig",
    "Enighet om Faste kunder | Enig → Ikke enig",
    "Enighet om Mindre svinn |  → venter",
    "Omsetning: målverdi | 330 000 kr → 340 000 kr",
    "Slettet tall: Besøk |  → –",
    "Slettet KPI: Besøk |  → –",
    "Linje i gjennomgangen |  → Alle svarte",
    "Faste kunder: hvorfor | – → Vi vil ha flere",
    "Butikken: ansatte | – → 7",
    "Import fra kasse.csv |  → 50 tall",
]
OLA_EN = [
    "Ola has restored the file as it was today at 12:03. 1 change was removed.",
    "Salg, week 10 |  → −20 kr",
    "Salg, week 9 | 7 kr → 8.50 kr",
    "Salg, week 8 |  → not applicable",
    "Check-in: Kontrakter |  → 14",
    "Check-in: Kontrakter |  → “Flere ringer”",
    "Check-in: Kontrakter |  → confidence 6",
    "Note on Omsetning, week 10 |  → “Ny kasse”",
    "Initiative under Kontrakter |  → Ring dem",
    "Key result under Faste kunder |  → NPS",
    "Objective |  → Nytt mål",
    "Moved: Kontrakter |  → Mindre svinn",
    "Deleted initiative: Gammelt tiltak |  → –",
    "Agreement on Faste kunder | waiting → Agrees",
    "Agreement on Faste kunder | waiting → Does not agree",
    "Agreement on Faste kunder | Agrees → Does not agree",
    "Agreement on Mindre svinn |  → waiting",
    "Omsetning: target | 330,000 kr → 340,000 kr",
    "Deleted number: Besøk |  → –",
    "Deleted KPI: Besøk |  → –",
    "Line of the review |  → Alle svarte",
    "Faste kunder: why | – → Vi vil ha flere",
    "Butikken: employees | – → 7",
    "Import from kasse.csv |  → 50 numbers",
]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_change_is_told_under_who_made_it_with_what_was_there_before(told: Told, language: str) -> None:
    lines = told.lines(language)
    assert sorted(lines["Ola Nygård"]) == sorted({"nb": OLA_NB, "en": OLA_EN}[language])
    renamed = {"nb": "Mindre svinn: tittel", "en": "Mindre svinn: title"}[language]
    assert lines["Jonas Berg"] == [f"{renamed} | Lavere svinn → Mindre svinn"]


@pytest.mark.parametrize(("language", "note"), [("nb", "gjort i Olas kopi"), ("en", "made in Ola’s copy")])
def test_whose_copy_it_was_is_told_of_everybody_else(told: Told, language: str, note: str) -> None:
    with text.using(language):
        people_ = MergeTeller(told.ws, told.report).people()
    assert {person.author: person.note for person in people_} == {"Ola Nygård": "", "Jonas Berg": note}


def test_a_line_says_when_in_the_time_of_the_reader(told: Told) -> None:
    teller = MergeTeller(told.ws, told.report)
    with text.using("nb"):
        assert teller.when(dt.datetime(2026, 3, 14, 11, 5, tzinfo=dt.UTC)) == "14.\u00a0mars 12:05"
        assert teller.when(None) == ""


def test_each_sort_of_change_is_counted_as_it_is_listed(told: Told) -> None:
    with text.using("nb"):
        found = counts(told.report)
        listed = sum(len(person.lines) for person in MergeTeller(told.ws, told.report).people())
    assert found == [
        ("Nye tall", 2), ("Rettede tall", 1), ("Importer", 1), ("Innsjekker og notater", 4), ("Mål og tiltak", 7),
        ("KPI-er og målverdier", 3), ("Enighet", 4), ("Gjennomgang", 1), ("Annet", 1),
    ]  # fmt: skip
    assert total(told.report) == listed - len(told.report.restores)


def test_a_copy_with_nothing_new_is_told_in_no_line(told: Told) -> None:
    assert MergeTeller(told.ws, MergeReport()).people() == () and counts(MergeReport()) == []
    assert total(MergeReport()) == 0


def change(uid: str, field: str, before, after, *, second: int = 0, kind=CheckIn) -> CellChange:
    moment = dt.datetime(2026, 3, 14, 12, 0, second, tzinfo=dt.UTC)
    return CellChange(kind, uid, field, before, after, when=moment)


def test_what_is_one_to_a_reader_is_one_line() -> None:
    moved = [change("a", "order", "a0", "a1"), change("a", "parent", None, "b"), change("b", "icon", "", "x")]
    assert [each.field for each in joined(moved)] == ["parent"]
    answered = [
        change("a", field, None, True, kind=Agreement) for field in ("note", "answered_on", "agreed", "asked_on")
    ]
    assert [each.field for each in joined(answered)] == ["agreed"]


def test_changes_are_told_in_the_order_in_which_they_were_made() -> None:
    later, earlier = change("a", "note", "", "x", second=9), change("b", "note", "", "y", second=1)
    assert list(joined([later, earlier])) == [earlier, later]
    undated = replace(later, when=None)
    assert next(iter(joined([earlier, undated]))) is undated


@pytest.mark.parametrize(
    ("language", "agreed", "word"),
    [
        ("nb", None, "venter"), ("nb", True, "Enig"), ("nb", False, "Ikke enig"),
        ("en", None, "waiting"), ("en", True, "Agrees"), ("en", False, "Does not agree"),
    ],
)  # fmt: skip
def test_an_answer_is_never_told_as_another(language: str, agreed: bool | None, word: str) -> None:
    with text.using(language):
        assert answer_word(agreed) == word


@pytest.mark.parametrize(("author", "called"), [("Ola Nygård", "Ola"), ("Kari", "Kari"), ("", "noen"), ("  ", "noen")])
def test_somebody_without_a_name_is_somebody(author: str, called: str) -> None:
    with text.using("nb"):
        assert first_name(author) == called
