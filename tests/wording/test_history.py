"""A line of the history says what was changed, and before and after, in whole words of the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, inputs, notes, people, reviews, signals, targets
from kpidesk.commands.goals import branches, milestones
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Carry, Combine, ResultKind, Section
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording.history import Line, Teller, genitive, listed, quoted
from kpidesk.workspace import HistoryFilter, Workspace
from tests import own_kpis
from tests.imports import taken
from tests.table import table
from tests.wording.shop import Shop

W08, W09, W10, W11 = (Period.parse(f"2026-W{week:02}") for week in (8, 9, 10, 11))
DECEMBER = Period.parse("2025-W50")
LONG = "Andelen av kundene som kommer tilbake innen tre måneder etter det første kjøpet i nettbutikken eller butikken"


class Story:
    """What happens in the shop, each step by the command of a gesture; keeps each newest line in both languages."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.ws = shop, shop.create()
        self.made = SimpleNamespace()
        self.lines: dict[str, dict[str, Line]] = {}

    def step(self, name: str, *, ref: int = 0) -> None:
        """Keep the line of the newest change, or of the one ``ref``, under a name."""
        newest = self.ws.history.entries(100)
        entry_ = next(each for each in newest if each.ref == ref) if ref else newest[0]
        self.lines[name] = {language: self._told(entry_, language) for language in ("nb", "en")}

    def _told(self, entry_, language: str) -> Line:
        with text.using(language):
            return Teller(self.ws).line(entry_, self.ws.history.briefs([entry_])[entry_.ref])


def the_kpis(story: Story) -> None:
    ws, made = story.ws, story.made
    story.step("the file")
    per = people.add_person(ws, "Per Aas")
    story.step("a person")
    people.rename_person(ws, "Per Aasen", uid=per)
    story.step("a person’s other name")
    people.add_department(ws, "Butikk")
    story.step("a department")
    made.sales = own_kpis.define(ws, name="Omsetning", unit="currency", frequency=Frequency.WEEK, short_name="Salg")
    story.step("a KPI")
    parts = {"svinn": Combine.SUM, "kjop": Combine.SUM}
    weekly, formula = Frequency.WEEK, "svinn / kjop"
    made.waste = own_kpis.define(ws, name="Svinn", unit="percent", frequency=weekly, formula=formula, inputs=parts)
    made.till, made.lost = inputs.input_named(ws, "Omsetning").uid, inputs.input_named(ws, "svinn").uid
    made.bought = inputs.input_named(ws, "kjop").uid
    made.loose = own_kpis.add_input(ws, "Besøk", frequency=Frequency.WEEK)


def the_numbers(story: Story) -> None:
    ws, made = story.ws, story.made
    for name, value in (("a number", 1284500.5), ("a number below nought", -20.0), ("a number goes", None)):
        entry.set_value(ws, made.till, W10, value)
        story.step(name)
    entry.mark_not_applicable(ws, [(made.till, W10)])
    story.step("not applicable")
    entry.set_value(ws, made.till, W10, 0.0)
    story.step("nought")
    entry.set_value(ws, made.lost, DECEMBER, 3.0)
    story.step("a part of last year")
    entry.set_value(ws, made.loose, W09, 7.0)
    story.step("a number that no KPI reads")
    entry.paste(ws, [(made.till, W08, 1.0), (made.till, W09, 2.0), (made.lost, W09, 2.0)])
    story.step("numbers of two KPIs")
    entry.paste(ws, [(made.loose, W08, 4.0), (made.loose, W08.previous(), 2.0)])
    story.step("numbers that no KPI reads")
    entry.paste(ws, [(made.till, W11.previous(n), float(n)) for n in range(60)])
    story.step("a year of numbers")
    file = story.shop.folder / "kasse.csv"
    file.write_text("Dato;Beløp\n02.02.2026;100\n09.02.2026;200\n", encoding="utf-8")
    taken(ws, file, into=made.loose)
    story.step("an import")
    file.write_text("Dato;Gjester på kaia\n02.02.2026;10\n09.02.2026;20\n16.02.2026;30\n", encoding="utf-8")
    taken(ws, file, "--new-kpis")
    story.step("an import that makes a KPI")


