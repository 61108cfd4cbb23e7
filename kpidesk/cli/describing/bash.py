"""Completion for bash, from the grammar."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from kpidesk.cli.describing.nodes import Node, kind, nodes
from kpidesk.cli.grammar.outline import Option, Outline

HEAD = """\
# bash completion for KPI Desk; "kpidesk completion bash" prints it.
_kpidesk_files() {
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        COMPREPLY+=("$file")
    done < <(compgen -d -- "$cur"; [[ $1 == own ]] && compgen -f -X '!*.kpidesk' -- "$cur" || compgen -f -- "$cur")
}
_kpidesk_words() {
    local word
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen -W "$1" -- "$cur")
}
_kpidesk() {
    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} at= word
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$at/$word" in"""
TAIL = """\
    esac
}
complete -F _kpidesk kpidesk kpidesk-cli"""


def bash(program: Outline) -> str:
    """A script that bash sources, or finds under share/bash-completion/completions."""
    known = list(nodes(program))
    return "\n".join([HEAD, *_ways(known), *_values(known), *_words(known), TAIL]) + "\n"


def _ways(known: list[Node]) -> Iterator[str]:
    """How the words that have been typed lead to a command."""
    for each in known:
        if each.path:
            yield f"            {shlex.quote(each.at)}) at={shlex.quote(each.at)};;"
    yield "        esac\n    done"


def _values(known: list[Node]) -> Iterator[str]:
    """What can follow upon an option that takes a value."""
    yield '    case "$at $before" in'
    for node in known:
        for option in node.options:
            if option.value:
                names = "|".join(shlex.quote(f"{node.at} {flag}") for flag in option.flags)
                yield f"        {names}) {_of(option)}return;;"
    yield "    esac"


def _of(option: Option) -> str:
    if option.choices:
        return f"_kpidesk_words {shlex.quote(' '.join(option.choices))}; "
    return f"_kpidesk_files {kind(option)}; " if kind(option) else ""


def _words(known: list[Node]) -> Iterator[str]:
    """What can stand at a place: commands, options, choices, and files where one is named."""
    yield '    case "$at" in'
    for node in known:
        words = [word for word, _help in node.words]
        words += [flag for option in node.options for flag in option.flags]
        words += [choice for argument in node.arguments for choice in argument.choices]
        files = f" [[ $cur == -* ]] || _kpidesk_files {node.files};" if node.files else ""
        yield f"        {shlex.quote(node.at)}) _kpidesk_words {shlex.quote(' '.join(words))};{files};"
