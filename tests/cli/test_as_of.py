"""As of a day at the command line, and what it says of numbers for periods that have not begun."""

from __future__ import annotations

from tests.cli.test_cli import Door, define, run

__all__ = ["run"]


def sales(run: Door, *months: str) -> None:
    define(run, "Sales", "--target", "100", unit="kr")
    for month in months:
        run("set", ..., "Sales", month, "100")


def test_a_quarter_seen_in_february_knows_nothing_of_march(run: Door) -> None:
    sales(run, "2026-01", "2026-02", "2026-03")
    (kpi,) = run("show", ..., "--frequency", "quarterly", "--as-of", "2026-02-15", "--json")["kpis"]
    (quarter,) = kpi["values"]
    assert (quarter["value"], quarter["target"], quarter["have"], quarter["of"]) == (200.0, 200.0, 2, 3)
    assert quarter["provisional"] is True and quarter["status"] == "on_track"
    (kpi,) = run("show", ..., "--as-of", "2026-02-15", "--json")["kpis"]
    assert [value["period"] for value in kpi["values"]] == ["2026-01", "2026-02"] and kpi["not_begun"] == []


def test_a_number_that_can_never_be_is_refused_with_where_that_is_changed(run: Door) -> None:
    define(run, "NPS", unit="score")
    said = run.refused("set", ..., "NPS", "2026-01", "650")
    assert "650" in said and "never above 100" in said and "highest possible value" in said
    assert run("show", ..., "--json")["kpis"][0]["values"] == []


def test_a_plan_is_listed_apart_as_of_today_and_not_at_all_as_of_an_earlier_day(run: Door) -> None:
    sales(run, "2020-01", "2190-03")
    (kpi,) = run("show", ..., "--json")["kpis"]
    assert kpi["not_begun"] == [{"period": "2190-03", "value": 100.0}]
    (kpi,) = run("show", ..., "--as-of", "2020-02-15", "--json")["kpis"]
    assert kpi["not_begun"] == []


def test_a_number_for_a_period_to_come_is_stored_with_a_sentence_and_shown_apart(run: Door) -> None:
    sales(run, "2020-01")
    said = run("set", ..., "Sales", "2190-01", "7")
    assert "January 2190 has not begun" in said and "kept" in said
    assert "has not begun" not in run("set", ..., "Sales", "2020-02", "7")
    assert "has not begun" not in run("set", ..., "Sales", "2190-01", "")
    run("set", ..., "Sales", "2190-02", "9")
    shown = run("show", ...)
    assert "Sales: februar 2020: 7" in shown
    assert "ikke begynt, teller ikke ennå: februar 2190: 9" in shown, "in the file’s language"


def test_an_import_says_which_numbers_do_not_count_yet(run: Door) -> None:
    define(run, "Sales", unit="kr")
    table = run.file.with_name("plan.csv")
    table.write_text("month;sales\n2020-09;105\n2190-11;5\n2190-12;6\n", encoding="utf-8")
    assert "Still to come (line 3 and 4) [--take coming]" in run("import", ..., table, "--into", "Sales", code=3)
    wanted = ["import", ..., table, "--into", "Sales", "--take", "coming"]
    assert "2 of the numbers are for periods that have not begun" in run(*wanted)
    again = run(*wanted, "--dry-run", "--json")
    assert again["not_begun"] == ["2190-11", "2190-12"]
    (kpi,) = run("show", ..., "--json")["kpis"]
    assert {value["period"]: value["value"] for value in kpi["values"]}["2020-09"] == 105.0
    assert not any(value["period"].startswith("2190") for value in kpi["values"])


def test_a_weighted_mean_without_a_weight_is_provisional(run: Door) -> None:
    define(run, "Answers", unit="count")
    define(run, "Grade", "--combine", "weighted_mean", "--weight", "Answers", unit="score")
    for month, grade, answers in (("01", 4, 10), ("02", 5, ""), ("03", 4, 10)):
        run("set", ..., "Grade", f"2020-{month}", grade)
        run("set", ..., "Answers", f"2020-{month}", answers)
    (kpi,) = run("show", ..., "--kpi", "Grade", "--frequency", "quarterly", "--as-of", "2020-06-01", "--json")["kpis"]
    (quarter,) = kpi["values"]
    assert (quarter["value"], quarter["provisional"], quarter["have"], quarter["of"]) == (4.0, True, 2, 3)


def test_a_suggested_target_is_listed_as_one_and_confirmed_by_one_command(run: Door) -> None:
    run("kpi", "add", ..., "nps")
    name = run("show", ..., "--json")["kpis"][0]["name"]
    (row,) = run("kpi", "target", ..., name, "--json")["targets"]
    assert row["suggested"] is True and "suggested" in run("kpi", "target", ..., name)
    assert "Nothing was changed" in run.refused("kpi", "target", ..., name, "--confirm", "--value", "3")
    (row,) = run("kpi", "target", ..., name, "--confirm", "--json")["targets"]
    assert row["suggested"] is False and "suggested" not in run("kpi", "target", ..., name)
    assert "no suggested target" in run.refused("kpi", "target", ..., name, "--confirm")


def test_a_lone_number_of_1900_is_listed_without_the_blank_days_since(run: Door) -> None:
    define(run, "Visits", "--frequency", "daily", unit="count")
    for day in ("1900-01-05", "2026-01-05", "2026-01-08"):
        run("set", ..., "Visits", day, "7")
    (kpi,) = run("show", ..., "--as-of", "2026-01-10", "--json")["kpis"]
    listed = {value["period"]: value["value"] for value in kpi["values"]}
    assert listed == {
        "1900-01-05": 7.0, "2026-01-05": 7.0, "2026-01-06": None, "2026-01-07": None, "2026-01-08": 7.0,
        "2026-01-09": None,
    }  # fmt: skip
    assert kpi["blanks_left_out"] == 46_020
    (kpi,) = run("show", ..., "--as-of", "2026-01-10", "--from", "2026-01-06", "--to", "2026-01-08", "--json")["kpis"]
    assert [value["period"] for value in kpi["values"]] == ["2026-01-06", "2026-01-07", "2026-01-08"]
    assert kpi["blanks_left_out"] == 0
