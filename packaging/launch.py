"""Where the frozen program begins: the same door as ``python -m kpidesk``, with the stacks of a crash told.

``PYTHONFAULTHANDLER`` is not read by a frozen program, so the handler is set here. A program without a console has
no stderr to tell them on.

The library of the charts loads all of Qt's OpenGL by name, and uses it where it is told to draw by it; this program
tells it nothing of the kind. So an empty module stands in for 9 MB.
"""

from __future__ import annotations

import faulthandler
import sys
from types import ModuleType

from kpidesk.__main__ import main

OPENGL = "PySide6.QtOpenGL"

sys.modules[OPENGL] = ModuleType(OPENGL)
if sys.stderr is not None:
    faulthandler.enable()
sys.exit(main())
