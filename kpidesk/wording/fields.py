"""What every kind of row and every field of one is called, in the history, a merge and on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.domain.entities import (
    Agreement,
    Annotation,
    CheckIn,
    Company,
    Cycle,
    Definition,
    Department,
    Dismissal,
    Duty,
    Entity,
    Frozen,
    Initiative,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Person,
    ReviewNote,
    Shift,
    SlideNote,
    Source,
    Target,
)
from kpidesk.text import _, pgettext


def kind_word(kind: type[Entity] | None) -> str:
    """What a kind of row is called."""
    words: dict[type[Entity] | None, str] = {
        Objective: _("Objective"), KeyResult: _("Key result"), Initiative: _("Initiative"), CheckIn: _("Check-in"),
        Kpi: _("KPI"), Input: _("Number"), Target: _("Target"), Annotation: _("Note"), Person: _("Person"),
        Department: _("Department"), Company: _("Company"), Cycle: _("Quarter"), ReviewNote: _("Line of the review"),
        Shift: _("Natural limits"), Definition: _("Earlier definition"), Milestone: _("Milestone"),
        KeptReview: _("Review of a closed quarter"), Agreement: _("Agreement"), Dismissal: _("Advice put aside"),
        Duty: _("Responsibility"), Frozen: _("Result of a closed quarter"), Source: _("Source"),
        SlideNote: _("Presenter’s note"),
    }  # fmt: skip
    return words.get(kind, "")


def field_word(field: str) -> str:
    """What a cell is called."""
    for words in (_common, _of_goals, _of_kpis, _of_company, _of_the_rest):
        found = words().get(field)
        if found:
            return found
    return field


def _common() -> dict[str, str]:
    return {
        "title": _("Title"), "name": _("Name"), "position": pgettext("order", "Place"), "owner": _("Owner"),
        "department": _("Department"), "weight": _("Weight"), "kpi": _("KPI"), "description": _("Why"),
        "due": _("Due date"), "note": _("Note"), "value": _("Value"), "confidence": _("Confidence"), "day": _("Day"),
        "text": _("Text"), "unit": _("Unit"), "decimals": _("Decimals"), "parked": _("Parked"), "life": _("Exists"),
        "frequency": _("Frequency"), "short_name": _("Short name"), "cycle": _("Quarter"), "parent": _("Place"),
        "direction": _("Direction"), "order": pgettext("order", "Place"), "author": _("Who"),
        "definition": _("Definition"),
        "source": _("Source"), "about": _("About"), "start": _("Start"), "end": pgettext("field", "End"),
        "reason": _("Reason"),
        "key_result": _("Key result"), "kind": _("Measured as"), "person": _("Person"), "period": _("Period"),
        "status": _("Status"), "score": _("Score"), "node": _("About"), "icon": _("Icon"), "key": _("Short name"),
        "slide": _("Slide"),
    }  # fmt: skip


def _of_goals() -> dict[str, str]:
    return {
        "measure": _("Measure"), "done": _("Done"), "done_on": _("Done"), "goal": _("Target"), "span": _("Time span"),
        "grading": _("Score"), "calculation": _("Calculation"), "target": _("Target"), "low": _("Lowest"),
        "high": _("Highest"), "window": _("Reads"), "committed": _("Committed"),
        "late_result": _("Shows only at the end"), "grade": _("Score"), "grade_reason": _("Why this score"),
        "dropped": _("Dropped because"), "involved": _("Involved"), "carried": _("In the next quarter"),
        "carried_reason": _("Reason in the next quarter"), "carried_from": _("Carried forward from"),
        "reached_on": _("Reached"), "asked_on": _("Asked"), "agreed": _("Agrees"), "answered_on": _("Answered"),
        "decided_on": _("Decided"),
        "raw": _("Progress"),
    }  # fmt: skip


def _of_kpis() -> dict[str, str]:
    return {
        "combine": _("Adds up as"), "ratio": _("Is a share"), "dimension": _("Split by"), "member_of": _("Part of"),
        "members_add": _("Parts add up"), "opening": _("Opening balance"), "opening_period": _("Opening period"),
        "formula": _("Formula"), "inputs": _("Numbers"), "grace_days": _("Grace period (days)"),
        "counter_metric": _("Counter-metric"), "counter": _("Counter-metric"),
        "pitfall": _("How this number can fool you"), "library_id": _("From the library"),
        "base_start": _("Limits computed from"), "base_end": _("Limits computed to"),
        "range_min": _("Lowest possible"), "range_max": _("Highest possible"), "tracked_by": _("Followed by"),
        "customer_facing": _("About customers"), "indicator": _("Leading or lagging"), "sensitive": _("Sensitive"),
        "group": _("Head count"), "signal_rules": _("Rules for signals"), "until": _("Until"),
        "accepted": _("New limits"), "confirmed": pgettext("number", "Confirmed"), "action": _("Something we did"),
        "helped": _("Did it help?"), "fitted": _("Decimals as written"),
    }  # fmt: skip


def _of_company() -> dict[str, str]:
    return {
        "strategy": _("Strategy"), "strategy_years": _("Years of the strategy"), "language": _("Language"),
        "fiscal_year_start": _("Fiscal year starts in"),
        "named_from": _("Named by the fiscal year from"), "started_on": _("Started by hand"),
        "currency": _("Currency"), "people": _("Employees"),
        "silenced": _("Advice not wanted"), "cycle_length": _("Length of the goals"),
        "check_in_days": _("Days between check-ins"), "on_track_points": _("Limit for on track"),
        "at_risk_points": _("Limit for at risk"), "logo": _("Logo"),
    }  # fmt: skip


def _of_the_rest() -> dict[str, str]:
    return {
        "section": _("Part"), "packed": _("Pages"), "closed_on": _("Closed"),
        "started_on": _("Started by hand"), "reopened": _("Reopened because"),
        "file_kind": _("Kind of file"), "pattern": _("Name of the file"), "fingerprint": _("Known by its headings"),
        "recipe": _("How it is read"), "fetch": _("Last fetched"), "fetched_on": _("Last fetched"),
        "fetched_file": _("File"), "fetched_numbers": _("Numbers"),
    }  # fmt: skip


def cell_word(kind: type[Entity] | None, field: str) -> str:
    """What a cell of a kind of row is called."""
    return target_field(field) if kind is Target else field_word(field)


def cells_word(kind: type[Entity] | None, fields: Iterable[str]) -> str:
    """A kind of row and its cells: ``KPI · navn, enhet``; of a cell that is called as its kind, just the one word."""
    kinds = kind_word(kind)
    parts = [word for word in dict.fromkeys(cell_word(kind, field) for field in fields) if word != kinds]
    return " · ".join(filter(None, (kinds, ", ".join(map(lower, parts)))))


def lower(words: str) -> str:
    """Beginning small, but for what is written in capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def target_field(field: str) -> str:
    """What a cell of a target is called."""
    words = {
        "value": _("Target"), "high": _("Upper edge"), "red_flag": _("Red flag"), "red_high": _("Red flag above"),
        "path_from": _("Start value"), "season": _("Season"), "start": _("From"), "end": _("To"),
        "suggested": _("Suggested"),
    }  # fmt: skip
    return words.get(field) or field_word(field)
