"""How often a bar is tried, and for how long at the most."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Budget:
    """So many rounds, ended early when the time is up; ``done`` tells how many there were."""

    rounds: int
    seconds: float = float("inf")
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def __iter__(self) -> Iterator[int]:
        while self.done < self.rounds and not self.over:
            yield self.done
            self.done += 1

    @property
    def over(self) -> bool:
        return time.monotonic() - self.started > self.seconds
