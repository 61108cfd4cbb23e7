"""Files as people have them, read to sheets of typed cells: text with marks between, workbooks, pasted tables.

Nothing is understood here: a cell is what stands in the file, a date where the file says that it is one, and a row
keeps the number that it has there. What a sheet means is told by ``kpidesk.exchange.tables``.
"""

from kpidesk.exchange.sheets.kinds import FileKind, what_is
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.read import book_of_text, read_book, read_stream
from kpidesk.exchange.sheets.refusals import NotSheets

__all__ = ["FileKind", "NotSheets", "Progress", "book_of_text", "read_book", "read_stream", "what_is"]
