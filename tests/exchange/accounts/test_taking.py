"""Accounts into a file: the numbers, the KPIs that they switch on, a year of targets, and one undo for all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import entry, inputs, people
from kpidesk.commands import library as shelf
from kpidesk.commands.intake import accounts
from kpidesk.commands.intake.taking import Taken
from kpidesk.commands.targets import of_kpi
from kpidesk.domain.entities import Combine, Company, Input, Kpi, Source, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.accounts.choosing import Chosen, answers_for, held_against, news, taking
from kpidesk.exchange.accounts.kpis import Aim, Offer, offers
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from kpidesk.exchange.intake.sources import targets as targets_of_source
from kpidesk.figures import kpi_figures
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.exchange.accounts.saft_made import A, L, Made, V

NOW = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)
ACCOUNTS = [A("1460", "80000"), A("1500", "12500"), A("1920", "100000"), A("2000", "-172500"), A("2400", "-20000"),
            A("2700"), A("2710"), A("3000"), A("4300"), A("5000")]  # fmt: skip
EIGHT = [
    "gross_sales",
    "net_sales",
    "returns_count",
    "working_capital",
    "growth_prev_period",
    "ccc",
    "ocf_ratio",
    "aagr_3y",
]


def year(number: int = 2025, months: int = 12, size: int = 100_000) -> Made:
    """Every month sells more, buys 60 per cent of it, and is paid."""
    vouchers = []
    for n in range(1, months + 1):
        day, sold = f"{number}-{n:02}-15", size + 1000 * n
        vouchers += [
            V(f"{n}1", day, [L("1500", f"{sold * 5 // 4}", "K1"), L("3000", f"-{sold}"), L("2700", f"-{sold // 4}")]),
            V(
                f"{n}2",
                day,
                [L("4300", f"{sold * 3 // 5}"), L("2710", f"{sold * 3 // 20}"), L("2400", f"-{sold * 3 // 4}")],
            ),
            V(f"{n}3", day, [L("1920", f"{sold}"), L("1500", f"-{sold}", "K1")]),
            V(f"{n}4", day, [L("2400", f"{sold // 2}"), L("1920", f"-{sold // 2}")]),
        ]
    return Made(ACCOUNTS, vouchers, first=f"{number}-01-01", last=f"{number}-12-31", made_on=f"{number + 1}-02-01")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    with (
        text.using("nb"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", author="Kari", home=home, clock=lambda: NOW) as made,
        made.sharing.holding(),
    ):
        yield made


def read(folder: Path, *files: Made) -> AccountsReading:
    return read_accounts([made.write(folder / f"SAF-T {n}.xml") for n, made in enumerate(files)])


def take(ws: Workspace, reading: AccountsReading, chosen: Chosen | None = None) -> Taken:
    return accounts.take(ws, taking(ws, reading, offers(ws, reading), chosen or Chosen()))


def kpis(ws: Workspace) -> dict[str, Kpi]:
    return {kpi.library_id: kpi for kpi in ws.all(Kpi)}


def offer(found: tuple[Offer, ...], name: str) -> Offer:
    return next(each for each in found if each.kpi.id == name)


def test_a_year_gives_eight_kpis_with_their_values_or_what_they_need(ws: Workspace, tmp_path: Path) -> None:
    found = offers(ws, read(tmp_path, year()))
    assert [each.kpi.id for each in found] == EIGHT
    assert [len(each.values) for each in found] == [12, 12, 12, 12, 3, 4, 1, 0]
    assert [str(each.needs or "").replace("\xa0", " ") for each in found] == [
        "", "", "", "", "krever 4. kvartal 2024", "", "krever 4 kvartaler", "krever 3 år til",
    ]  # fmt: skip
    sold = [sum(100_000 + 1000 * (3 * q + n) for n in (1, 2, 3)) for q in range(4)]
    assert [value for _period, value in offer(found, "growth_prev_period").values] == pytest.approx(
        [100 * (now - before) / before for before, now in pairwise(sold)]
    )


def test_taking_a_year_adds_the_kpis_and_they_show_what_was_offered(ws: Workspace, tmp_path: Path) -> None:
    reading = read(tmp_path, year())
    found = offers(ws, reading)
    comparison = accounts.compare(ws, taking(ws, reading, found, Chosen()))
    taken = take(ws, reading)
    assert (comparison.changed, comparison.same, comparison.new) == (0, 0, taken.written)
    added = kpis(ws)
    assert added.keys() == set(EIGHT) - {"aagr_3y"}
    assert not any(kpi.parked for kpi in added.values())
    assert {kpi.grace_days for kpi in added.values()} == {20}, "the accountant has that long"
    for each in found:
        if each.kpi.id in added:
            shown = kpi_figures(ws, added[each.kpi.id], ws.today())
            assert {p: v for p, v in shown.known if p in dict(each.values)} == pytest.approx(dict(each.values))


def test_all_of_it_is_one_change_with_one_undo_and_a_backup_ahead_of_it(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()))
    assert [backup.reason for backup in ws.backups.listed()].count("import") == 1
    ws.undo()
    assert (list(ws.all(Kpi)), list(ws.all(Input)), list(ws.all(Target)), list(ws.all(Source))) == ([], [], [], [])


def test_taking_the_same_again_changes_nothing(ws: Workspace, tmp_path: Path) -> None:
    reading = read(tmp_path, year())
    written = take(ws, reading).written
    again = accounts.compare(ws, taking(ws, reading, offers(ws, reading), Chosen()))
    assert (again.taken, again.same) == (0, written)
    entries, backups = len(ws.history.entries()), len(ws.backups.listed())
    assert take(ws, reading, Chosen(remember=False)) == Taken(reading.files[0], 0)
    assert (len(ws.history.entries()), len(ws.backups.listed())) == (entries, backups)


def test_a_corrected_file_replaces_the_numbers(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()))
    corrected = read(tmp_path, year(size=200_000))
    assert accounts.compare(ws, taking(ws, corrected, offers(ws, corrected), Chosen())).new == 0
    take(ws, corrected)
    shown = kpi_figures(ws, kpis(ws)["net_sales"], ws.today())
    assert dict(shown.known)[Period.parse("2025-01")] == 201_000


def test_nine_are_followed_and_the_rest_lie_parked_with_their_numbers(ws: Workspace, tmp_path: Path) -> None:
    for n in range(8):
        own_kpis.define(ws, name=f"Egen {n}")
    take(ws, read(tmp_path, year()))
    assert [name for name, kpi in kpis(ws).items() if name and not kpi.parked] == ["working_capital"]
    parked = kpis(ws)["gross_sales"]
    assert len(kpi_figures(ws, parked, ws.today()).known) == 12


def test_what_is_followed_can_be_chosen(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()), Chosen(follow=dict.fromkeys(EIGHT, False) | {"ccc": True}))
    assert [name for name, kpi in kpis(ws).items() if not kpi.parked] == ["ccc"]


# ---- targets -------------------------------------------------------------------------------------


def goals(ws: Workspace, name: str) -> list[Target]:
    return list(of_kpi(ws, kpis(ws)[name].uid))


def test_a_year_of_targets_is_proposed_from_last_year(ws: Workspace, tmp_path: Path) -> None:
    found = offers(ws, read(tmp_path, year()))
    assert [each.proposed.value for each in found] == [
        "better",
        "better",
        "same",
        "same",
        "own",
        "better",
        "better",
        "none",
    ]
    words = [str(next(t.words for t in each.targets if t.aim is each.proposed)).replace("\xa0", " ") for each in found]
    assert words[:5] == ["i fjor + 5 %", "i fjor + 5 %", "høyst som i fjor", "som i fjor", "minst 0 %"]
    take(ws, read(tmp_path, year()))
    (season,) = goals(ws, "net_sales")
    assert dict(season.season) == {
        Period.parse(f"2026-{n:02}").code(): round((100_000 + 1000 * n) * 1.05) for n in range(1, 13)
    }
    assert (season.start, season.end, season.suggested) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31), False)
    (growth,) = goals(ws, "growth_prev_period")
    assert (growth.value, growth.start, growth.end) == (0.0, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    (capital,) = goals(ws, "working_capital")
    values = [value for _period, value in offer(found, "working_capital").values]
    assert (capital.value, capital.high) == (min(values), max(values))


@pytest.mark.parametrize(
    ("aim", "own", "value"), [(Aim.NONE, None, None), (Aim.OWN, 45.0, 45.0), (Aim.OWN, None, None)]
)
def test_another_aim_can_be_chosen(
    ws: Workspace, tmp_path: Path, aim: Aim, own: float | None, value: float | None
) -> None:
    take(ws, read(tmp_path, year()), Chosen(aims={"ccc": aim}, own={} if own is None else {"ccc": own}))
    assert [row.value for row in goals(ws, "ccc")] == ([] if value is None else [value])


def test_suggested_targets_judge_nothing_yet(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()), Chosen(suggested=True))
    assert all(row.suggested for name in ("net_sales", "ccc", "working_capital") for row in goals(ws, name))


# ---- inputs that are there -----------------------------------------------------------------------


def test_without_adding_only_inputs_that_are_there_get_numbers(ws: Workspace, tmp_path: Path) -> None:
    shelf.add(ws, "net_sales")
    taken = take(ws, read(tmp_path, year()), Chosen(add=False))
    assert (taken.written, list(kpis(ws))) == (12, ["net_sales"])


def test_a_kpi_that_is_there_is_not_added_again_and_gets_its_numbers(ws: Workspace, tmp_path: Path) -> None:
    shelf.add(ws, "ccc")
    (stock,) = [source for source in ws.all(Input) if source.key == "inventory"]
    assert stock.frequency is Frequency.QUARTER
    found = offers(ws, read(tmp_path, year()))
    assert offer(found, "ccc").known is not None and not offer(found, "ccc").follow
    take(ws, read(tmp_path, year()))
    assert [period.key() for period in ws.series(stock.uid)] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    opened = ws.get(Input, stock.uid)
    assert (opened.opening, opened.opening_period) == (80000.0, Period.parse("2024-Q4").code())
    assert list(kpis(ws)).count("ccc") == 1
    shown = kpi_figures(ws, kpis(ws)["ccc"], ws.today())
    assert dict(shown.known) == pytest.approx(dict(offer(found, "ccc").values))


def test_an_input_that_is_measured_by_the_week_is_left_alone(ws: Workspace, tmp_path: Path) -> None:
    weekly = own_kpis.add_input(
        ws, "Nettosalg", frequency=Frequency.WEEK, combine=Combine.SUM, unit="currency", key="net_sales"
    )
    entry.set_value(ws, weekly, Period.parse("2025-W10"), 17.0)
    take(ws, read(tmp_path, year()))
    assert dict(ws.series(weekly)) == {Period.parse("2025-W10"): 17.0}
    read_by = dict(kpis(ws)["net_sales"].inputs)["net_sales"]
    made = ws.get(Input, read_by)
    assert (made.frequency, made.name) == (Frequency.MONTH, "Nettosalg (måned)")
    assert len(ws.series(read_by)) == 12


def test_an_input_of_the_library_that_was_made_weekly_is_left_alone_too(ws: Workspace, tmp_path: Path) -> None:
    shelf.add(ws, "net_sales")
    ((_key, uid),) = kpis(ws)["net_sales"].inputs
    with ws.transaction(text.msg("weekly")) as change:
        change.set(Input, uid, frequency=Frequency.WEEK)
    take(ws, read(tmp_path, year()))
    assert not ws.series(uid)
    assert len(ws.series(dict(kpis(ws)["growth_prev_period"].inputs)["net_sales"])) == 12


def test_an_input_that_is_split_is_left_to_its_parts(ws: Workspace, tmp_path: Path) -> None:
    shelf.add(ws, "net_sales")
    ((_key, uid),) = kpis(ws)["net_sales"].inputs
    inputs.add_members(ws, uid, ["Kai 4", "Torget"], dimension="Butikk")
    take(ws, read(tmp_path, year()))
    assert not ws.series(uid)


def test_a_kpi_of_ones_own_with_the_name_of_one_stays_as_it_is(ws: Workspace, tmp_path: Path) -> None:
    own = own_kpis.define(ws, name="Arbeidskapital", unit="currency")
    take(ws, read(tmp_path, year()))
    assert "working_capital" not in kpis(ws)
    assert ws.get(Kpi, own).formula == ""


def test_an_opening_is_not_put_before_numbers_that_are_there(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()))
    (stock,) = [source for source in ws.all(Input) if source.key == "inventory"]
    assert stock.opening_period == Period.parse("2024-12").code()
    later = replace(year(2026, 2), accounts=[replace(a, opening="90000") if a.id == "1460" else a for a in ACCOUNTS])
    take(ws, read(tmp_path, later))
    assert ws.get(Input, stock.uid).opening == 80000.0


def test_four_years_give_a_yearly_growth(ws: Workspace, tmp_path: Path) -> None:
    reading = read(tmp_path, *(year(2022 + n, size=100_000 * (n + 1)) for n in range(4)))
    sold = [sum(100_000 * (n + 1) + 1000 * m for m in range(1, 13)) for n in range(4)]
    ((period, value),) = offer(offers(ws, reading), "aagr_3y").values
    rates = [100 * (now - before) / before for before, now in pairwise(sold)]
    assert (period.key(), value) == ("2025", pytest.approx(sum(rates) / 3))
    assert str(offer(offers(ws, read(tmp_path, year(), year(2024))), "aagr_3y").needs) == "krever 2 år til"


def test_what_is_in_the_file_already_is_not_asked_for_when_the_next_accounts_come(
    ws: Workspace, tmp_path: Path
) -> None:
    take(ws, read(tmp_path, year(2024)))
    found = offers(ws, read(tmp_path, year()))
    for name in ("growth_prev_period", "ocf_ratio"):
        first, _value = offer(found, name).values[0]
        assert first == Period.parse("2025-Q1") and offer(found, name).needs is None
    assert str(offer(found, "aagr_3y").needs) == "krever 2 år til"
    take(ws, read(tmp_path, year()))
    growth = offer(found, "growth_prev_period")
    assert growth.known is not None
    shown = {point.period: point.value for point in kpi_figures(ws, growth.known, ws.today()).points}
    assert all(shown[period] == pytest.approx(value) for period, value in growth.values)


def test_a_company_with_a_fiscal_year_of_its_own_has_quarters_of_its_own(ws: Workspace, tmp_path: Path) -> None:
    people.set_company(ws, fiscal_year_start=2)
    found = offer(offers(ws, read(tmp_path, year())), "growth_prev_period")
    assert [period.key(2) for period, _value in found.values] == ["2025-Q2", "2025-Q3"]


# ---- what is remembered --------------------------------------------------------------------------


def test_what_was_said_of_accounts_is_remembered_for_the_company(ws: Workspace, tmp_path: Path) -> None:
    kiosk = V("99", "2025-03-03", [L("1920", "500"), L("KIOSK", "-500")])
    made = replace(year(), vouchers=[*year().vouchers, kiosk])
    path = made.write(tmp_path / "SAF-T 2025.xml")
    take(ws, read_accounts([path], {"KIOSK": "30"}))
    assert answers_for(ws, made.orgnr) == {"KIOSK": "30"}
    assert answers_for(ws, "987654321") == {}
    (source,) = ws.all(Source)
    assert (source.name, source.fetched_on, source.fetched_file) == (
        "Regnskap, Fjord og Fjell AS",
        ws.today(),
        "SAF-T 2025.xml",
    )
    take(ws, read_accounts([path], {**answers_for(ws, made.orgnr), "KIOSK": "out"}))
    assert answers_for(ws, made.orgnr) == {"KIOSK": "out"}
    assert len(ws.all(Source)) == 1


def test_what_a_number_proposes_is_remembered_when_it_is_taken(ws: Workspace, tmp_path: Path) -> None:
    kiosk = V("99", "2025-03-03", [L("1920", "500"), L("30105", "-500")])
    take(ws, read(tmp_path, replace(year(), vouchers=[*year().vouchers, kiosk])))
    assert answers_for(ws, year().orgnr) == {"30105": "30"}


def test_what_a_new_file_would_bring_is_told_without_taking_it(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year(months=11)))
    newer = year().write(tmp_path / "SAF-T 2025-12.xml")
    assert news(ws, newer) == (accounts.compare(ws, taking(ws, read_accounts([newer]), (), Chosen())).taken,
                               Period.parse("2025-12"))  # fmt: skip
    assert news(ws, newer)[0] > 0


def test_accounts_of_another_company_than_before_are_told(ws: Workspace, tmp_path: Path) -> None:
    reading = read(tmp_path, year())
    assert held_against(ws, reading) == reading
    take(ws, reading)
    assert held_against(ws, reading) == reading
    other = held_against(ws, read(tmp_path, replace(year(), orgnr="987654321"))).findings[0]
    assert str(other.head) == "Dette er regnskapet til et annet foretak (987654321)."


def test_accounts_in_another_currency_than_the_companys_are_told(ws: Workspace, tmp_path: Path) -> None:
    reading = replace(read(tmp_path, year()), currencies=frozenset({"EUR"}))
    assert [str(each.head) for each in held_against(ws, reading).findings[:1]] == ["Regnskapet er ført i EUR."]
    with ws.transaction(text.msg("another currency")) as change:
        change.set(Company, ws.company.uid, currency="EUR")
    assert held_against(ws, reading) == reading


def test_the_source_tells_which_inputs_the_accounts_feed(ws: Workspace, tmp_path: Path) -> None:
    take(ws, read(tmp_path, year()))
    (source,) = ws.all(Source)
    told = targets_of_source(ws, source)
    assert {name for name, found in told.items() if found is not None} >= {"Nettosalg", "Varelager", "Kundefordringer"}
    assert all(found is None or found.name == name for name, found in told.items())


def test_no_target_is_proposed_for_a_year_that_is_over(ws: Workspace, tmp_path: Path) -> None:
    assert {each.proposed for each in offers(ws, read(tmp_path, year(2023)))} == {Aim.NONE}
    assert offer(offers(ws, read(tmp_path, year(2024))), "net_sales").proposed is Aim.NONE
