"""Do the tests notice? Change one small thing in the code at a time, and see whether a test fails.

``python3 packaging/mutants.py [--room store|figures|domain] [--count N] [--seed S] [--only MODULE]`` plants a random
sample of mutants in a copy of the tree, never in the checkout, runs the tests that cover each, and prints those that
no test noticed with their place, and the score: the share of the mutants that was noticed. Mutants are small: another
comparison, another sign, a constant one larger, ``and`` for ``or``, ``None`` for what is returned, a statement left
out, a word of SQL exchanged.

Written here, not taken from a library: of those that are kept up, mutmut (BSD) has no random sample and begins by
running every test there is, and Cosmic Ray (MIT) changes the checkout itself; neither knows SQL.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import environment

ROOMS = {
    "domain": ("tests/domain", "tests/figures", "tests/viz"),
    "figures": ("tests/figures", "tests/viz", "tests/commands"),
    "store": ("tests/store", "tests/random/test_mutants.py"),
}
"""The tests that cover a room; those that name the module that is changed come first."""
LEFT_OUT = ("tests/store/test_bars.py",)
"""Minutes of kills and power cuts."""
COPIED = ("kpidesk", "ui", "resources", "tests", "packaging", "pyproject.toml", "README.md")
PATIENCE = 4
"""So many times what the untouched code takes, and a mutant counts as noticed: it hangs."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
SQL = (
    (" DESC", " ASC"), (" <> ", " = "), (" AND ", " OR "), (" OR ", " AND "), ("max(", "min("), ("min(", "max("),
    ("NOT IN", "IN"), ("IS NOT NULL", "IS NULL"), (" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > "),
    (" = 1", " = 0"), ("UNION ", "INTERSECT "), ("LEFT JOIN", "JOIN"),
)  # fmt: skip
SQL_WORDS = ("SELECT ", "UPDATE ", "DELETE ", "INSERT ", "WHERE ", "ORDER BY ", " BETWEEN ")


@dataclass(frozen=True)
class Mutant:
    """A stretch of a module, from byte ``start`` to ``end``, and what takes its place."""

    module: Path
    line: int
    start: int
    end: int
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}  {_short(self.was)}  →  {_short(self.now)}"

    def plant(self, tree: Path) -> None:
        """Change the copy of the module."""
        source = (tree / self.module).read_bytes()
        (tree / self.module).write_bytes(source[: self.start] + self.now.encode() + source[self.end :])


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 70 else f"{line[:69]}…"


# ---- finding them -----------------------------------------------------------------------------------


