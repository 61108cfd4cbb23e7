"""What is said of a file that no numbers can be taken from: what it is, what to ask for, that nothing was changed."""

from __future__ import annotations

from kpidesk.errors import FileRefused
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.text import Message, msg


class NotSheets(FileRefused):
    """The file holds no table: ``what`` it is, and what to ``ask`` for. The message says both."""

    def __init__(self, what: Message, ask: Message, *, kind: FileKind = FileKind.BINARY, details: str = "") -> None:
        # Translators: two sentences: why a file can’t be read, and what to do
        super().__init__(msg("{what} {ask} Nothing was changed.", what=what, ask=ask), details=details)
        self.what, self.ask, self.kind = what, ask, kind


class TooLarge(NotSheets):
    """It unpacks into more than is read."""


def not_sheets(kind: FileKind, name: str) -> NotSheets:
    """The refusal of a file by what it is."""
    what, ask = _WORDS.get(kind, _unreadable)(name)
    return NotSheets(what, ask, kind=kind)


def missing(name: str) -> NotSheets:
    """The refusal of a file that is gone."""
    return NotSheets(
        msg("“{name}” is not there.", name=name), msg("It may have been moved or renamed; choose it again.")
    )


def unreadable(name: str, details: str) -> NotSheets:
    """The refusal of a file that the system does not let us read."""
    return NotSheets(
        msg("“{name}” can’t be read.", name=name),
        msg("It may be open in another program, or belong to somebody else; try a copy of it."),
        details=details,
    )


def damaged(name: str, details: str = "") -> NotSheets:
    """The refusal of a workbook that is cut off, or that its reader can make nothing of."""
    return NotSheets(
        msg("“{name}” is damaged or cut off and can’t be read.", name=name),
        msg("Open it in the program that it comes from and save it again, or fetch it once more."),
        details=details,
    )


def too_large(name: str) -> TooLarge:
    """The refusal of a workbook that unpacks into more than is read."""
    return TooLarge(
        msg("“{name}” holds far more than can be read.", name=name),
        msg("Save the sheet with the numbers as a workbook of its own, or as CSV."),
    )


def too_many_rows(name: str, most: int) -> NotSheets:
    """The refusal of a table with more rows than are read."""
    return NotSheets(
        msg("“{name}” has more than {most} rows.", name=name, most=most),
        msg("Add them up for each period first, or split the file."),
    )


def too_many_columns(name: str, most: int) -> NotSheets:
    """The refusal of a table with more columns than are read."""
    return NotSheets(
        msg("“{name}” has more than {most} columns.", name=name, most=most),
        msg("Save it with the columns that matter."),
    )


def far_cell(name: str, sheet: str, cell: str) -> NotSheets:
    """The refusal of a sheet with something far out, which makes all between it and the table be loaded."""
    return NotSheets(
        msg("“{name}” has something in cell {cell} of the sheet “{sheet}”, far from the rest.",
            name=name, sheet=sheet, cell=cell),
        msg("Delete those rows or columns, and save it again."),
    )  # fmt: skip


def wrong_letters(name: str, encoding: str) -> NotSheets:
    """The refusal of a way to read the letters that somebody chose."""
    return NotSheets(
        msg("The letters of “{name}” can’t be read as {encoding}.", name=name, encoding=encoding),
        msg("Choose another way to read them."),
    )


def _unreadable(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is not a kind of file that can be read.", name=name), msg("Ask for Excel or CSV.")


def _pdf(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” can’t be read.", name=name),
        msg("A PDF has no table to take numbers from. Ask for Excel or CSV."),
    )


def _image(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” can’t be read.", name=name),
        msg("A picture has no table to take numbers from. Ask for Excel or CSV."),
    )


def _locked(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is locked with a password.", name=name),
        msg("Save a copy without a password in Excel, and drop it here."),
    )


def _accounts(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is accounts in SAF-T, not a table.", name=name),
        msg("Import it as accounts."),
    )


def _cash_register(_name: str) -> tuple[Message, Message]:
    return (
        msg("This is SAF-T from the cash register, not from the accounts."),
        msg("Ask for “SAF-T Financial” in the accounting program."),
    )


def _workspace(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is a KPI Desk file.", name=name),
        msg("Open it, or choose “Merge a copy …” to bring in what it contains."),
    )


def _reply(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is a reply form from KPI Desk.", name=name),
        msg("Choose “Merge a copy …”, which shows what was filled in."),
    )


def _web_page(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is a web page without a table.", name=name),
        msg("Open it in Excel and save it as a workbook (.xlsx), or ask for CSV."),
    )


def _old_xml(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is a workbook in the XML form of Excel 2003.", name=name),
        msg("Open it in Excel and save it as a workbook (.xlsx)."),
    )


def _xml(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is XML, but not accounts in SAF-T.", name=name),
        msg("Ask for Excel, CSV or SAF-T Financial."),
    )


def _json(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is JSON, but not a list of numbers.", name=name), msg("Ask for Excel or CSV.")


def _numbers(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” comes from Numbers.", name=name),
        msg("Choose File → Export To → Excel there, and drop the new file here."),
    )


def _document(name: str) -> tuple[Message, Message]:
    return (
        msg("“{name}” is a text document.", name=name),
        msg("Copy the table in it and paste it here, or ask for Excel or CSV."),
    )


def _presentation(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is a presentation.", name=name), msg("Ask for Excel or CSV.")


def _email(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is an e-mail.", name=name), msg("Save what is attached to it, and drop that here.")


def _database(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is a database of another program.", name=name), msg("Ask for Excel or CSV.")


def _archive(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is a compressed folder.", name=name), msg(
        "Unpack it, and drop the file with the numbers here."
    )


def _empty(name: str) -> tuple[Message, Message]:
    return msg("“{name}” is empty.", name=name), msg("Fetch it once more, or choose another file.")


_WORDS = {
    FileKind.PDF: _pdf,
    FileKind.IMAGE: _image,
    FileKind.LOCKED: _locked,
    FileKind.ACCOUNTS: _accounts,
    FileKind.CASH_REGISTER: _cash_register,
    FileKind.WORKSPACE: _workspace,
    FileKind.REPLY: _reply,
    FileKind.HTML: _web_page,
    FileKind.SPREADSHEET_XML: _old_xml,
    FileKind.XML: _xml,
    FileKind.JSON: _json,
    FileKind.NUMBERS: _numbers,
    FileKind.DOCUMENT: _document,
    FileKind.PRESENTATION: _presentation,
    FileKind.EMAIL: _email,
    FileKind.DATABASE: _database,
    FileKind.ARCHIVE: _archive,
    FileKind.EMPTY: _empty,
}
