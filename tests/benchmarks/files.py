"""The files that the measurements are taken on, made anew from a seed:

    python tests/benchmarks/files.py FOLDER [NAME ...]

`sample` is the example company as it stands today, so that its goals run; `small` has 50 KPIs of 5 years of weeks;
`large` has 500 KPIs of 10 years of weeks; `goals` has 10 000 goals in the quarter that is running, and `lived` as many
that are in use. Numbers end last week, so that the newest cells wait.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from lived_goals import write_lived

from kpidesk.commands import cycles
from kpidesk.domain.entities import Department, Direction, Input, KeyResult, Kpi, Objective, Person, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

DEPARTMENTS = ("Sales", "Kitchen", "People", "Economy", "Web")


def write_numbers(path: Path, home: Home, *, kpis: int, years: int, today: dt.date, seed: int = 1) -> None:
    """A file with *kpis* KPIs of *years* of weeks each, ending last week: one in four is a ratio of two inputs."""
    dice = random.Random(seed)
    weeks = [Period.containing(today, Frequency.WEEK).previous(52 * years - i) for i in range(52 * years)]
    with Workspace.create(path, company="Bench", home=home) as ws, ws.transaction(msg("fill")) as change:
        people = [change.add(Person(new_uid(), name=f"Person {n}")) for n in range(8)]
        rooms = [change.add(Department(new_uid(), name=name, order=f"a{n}")) for n, name in enumerate(DEPARTMENTS)]
        for n in range(kpis):
            parts = 2 if n % 4 == 3 else 1
            inputs = tuple((f"k{n}_{part}", new_uid()) for part in range(parts))
            for part, (key, uid) in enumerate(inputs):
                mean, owner = 10 ** dice.uniform(0, 6), people[n % len(people)]
                name = f"Numbers of {n}.{part}"
                change.add(
                    Input(uid, key=key, name=name, frequency=Frequency.WEEK, order=f"a{n:04}{part + 1}", owner=owner)
                )
                change.measure_many(uid, [(week, round(dice.gauss(mean, mean / 9), 2)) for week in weeks])
            formula = " / ".join(key for key, _uid in inputs)
            kpi = Kpi(
                new_uid(),
                name=f"Figure {n} of {DEPARTMENTS[n % 5].lower()}",
                department=rooms[n % 5],
                frequency=Frequency.QUARTER if n % 9 == 8 else Frequency.WEEK,
                direction=Direction.DECREASE if n % 7 == 6 else Direction.INCREASE,
                formula=formula,
                inputs=inputs,
                owner=people[n % len(people)],
                order=f"a{n:04}1",
            )
            change.add(Target(new_uid(), kpi=change.add(kpi), value=round(mean, 2)))


def write_goals(path: Path, home: Home, *, tops: int = 20, middle: int = 20, leaves: int = 24) -> None:
    """A file with *tops* × *middle* × *leaves* key results and the objectives above them, in the running quarter."""
    with Workspace.create(path, company="Bench", home=home) as ws:
        cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
        with ws.transaction(msg("fill")) as change:
            for a in range(tops):
                top = change.add(Objective(new_uid(), None, f"a{a:04}1", f"Objective {a}", cycle=cycle))
                for b in range(middle):
                    below = change.add(Objective(new_uid(), top, f"a{b:04}1", f"Objective {a}.{b}"))
                    for c in range(leaves):
                        title = f"Result {a}.{b}.{c}"
                        change.add(KeyResult(new_uid(), below, f"a{c:04}1", title, start=0.0, target=10.0))


def writers(home: Home, today: dt.date) -> dict[str, Callable[[Path], object]]:
    """How each file is made, by its name."""
    return {
        "sample": lambda path: write_sample(path, "nb", home, today=today),
        "small": lambda path: write_numbers(path, home, kpis=50, years=5, today=today),
        "large": lambda path: write_numbers(path, home, kpis=500, years=10, today=today),
        "goals": lambda path: write_goals(path, home),
        "lived": lambda path: write_lived(path, home),
    }


def ensure(folder: Path, *names: str) -> dict[str, Path]:
    """The files of *names* (all when none is named) in *folder*, made where they are missing."""
    home = Home(folder / "home")
    made = {}
    for name, write in writers(home, dt.datetime.now().astimezone().date()).items():
        path = folder / f"{name}.kpidesk"
        if names and name not in names:
            continue
        if not path.exists():
            write(path)
        made[name] = path
    return made


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    for name, path in ensure(Path(sys.argv[1]), *sys.argv[2:]).items():
        print(f"{name:8} {path.stat().st_size / 1e6:7.1f} MB  {path}")