def mutants_of(root: Path, module: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    source = (root / module).read_bytes()
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    for node in _worth_changing(ast.parse(source)):
        start = offsets[node.lineno - 1] + node.col_offset
        end = offsets[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        was = source[start:end].decode()
        for now in _changed(node, was):
            yield Mutant(module, node.lineno, start, end, was, now)


def _worth_changing(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Expressions and statements that run: no annotations, no decorators, no documentation."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_said(child):
                continue
            if isinstance(child, ast.expr | ast.stmt) and hasattr(child, "lineno"):
                yield child
            yield from _worth_changing(child)


def _is_said(node: ast.AST) -> bool:
    """Tell whether a node only tells people or tools something."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    )


def _changed(node: ast.expr | ast.stmt, was: str) -> Iterator[str]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare(ops=[first, *_]) if type(first) in COMPARISONS:
            yield _rewritten(ast.Compare(node.left, [COMPARISONS[type(first)](), *node.ops[1:]], node.comparators))
        case ast.BinOp(op=sign) if type(sign) in SIGNS:
            yield _rewritten(ast.BinOp(node.left, SIGNS[type(sign)](), node.right))
        case ast.BoolOp(op=op):
            yield _rewritten(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield _rewritten(node.operand)
        case ast.Constant(value=bool()):
            yield str(not node.value)
        case ast.Constant(value=int() | float()):
            yield repr(node.value + 1)
        case ast.Constant(value=str()) if any(word in was for word in SQL_WORDS):
            yield from (was.replace(old, new, 1) for old, new in SQL if old in was)
        case ast.IfExp():
            yield _rewritten(ast.IfExp(node.test, node.orelse, node.body))
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return None"
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete() | ast.Continue() | ast.Break():
            yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"


def _rewritten(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


# ---- running the tests on them ----------------------------------------------------------------------


def tests_of(root: Path, room: str, module: Path) -> list[str]:
    """The test files of a room, those that name the module first."""
    files: list[Path] = []
    for place in ROOMS[room]:
        files += sorted((root / place).glob("test_*.py")) if (root / place).is_dir() else [root / place]
    names = [file.relative_to(root).as_posix() for file in files]
    near = {name: module.stem in name or module.stem in (root / name).read_text("utf-8") for name in names}
    return sorted((name for name in names if name not in LEFT_OUT), key=lambda name: not near[name])


def noticed(python: Path, tree: Path, tests: list[str], seconds: float) -> bool:
    """Run tests in the copy until one fails; tell whether one did, or none came to an end."""
    command = [str(python), "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *tests]
    ours = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    run = subprocess.Popen(
        [*command, f"--basetemp={tree.parent / 'made'}"], cwd=tree, env={**os.environ, **ours},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        return run.wait(seconds) != 0
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, 9)  # with the children of a test that hangs
        run.wait()
        return True


def copy_of(root: Path, folder: Path) -> Path:
    """A copy of the tree, with the shared cases beside it where there are some."""
    tree = folder / "tree"
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            tree.mkdir(exist_ok=True)
            shutil.copy(root / name, tree / name)
    if (root.parent / "shared").is_dir():
        (folder / "shared").symlink_to(root.parent / "shared", target_is_directory=True)
    return tree


def sample(root: Path, room: str, count: int, dice: random.Random, only: str) -> list[Mutant]:
    """Some mutants of a room, as many from each module as its share of all of them."""
    modules = sorted((root / "kpidesk" / room).rglob("*.py"))
    chosen = [module.relative_to(root) for module in modules if not only or module.stem == only]
    found = [mutant for module in chosen for mutant in mutants_of(root, module)]
    return dice.sample(found, min(count, len(found)))


def try_room(python: Path, room: str, options: argparse.Namespace) -> tuple[int, list[Mutant]]:
    """Plant a sample in a copy of the tree, one after the other; give how many there were and who survived."""
    planted = sample(environment.ROOT, room, options.count, random.Random(options.seed), options.only)
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = copy_of(environment.ROOT, Path(folder))
        start = time.monotonic()
        if planted and noticed(python, tree, tests_of(tree, room, planted[0].module), 3600):
            raise SystemExit(f"The tests of {room} fail without any mutant: mend that first.")
        seconds = PATIENCE * (time.monotonic() - start)
        for mutant in planted:
            whole = (tree / mutant.module).read_bytes()
            mutant.plant(tree)
            lives = not noticed(python, tree, tests_of(tree, room, mutant.module), seconds)
            (tree / mutant.module).write_bytes(whole)
            survivors += [mutant] if lives else []
            print(f"{'SURVIVED' if lives else 'noticed '}  {mutant}", flush=True)
    return len(planted), survivors


def main() -> int:
    """Try the rooms and print the score; 0 however many survive, for some mutants change nothing that matters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", choices=ROOMS, action="append")
    parser.add_argument("--count", type=int, default=20, help="mutants in each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="MODULE", help="mutants of this module alone, such as “fold”")
    options = parser.parse_args()
    python = environment.ensure("locked-test.txt", "[test]")
    if hasattr(os, "nice"):
        os.nice(10)
    told = {room: try_room(python, room, options) for room in options.room or ROOMS}
    for room, (planted, survivors) in told.items():
        share = 100 * (planted - len(survivors)) / planted if planted else 100.0
        print(f"{room}: {planted - len(survivors)} of {planted} noticed, {share:.0f} %")
        for mutant in survivors:
            print(f"  survived: {mutant}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
