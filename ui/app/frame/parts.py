"""All that a window works with beyond its frame. It is loaded once the frame has been painted, in one go.

The store, the rules of the numbers and everything that reads a file come with it: nine tenths of the program.
"""

from __future__ import annotations

from kpidesk.workspace import Backup
from ui.app.frame.new_day import NewDay
from ui.app.frame.rarely import Rarely
from ui.app.frame.second_click import SecondClicks
from ui.app.frame.window_commands import WindowCommands
from ui.app.looking_back import LookingBack
from ui.app.lookout import Lookout
from ui.app.looks import Looks
from ui.app.places import Places, enter_pane
from ui.app.rail import Rail
from ui.app.status_line import StatusLine
from ui.base.session import Notice
from ui.base.waiting import waits
from ui.help.help import Help
from ui.parts.notice_pile import NoticePile
from ui.parts.roomy import roomy
from ui.sharing.files import Files
from ui.sharing.locking import Locking
from ui.sharing.merging import Merges
from ui.sharing.server.door import ServerDoor

__all__ = [
    "Backup",
    "Files",
    "Help",
    "Locking",
    "LookingBack",
    "Lookout",
    "Looks",
    "Merges",
    "NewDay",
    "Notice",
    "NoticePile",
    "Places",
    "Rail",
    "Rarely",
    "SecondClicks",
    "ServerDoor",
    "StatusLine",
    "WindowCommands",
    "enter_pane",
    "roomy",
    "waits",
]
