"""Completion for zsh, from the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidesk.cli.describing.nodes import Node, kind, nodes
from kpidesk.cli.grammar.outline import Argument, Option, Outline

FILES = {"own": "_files -g '*.kpidesk(-.)'", "other": "_files"}


def zsh(program: Outline) -> str:
    """A script that zsh finds as ``_kpidesk`` in one of the folders of ``fpath``."""
    head = ["#compdef kpidesk kpidesk-cli", '# "kpidesk completion zsh" prints it.']
    functions = [line for each in nodes(program) for line in _function(each)]
    return "\n".join([*head, *functions, '_kpidesk "$@"']) + "\n"


def _function(node: Node) -> Iterator[str]:
    yield f"{_name(node.path)}() {{"
    if node.words:
        yield from _with_commands(node)
    else:
        yield "  _arguments -s \\"
        yield from (f"    {spec} \\" for spec in [*_options(node), *_places(node)])
        yield "    && return 0"
    yield "}"


def _with_commands(node: Node) -> Iterator[str]:
    """A first word that says what the others mean."""
    yield "  local curcontext=$curcontext state line ret=1"
    yield "  local -a commands=("
    yield from (f"    {_quoted(f'{word}:{words}')}" for word, words in node.words)
    yield "  )"
    yield "  _arguments -C -s \\"
    yield from (f"    {spec} \\" for spec in _options(node))
    yield "    '1: :->first' '*:: :->rest' && ret=0"
    yield "  case $state in"
    own = "" if node.path else f"; {FILES['own']} && ret=0"
    yield f"    first) _describe -t commands command commands && ret=0{own};;"
    yield "    rest) case $words[1] in"
    yield from (f"      {word}) {_name((*node.path, word))} && ret=0;;" for word, _words in node.words)
    yield "    esac;;"
    yield "  esac"
    yield "  return ret"


def _options(node: Node) -> Iterator[str]:
    for option in node.options:
        apart = f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
        value = f":{_bare(option.value)}:{_action(option)}" if option.value else ""
        for flag in option.flags:
            yield _quoted(f"{apart}{flag}[{_bare(option.words)}]{value}")


def _places(node: Node) -> Iterator[str]:
    for number, argument in enumerate(node.arguments, 1):
        place = "*" if argument.many else number
        yield _quoted(f"{place}:{_bare(argument.name)}:{_action(argument)}")


def _action(argument: Argument | Option) -> str:
    if argument.choices:
        return f"({' '.join(argument.choices)})"
    return FILES.get(kind(argument), " ")


def _name(path: tuple[str, ...]) -> str:
    return "_".join(("_kpidesk", *(re.sub(r"\W", "_", each) for each in path)))


def _bare(words: str) -> str:
    """Words without what means something in a specification."""
    return re.sub(r"([\\:\[\]])", r"\\\1", words.replace("\n", " "))


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "'\\''") + "'"
