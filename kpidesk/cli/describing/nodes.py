"""The command line as a shell sees it: what can stand behind the words that have been typed."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk.cli.grammar.outline import Argument, Command, Option, Outline
from kpidesk.records import record

OWN_FILES = {"file", "copy"}
"""What is meant by an argument that names a file of the program."""
OTHER_FILES = {"data", "part", "parts", "output", "xlsx", "backup", "folder", "prefix"}
"""What is meant by one that names any other file, or a folder."""


@record(frozen=True)
class Node:
    """The program, a word that commands begin with, or a command: ``path`` as ``("kpi", "target")``."""

    path: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    """The words that can follow, each with what it does."""
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...] = ()

    @property
    def at(self) -> str:
        """The path as the scripts keep it: ``/kpi/target``, nothing for the program."""
        return "".join(f"/{each}" for each in self.path)

    @property
    def files(self) -> str:
        """What files can stand among its words: those of the program, ``"other"`` ones too, or none."""
        kinds = {kind(each) for each in self.arguments}
        return "other" if "other" in kinds else "own" if "own" in kinds or not self.path else ""


def nodes(program: Outline) -> Iterator[Node]:
    """All of them, in the order of the help."""
    groups: dict[str, list[Command]] = {}
    for command in program.commands:
        groups.setdefault(command.name.split(" ")[0], []).append(command)
    yield Node((), tuple((name, _summary(name, under)) for name, under in groups.items()), program.options)
    for name, under in groups.items():
        if under[0].name != name:
            below = tuple((each.name.split(" ")[1], each.summary) for each in under)
            yield Node((name,), below, ())
        for each in under:
            yield Node(tuple(each.name.split(" ")), (), each.options, each.arguments)


def _summary(name: str, under: list[Command]) -> str:
    """What a command does; of a word that commands begin with, which words can follow."""
    return under[0].summary if under[0].name == name else ", ".join(each.name.split(" ")[1] for each in under)


def kind(argument: Argument | Option) -> str:
    """``"own"`` for a KPI Desk file, ``"other"`` for any other, else nothing."""
    return "own" if argument.meant in OWN_FILES else "other" if argument.meant in OTHER_FILES else ""
