"""What numbers go to, named as the window names it."""

from __future__ import annotations

from kpidesk.cli.names import LONGEST, Called, one_of, quoted
from kpidesk.commands import inputs
from kpidesk.domain.entities import Input, Kpi
from kpidesk.errors import NotFound
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.match import Here, here
from kpidesk.format import listed
from kpidesk.text import msg
from kpidesk.workspace import Workspace


def input_called(ws: Workspace, words: str) -> Input:
    """The input that is meant: by its key first, then by its name on screen or that of a KPI that shows it as it is.

    Raises ``NotFound`` with the nearest names, or, for a KPI that is calculated, with the names of its inputs.
    """
    by_key = next((each for each in ws.all(Input) if words.strip().casefold() == each.key.casefold()), None)
    if by_key is not None:
        return by_key
    place = here(ws)
    known = [
        Called(each.input.uid, str(each.words), tuple(filter(None, (each.input.name, *_kpis(ws, each.input)))),
               each.input.key)
        for each in place.known
    ]  # fmt: skip
    _refuse_calculated(place, words, {name for each in known for name in (each.name, *each.others)})
    none = msg("No input named “{name}”. Nothing was changed.", name=words.strip()[:LONGEST])
    return ws.get(Input, one_of(words, known, none, names.folded).uid)


def _kpis(ws: Workspace, source: Input) -> list[str]:
    """The names of the KPIs that show an input as it is."""
    shown = [kpi for kpi in ws.all(Kpi) if [uid for _name, uid in kpi.inputs] == [source.uid] and _is_plain(kpi)]
    return [name for kpi in shown for name in (kpi.name, kpi.short_name) if name]


def _is_plain(kpi: Kpi) -> bool:
    return kpi.formula.strip() in ("", *(name for name, _uid in kpi.inputs))


def _refuse_calculated(place: Here, words: str, taken: set[str]) -> None:
    """Say which inputs to enter instead, where the name is that of a KPI with a formula."""
    wanted = names.folded(words)
    kpi = place.calculated.get(wanted)
    if kpi is None or wanted in map(names.folded, taken):
        return
    read = [str(each.words) for each in place.known if each.input.uid in {uid for _name, uid in kpi.inputs}]
    raise NotFound(
        msg(
            "“{name}” is calculated. Enter its inputs instead: {names}. Nothing was changed.",
            name=words.strip()[:LONGEST], names=listed([quoted(each) for each in read], inputs.LONGEST_KEY),
        )
    )  # fmt: skip
