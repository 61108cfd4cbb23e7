"""The window: Qt widgets over the commands and reads of kpidesk.

What was decided, and why:

- No rule and no number is worked out here. Widgets read gestures, commands change, figures tell.
- One call performs commands, so that undo, errors and notifications have one place; no form writes by itself.
- Models take in what a change names, and reset only when they come to show something else: selection, scroll and an
  open editor stay where they are.
- A page that is hidden marks itself stale and reads anew when it is shown.
- Carrying a file to a slow share, printing and checking run in threads of their own; the window waits for nothing.
"""

import builtins

from ui.app.frame import late_signatures, quick_enums

quick_enums.use()  # before Qt has any made
with late_signatures.left():
    import PySide6.QtCore

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
"""Python's own import. PySide puts one before it that reads the source of every module that is loaded, for those that
ask for its renamed methods (``from __feature__ import snake_case``). None of ours does, and a start has three hundred.
"""
del builtins, late_signatures, quick_enums, PySide6
