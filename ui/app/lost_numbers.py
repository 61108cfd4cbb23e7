"""Numbers that no page shows, because they lie on periods that the company has not: said, and moved when asked.

They come with a merge, when a colleague enters a quarter while the fiscal year is being changed elsewhere, and
with files from other programs.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from kpidesk import format as fmt
from kpidesk.commands import entry, fiscal_year
from kpidesk.domain.entities import Company, Input, Uid
from kpidesk.domain.period import Period
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.base.session import Notice, Session


class LostNumbers(QObject):
    """Looks after an opening, and after changes that others have made or that concern the company."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._said = session, ""
        session.changed.connect(self._on_changed)

    def look(self) -> None:
        """Say where numbers lie that are not shown, and offer what can be done; take back what no longer holds."""
        found = fiscal_year.strays(self._session.ws)
        notice = self._about_many(found) if found.numbers else self._about_one(found) if found.stuck else None
        words = notice.text if notice is not None else ""
        if self._said and words != self._said:
            self._session.unsaid.emit(self._said)
        self._said = words
        if notice is not None:
            self._session.notice.emit(notice)

    def _on_changed(self, changes: Changes) -> None:
        start = self._session.ws.company.fiscal_year_start
        off = any(not period.on_grid(start) for periods in changes.measurements.values() for period in periods)
        if off or self._said or changes.everything or any(kind is Company for kind, _uid in changes.entities):
            self.look()

    def _about_many(self, found: fiscal_year.Moves) -> Notice:
        uid, places = next(iter(found.numbers.items()))
        words = ngettext(
            "{n} number is not shown, since it is on a period that the company doesn’t have: {name}, {period}.",
            "{n} numbers are not shown, since they are on periods that the company doesn’t have, such as "
            "{name}, {period}.",
            found.count,
        ).format(n=found.count, name=self._name(uid), period=self._told(min(places)))
        near = _("Move to {period}").format(period=self._told(places[min(places)]))
        action = near if found.count == 1 else _("Move them to the nearest")
        return Notice(words, action="" if self._session.ws.read_only else action, callback=self._move)

    def _about_one(self, found: fiscal_year.Moves) -> Notice:
        """A number whose nearest period has another one already: somebody must say which holds."""
        uid, stuck = next(iter(found.stuck.items()))
        self._stuck = uid, stuck[0]
        source = self._session.ws.get(Input, uid)
        value = self._session.ws.series(uid)[stuck[0]]
        written = fmt.not_applicable()
        if isinstance(value, float | int):
            written = fmt.with_unit(value, source.unit, source.decimals)
        words = _(
            "{name}, {period}: {value} is not shown, since the company doesn’t have that period, and the "
            "nearest already has a number."
        ).format(name=source.name, period=self._told(stuck[0]), value=written)
        return Notice(words, action="" if self._session.ws.read_only else _("Remove it"), callback=self._clear)

    def _name(self, uid: Uid) -> str:
        return self._session.ws.get(Input, uid).name

    def _told(self, period: Period) -> str:
        return fmt.period_name(period, self._session.ws.company.fiscal_year_start)

    def _move(self) -> None:
        self._session.perform(fiscal_year.move_strays)

    def _clear(self) -> None:
        self._session.perform(entry.clear, [self._stuck])
