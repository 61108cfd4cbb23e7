"""The example company: what is written (``writer``), when it is told (``dating``), how far its goals have come
(``pace``).
"""

from kpidesk.sample.writer import today, write_sample

__all__ = ["today", "write_sample"]
