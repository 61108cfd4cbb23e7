"""What a transaction changed, for those who show it."""

from __future__ import annotations

from dataclasses import field, fields

from kpidesk.domain.entities import Entity, Uid
from kpidesk.domain.period import Period
from kpidesk.records import record


@record
class Changes:
    """What a transaction changed. ``everything`` when it can't be told, or when others have made it: they may have
    changed what no row tells, such as who was right in a conflict.

    ``crossed`` counts the cells that somebody else had changed since they were seen: both values are kept, as a
    conflict.
    """

    added: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    changed: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    removed: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    fields: dict[Uid, set[str]] = field(default_factory=dict)
    measurements: dict[Uid, set[Period]] = field(default_factory=dict)
    everything: bool = False
    crossed: int = 0

    @property
    def entities(self) -> set[tuple[type[Entity], Uid]]:
        """Every row added, changed or removed."""
        return self.added | self.changed | self.removed

    @property
    def kinds(self) -> set[type[Entity]]:
        """The kinds of row concerned."""
        return {kind for kind, _uid in self.entities}

    def touch(self, kind: type[Entity], uid: Uid, before: Entity | None, after: Entity | None) -> None:
        """Note how one row differs."""
        if before is None and after is None:
            return
        if before is None or after is None:
            (self.added if before is None else self.removed).add((kind, uid))
            return
        names = {item.name for item in fields(kind) if getattr(before, item.name) != getattr(after, item.name)}
        if names:
            self.changed.add((kind, uid))
            self.fields.setdefault(uid, set()).update(names)
