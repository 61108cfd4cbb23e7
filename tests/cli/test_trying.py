"""What is only tried is stored nowhere, and what ``show`` tells of a cycle and of a suggested target."""

from __future__ import annotations

import pytest

from kpidesk.cli.grammar.outline import outline
from kpidesk.domain.entities import KINDS
from kpidesk.workspace import HistoryFilter, Workspace
from tests.cli.test_cli import agreements, define, run

__all__ = ["run"]


def everything_of(file: str) -> object:
    """What a file holds, and its history."""
    with Workspace.open(file) as ws:
        return [ws.all(kind) for kind in KINDS], ws.history.trail(HistoryFilter()).more()


@pytest.mark.parametrize(
    ("words", "would"),
    [
        (("kpi", "add", ..., "net_sales"), "Would be added: Nettosalg."),
        (("kpi", "template", ..., "consultancy"), "Would be added: "),
        (("kpi", "define", ..., "--name", "Waste", "--unit", "kg", "--frequency", "monthly", "--direction", "decrease"),
         "The KPI “Waste” would be added."),
        (("kpi", "target", ..., "Visits", "--value", 40), "40"),
        (("goal", "rename", ..., "Agreements from 12 to 20", "Agreements"), "would be renamed “Agreements”."),
    ],
)  # fmt: skip
def test_what_is_only_tried_is_told_and_stored_nowhere(run, words, would):
    define(run, "Visits", unit="count")
    agreements(run)
    before = everything_of(run.file)
    told = run(*words, "--dry-run")
    assert would in told and told.endswith("Nothing was written.\n")
    assert run(*words, "--dry-run", "--json")["written"] is False
    assert everything_of(run.file) == before
    assert run(*words, "--json")["written"] is True
    assert everything_of(run.file) != before


def test_every_command_that_changes_what_is_in_a_file_can_be_tried():
    whole = {"new", "password", "backup"}  # make a file, or lock one
    flags = {each.name: {flag for option in each.options for flag in option.flags} for each in outline("en").commands}
    assert {name for name, known in flags.items() if "--author" in known and "--dry-run" not in known} == whole


def test_a_cycle_is_shown_with_its_own_periods_and_goals(run):
    define(run, "Visits", unit="count")
    for month in ("2025-12", "2026-01", "2026-03"):
        run("set", ..., "visits", month, 5)
    agreements(run)
    shown = run("show", ..., "--cycle", "previous", "--as-of", "2026-05-04", "--json")
    assert [each["period"] for each in shown["kpis"][0]["values"]] == ["2026-01", "2026-02", "2026-03"]
    assert [each["cycle"]["key"] for each in shown["objectives"]] == ["2026-Q1"]
    assert run("show", ..., "--cycle", "current", "--as-of", "2026-05-04", "--json")["objectives"] == []
    assert "a cycle, or --from" in run.refused("show", ..., "--cycle", "current", "--from", "2026-01")


def test_a_target_that_nobody_has_confirmed_is_a_suggestion_here_as_in_the_window(run):
    run("kpi", "add", ..., "web_lcp_p75")
    run("set", ..., "lcp_p75", "2026-01", 3)
    shown = run("show", ..., "--json")["kpis"][0]
    assert (shown["status"], shown["target_suggested"]) == ("no_target", True)
    assert "(Forslag)" in run("show", ...) and "Uten mål" not in run("show", ...)
