"""A thing found in the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kpidesk.text import Message


class Weight(Enum):
    """What a finding asks for."""

    RIGHT = "right"
    LOOK = "look"
    KNOW = "know"

    @property
    def order(self) -> int:
        """Its place in the list."""
        return list(Weight).index(self)


@dataclass(frozen=True)
class Finding:
    """A sentence, its figures, and the place in the accounts; ``code`` names the kind of it to a program."""

    code: str
    weight: Weight
    head: Message
    about: Message
    where: Message | None = None

    def __str__(self) -> str:
        where = f" ({self.where})" if self.where is not None else ""
        return f"{self.head} {self.about}{where}"
