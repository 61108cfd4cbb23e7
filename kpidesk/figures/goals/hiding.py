"""What is hidden of a KPI whatever has become of it: to delete one, or to put it aside, shows no number of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


def hides(ws: Reads, uid: Uid, periods: Iterable[Period]) -> bool:
    """Tell whether the number of a KPI is hidden in any of some periods, also of one that has been deleted."""
    kpi = ws.history.recall(Kpi, uid)
    if kpi is None or not kpi.sensitive:
        return False
    sheet = Sheet(kpi, load(ws, [kpi], ws.today()))
    return any(sheet.hides(period) is not None for period in periods)