def the_targets_and_notes(story: Story) -> None:
    ws, made = story.ws, story.made
    targets.set_target(ws, made.sales, Step(value=330000.0))
    story.step("a target")
    targets.set_target(ws, made.sales, Step(value=340000.0))
    story.step("another target")
    targets.remove(ws, targets.of_kpi(ws, made.sales)[0].uid)
    story.step("no target")
    for name, words in (("a note", "Ny kasse"), ("another note", "To nye kasser"), ("no note", "")):
        notes.annotate(ws, made.sales, W10, words)
        story.step(name)
    own_kpis.edit(ws, made.waste, definition="Det vi kaster", source="Kassen")
    story.step("two fields of a KPI")
    signals.decide_shift(ws, made.sales, dt.date(2026, 1, 5), True)
    story.step("new limits")


def the_goals(story: Story) -> None:
    ws, made = story.ws, story.made
    made.cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    story.step("a cycle")
    made.goal = goals.add_objective(ws, "Flere faste kunder", cycle=made.cycle)
    story.step("an objective")
    made.result = goals.add_key_result(ws, "Kontrakter fra 10 til 20", parent=made.goal, start=10.0, target=20.0)
    story.step("a key result")
    made.stages = goals.add_key_result(ws, LONG, parent=made.goal, kind=ResultKind.MILESTONES)
    story.step("a key result with a long name")
    stage = milestones.add(ws, made.stages, "Første møte")
    story.step("a milestone")
    milestones.delete(ws, stage)
    story.step("no milestone")
    made.deed = goals.add_initiative(ws, "Ring dem", parent=made.result)
    story.step("an initiative")
    goals.set_field(ws, made.deed, due=dt.date(2026, 3, 27))
    story.step("a due date")
    goals.set_measure(ws, made.result, target=25.0)
    story.step("a target that the title follows")
    goals.rename(ws, made.goal, "Faste kunder")
    story.step("a title")
    goals.move_down(ws, made.result)
    story.step("a move")
    cycles.in_cycle(ws, Period.parse("2026-Q2"), branches.carry, made.stages, how=Carry.KEEP)
    story.step("a key result that goes on")


def the_check_ins(story: Story) -> None:
    ws, made = story.ws, story.made
    said = check_ins.check_in(ws, made.result, value=14.0, confidence=7)
    story.step("a check-in with a number")
    check_ins.delete_check_in(ws, said)
    story.step("no check-in")
    check_ins.check_in(ws, made.result, value=15.0, confidence=7, note="Går fint")
    story.step("a check-in with a note")
    said = reviews.add_note(ws, made.cycle, Section.WENT_WELL, "Alle svarte")
    story.step("a line of the review")
    reviews.delete_note(ws, said)
    story.step("no line of the review")
    people.set_company(ws, name="Butikken AS")
    story.step("a company’s name")
    people.set_company(ws, people=7, strategy="Nær kunden")
    story.step("two fields of the company")
    people.set_company(ws, fiscal_year_start=3)
    story.step("a fiscal year")
    people.set_company(ws, fiscal_year_start=1)


def the_way_back(story: Story) -> None:
    ws, made = story.ws, story.made
    goals.delete(ws, [made.deed])
    gone = ws.history.entries(1)[0].ref
    story.step("no initiative")
    ws.undo()
    story.step("undone")
    story.step("what was undone", ref=gone)
    ws.redo()
    story.step("done again")
    goals.delete(ws, [made.goal])
    story.step("no objective with all under it")
    ws.undo()
    goals.rename(ws, made.goal, "Kunder")
    ref = ws.history.entries(1)[0].ref
    goals.rename(ws, made.stages, "Noe annet")
    ws.undoing.revert(ref)
    story.step("an older change taken back")


def the_copies(story: Story) -> None:
    ws, made, shop = story.ws, story.made, story.shop
    copy = shop.folder / "Fra Jonas.kpidesk"
    ws.sharing.save_copy(copy)
    with shop.open(copy, "Ola Nygård") as ola:
        goals.rename(ola, made.goal, "Olas navn")
    one = shop.folder / "Fra Ola.kpidesk"
    one.write_bytes(copy.read_bytes())
    with shop.open(copy, "Jonas Berg") as jonas:
        entry.set_value(jonas, made.till, W11.next(), 5.0)
    ws.merging.merge(one)
    story.step("a merge of one person's copy")
    ref = ws.merging.merge(copy).ref
    story.step("a merge")
    ws.undoing.undo_merge(ref)
    story.step("a merge that is undone", ref=ref)
    shop.now += dt.timedelta(hours=20)
    moment = shop.now
    goals.rename(ws, made.goal, "Gjester")
    ws.time.restore(moment)
    story.step("a restore")
    ref = ws.history.entries(1)[0].ref
    ws.undo()
    story.step("a restore that is undone", ref=ref)


