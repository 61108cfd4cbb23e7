"""What the round says of a KPI that stands out; loaded with the first chart, as it looks at the same things."""

from __future__ import annotations

import datetime as dt

from kpidesk.figures import KpiFigures
from kpidesk.round.attention import sentence_for
from kpidesk.text import _
from kpidesk.wording.kpi_facts import Speaker, signal_words
from kpidesk.wording.kpis import hidden_reason, latest_words, period_words, target_words
from kpidesk.workspace import Reads


def caption(department: str, owner: str) -> str:
    """``KPI · Økonomi · eier Kari Solberg``."""
    return " · ".join(each for each in (_("KPI"), department, _("owner {name}").format(name=owner) if owner else "")
                      if each)  # fmt: skip


def title(ws: Reads, figures: KpiFigures) -> str:
    """What stands out in one sentence: ``Nettosalg: ni uker på rad over snittet``."""
    name = figures.kpi.short_name or figures.kpi.name
    said = str(figures.sentence) if figures.flagged else sentence_for(ws, figures).partition(".")[0]
    if not said:
        return name
    said = said if said[1:2].isupper() else said[:1].lower() + said[1:]
    return f"{name}: {said.rstrip('.')}"


def body(figures: KpiFigures, today: dt.date, fiscal_start: int) -> str:
    """What the signal means, the latest number, and the target."""
    speaker = Speaker(today, fiscal_start)
    signal = signal_words(figures, speaker)
    parts = [signal.sentence] if signal is not None and signal.sentence else []
    if figures.masked is None and figures.latest is not None:
        period = period_words(figures.latest.period, today, fiscal_start)
        latest = _("The latest number is {value} ({period}).")
        if target := target_words(figures):
            latest = (
                _("The latest number is {value} ({period}); the target of {target} is a suggestion.")
                if figures.latest.suggested
                else _("The latest number is {value} ({period}), and the target is {target}.")
            )
        parts.append(latest.format(value=latest_words(figures), period=period, target=target))
    elif figures.masked is not None:
        parts.append(hidden_reason(figures))
    return " ".join(part for part in parts if part)
