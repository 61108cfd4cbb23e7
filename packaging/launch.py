"""Where the frozen program begins: the same door as ``python -m kpidesk``, with the stacks of a crash told.

``PYTHONFAULTHANDLER`` is not read by a frozen program, so the handler is set here. A program without a console has
no stderr to tell them on.
"""

from __future__ import annotations

import faulthandler
import sys

from kpidesk.__main__ import main

if sys.stderr is not None:
    faulthandler.enable()
sys.exit(main())