CHAPTERS: tuple[Callable[[Story], None], ...] = (
    the_kpis, the_numbers, the_targets_and_notes, the_goals, the_check_ins, the_way_back, the_copies,
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    shop = Shop(tmp_path_factory.mktemp("history"))
    with text.using("nb"):
        story = Story(shop)
        for chapter in CHAPTERS:
            chapter(story)
        yield story
        shop.close()


def read(line: Line) -> str:
    """A line as it is read across: words, before and after, and what it offers."""
    values = f" | {line.before} → {line.after}" if line.before or line.after else ""
    return f"{line.words}{values}{f' | {line.link}' if line.link else ''}".replace("\u00a0", " ")


TABLE = [
    ("the file", "Opprettet filen for Butikken", "Created the file for Butikken"),
    ("a person", "Ny person: Per Aas", "New person: Per Aas"),
    ("a person’s other name", "Per Aasen: navn | Per Aas → Per Aasen", "Per Aasen: name | Per Aas → Per Aasen"),
    ("a department", "Ny avdeling: Butikk", "New department: Butikk"),
    ("a KPI", "Ny KPI: Omsetning", "New KPI: Omsetning"),
    ("a number", "Salg, uke 10 | – → 1 284 500,50 kr", "Salg, week 10 | – → 1,284,500.50 kr"),
    ("a number below nought", "Salg, uke 10 | 1 284 500,50 kr → −20 kr", "Salg, week 10 | 1,284,500.50 kr → −20 kr"),
    ("a number goes", "Salg, uke 10 | −20 kr → –", "Salg, week 10 | −20 kr → –"),
    ("not applicable", "Salg, uke 10 | – → ikke aktuelt", "Salg, week 10 | – → not applicable"),
    ("nought", "Salg, uke 10 | ikke aktuelt → 0 kr", "Salg, week 10 | not applicable → 0 kr"),
    ("a part of last year", "Svinn, uke 50, 2025: svinn | – → 3", "Svinn, week 50, 2025: svinn | – → 3"),
    ("a number that no KPI reads", "Besøk, uke 9 | – → 7", "Besøk, week 9 | – → 7"),
    ("numbers of two KPIs", "Salg, Svinn: 3 tall |  → uke 8 – uke 9", "Salg, Svinn: 3 numbers |  → week 8 – week 9"),
    ("numbers that no KPI reads", "Besøk: 2 tall |  → uke 7 – uke 8", "Besøk: 2 numbers |  → week 7 – week 8"),
    ("a year of numbers", "Salg: 59 tall |  → uke 4, 2025 – uke 11", "Salg: 59 numbers |  → week 4, 2025 – week 11"),
    ("an import", "Import fra kasse.csv |  → 2 tall", "Import from kasse.csv |  → 2 numbers"),
    ("an import that makes a KPI", "Import fra kasse.csv |  → 3 tall", "Import from kasse.csv |  → 3 numbers"),
    ("a target", "Målverdi for Omsetning |  → 330 000 kr", "Target of Omsetning |  → 330,000 kr"),
    (
        "another target",
        "Målverdi for Omsetning | 330 000 kr → 340 000 kr",
        "Target of Omsetning | 330,000 kr → 340,000 kr",
    ),
    ("no target", "Målverdi for Omsetning | 340 000 kr → –", "Target of Omsetning | 340,000 kr → –"),
    ("a note", "Notat på Omsetning, uke 10 |  → «Ny kasse»", "Note on Omsetning, week 10 |  → “Ny kasse”"),
    (
        "another note",
        "Notat på Omsetning, uke 10 | «Ny kasse» → «To nye kasser»",
        "Note on Omsetning, week 10 | “Ny kasse” → “To nye kasser”",
    ),
    (
        "no note",
        "Fjernet notat på Omsetning, uke 10 | «To nye kasser» → –",
        "Removed the note on Omsetning, week 10 | “To nye kasser” → –",
    ),
    ("two fields of a KPI", "Svinn: definisjon, kilde", "Svinn: definition, source"),
    ("new limits", "Beregnet nye grenser for «Omsetning»", "Computed new limits for “Omsetning”"),
    ("a cycle", "Opprettet en målperiode", "Created a cycle"),
    ("an objective", "Nytt mål: Flere faste kunder", "New objective: Flere faste kunder"),
    ("a key result", "Nytt nøkkelresultat: Kontrakter fra 10 til 20", "New key result: Kontrakter fra 10 til 20"),
    ("a key result with a long name", f"Nytt nøkkelresultat: {LONG}", f"New key result: {LONG}"),
    ("a milestone", "Ny milepæl: Første møte", "New milestone: Første møte"),
    ("no milestone", "Slettet milepæl: Første møte", "Deleted milestone: Første møte"),
    ("an initiative", "Nytt tiltak: Ring dem", "New initiative: Ring dem"),
    ("a due date", "Ring dem: frist | – → 27. mars 2026", "Ring dem: due date | – → 27 March 2026"),
    (
        "a target that the title follows",
        "Målverdi for Kontrakter fra 10 til 25 | 20 → 25",
        "Target of Kontrakter fra 10 til 25 | 20 → 25",
    ),
    (
        "a title",
        "Faste kunder: tittel | Flere faste kunder → Faste kunder",
        "Faste kunder: title | Flere faste kunder → Faste kunder",
    ),
    ("a move", "Flyttet: Kontrakter fra 10 til 25", "Moved: Kontrakter fra 10 til 25"),
    ("a key result that goes on", f"Videreførte «{LONG}»", f"Carried “{LONG}” forward"),
    (
        "a check-in with a number",
        "Innsjekk på Kontrakter fra 10 til 25 |  → 14",
        "Check-in on Kontrakter fra 10 til 25 |  → 14",
    ),
    (
        "no check-in",
        "Fjernet innsjekk på Kontrakter fra 10 til 25 | 14 → –",
        "Removed the check-in on Kontrakter fra 10 til 25 | 14 → –",
    ),
    (
        "a check-in with a note",
        "Innsjekk på Kontrakter fra 10 til 25 |  → «Går fint»",
        "Check-in on Kontrakter fra 10 til 25 |  → “Går fint”",
    ),
    ("a line of the review", "Linje i gjennomgangen |  → «Alle svarte»", "Line of the review |  → “Alle svarte”"),
    (
        "no line of the review",
        "Fjernet en linje i gjennomgangen | «Alle svarte» → –",
        "Removed a line of the review | “Alle svarte” → –",
    ),
    ("a company’s name", "Butikken AS: navn | Butikken → Butikken AS", "Butikken AS: name | Butikken → Butikken AS"),
    ("two fields of the company", "Butikken AS: ansatte, strategi", "Butikken AS: employees, strategy"),
    (
        "a fiscal year",
        "Butikken AS: regnskapsåret starter i | januar → mars",
        "Butikken AS: fiscal year starts in | January → March",
    ),
    ("no initiative", "Slettet tiltak: Ring dem", "Deleted initiative: Ring dem"),
    ("undone", "Angret: slette «Ring dem»", "Undone: delete “Ring dem”"),
    ("what was undone", "Slettet tiltak: Ring dem", "Deleted initiative: Ring dem"),
    ("done again", "Gjort om igjen: slette «Ring dem»", "Redone: delete “Ring dem”"),
    ("no objective with all under it", "Slettet mål: Faste kunder", "Deleted objective: Faste kunder"),
    (
        "an older change taken back",
        "Angret: Faste kunder: tittel | Kunder → Faste kunder",
        "Undone: Faste kunder: title | Kunder → Faste kunder",
    ),
    (
        "a merge of one person's copy",
        "Flettet inn Olas kopi | 1 endring →  | Angre hele flettingen",
        "Merged Ola’s copy | 1 change →  | Undo the whole merge",
    ),
    (
        "a merge",
        "Flettet inn Jonas’ kopi | 1 endring →  | Angre hele flettingen",
        "Merged Jonas’s copy | 1 change →  | Undo the whole merge",
    ),
    (
        "a merge that is undone",
        "Flettet inn Jonas’ kopi | 1 endring → flettingen er angret",
        "Merged Jonas’s copy | 1 change → the merge is undone",
    ),
    (
        "a restore",
        "Gjenopprettet filen slik den var i dag 08:05 | 1 endring →  | Angre gjenopprettingen",
        "Restored the file as it was today 08:05 | 1 change →  | Undo the restore",
    ),
    (
        "a restore that is undone",
        "Gjenopprettet filen slik den var i dag 08:05 | 1 endring → gjenopprettingen er angret",
        "Restored the file as it was today 08:05 | 1 change → the restore is undone",
    ),
]


@table("step, bokmål, english", TABLE)
def test_a_change_is_told_in_a_line_of_ones_own_language(told: Story, step: str, bokmål: str, english: str) -> None:
    assert (read(told.lines[step]["nb"]), read(told.lines[step]["en"])) == (bokmål, english)


def test_every_step_of_the_story_is_in_the_table(told: Story) -> None:
    assert list(told.lines) == [name for name, *_words in TABLE]


def test_what_was_taken_back_is_marked_as_such_and_nothing_else_is(told: Story) -> None:
    undone = {name for name, line in told.lines.items() if line["nb"].undone}
    assert undone == {"what was undone", "a merge that is undone", "a restore that is undone"}


def test_the_icon_tells_what_sort_of_change_it_was(told: Story) -> None:
    icons = {name: told.lines[name]["nb"].icon for name in ("a number", "a note", "no note", "undone", "done again")}
    assert icons == {
        "a number": "table-2", "a note": "message-square", "no note": "circle-off",
        "undone": "undo-2", "done again": "redo-2",
    }  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Numbers that two KPIs read, that have another unit than their KPI, and that outlive it; and many KPIs."""
    shop = Shop(tmp_path_factory.mktemp("shared"))
    with text.using("nb"):
        ws = shop.create()
        for name in ("Ordre per dag", "Ordre per ansatt"):
            own_kpis.define(ws, name=name, frequency=Frequency.WEEK, formula="ordre", inputs={"ordre": Combine.SUM})
        hours = {"Nedetid": Combine.SUM}
        unit = {"Nedetid": {"unit": "hours"}}
        own_kpis.define(
            ws, name="Oppetid", unit="percent", frequency=Frequency.WEEK, formula="1 - nedetid / 168",
            inputs=hours, input_fields=unit,
        )  # fmt: skip
        for n in range(1, 11):
            own_kpis.define(ws, name=f"Kasse {n}", frequency=Frequency.WEEK)
        yield ws
        shop.close()


@pytest.mark.parametrize(
    ("key", "called"),
    [("ordre", "ordre, uke 11"), ("Nedetid", "Nedetid, uke 11"), ("Kasse 1", "Kasse 1, uke 11")],
)
def test_a_number_is_called_by_its_kpi_only_where_it_is_that_kpis_own(shared: Workspace, key: str, called: str) -> None:
    assert Teller(shared).number_name(inputs.input_named(shared, key).uid, W11) == called


def test_numbers_of_many_kpis_name_the_first_eight(shared: Workspace) -> None:
    entry.paste(shared, [(inputs.input_named(shared, f"Kasse {n}").uid, W10, 1.0) for n in range(1, 11)])
    (newest,) = shared.history.entries(1)
    line = Teller(shared).line(newest, shared.history.briefs([newest])[newest.ref])
    assert line.words == f"{', '.join(f'Kasse {n}' for n in range(1, 9))}: 10 tall"


def test_the_words_for_a_row_that_has_gone_are_those_it_had(told: Story) -> None:
    ws = told.ws
    ref = next(each.ref for each in ws.history.trail(HistoryFilter(words="Første møte")).more(5))
    entry_ = next(each for each in ws.history.entries(200) if each.ref == ref)
    assert "Første møte" in Teller(ws).line(entry_, ws.history.briefs([entry_])[ref]).words


@pytest.mark.parametrize(
    ("language", "name", "whose"),
    [
        ("nb", "Ola", "Olas"), ("nb", "Jonas", "Jonas’"), ("nb", "Max", "Max’"), ("nb", "Heinz", "Heinz’"),
        ("en", "Ola", "Ola’s"), ("en", "Jonas", "Jonas’s"),
    ],
)  # fmt: skip
def test_whose_something_is_follows_the_language(language: str, name: str, whose: str) -> None:
    with text.using(language):
        assert genitive(name) == whose


@pytest.mark.parametrize(
    ("names", "row"),
    [([], ""), (["Ola"], "Ola"), (["Ola", "Kari"], "Ola og Kari"), (["Ola", "Per", "Kari"], "Ola, Per og Kari")],
)
def test_names_stand_in_a_row_as_one_says_them(names: list[str], row: str) -> None:
    with text.using("nb"):
        assert listed(names) == row


@pytest.mark.parametrize(("words", "shown"), [("Ny kasse", "«Ny kasse»"), ("", ""), ("–", "–")])
def test_only_words_are_put_in_quotation_marks(words: str, shown: str) -> None:
    with text.using("nb"):
        assert quoted(words) == shown
