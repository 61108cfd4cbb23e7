"""Completion for fish, from the grammar."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk.cli.describing.nodes import Node, kind, nodes
from kpidesk.cli.grammar.outline import Option, Outline

HEAD = """\
# fish completion for KPI Desk; "kpidesk completion fish" prints it.
function __kpidesk_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        contains -- "$at/$word" $__kpidesk_commands; and set at "$at/$word"
    end
    test "$at" = "$argv[1]"
end"""


def fish(program: Outline) -> str:
    """A script that fish finds under share/fish/vendor_completions.d."""
    known = list(nodes(program))
    lines = [HEAD, f"set -g __kpidesk_commands {' '.join(_quoted(each.at) for each in known if each.path)}"]
    for name in ("kpidesk", "kpidesk-cli"):
        lines += [f"complete -c {name} -f", *(line for each in known for line in _lines(name, each))]
    return "\n".join(lines) + "\n"


def _lines(name: str, node: Node) -> Iterator[str]:
    here = f"complete -c {name} -n {_quoted(f'__kpidesk_at {_quoted(node.at)}')}"
    for word, words in node.words:
        yield f"{here} -a {word} -d {_quoted(words)}"
    for option in node.options:
        yield f"{here} {_names(option)}{_value(option)} -d {_quoted(option.words)}"
    for argument in node.arguments:
        if argument.choices:
            yield f"{here} -a {_quoted(' '.join(argument.choices))}"
    if node.files == "other":
        yield f"{here} -F"
    elif node.files:
        yield f"{here} -a '(__fish_complete_suffix .kpidesk)'"


def _names(option: Option) -> str:
    return " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags)


def _value(option: Option) -> str:
    if option.choices:
        return f" -x -a {_quoted(' '.join(option.choices))}"
    if option.value:
        return " -r -F" if kind(option) else " -x"
    return ""


def _quoted(words: str) -> str:
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"
