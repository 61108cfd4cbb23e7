"""Check what is installed without Python: ``python3 packaging/check_bundle.py [--take] [--quick] [--root] [--screen]``.

Builds the frozen program (``--take``: takes the one in ``dist``), and has it go through itself with nothing of this
machine's Python around it; measures it against the bars for size and for its start; makes the Debian package, and has
the program in that go through itself too. ``--root`` installs the package into a fresh Debian, uses it there, takes it
away again and looks for what has stayed. ``--screen`` goes through it on a real screen of X11 (Xvfb). ``--quick``
packs as fast as it can, and so measures no packed size.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import build
import environment
import fresh_root

MEGABYTE = 1_000_000
MOST_UNPACKED, MOST_PACKED = 200 * MEGABYTE, 60 * MEGABYTE
MOST_START, NOISE = 1.0, 0.12
"""A start may take so many times what it takes from the source; and by how much a machine that does something else
besides moves what is measured. One way to look is moved alone by chance (the quickest by a single lucky run, the
middle by a neighbour who works through half of the pairs): what is slower is slower in each, and only that fails. The
ratios are told in any case."""
PAIRS = 9
"""After the first, in which everything is compiled and read from the disk."""
QUIET, WINK = 0.4, 0.002
"""Seconds without work after which a program has started, and what is no work."""
PATIENCE = 600


class Report:
    """What was checked, and what did not hold."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def tell(self, name: str, words: str, holds: bool = True) -> None:
        """One line for each thing that was looked at."""
        print(f"{'ok    ' if holds else 'FAILED'} {name}: {words}", flush=True)
        if not holds:
            self.failed.append(name)


