"""What is said of a KPI: in its row, beside its chart, to the eye, the pointer and the ear, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.domain.change import Change
from kpidesk.domain.entities import Annotation, Definition, Department, Direction, Input, Kpi, Person
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import Action, Effect, KpiFigures, effect_of, kpi_figures, outlook
from kpidesk.figures.kpi_rows import Arrangement, Column, Filter, GroupRow, KpiRow, Sorting, in_order
from kpidesk.wording import kpi_facts, kpis
from kpidesk.wording.kpi_facts import Speaker
from tests.figures.company import Memory, plain
from tests.table import table

TODAY = dt.date(2026, 4, 2)
SPEAKER = Speaker(TODAY)
CALM = [10.0, 11.0, 9.0, 10.0, 12.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0]
HIGH = [20.0, 21.0, 19.0, 20.0, 22.0, 19.0, 20.0, 21.0, 20.0]
LOW = [each - 20.0 for each in HIGH]
MONTH, WEEK = Frequency.MONTH, Frequency.WEEK
BAND = {"value": 9.0, "high": 11.0}
PATH = {"value": 20.0, "path_from": 8.0, "start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}
SUGGESTED = {"value": 11.0, "suggested": True}


class Seen:
    """A KPI with its figures, and the file that it is in."""

    def __init__(
        self, values, *, last="2026-03", frequency=MONTH, target=None, today=TODAY, name="Salg", **kpi
    ) -> None:
        self.ws = Memory()
        first = Period.parse(last).previous(max(len(values) - 1, 0))
        self.kpi = plain(self.ws, name, frequency, values, first.key(), target=target, kpi=kpi)
        self.figures = kpi_figures(self.ws, self.kpi, today)


def secret(answers: float = 4.0) -> KpiFigures:
    """A KPI about too few persons: 4711 now, 4000 and 3900 before."""
    ws = Memory()
    heads = ws.put(Input, key="heads", name="Antall svar", frequency=MONTH)
    months = [Period.parse(f"2026-0{month}") for month in (1, 2, 3)]
    ws.series_of(heads, months, [9.0, 9.0, answers])
    asked, values = {"sensitive": True, "group": heads}, [3900.0, 4000.0, 4711.0]
    return kpi_figures(ws, plain(ws, "Trivsel", MONTH, values, "2026-01", target=5000.0, kpi=asked), TODAY)


def figures(values, **how) -> KpiFigures:
    return Seen(values, **how).figures


def bare(words: str) -> str:
    return words.replace("\u00a0", " ")


def said(language: str, tell, *about) -> str:
    with text.using(language):
        return bare(tell(*about))


# ---- the row -----------------------------------------------------------------------------------------

SECRET = secret()
NO_ONE = ""
KARI = "Kari Solberg"
SPOKEN = [
    (figures(CALM, target=11.0), KARI,
     "Salg, mars: 10, målverdi 11, Usikkert, Vanlig variasjon, eier Kari Solberg, neste tall 3. mai",
     "Salg, March: 10, target 11, At risk, Normal variation, owner Kari Solberg, next number 3 May"),
    (figures(CALM, target=SUGGESTED), NO_ONE,
     "Salg, mars: 10, foreslått målverdi 11, Forslag, Vanlig variasjon, neste tall 3. mai",
     "Salg, March: 10, suggested target 11, Suggested, Normal variation, next number 3 May"),
    (figures([]), NO_ONE, "Salg, Mangler tall, neste tall 3. april", "Salg, No data, next number 3 April"),
    (figures([10.0, -11.0, None, None]), NO_ONE,
     "Salg, januar: −11, Mangler tall, neste tall 30 dager over",
     "Salg, January: −11, No data, next number 30 days over"),
    (figures([10.0, 11.0], parked=True), NO_ONE, "Salg, mars: 11, Uten mål", "Salg, March: 11, No target"),
    (SECRET, NO_ONE,
     "Trivsel, mars: skjult, fordi det gjelder færre enn 5 personer, målverdi 5 000, neste tall 3. mai",
     "Trivsel, March: hidden, because it covers fewer than 5 people, target 5,000, next number 3 May"),
    (figures([79.0, 81.5], unit="percent", decimals=1, last="2026-W13", frequency=WEEK), NO_ONE,
     "Salg, uke 13: 81,5 %, Uten mål, neste tall 8. april",
     "Salg, week 13: 81.5%, No target, next number 8 April"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "owner", "bokmål", "english"), SPOKEN)
def test_a_row_is_one_sentence_to_who_hears_it(found: KpiFigures, owner: str, bokmål: str, english: str) -> None:
    row = KpiRow(found, owner)
    assert said("nb", kpis.spoken, row, TODAY, 1) == bokmål
    assert said("en", kpis.spoken, row, TODAY, 1) == english


@pytest.mark.parametrize("column", [Column.LATEST, Column.CHANGE, Column.STATUS, Column.SIGNAL])
def test_a_hidden_number_is_told_in_no_cell_and_the_pointer_is_told_why(column: Column) -> None:
    assert said("nb", kpis.text_of, KpiRow(SECRET), column, TODAY) in ("skjult", "", "–")
    tip = said("nb", kpis.tip_of, KpiRow(SECRET), column, TODAY)
    assert tip == "Skjult, fordi det gjelder færre enn 5 personer."
    assert not Filter(status=SECRET.status).admits(SECRET)


def test_below_a_hidden_number_stands_no_comparison_of_an_earlier_one() -> None:
    """It would be read as one of the period that is named above it."""
    with text.using("nb"):
        seen, hidden = ([fact.label for fact in kpi_facts.facts(found, found, None, SPEAKER)]
                        for found in (secret(answers=8.0), SECRET))  # fmt: skip
    assert "Fra februar" in seen and not any(label.startswith("Fra ") for label in hidden)


@pytest.mark.parametrize("column", [Column.LATEST, Column.CHANGE, Column.STATUS])
def test_a_hidden_number_puts_nothing_in_order(column: Column) -> None:
    order = names(in_order([KpiRow(SECRET), *rows()], Sorting(column)))
    assert order.index("T") > order.index("B"), "it stands among those that have nothing there"


CELLS = [
    (Column.NAME, "Salg", "Salg\nAlt som selges"), (Column.TREND, "", ""), (Column.LATEST, "10 kr", "10 kr"),
    (Column.TARGET, "11 kr", "11 kr"), (Column.CHANGE, "+1", "+1"), (Column.STATUS, "Usikkert", "Usikkert"),
    (Column.SIGNAL, "Vanlig variasjon", "Vanlig variasjon"), (Column.OWNER, "Kari", "Kari Solberg"),
    (Column.NEXT, "3. mai", "3. mai"),
]  # fmt: skip


@table("column, cell, tip", CELLS)
def test_a_cell_says_it_short_and_the_pointer_in_full(column: Column, cell: str, tip: str) -> None:
    row = KpiRow(figures(CALM, target=11.0, unit="currency", definition="Alt som selges"), KARI)
    assert said("nb", kpis.text_of, row, column, TODAY) == cell
    assert said("nb", kpis.tip_of, row, column, TODAY) == tip


@pytest.mark.parametrize("column", [Column.TARGET, Column.STATUS])
def test_the_pointer_is_told_that_a_suggested_target_judges_nothing(column: Column) -> None:
    row = KpiRow(figures(CALM, target=SUGGESTED))
    assert said("nb", kpis.tip_of, row, column, TODAY) == (
        "Målverdien er et forslag. Den brukes ikke til å vurdere noe før du har bekreftet eller endret den."
    )


def test_a_deadline_that_has_passed_is_told_by_its_day_to_the_pointer() -> None:
    row = KpiRow(figures([10.0, 11.0, None, None]))
    assert said("nb", kpis.text_of, row, Column.NEXT, TODAY) == "30 dager over"
    assert said("nb", kpis.tip_of, row, Column.NEXT, TODAY) == "frist 3. mars"


def test_a_number_that_is_due_today_is_said_to_be() -> None:
    assert said("nb", kpis.next_words, figures([10.0], today=dt.date(2026, 5, 3)), dt.date(2026, 5, 3)) == "i dag"


def test_both_edges_of_a_band_are_told() -> None:
    found = figures(CALM, target=BAND, direction=Direction.MAINTAIN)
    assert said("nb", kpis.target_words, found) == "9–11"
    assert said("nb", kpi_facts.gap_sentence, found) == "innenfor målverdien (9–11)"


@pytest.mark.parametrize(
    ("values", "today", "period"),
    [([10.0], dt.date(2026, 3, 20), "hittil i måneden"), ([], TODAY, ""), ([10.0], TODAY, "mars")],
)
def test_a_period_that_is_not_over_is_told_as_running(values, today: dt.date, period: str) -> None:
    assert said("nb", kpis.latest_period, figures(values, today=today), today, 1) == period


@pytest.mark.parametrize(
    ("target", "high", "bokmål", "english"),
    [
        (8.0, None, "+25,0 % mot målverdien for 10 av 13 (80)", "+25.0% against the target for 10 of 13 (80)"),
        (12.0, None, "−16,7 % mot målverdien for 10 av 13 (120)", "−16.7% against the target for 10 of 13 (120)"),
        (9.0, 11.0, "innenfor målverdien for 10 av 13 (90–110)", "within the target for 10 of 13 (90–110)"),
    ],
)
def test_a_number_that_lacks_parts_is_held_against_the_target_of_those_that_it_has(target, high, bokmål, english):
    band = {"direction": Direction.MAINTAIN} if high else {}
    seen = Seen([10.0] * 10, last="2026-W10", frequency=WEEK, target={"value": target, "high": high}, **band)
    quarter = kpi_figures(seen.ws, seen.kpi, TODAY, Frequency.QUARTER)
    assert said("nb", kpis.latest_period, quarter, TODAY, 1) == "1. kvartal · 10 av 13"
    assert said("en", kpis.latest_period, quarter, TODAY, 1) == "Q1 · 10 of 13"
    told = said("nb", kpi_facts.gap_sentence, quarter), said("en", kpi_facts.gap_sentence, quarter)
    assert told == (bokmål, english)


@pytest.mark.parametrize(
    ("frequency", "bokmål", "english"),
    [
        (Frequency.DAY, "hittil i dag", "so far today"), (WEEK, "hittil i uken", "so far this week"),
        (MONTH, "hittil i måneden", "so far this month"),
        (Frequency.QUARTER, "hittil i kvartalet", "so far this quarter"),
        (Frequency.TERTIAL, "hittil i tertialet", "so far this tertial"),
        (Frequency.HALF_YEAR, "hittil i halvåret", "so far this half-year"),
        (Frequency.YEAR, "hittil i år", "so far this year"),
    ],
)  # fmt: skip
def test_every_length_of_period_can_be_running(frequency: Frequency, bokmål: str, english: str) -> None:
    assert (said("nb", kpis.so_far, frequency), said("en", kpis.so_far, frequency)) == (bokmål, english)


PARKED = (Kpi("a", name="Svinn på lager", short_name="Svinn"), Kpi("b", name="Besøk"))


@pytest.mark.parametrize(
    ("parked", "bokmål", "english"),
    [
        ((), "", ""),
        (PARKED[:1], "1 KPI teller ikke med og ber ikke om tall: Svinn",
         "1 KPI is not counted and asks for no numbers: Svinn"),
        (PARKED, "2 KPI-er teller ikke med og ber ikke om tall: Svinn, Besøk",
         "2 KPIs are not counted and ask for no numbers: Svinn, Besøk"),
    ],
)  # fmt: skip
def test_the_head_of_the_parked_names_them(parked: tuple[Kpi, ...], bokmål: str, english: str) -> None:
    head = GroupRow("Parkert", "archive", parked)
    assert (said("nb", kpis.group_words, head), said("en", kpis.group_words, head)) == (bokmål, english)


# ---- beside the chart --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "bokmål", "english"),
    [
        (figures(CALM, target=11.0), "−9,1 % mot målverdien (11)", "−9.1% against the target (11)"),
        (figures(CALM, target=PATH), "−9,1 % mot målbanen (11)", "−9.1% against the target path (11)"),
        (figures([79.0], target=85.0, unit="percent"), "−6 pp mot målverdien (85)", "−6 pp against the target (85)"),
        (figures(CALM, target=SUGGESTED), "", ""), (figures(CALM), "", ""), (figures([], target=11.0), "", ""),
    ],
)  # fmt: skip
def test_a_gap_says_what_it_is_a_gap_to(found: KpiFigures, bokmål: str, english: str) -> None:
    assert said("nb", kpi_facts.gap_sentence, found) == bokmål
    assert said("en", kpi_facts.gap_sentence, found) == english


def told_facts(seen: Seen, language: str, period: str = "2026-Q1") -> list[tuple[str, str, str]]:
    with text.using(language):
        ahead = outlook(seen.ws, seen.figures, Period.parse(period))
        found = kpi_facts.facts(seen.figures, seen.figures, ahead, SPEAKER)
    return [(bare(fact.label), bare(fact.value), bare(fact.tip)) for fact in found]


def test_the_facts_go_from_the_newest_comparison_to_the_normal_variation() -> None:
    assert told_facts(Seen(CALM, target=11.0), "nb") == [
        ("Fra februar", "+1", "+11,1 %"), ("Mot mars i fjor", "0,0 %", "0"),
        ("Hittil i kvartalet", "30", "3 av 3 er på plass"), ("Målverdi for kvartalet", "33", "1. kvartal"),
        ("Siste 12 måneder", "121", ""), ("Vanlig variasjon", "6–14", ""),
    ]  # fmt: skip
    assert told_facts(Seen(CALM, target=11.0), "en") == [
        ("From February", "+1", "+11.1%"), ("Against March last year", "0.0%", "0"),
        ("So far this quarter", "30", "3 of 3 are in"), ("Target for the quarter", "33", "Q1"),
        ("Last 12 months", "121", ""), ("Normal variation", "6–14", ""),
    ]  # fmt: skip


def test_a_band_for_the_quarter_is_told_with_both_its_edges() -> None:
    for more, told in (({}, "27–33"), ({"unit": "percent", "decimals": 1}, "27,0–33,0 %")):
        facts = told_facts(Seen(CALM, target=BAND, direction=Direction.MAINTAIN, **more), "nb")
        assert ("Målverdi for kvartalet", told, "1. kvartal") in facts


def test_facts_of_large_amounts_are_told_in_millions_and_a_forecast_as_no_promise() -> None:
    seen = Seen([1.2e6] * 24, unit="currency", target=1.5e6)
    forecast = ("Prognose 30. juni", "3,60 mill. kr", "En prognose ut fra tallene så langt, ikke et løfte.")
    assert forecast in told_facts(seen, "nb", "2026-Q2")
    year = [fact for fact in told_facts(seen, "en", "2026") if fact[0] == "Target for the year"]
    assert year == [("Target for the year", "18.00 m kr", "2026")]


def test_what_is_not_known_is_no_fact() -> None:
    assert told_facts(Seen([]), "nb") == []
    assert [label for label, *_rest in told_facts(Seen(CALM[:5]), "nb")] == [
        "Fra februar", "Hittil i kvartalet", "Siste 12 måneder, 5 av 12",
    ]  # fmt: skip


def test_provisional_limits_say_when_they_settle() -> None:
    assert told_facts(Seen(CALM[:8]), "nb")[-1][2] == "Foreløpig: Grensene ligger fast når tolv tall er registrert."


def test_the_last_twelve_months_are_held_against_the_twelve_before() -> None:
    (fact,) = [each for each in told_facts(Seen([100.0] * 12 + [110.0] * 12), "nb") if each[0] == "Siste 12 måneder"]
    assert fact[1:] == ("1 320", "+10,0 % fra de tolv månedene før")


JUMPED = [10.1, 10.0, 10.8, 9.9, 9.1, 9.4, 9.9, 10.3, 12.3, 8.6, 10.5, 9.9, 10.3, 11.4]
SIGNALS = [
    (figures([*CALM, 30.0]), "Over øvre grense | Mars: 30. Vanligvis mellom 4 og 19.",
     "Above the upper limit | March: 30. Normally between 4 and 19."),
    (figures([*CALM, *HIGH]),
     "Økningen er varig | Juli 2025 – mars ligger over snittet for juni 2024 – mars."
     " Ni på rad er sjelden tilfeldig.",
     "The rise is lasting | July 2025 – March lie above the mean of June 2024 – March."
     " Nine in a row seldom happen by chance."),
    (figures([*CALM, *LOW], last="2026-W13", frequency=WEEK),
     "Nedgangen er varig | Uke 5–13 ligger under snittet for uke 44, 2025 – uke 13."
     " Ni på rad er sjelden tilfeldig.",
     "The fall is lasting | Weeks 5–13 lie below the mean of week 44, 2025 – week 13."
     " Nine in a row seldom happen by chance."),
    (figures(JUMPED), "Brått fall i november 2025 | Oktober: 12,3, november: 8,6."
     " Fra én til den neste er spranget vanligvis høyst 3,4.",
     "Sharp fall in November 2025 | October: 12.3, November: 8.6."
     " The step from one to the next is normally at most 3.4."),
    (figures(CALM), "", ""), (figures([]), "", ""),
]  # fmt: skip


def signal(found: KpiFigures) -> str:
    words = kpi_facts.signal_words(found, SPEAKER)
    return f"{words.title} | {words.sentence}" if words else ""


@pytest.mark.parametrize(("found", "bokmål", "english"), SIGNALS)
def test_a_signal_says_what_happened_and_since_when(found: KpiFigures, bokmål: str, english: str) -> None:
    assert (said("nb", signal, found), said("en", signal, found)) == (bokmål, english)


def test_a_lasting_change_says_where_new_limits_could_begin() -> None:
    words = kpi_facts.signal_words(figures([*CALM, *HIGH]), SPEAKER)
    assert words is not None and words.shift == Period.parse("2025-07")


# ---- what was done, and how it was calculated --------------------------------------------------------


def test_what_was_done_is_told_with_the_mean_before_and_after() -> None:
    found, period = figures([10.0, 10.0, 12.0, 20.0, 21.0, 19.0, 20.0]), Period.parse("2025-12")
    action = Action(Annotation("n", period=period.code(), text="Ny kasse"), period, effect_of(found, period))
    assert said("nb", kpi_facts.action_words, action, found.kpi, SPEAKER) == (
        "«Ny kasse», desember. Snittet var 11 før og er 20 etter."
    )


@pytest.mark.parametrize("effect", [Effect(None, 1.0, 1), Effect(1.0, None, 0)])
def test_without_numbers_on_both_sides_nothing_is_said_of_an_effect(effect: Effect) -> None:
    assert kpi_facts.effect_words(Kpi("k"), effect) == ""


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (
            Definition("d", until=dt.date(2026, 2, 1), definition="Uten netthandel"),
            "til og med januar: Uten netthandel",
        ),
        (Definition("d", until=dt.date(2025, 7, 1), formula="a / b"), "til og med juni 2025: a / b"),
        (Definition("d", until=dt.date(2026, 2, 1)), "til og med januar: slik det ble registrert"),
        (Definition("d", definition="Alltid"), ""),
    ],
)
def test_an_earlier_definition_says_until_when(old: Definition, words: str) -> None:
    assert said("nb", kpi_facts.version_words, old, Kpi("k"), SPEAKER) == words


def test_a_finished_ratio_says_what_longer_periods_make_of_it() -> None:
    source, weight = Input("i", ratio=True), Input("w", name="Ordre")
    assert said("nb", kpi_facts.ratio_words, Input("i"), None) == ""
    assert "«Ordre»" in said("nb", kpi_facts.ratio_words, source, weight)
    assert said("en", kpi_facts.ratio_words, source, None) == (
        "Entered as a ready-made ratio: longer periods can’t be calculated from it."
    )


@pytest.mark.parametrize(
    ("change", "unit", "words"),
    [
        (None, "count", ""), (Change(2.0, 0.25, False, 8.0), "count", "+25,0 %"),
        (Change(-2.0, None, False, 0.0), "count", "−2"), (Change(-2.0, 0.5, True, 4.0), "percent", "−2 pp"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_percent_only_where_that_says_something(change, unit: str, words: str) -> None:
    assert said("nb", kpi_facts.change_words, change, Kpi("k", unit=unit)) == words


# ---- which rows, in which order ----------------------------------------------------------------------


def rows() -> list[KpiRow]:
    """Four KPIs: one behind, one on track, one without a number and one without an owner."""
    return [
        KpiRow(figures([10.0, 5.0], target=11.0, name="Behandlinger", department="d1", definition="Per uke"), "Åse Li"),
        KpiRow(figures([10.0, 12.0], target=11.0, name="Andel", department="d2"), "Bo By"),
        KpiRow(figures([], name="Chat", department="d1"), "Bo By"),
        KpiRow(figures([10.0, 40.0], name="Dekning")),
    ]  # fmt: skip


def names(found) -> str:
    return "".join(row.figures.kpi.name[0] for row in found)


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        (None, "BACD", "BACD"), (Column.NAME, "ABCD", "DCBA"), (Column.LATEST, "BADC", "DABC"),
        (Column.TARGET, "ABCD", "BACD"), (Column.CHANGE, "BADC", "DABC"), (Column.OWNER, "ACBD", "BACD"),
    ],
)  # fmt: skip
def test_a_column_orders_the_rows_and_those_with_nothing_in_it_stand_last_both_ways(column, up, down) -> None:
    assert names(in_order(rows(), Sorting(column))) == up
    assert names(in_order(rows(), Sorting(column, True))) == down


def test_the_status_puts_the_worst_first_and_what_is_not_judged_last() -> None:
    assert names(in_order(rows(), Sorting(Column.STATUS))) == "BACD"


def test_a_kpi_with_a_signal_or_an_earlier_deadline_comes_first() -> None:
    calm, loud = KpiRow(figures(CALM, name="A")), KpiRow(figures([*CALM, 30.0], name="B"))
    late = KpiRow(figures([10.0, None, None], name="C"))
    parked = KpiRow(figures([10.0], name="D", parked=True))
    assert names(in_order([calm, loud], Sorting(Column.SIGNAL))) == "BA"
    assert names(in_order([parked, calm, late], Sorting(Column.NEXT))) == "CAD"


def test_a_head_orders_up_then_down_then_not_at_all_and_the_trend_never() -> None:
    first = Sorting().clicked(Column.LATEST)
    assert (first, first.clicked(Column.LATEST)) == (Sorting(Column.LATEST), Sorting(Column.LATEST, True))
    assert first.clicked(Column.LATEST).clicked(Column.LATEST) == Sorting()
    assert first.clicked(Column.NAME) == Sorting(Column.NAME) and first.clicked(Column.TREND) is first


@pytest.mark.parametrize("sorting", [Sorting(), Sorting(Column.NAME), Sorting(Column.STATUS, True)])
def test_an_order_is_remembered_as_it_was(sorting: Sorting) -> None:
    assert Sorting.read(sorting.texts()) == sorting


@pytest.mark.parametrize("texts", [[], ["NAME"], ["TREND", "up"], ["NOTHING", "up"], ["NAME", "up", "more"]])
def test_a_remembered_order_that_is_none_is_the_own_order(texts: list[str]) -> None:
    assert Sorting.read(texts) == Sorting()


@table(
    "wanted, shown",
    [
        (Filter(), "BACD"), (Filter("behand"), "B"), (Filter("UKE per"), "B"), (Filter("uke andel"), ""),
        (Filter(department="d1"), "BC"), (Filter(status=Status.NO_DATA), "C"), (Filter(signals=True), ""),
        (Filter("dek", department="d1"), ""),
    ],
)  # fmt: skip
def test_a_filter_shows_what_answers_to_all_of_it(wanted: Filter, shown: str) -> None:
    assert names(row for row in rows() if wanted.admits(row.figures)) == shown


def test_a_search_also_finds_what_the_library_calls_it() -> None:
    found = figures([1.0], name="Fornøydhet", library_id="nps")
    assert Filter("promoter").admits(found, {"nps"}) and not Filter("promoter").admits(found)


def laid_out(found, sorting: Sorting = Sorting(), *, unfolded: bool = False) -> list[str]:  # noqa: B008
    departments = [Department("d1", name="Salg"), Department("d2", name="Lager", icon="box")]
    shown = Arrangement(departments, [Person("p", name=KARI)])
    active = [each for each in found if not each.kpi.parked]
    parked = [each for each in found if each.kpi.parked]
    made = shown.rows(active, parked, sorting, unfolded=unfolded)
    return [f"[{row.title}]" if isinstance(row, GroupRow) else row.figures.kpi.name for row in made]


def test_kpis_stand_under_their_departments_and_the_parked_ones_last_where_asked_for() -> None:
    found = [row.figures for row in rows()]
    aside = figures([1.0], name="Egg", parked=True)
    with text.using("nb"):
        assert laid_out(found) == ["[Salg]", "Behandlinger", "Chat", "[Lager]", "Andel", "[Uten avdeling]", "Dekning"]
        assert laid_out([found[3], aside]) == ["Dekning", "[Parkert]"], "one department needs no head"
        assert laid_out([found[3], aside], unfolded=True) == ["Dekning", "[Parkert]", "Egg"]
        assert laid_out(found, Sorting(Column.NAME)) == ["Andel", "Behandlinger", "Chat", "Dekning"]


def test_a_row_is_told_its_department_where_no_head_tells_it_and_its_owner_by_name() -> None:
    found = figures([1.0], name="A", department="d1", owner="p")
    shown = Arrangement([Department("d1", name="Salg")], [Person("p", name=KARI)])
    (row,) = shown.rows([found], [], Sorting(Column.NAME), unfolded=False)
    assert isinstance(row, KpiRow) and (row.owner, row.department) == (KARI, "Salg")
    assert row.key == ("kpi", found.kpi.uid) and GroupRow("Salg", "x").key == ("group", "Salg")
    assert GroupRow("Parkert", "x", PARKED).key == ("parked", "Parkert")


def test_the_spark_of_an_overdue_kpi_ends_in_what_is_missing() -> None:
    late, there = KpiRow(figures([10.0, 11.0, None, None])), KpiRow(figures([10.0, 11.0]))
    assert late.spark != there.spark and replace(late, owner="x").spark == late.spark
