"""``python -m kpidesk``: the headless door, and the only place that leads to the window."""

from __future__ import annotations

import sys

from kpidesk import cli


def open_window(path: str | None) -> int:
    """Open the window; Qt is loaded only here."""
    from ui.app import run

    return run(path)


def main() -> int:
    """Run what the command line asks for."""
    return cli.main(None, open_window)


if __name__ == "__main__":
    sys.exit(main())
