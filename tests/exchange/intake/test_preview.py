"""What taking a file would do: where each measure goes, what is new, changed and unusual, and what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import entry, inputs, people
from kpidesk.commands.intake import Existing, NewKpi, take
from kpidesk.domain.entities import Combine, Direction, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.intake import compose, new_kpi, words
from kpidesk.exchange.intake.compose import preview
from kpidesk.exchange.intake.going import offers
from kpidesk.exchange.intake.preview import Choices, Preview, Row, Side, State, Unusual
from kpidesk.exchange.sheets import book_of_text
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, LeftOut, Measure, Said
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.understandings import measure, months, understood

NOW = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)
JANUARY = Period.parse("2026-01")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    made = Workspace.create(tmp_path / "a.kpidesk", company="A", author="Kari", home=home, clock=lambda: NOW)
    with made as ws, ws.sharing.holding():
        yield ws


def plain(ws: Workspace, name: str, **said) -> str:
    """A KPI that is an input; gives the input."""
    ((_key, uid),) = ws.get(Kpi, own_kpis.define(ws, name=name, **said)).inputs
    return uid


def seen(ws: Workspace, *measures: Measure, choices: Choices = compose.NOTHING, **said) -> Preview:
    return preview(ws, understood(*measures, **said), choices, file="sales.csv")


def row(shown: Preview, name: str) -> Row:
    return next(each for each in shown.rows if each.name == name)


# ---- where a measure goes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Net sales", "net sales (kr)", "Sales, total", "SALG", "Omsetning i kr", "Nettosalg"]
)
def test_a_column_goes_to_the_input_that_is_called_so_in_either_language(ws: Workspace, heading: str) -> None:
    with text.using("en"):
        uid = own_kpis.add_input(ws, "Net sales", key="net_sales", unit="currency")
    found = row(seen(ws, measure(heading, months(2025, 1, 2))), heading)
    assert found.into == Existing(uid)
    assert str(found.goes_to) == "Net sales"


def test_a_column_goes_to_the_short_name_of_the_kpi_that_is_an_input(ws: Workspace) -> None:
    uid = plain(ws, "Visitors in the shop", short_name="Footfall")
    assert row(seen(ws, measure("Footfall", months(2025, 1))), "Footfall").into == Existing(uid)


def test_what_a_calculated_kpi_reads_is_shown_with_it_and_answers_to_that(ws: Workspace) -> None:
    own_kpis.define(
        ws, name="Gross sales", formula="net + returns", inputs={"net": Combine.SUM, "returns": Combine.SUM}
    )
    found = row(seen(ws, measure("Gross sales: net", months(2025, 1))), "Gross sales: net")
    assert str(found.goes_to) == "Gross sales: net"
    calculated = row(seen(ws, measure("Gross sales", months(2025, 1))), "Gross sales")
    assert calculated.into is None
    assert str(calculated.note) == "“Gross sales” is calculated. Take what it is calculated from instead."


def test_months_go_to_the_monthly_input_of_two_that_are_called_the_same(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", key="a", frequency=Frequency.WEEK)
    monthly = own_kpis.add_input(ws, "Orders", key="b", frequency=Frequency.MONTH)
    shown = seen(ws, measure("Orders", months(2025, 1)))
    assert row(shown, "Orders").into == Existing(monthly)
    assert [str(note) for note in shown.notes] == [
        "Orders is also entered every week. The months go to Orders, which is entered every month."
    ]


def test_months_of_a_weekly_kpi_become_a_kpi_of_their_own(ws: Workspace) -> None:
    plain(ws, "Orders", frequency=Frequency.WEEK)
    shown = seen(ws, measure("Orders", months(2025, 1)))
    new = row(shown, "Orders").new
    assert new is not None
    assert (new.name, new.frequency) == ("Orders (month)", Frequency.MONTH)
    assert str(shown.notes[0]) == "Orders is entered every week. The months go to a KPI of their own."


def test_days_go_to_the_shortest_of_the_longer_rhythms(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", key="a", frequency=Frequency.MONTH)
    weekly = own_kpis.add_input(ws, "Orders", key="b", frequency=Frequency.WEEK)
    days = {f"2026-01-{n:02}": 1.0 for n in range(5, 19)}
    shown = seen(ws, measure("Orders", days))
    assert row(shown, "Orders").into == Existing(weekly)
    assert {period.key(): cell.file for period, cell in row(shown, "Orders").cells.items()} == {
        "2026-W02": 7, "2026-W03": 7,
    }  # fmt: skip


def test_two_inputs_that_answer_equally_well_are_asked_about(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", key="a")
    own_kpis.add_input(ws, "Orders", key="b")
    found = row(seen(ws, measure("Orders", months(2025, 1))), "Orders")
    assert found.into is None
    assert str(found.note) == "Both “Orders” and “Orders” match this name. Choose one."


def test_one_input_is_proposed_to_the_column_that_comes_nearest(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Net sales", key="net_sales")
    shown = seen(ws, measure("Total sales", months(2025, 1)), measure("Net sales", months(2025, 2)))
    assert row(shown, "Net sales").into == Existing(uid)
    assert row(shown, "Total sales").into != Existing(uid)
    both = Choices().going("total sales", Existing(uid))
    blocked = seen(ws, measure("Total sales", months(2025, 1)), measure("Net sales", months(2025, 2)), choices=both)
    assert blocked.blocked is None, "the other one gives way"
    twice = both.going("net sales", Existing(uid))
    blocked = seen(ws, measure("Total sales", months(2025, 1)), measure("Net sales", months(2025, 2)), choices=twice)
    assert str(blocked.blocked) == "Two columns go to “Net sales”. Choose another place for one of them."


def test_lengths_of_time_go_to_minutes_and_never_to_kroner(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Time", key="time", unit="minutes")
    shown = seen(ws, measure("Time", {"2026-01": 5700.0}, unit="seconds"))
    assert row(shown, "Time").cells[JANUARY].file == 95
    kroner = own_kpis.add_input(ws, "Cost", key="cost", unit="currency")
    choices = Choices().going("time", Existing(kroner))
    found = row(seen(ws, measure("Time", {"2026-01": 5700.0}, unit="seconds"), choices=choices), "Time")
    assert str(found.note) == "“Cost” is measured in kr, and these are durations."
    assert found.cells == {}
    fitting = offers(ws, measure("Time", {"2026-01": 1.0}, unit="seconds"))
    assert [offer.into for offer in fitting[:-2]] == [Existing(uid)]


def test_parts_that_add_up_take_numbers_and_their_total_does_not(ws: Workspace) -> None:
    total = own_kpis.add_input(ws, "Sales", key="sales")
    (bread,) = inputs.add_members(ws, total, ["Bread"])
    shown = seen(ws, measure("Sales: Bread", months(2025, 1)), measure("Bread", months(2025, 1)))
    assert row(shown, "Bread").into == Existing(bread) or row(shown, "Sales: Bread").into == Existing(bread)
    assert Existing(total) not in [offer.into for offer in offers(ws, measure("Sales", months(2025, 1)))]


def test_weeks_of_two_years_are_told_with_their_years() -> None:
    first, last = Period.parse("2025-W41"), Period.parse("2026-W47")
    assert str(words.span_words(Frequency.WEEK, first, last, 1)) == "Per week, week 41 2025 – week 47 2026"
    assert str(words.span_words(Frequency.WEEK, last.previous(), last, 1)) == "Per week, week 46–week 47"


# ---- a KPI to be made -----------------------------------------------------------------------------


def test_a_column_that_nothing_answers_to_is_proposed_as_a_kpi(ws: Workspace) -> None:
    people.add_person(ws, "Kari")
    shown = seen(ws, measure("Klager fra kunder", months(2025, 3, 4, 2)))
    found = row(shown, "Klager fra kunder")
    assert found.new is not None
    assert (found.new.unit, found.new.combine, found.new.direction, found.new.decimals, found.new.parked) == (
        "count", Combine.SUM, Direction.DECREASE, 0, False,
    )  # fmt: skip
    assert str(found.new_words) == (
        "Klager fra kunder becomes KPI no. 1 of at most 9. Unit count, every month, lower is better, owner Kari."
    )
    assert shown.total == 3


@pytest.mark.parametrize(("numbers", "better"), [((0, 0), "lower"), ((-853, 0), "higher"), ((-853, 20), "lower")])
def test_what_is_lost_told_as_less_than_nothing_is_better_the_higher(
    ws: Workspace, numbers: tuple[float, ...], better: str
) -> None:
    assert f"{better} is better" in str(
        row(seen(ws, measure("Refusjoner", months(2025, *numbers))), "Refusjoner").new_words
    )


@pytest.mark.parametrize(
    ("heading", "unit", "numbers", "right"),
    [
        ("Saldo (kr)", "", [1200.5, 1300.25], ("currency", Combine.LAST, 0)),
        ("Tusen kr", "currency", [1200000.0, 1300000.0], ("currency", Combine.SUM, 0)),
        ("Konvertering %", "", [1.25, 1.5], ("percent", Combine.MEAN, 2)),
        ("Snitt per kunde", "currency", [312.5, 318.25], ("currency", Combine.MEAN, 2)),
        ("Time on calls", "seconds", [7200.0, 9000.0], ("hours", Combine.SUM, 1)),
        ("Butikk Omsetning", "", [56191.64, 66000.5], ("currency", Combine.SUM, 0)),
        ("Kontantstrøm fra driften", "", [-874776.56, 124442.67], ("currency", Combine.SUM, 0)),
        ("Free cash flow", "", [-874.5, 1244.75], ("currency", Combine.SUM, 0)),
        ("Driftsresultat før avskrivninger", "", [-4567890.0, 3643215.0], ("currency", Combine.SUM, 0)),
        ("Orders delivered on time", "", [1204.0, 1211.0], ("count", Combine.SUM, 0)),
        ("Hours billed", "", [75.0, 80.0], ("hours", Combine.SUM, 1)),
        ("Lead time (days)", "days", [0.7, 1.2], ("days", Combine.MEAN, 1)),
        ("Store sales", "USD", [12500.5, 11000.25], ("USD", Combine.SUM, 0)),
        ("Sick days", "days", [4.0, 7.0], ("days", Combine.SUM, 0)),
        ("Antall inntekter", "", [5.0, 6.0], ("count", Combine.SUM, 0)),
        ("Sum timer", "hours", [75.0, 105.0], ("hours", Combine.SUM, 1)),
        ("Time per call", "seconds", [95.0, 130.0], ("minutes", Combine.SUM, 0)),
        ("Antall ansatte", "", [12.0, 13.0], ("count", Combine.LAST, 0)),
        ("Salgsinntekt, avgiftspliktig", "currency", [1200.0, 1300.0], ("currency", Combine.SUM, 0)),
        ("Salg kurs", "currency", [1200.0, 1300.0], ("currency", Combine.SUM, 0)),
        ("Avg rating", "", [4.5, 4.25], ("count", Combine.MEAN, 2)),
        ("eNPS", "", [31.0, 38.0], ("score", Combine.MEAN, 0)),
        ("Credit score", "", [31.0, 38.0], ("score", Combine.MEAN, 0)),
        ("Valutakurs EUR", "", [11.5, 11.25], ("count", Combine.MEAN, 2)),
        ("Beholdningsendring", "currency", [-1200.0, 1300.0], ("currency", Combine.SUM, 0)),
        ("Butikk", "", [158506.82, 188292.34, -89494.32, 237079.78, 138035.8, 87167.0], ("currency", Combine.SUM, 0)),
        ("Antall liter", "", [158506.82, 188292.34, 89494.32, 237079.78, 1035.8, 87167.0], ("count", Combine.SUM, 2)),
        ("Butikk", "", [158506.825, 188292.34, 89494.32, 237079.78, 1038.8, 87167.0], ("count", Combine.SUM, 2)),
    ],
)
def test_a_new_kpi_is_measured_as_its_name_and_numbers_say(
    ws: Workspace, heading: str, unit: str, numbers: list[float], right: tuple[str, Combine, int]
) -> None:
    new = row(seen(ws, measure(heading, months(2025, *numbers), unit=unit)), heading).new
    assert new is not None
    assert (new.unit, new.combine, new.decimals) == right
    assert new.name == ("Kr" if heading == "Tusen kr" else heading.partition(" (")[0])


@pytest.mark.parametrize(
    ("heading", "numbers", "rule"),
    [
        ("Antall kunder", [112, 64, 131, 90, 58, 140, 77, 101], Combine.SUM),
        ("Customers", [112, 64, 131, 90, 58, 140, 77, 101], Combine.SUM),
        ("Antall kunder", [412, 415, 414, 420, 421, 419, 430, 428], Combine.LAST),
        ("Antall kunder", [10, 14, 20, 29, 41, 60, 88, 120], Combine.LAST),
        ("Antall kunder", [112, 64, 131], Combine.LAST),
        ("Ansatte", [5, 3, 6, 2, 5, 4, 6, 3], Combine.SUM),
        ("Saldo (kr)", [1200, 90, 4000, 300, 2500, 100, 5000, 800], Combine.LAST),
    ],
)
def test_counts_that_jump_up_and_down_are_no_number_that_a_firm_has_at_the_end(
    ws: Workspace, heading: str, numbers: list[float], rule: Combine
) -> None:
    new = row(seen(ws, measure(heading, months(2025, *numbers))), heading).new
    assert new is not None and new.combine is rule


def test_the_tenth_kpi_comes_in_parked(ws: Workspace) -> None:
    for n in range(8):
        own_kpis.define(ws, name=f"K{n}")
    shown = seen(ws, measure("Klager", months(2025, 1)), measure("Avvik", months(2025, 1)))
    assert [each.new.parked for each in shown.rows if each.new] == [False, True]
    assert str(shown.rows[1].new_words) == (
        "Avvik is added as parked: you already follow 9 KPIs. Unit count, every month, lower is better, "
        "owner nobody yet."
    )


def test_of_many_columns_only_those_that_the_library_knows_become_kpis(ws: Workspace) -> None:
    many = [measure(name, months(2025, 1)) for name in ("Alfa", "Beta", "Gamma", "Delta", "Sykedager")]
    assert [each.name for each in seen(ws, *many).rows if each.into is not None] == ["Sykedager"]


# ---- what stands there ------------------------------------------------------------------------------


def test_numbers_are_new_the_same_or_changed_and_the_file_wins_over_ones_own(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Orders")
    entry.set_value(ws, uid, Period.parse("2025-01"), 1)
    entry.set_value(ws, uid, Period.parse("2025-02"), 5)
    shown = seen(ws, measure("Orders", months(2025, 1, 2, 3)))
    found = row(shown, "Orders")
    assert [cell.state for cell in found.cells.values()] == [State.SAME, State.CHANGED, State.NEW]
    assert (found.added, found.changed, found.same, shown.total, shown.in_file) == (1, 1, 1, 2, 3)
    (changed,) = shown.changed
    assert (changed.before, changed.file, changed.side, changed.who, changed.theirs) == (5, 2, Side.FILE, "Kari", False)
    assert [(str(count.words), count.n) for count in shown.counts] == [
        ("New", 1), ("Changed, the file’s numbers are used", 1), ("Same", 1),
    ]  # fmt: skip


def test_a_number_that_a_colleague_has_typed_stays_until_it_is_chosen(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Orders")
    with ws.editing.acting_for("Ola Nordmann"):
        entry.set_value(ws, uid, JANUARY, 28900)
    own = measure("Orders", months(2026, 31200, 5))
    shown = seen(ws, own)
    assert (shown.total, shown.changed[0].side, shown.changed[0].who) == (1, Side.MINE, "Ola Nordmann")
    assert ("Changed, Ola’s number stays", 1) in [(str(count.words), count.n) for count in shown.counts]
    place = shown.changed[0].place
    assert seen(ws, own, choices=Choices().siding(Side.FILE, cell=place)).total == 2
    assert seen(ws, own, choices=Choices().siding(Side.FILE, measure="orders")).total == 2
    everything = Choices().siding(Side.FILE)
    assert seen(ws, own, choices=everything).total == 2
    assert seen(ws, own, choices=everything.siding(Side.MINE, cell=place)).total == 1, (
        "the cell's own choice goes first"
    )


def test_the_file_wins_over_what_a_colleague_has_fetched(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Orders")
    with ws.editing.acting_for("Ola"):
        take(ws, compose.taking(seen(ws, measure("Orders", months(2026, 28900)))))
    shown = seen(ws, measure("Orders", months(2026, 31200)))
    assert (shown.changed[0].fetched, shown.changed[0].theirs, shown.total) == (True, False, 1)
    assert ws.series(uid) == {JANUARY: 28900}


# ---- what stands out ---------------------------------------------------------------------------------


def test_an_unusual_number_is_taken_as_it_stands_and_the_one_that_a_digit_explains_is_offered(
    ws: Workspace,
) -> None:
    own_kpis.add_input(ws, "Customers seen")
    history = [10100, 8400, 10200, 9050, 11800, 9300, 91870, 10150, 9950]
    own = measure("Customers seen", months(2025, *history))
    shown = seen(ws, own)
    (odd,) = [each for each in shown.unusual if each.value == 91870]
    assert odd.likely == 9187
    assert str(odd.words).endswith("Is it one digit too many?")
    assert shown.total == 9
    assert row(shown, "Customers seen").odd == {each.period for each in shown.unusual}
    corrected = seen(ws, own, choices=Choices().judging(odd.place, Unusual.CORRECTED))
    assert row(corrected, "Customers seen").cells[odd.period].file == 9187
    dropped = seen(ws, own, choices=Choices().judging(odd.place, Unusual.LEFT_OUT))
    assert (dropped.total, row(dropped, "Customers seen").cells[odd.period].state) == (8, State.LEFT_OUT)


def test_a_number_that_can_never_be_is_left_out_unless_a_digit_explains_it_and_that_is_chosen(ws: Workspace) -> None:
    plain(ws, "NPS", unit="score", combine=Combine.LAST)
    own = measure("NPS", months(2025, 62, 64, 61, 63, 66, 65, 650))
    shown = seen(ws, own)
    (odd,) = shown.unusual
    assert (odd.value, odd.likely, odd.impossible, odd.left_out, shown.total) == (650, 65, True, True, 6)
    assert str(odd.words).startswith("It is never above 100.")
    insisted = seen(ws, own, choices=Choices().judging(odd.place, Unusual.RIGHT))
    assert row(insisted, "NPS").cells[odd.period].state is State.LEFT_OUT
    corrected = seen(ws, own, choices=Choices().judging(odd.place, Unusual.CORRECTED))
    assert (corrected.total, row(corrected, "NPS").cells[odd.period].file) == (7, 65)
    assert not corrected.unusual[0].left_out


def test_growth_over_years_does_not_look_strange_at_its_beginning(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Members")
    wave = [1000 + 10 * n + (0, 25, -20, 40, -30, 15)[n % 6] for n in range(36)]
    assert seen(ws, measure("Members", months(2023, *wave))).unusual == ()


def test_nothing_is_corrected_where_no_single_digit_explains_it(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Customers seen")
    history = [10100, 9900, 10200, 10050, 9800, 10300, 61234]
    (odd,) = seen(ws, measure("Customers seen", months(2025, *history))).unusual
    assert odd.likely is None
    assert "Is this right?" in str(odd.words)


# ---- what is left out --------------------------------------------------------------------------------


def test_what_the_reading_left_out_and_what_the_edge_cuts_off_are_listed_and_can_be_taken(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", frequency=Frequency.MONTH)
    sums = LeftOut("totals", msg("Sum 2025"), msg("Sums of the months"), lines=(14, 27))
    days = measure("Orders", {f"2026-02-{n:02}": 1.0 for n in range(2, 29)})
    shown = seen(ws, days, left_out=[sums])
    assert [(str(each.what), str(each.why), str(each.extent)) for each in shown.left_out] == [
        ("Sum 2025", "Sums of the months", "2 rows"),
        ("February 2026", "Missing Sunday 1\u00a0February", "27 rows"),
    ]  # fmt: skip
    assert shown.total == 0
    taken = seen(ws, days, choices=Choices(take=frozenset({shown.left_out[1].key})))
    assert taken.total == 1
    assert taken.left_out == ()


def test_the_newest_number_shown_is_one_that_is_taken_and_no_week_that_the_file_cuts_off(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", frequency=Frequency.WEEK)
    shown = seen(ws, measure("Orders", {f"2026-02-{n:02}": 1.0 for n in range(2, 19)}))  # to a Wednesday
    found = row(shown, "Orders")
    assert (shown.newest, found.newest) == (Period.parse("2026-W07"), 7)
    assert [value for _period, value in found.line] == [7, 7]


def test_a_file_of_known_numbers_has_nothing_new(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders")
    own = measure("Orders", months(2025, 1, 2))
    take(ws, compose.taking(seen(ws, own)))
    again = seen(ws, own)
    assert again.nothing_new
    assert (again.total, again.in_file) == (0, 2)


def test_the_head_tells_what_the_file_holds_and_the_row_its_newest_number(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders", unit="currency")
    shown = seen(ws, measure("Orders", months(2025, *range(1, 15)), unit="currency", column=1))
    found = row(shown, "Orders")
    assert str(shown.span) == "Per month, January 2025–February 2026"
    assert (str(found.place), found.newest, str(found.newest_words)) == ("B · kr", 14, "sum for the month")
    assert shown.newest == Period.parse("2026-02")
    assert len(shown.periods) == len(found.line) == 14


# ---- taking it ---------------------------------------------------------------------------------------


def test_taking_is_one_change_with_new_kpis_and_one_undo(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Orders")
    entry.set_value(ws, uid, Period.parse("2025-01"), 9)
    before = len(ws.history.entries())
    taken = take(
        ws, compose.taking(seen(ws, measure("Orders", months(2025, 1, 2)), measure("Klager", months(2025, 3))))
    )
    assert (taken.written, str(taken.words)) == (3, "3 numbers imported from sales.csv")
    assert len(ws.history.entries()) == before + 1
    (made,) = taken.made
    ((_key, own),) = ws.get(Kpi, made).inputs
    assert ws.series(own) == {Period.parse("2025-01"): 3}
    assert list(ws.series(uid).values()) == [1, 2]
    assert [backup.reason for backup in ws.backups.listed()].count("import") == 1
    undone = ws.undo()
    assert undone is not None
    assert undone.skipped == 0  # the numbers of a KPI that goes with them are not left alone
    assert ws.series(uid) == {Period.parse("2025-01"): 9}
    assert [kpi.name for kpi in ws.all(Kpi)] == []
    assert [source.name for source in ws.all(Input)] == ["Orders"]


def test_what_a_colleague_changes_between_the_look_and_the_taking_stays(ws: Workspace) -> None:
    uid = own_kpis.add_input(ws, "Orders")
    looked = compose.taking(seen(ws, measure("Orders", months(2025, 1, 2))))
    with ws.editing.acting_for("Ola"):
        entry.set_value(ws, uid, Period.parse("2025-01"), 77)
    taken = take(ws, looked)
    assert taken.written == 1
    assert ws.series(uid) == {Period.parse("2025-01"): 77, Period.parse("2025-02"): 2}
    assert str(taken.stayed_words).startswith("1 number was changed by somebody else meanwhile and stays.")


def test_where_nothing_differs_nothing_is_stored_and_no_backup_made(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Orders")
    looked = compose.taking(seen(ws, measure("Orders", months(2025, 1))))
    take(ws, looked)
    entries, backups = len(ws.history.entries()), len(ws.backups.listed())
    assert take(ws, looked).written == 0
    assert (len(ws.history.entries()), len(ws.backups.listed())) == (entries, backups)


def test_a_name_that_another_kpi_has_blocks_the_taking(ws: Workspace) -> None:
    own_kpis.define(ws, name="Complaints")
    choices = Choices().going("klager", NewKpi("Complaints"))
    shown = seen(ws, measure("Klager", months(2025, 1)), choices=choices)
    assert str(shown.blocked) == "There is already a KPI named “Complaints”. Give the new one another name."


# ---- one of several tables -----------------------------------------------------------------------


def test_that_a_sheet_has_more_tables_than_the_one_that_is_taken_is_said_where_it_is_taken(ws: Workspace) -> None:
    weeks = "".join(f"2025-W{n:02};{n}\n" for n in range(1, 6))
    sheet = f"Month;Sales\n2025-01;1\n2025-02;2\n\nWeek;Visits\n{weeks}"
    shown = preview(ws, understand(book_of_text(sheet, "sales.csv"), Said(), Known(ws.today())))
    (said, *_others) = map(str, shown.notes)
    assert said == "The sheet has 2 tables. This one is used: Week and Visits, from row 5."


# ---- another currency ----------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "told"), [("currency", True), ("count", False)])
def test_amounts_in_another_currency_are_taken_as_they_stand_and_that_is_said(
    ws: Workspace, unit: str, told: bool
) -> None:
    plain(ws, "Sales abroad", unit=unit)
    shown = seen(ws, measure("Sales abroad", months(2025, 1, 2), unit=unit), currencies=frozenset({"NOK", "EUR"}))
    words = "The amounts in the file are in EUR. They are saved as they are, without conversion."
    assert (words in map(str, shown.notes)) is told


@given(st.lists(st.one_of(st.floats(-1e12, 1e12), st.integers(-9999, 9999).map(lambda n: n / 10)), min_size=1))
def test_the_decimals_of_a_new_kpi_are_those_that_its_numbers_need(values: list[float]) -> None:
    assert new_kpi._written_with(values) == min(2, max(map(fmt.fitting_decimals, values)))