def bare(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who has no Python and has never run the program."""
    runtime = home / "runtime"
    runtime.mkdir(parents=True, mode=0o700, exist_ok=True)
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "TMPDIR": str(temporary), "PATH": "/usr/bin:/bin"}
    return {**own, "LANG": "C.UTF-8", "KPIDESK_LANGUAGE": "nb", **more}


def check_self_test(report: Report, name: str, command: Sequence[str], surroundings: dict[str, str]) -> None:
    """Have a program go through itself."""
    begun = time.monotonic()
    done = subprocess.run(
        [*command, "--self-test", "--json"], env=surroundings, capture_output=True, text=True, timeout=PATIENCE
    )
    try:
        told = json.loads(done.stdout)
    except ValueError:
        report.tell(name, f"it ends with {done.returncode} and says: {done.stdout}{done.stderr}"[-4000:], holds=False)
        return
    broken = [f"{each['step']} ({each['seen_text']})" for each in told["steps"] if each["state"] != "ok"]
    words = ", ".join(broken) or f"{len(told['steps'])} steps work, in {time.monotonic() - begun:.0f} s"
    report.tell(name, words, holds=done.returncode == 0 and told["frozen"] and not broken)


def check_folder(report: Report, program: Path) -> None:
    """The folder: its size, that it works alone, and that it leaves nothing where it was not asked to."""
    unpacked = build.size(program)
    report.tell(
        "unpacked", f"{unpacked / MEGABYTE:.0f} MB of {MOST_UNPACKED / MEGABYTE:.0f}", unpacked <= MOST_UNPACKED
    )
    ends = [path for path in program.rglob("*") if path.is_symlink() and not path.exists()]
    report.tell("links", f"{len(ends)} lead nowhere", not ends)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        check_self_test(report, "self-test of the folder", [str(program / "kpidesk")], bare(home))
        left = [path for path in home.rglob("*") if path.is_file()]
        report.tell("nothing left at home", ", ".join(map(str, left)) or "nothing", not left)
        check_commands(report, program, home)


def check_commands(report: Report, program: Path, home: Path) -> None:
    """The command line of the same program, whose commands are loaded by name."""
    file, paper = home / "bakeri.kpidesk", home / "gjennomgang.pdf"
    for words in (
        ("sample", str(file), "--as-told"),
        ("show", str(file), "--json"),
        ("review", str(file), "--cycle", "2026-Q1", "--output", str(paper)),
        ("check", str(file)),
    ):
        done = subprocess.run([str(program / "kpidesk-cli"), *words], env=bare(home), capture_output=True, text=True)
        report.tell(f"kpidesk-cli {words[0]}", done.stderr.strip() or "done", done.returncode == 0)


def check_screen(report: Report, program: Path) -> None:
    """On a screen of X11, where the plugin for it and all its libraries must be there."""
    screen = shutil.which("Xvfb")
    if screen is None:
        report.tell("on a screen", "left out: Xvfb is not installed")
        return
    read, write = os.pipe()
    server = subprocess.Popen([screen, "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told, tempfile.TemporaryDirectory() as place:
            surroundings = bare(Path(place), DISPLAY=f":{told.readline().strip()}", QT_QPA_PLATFORM="xcb")
            check_self_test(report, "self-test on a screen", [str(program / "kpidesk")], surroundings)
    finally:
        server.terminate()
        server.wait()


def check_start(report: Report, program: Path) -> None:
    """How long it takes until the window with a file has come to rest, frozen and from the source, in turns."""
    python = environment.python(environment.BUILD_FOLDER)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        file = home / "bakeri.kpidesk"
        subprocess.run([str(program / "kpidesk-cli"), "sample", str(file)], env=bare(home), check=True)
        ways = {"frozen": [str(program / "kpidesk")], "source": [str(python), "-m", "kpidesk"]}
        taken: dict[str, list[Start]] = {name: [] for name in ways}
        for turn in range(PAIRS + 1):
            for name in sorted(ways, reverse=bool(turn % 2)):
                taken[name].append(_settled([*ways[name], str(file)], bare(home, QT_QPA_PLATFORM="offscreen")))
    frozen, source = taken["frozen"][1:], taken["source"][1:]
    best = min(each.worked for each in frozen), min(each.worked for each in source)
    ratio = best[0] / best[1]
    words = f"{best[0]:.2f} s of the processor, from source {best[1]:.2f} s: {ratio:.2f} times"
    pairs = list(zip(frozen, source, strict=True))
    middle = statistics.median(one.worked / other.worked for one, other in pairs)
    waited = statistics.median(one.waited / other.waited for one, other in pairs)
    words = f"{words} (median of {PAIRS} pairs {middle:.2f}, by the clock {waited:.2f})"
    report.tell("start", words, min(ratio, middle, waited) <= MOST_START + NOISE)


class Start(NamedTuple):
    """Seconds of the processor, and by the clock, until a window has come to rest."""

    worked: float
    waited: float


def _settled(command: Sequence[str], surroundings: dict[str, str]) -> Start:
    """Start a window, and see when it has had nothing to do for a moment."""
    begun = time.monotonic()
    window = subprocess.Popen(
        command, env=surroundings, cwd=build.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    before, since = 0.0, begun
    try:
        while window.poll() is None:
            now = _processor_time(window.pid)
            if now > before + WINK or now < QUIET / 2:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET and _sleeps(window.pid):
                return Start(now, since - begun)
            time.sleep(0.02)
    finally:
        window.send_signal(signal.SIGKILL)
        window.wait()
    raise RuntimeError(f"{command[0]} has ended with {window.returncode}")


def _processor_time(pid: int) -> float:
    """The seconds that all threads have run for, to the nanosecond."""
    return sum(int(each.split()[0]) for each in _told(pid, "schedstat")) / 1e9


def _sleeps(pid: int) -> bool:
    """Tell whether every thread waits: a program that is only starved does not."""
    return all(each.rpartition(")")[2].split()[0] == "S" for each in _told(pid, "stat"))


def _told(pid: int, what: str) -> Iterator[str]:
    """What the kernel tells of each thread; one that ends while it is asked tells nothing any more."""
    for each in Path(f"/proc/{pid}/task").glob(f"*/{what}"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            yield each.read_text(encoding="utf-8")


def check_package(report: Report, *, quick: bool) -> Path:
    """The Debian package: what it says it needs, and that what it holds works where it lies."""
    package = build.make_deb(fast=quick)
    packed = build.size(package)
    if not quick:
        words = f"{packed / MEGABYTE:.1f} MB of {MOST_PACKED / MEGABYTE:.0f}"
        report.tell("package", words, packed <= MOST_PACKED)
    with tempfile.TemporaryDirectory() as place:
        inside = Path(place) / "inside"
        subprocess.run(["dpkg-deb", "--extract", str(package), str(inside)], check=True)
        command = [str(inside / "usr/bin/kpidesk")]
        check_self_test(report, "self-test of the package", command, bare(Path(place)))
    return package


def check_archive(report: Report) -> None:
    """The archive, and its size."""
    packed = build.size(build.make_tar())
    report.tell("packed", f"{packed / MEGABYTE:.1f} MB of {MOST_PACKED / MEGABYTE:.0f}", packed <= MOST_PACKED)


def check_root(report: Report, package: Path) -> None:
    """In a fresh Debian: installed, used, and taken away without a trace."""
    if reason := fresh_root.impossible():
        report.tell("fresh root", f"left out: {reason}")
        return
    with fresh_root.made() as root:
        before = root.files()
        root.install(package)
        said = root.run("kpidesk", "--self-test")
        report.tell("self-test in a fresh root", said.splitlines()[-1] if said else "", root.code == 0)
        root.purge("kpidesk")
        left = root.files() - before
        report.tell("taken away", ", ".join(sorted(left)) or "nothing has stayed", not left)


def steps(options: argparse.Namespace, report: Report) -> Iterator[Callable[[], object]]:
    """What is to be checked, in its order."""
    program = build.PROGRAM
    if not options.take:
        yield build.make_folder
    yield lambda: check_folder(report, program)
    yield lambda: check_start(report, program)
    if options.screen:
        yield lambda: check_screen(report, program)
    if not options.quick:
        yield lambda: check_archive(report)
    packages: list[Path] = []
    yield lambda: packages.append(check_package(report, quick=options.quick))
    if options.root:
        yield lambda: check_root(report, packages[0])
    else:
        yield lambda: report.tell("fresh root", "left out: it takes minutes and a mirror of Debian (--root does it)")


def main(arguments: list[str]) -> int:
    """Check; 0 when everything holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("take", "quick", "root", "screen"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args(arguments)
    report = Report()
    try:
        build.ensure_tools()
        for step in steps(options, report):
            begun = time.monotonic()
            step()
            print(f"       ({time.monotonic() - begun:.0f} s)", flush=True)
    except (build.BuildFailed, environment.SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"the bundle fails: {', '.join(report.failed)}" if report.failed else "the bundle is well")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
