"""How long accounts of any size take, held against a bare pass of the parser, and that the memory does not grow:

    python tests/benchmarks/bench_accounts.py [megabytes, default 217]

The floor is expat with handlers that do nothing, over the same file in the same run; the memory is the most that Python
held at once while it read, for a fourth of the file and for all of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).parents[2]))

from kpidesk.exchange.accounts.elements import CHUNK
from kpidesk.exchange.accounts.reading import read_accounts
from tests.benchmarks.table import Row, against
from tests.exchange.accounts.saft_made import A, L, Made, V

MOST_RATIO = 4.0
"""Times the floor: what is summed, checked and told of each line costs about twice what parsing it does."""
MOST_BYTES_A_VOUCHER = 150
"""To find what is booked twice some bytes are kept of each voucher; nothing else grows with the file."""
MEGABYTE, SMALL = 1_000_000, 20
ACCOUNTS = [A(f"{1000 + n * 10}") for n in range(700)]


def vouchers(first: int, count: int) -> list[V]:
    """Sales of every day of a year, to three hundred customers."""
    found = []
    for n in range(first, first + count):
        day, size = f"2025-{n * 12 // (first + count) % 12 + 1:02}-{n % 28 + 1:02}", n % 9000 + 1
        lines = [
            L("1500", f"{size * 5}", f"K{n % 300}", document=f"{n}"),
            L("3000", f"-{size * 4}"),
            L("2700", f"-{size}"),
        ]
        found.append(V(f"{n}", day, lines))
    return found


def write(path: Path, megabytes: float) -> int:
    """Write accounts of about that size; gives the number of vouchers."""
    whole = Made(ACCOUNTS, vouchers(1, 1), totals=("0", "0", "0")).text()
    begin, end = whole.index("<Transaction>"), whole.index("</Journal>")
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(whole[:begin])
        while file.tell() < megabytes * MEGABYTE:
            part = Made(ACCOUNTS, vouchers(count + 1, 500)).text()
            file.write(part[part.index("<Transaction>") : part.index("</Journal>")])
            count += 500
        file.write(whole[end:])
    return count


def bare(path: Path) -> None:
    """The floor."""
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    parser.CharacterDataHandler = lambda _text: None
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def took(act: Callable[[], object], times: int) -> float:
    """Seconds, the fewest of so many times: what a busy machine adds is not ours."""
    found = []
    for _time in range(times):
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    return min(found)


def held(act: Callable[[], object]) -> int:
    """The most bytes that Python held at once."""
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def figures(folder: Path, megabytes: float) -> Iterator[tuple[str, float, float]]:
    """What was measured: a name, a figure and the most that it may be."""
    whole, part = folder / "whole.xml", folder / "part.xml"
    many, few = write(whole, megabytes), write(part, megabytes / 4)
    times = 3 if megabytes < SMALL else 1
    floor, ours = took(lambda: bare(whole), times), took(lambda: read_accounts([whole]), times)
    print(f"{whole.stat().st_size / MEGABYTE:.1f} MB, {many} vouchers: floor {floor:.2f} s, read in {ours:.2f} s")
    yield "times the floor", ours / floor, MOST_RATIO
    more = held(lambda: read_accounts([whole])) - held(lambda: read_accounts([part]))
    yield "bytes more for each voucher more", more / (many - few), MOST_BYTES_A_VOUCHER


def rows(_files: Path) -> Iterator[Row]:
    """What the table of everything says of accounts: a tenth of the largest file, read whole."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "accounts.xml"
        write(path, 20)
        yield Row("accounts of 20 MB (bare expat)", *against(lambda: bare(path), lambda: read_accounts([path]), 3), 4)


def main() -> None:
    """Print every figure; end with 1 where one is beyond its bar."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 217.0
    failed = False
    with tempfile.TemporaryDirectory() as place:
        for name, value, most in figures(Path(place), megabytes):
            print(f"{name:<40} {value:8.2f}   at most {most:g}")
            failed = failed or value > most
    sys.exit(failed)


if __name__ == "__main__":
    main()
