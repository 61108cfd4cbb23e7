"""What workers compile for each other before they collect: each its share, so that none does it all.

To rewrite the asserts of all test modules takes fifteen seconds of a core. Workers that begin at the same time with
the same files, in a checkout where nothing is compiled yet, would each do it.
"""

from __future__ import annotations

import compileall
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("kpidesk", "ui")


def compile_share(config: pytest.Config, worker: int, workers: int) -> None:
    """Compile what this one of the workers is to, where it isn't yet; what is missing each compiles by itself."""
    if sys.dont_write_bytecode:
        return
    for each in sorted(chosen(config))[worker::workers]:
        rewritten(config, each)
    for each in sorted(path for room in SOURCES for path in (ROOT / room).rglob("*.py"))[worker::workers]:
        compileall.compile_file(each, quiet=2)


def chosen(config: pytest.Config) -> Iterator[Path]:
    """The test modules of the folders and files that pytest is asked for."""
    for name in config.args:
        path = config.invocation_params.dir / name.partition("::")[0]
        yield from (path.rglob("test_*.py") if path.is_dir() else [path])


def rewritten(config: pytest.Config, source: Path) -> None:
    """Keep a module as pytest keeps what it has rewritten."""
    folder = rewrite.get_cache_dir(source)
    kept = folder / (source.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(source, kept) is None and rewrite.try_makedirs(folder):
        digest, code = rewrite._rewrite_test(source, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, kept)
