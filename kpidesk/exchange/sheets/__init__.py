"""Files as people have them, read to sheets of typed cells: text with marks between, workbooks, pasted tables.

Nothing is understood here: a cell is what stands in the file, a date where the file says that it is one, and a row
keeps the number that it has there. What a sheet means is told by ``kpidesk.exchange.tables``.
"""
