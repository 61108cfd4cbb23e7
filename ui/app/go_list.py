"""Everything one can go to or do from the “Go to” field, and what of it answers to some words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk import library
from kpidesk import text as language
from kpidesk.domain.entities import Input, KeyResult, Kpi, Objective
from kpidesk.figures.due_book import due_cells
from kpidesk.text import _
from ui.base import actions
from ui.base.session import Session

Index = QModelIndex | QPersistentModelIndex
MOST = 10
"""So many answers are shown."""
LEFT_OUT = ("recent", "go_to", "next_pane", "previous_pane")


@dataclass(frozen=True)
class Destination:
    """One thing to go to: a ``place`` with its ``argument``, or a ``command``. ``also`` is found, never shown."""

    words: str
    kind: str
    icon: str
    place: str = ""
    argument: object = None
    command: str = ""
    also: str = ""

    def rank(self, wanted: str) -> int | None:
        """How well it answers, 0 best; ``None`` when a word is not in it."""
        words, everything = self.words.casefold(), f"{self.words} {self.also}".casefold()
        parts = wanted.casefold().split()
        if not all(part in everything for part in parts):
            return None
        if words.startswith(" ".join(parts)):
            return 0
        return 1 if all(f" {part}" in f" {everything.replace('(', ' ')}" for part in parts) else 2


def destinations(session: Session, available: Collection[str]) -> list[Destination]:
    """Everything: KPIs, key results, objectives, places, numbers to enter, commands that can be done here."""
    return [*_kpis(session), *_goals(session), *_places(), *_due(session), *_commands(available)]


def _kpis(session: Session) -> Iterator[Destination]:
    """Those of the library are found by all its names for them as well, in both languages, as among the KPIs."""
    kpis = session.ws.all(Kpi)
    names = library.names_by_kpi() if any(kpi.library_id for kpi in kpis) else {}
    for kpi in kpis:
        also = " ".join((kpi.short_name, *names.get(kpi.library_id, ()), kpi.definition))
        yield Destination(kpi.name, _("KPI"), "chart-line", "kpi", kpi.uid, also=also)


def _goals(session: Session) -> Iterator[Destination]:
    cycle = session.cycle
    mine = [each for each in session.ws.all(Objective) if cycle is not None and each.cycle == cycle.uid]
    uids = {each.uid for each in mine}
    for result in session.ws.all(KeyResult):
        if result.parent in uids:
            yield Destination(result.title, _("Key result"), "key-round", "goals", result.uid)
    for objective in mine:
        yield Destination(objective.title, _("Objective"), "target", "goals", objective.uid)


def _places() -> Iterator[Destination]:
    foreign = _in_the_other_language()
    for place in actions.PLACES:
        name = f"go_{place}"
        words = actions.place_name(place)
        yield Destination(words, _("Place"), actions.ICONS[place], place, also=foreign[name])


def _due(session: Session) -> Iterator[Destination]:
    start, taken = session.ws.company.fiscal_year_start, set()
    for uid, period in due_cells(session.ws, session.today()):
        source = session.ws.find(Input, uid)
        if source is not None and uid not in taken:
            taken.add(uid)
            words = _("Enter {name}, {period}").format(name=source.name, period=fmt.period_name(period, start))
            yield Destination(words, _("Action"), "table-2", "entry", uid)


def _commands(available: Collection[str]) -> Iterator[Destination]:
    foreign, said = _in_the_other_language(), _also_called()
    for title, commands in actions.menus():
        menu = title.replace("&", "")  # what is said of a KPI need not say so again there
        for each in commands:
            wanted = not each.shown and each.name not in LEFT_OUT and not each.name.startswith("go_")
            if each.name in available and wanted:
                icon = each.icon or "arrow-right"
                yield Destination(each.text, _("Action"), icon, command=each.name,
                                  also=f"{foreign[each.name]} {menu} {said.get(each.name, '')}")  # fmt: skip


def _also_called() -> dict[str, str]:
    """What commands are asked for by who does not know their names: other programs have other words."""
    return {
        "present": _("presentation, slides, projector, meeting, board"),
        "send_copy": _("share, e-mail, mail, colleague"),
        "merge_copy": _("conflict copy, combine, Dropbox, OneDrive"),
        "password": _("lock, encrypt, secret"),
        "settings": _("name, language, theme, logo, employees, options, preferences"),
        "backups": _("restore, backup, recover"),
        "as_it_was": _("go back, date, earlier version"),
        "import_numbers": _("import, Excel, CSV, accounts, upload"),
        "export": _("Excel, CSV, download"),
        "calendar": _("reminder, Outlook, appointment, alarm"),
        "weekly_round": _("week, check-in, reminder"),
        "theme_dark": _("night, appearance, theme, black"),
        "theme_light": _("day, appearance, theme, white"),
        "text_larger": _("zoom, font size, letters"),
        "save_pdf": _("report, paper, print"),
        "own_kpi": _("new, define, formula"),
        "add_kpi": _("new, template, example"),
        "delete_kpi": _("remove"),
        "delete_goal": _("remove"),
        "team_server": _("share, together, network"),
        "check_file": _("damaged, repair, error"),
    }


def _in_the_other_language() -> dict[str, str]:
    """Every command's words in the language that is not spoken here: some know only those."""
    other = next(each for each in language.LANGUAGES if each != language.language())
    with language.using(other):
        return {each.name: each.text for _title, commands in actions.menus() for each in commands if each.name}


class GoList(QAbstractListModel):
    """The best answers to what has been typed."""

    def __init__(self, everything: list[Destination], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._everything = everything
        self.found: list[Destination] = []
        self.search("")

    def search(self, wanted: str) -> None:
        """Show what answers to some words; without words the first ones."""
        ranked = [
            (rank, place) for place, each in enumerate(self._everything) if (rank := each.rank(wanted)) is not None
        ]
        self.beginResetModel()
        self.found = [self._everything[place] for _rank, place in sorted(ranked)[:MOST]]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many answers."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: the words; for a screen reader also what kind of thing it is."""
        if not index.isValid():
            return None
        each = self.found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return each.words
        return f"{each.words}, {each.kind}" if role == Qt.ItemDataRole.AccessibleTextRole else None
