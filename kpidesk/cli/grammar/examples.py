"""Examples of every command, in the language in force, and what the surroundings can say to each of them.

They go together as a story: the file of one is made by one before it, so that a test can run them all.
"""

from __future__ import annotations

from kpidesk.text import msg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.text import Message


class Example:
    """A line to be typed, and what it does."""

    __slots__ = ("_line", "_words")

    def __init__(self, line: Message, words: Message) -> None:
        self._line, self._words = line, words

    @property
    def line(self) -> str:
        """The line, with the names that the example company has in the language in force."""
        return str(self._line)

    @property
    def words(self) -> str:
        """What it does."""
        return str(self._words)


def examples_of(command: str) -> tuple[Example, ...]:
    """The examples of a command, ``kpi target``; of a word that commands begin with, those of the first of them."""
    known = EXAMPLES.get(command)
    if known is None:
        known = next((each for name, each in EXAMPLES.items() if name.startswith(f"{command} ")), ())
    return tuple(Example(line, words) for line, words in known)


EXAMPLES: dict[str, tuple[tuple[Message, Message], ...]] = {
    "": (
        (msg("kpidesk sample bakery.kpidesk --language en"), msg("make a file to look around in")),
        (msg("kpidesk bakery.kpidesk"), msg("open it in the window")),
        (msg("kpidesk show bakery.kpidesk"), msg("print its KPIs and goals")),
    ),
    "new": (
        (
            msg('kpidesk new salon.kpidesk --name "Cut and Co." --language en --template hair_salon'),
            msg("make a file for a hair salon, with KPIs and goals to begin with"),
        ),
    ),
    "sample": (
        (msg("kpidesk sample bakery.kpidesk --language en"), msg("make the example company as it would stand today")),
    ),
    "library": (
        (msg("kpidesk library sick leave"), msg("see what the library has on sick leave")),
        (msg("kpidesk library --json"), msg("print all of it, for a program")),
    ),
    "kpi define": (
        (
            msg(
                'kpidesk kpi define bakery.kpidesk --name "On time" --unit % --frequency monthly --direction increase '
                '--formula "100 * met / deliveries" --input met=sum --input deliveries=sum --target 95'
            ),
            msg("define a KPI that is calculated from two numbers"),
        ),
    ),
    "kpi add": (
        (
            msg("kpidesk kpi add bakery.kpidesk employee_turnover_12m"),
            msg("add a KPI from the library, with what it measures"),
        ),
    ),
    "kpi template": (
        (msg("kpidesk kpi template bakery.kpidesk general"), msg("add what the file lacks of a template")),
    ),
    "kpi target": (
        (msg('kpidesk kpi target bakery.kpidesk "Net sales"'), msg("see what it aims for")),
        (
            msg('kpidesk kpi target bakery.kpidesk "Net sales" --value 330000 --from 2027-Q1'),
            msg("set a target from a quarter on"),
        ),
        (
            msg('kpidesk kpi target bakery.kpidesk "New contracts" --year 2027 --value 52 --spread working-days'),
            msg("set a year’s figure, spread over its weeks"),
        ),
    ),
    "goal rename": (
        (
            msg('kpidesk goal rename bakery.kpidesk "A place where people want to stay" "A good place to work"'),
            msg("change a title"),
        ),
    ),
    "check-in": (
        (
            msg('kpidesk check-in bakery.kpidesk "Average sale" 4800 --confidence 7 --note "Catering helps"'),
            msg("check in on a key result"),
        ),
    ),
    "cycle start": ((msg("kpidesk cycle start bakery.kpidesk next"), msg("start the next cycle today")),),
    "close": (
        (msg("kpidesk close bakery.kpidesk previous --dry-run"), msg("see which scores the key results would get")),
        (msg("kpidesk close bakery.kpidesk previous --yes"), msg("close it without being asked")),
    ),
    "reopen": (
        (
            msg('kpidesk reopen bakery.kpidesk previous --reason "A number was wrong"'),
            msg("open it again, to correct something"),
        ),
    ),
    "set": (
        (msg('kpidesk set bakery.kpidesk "New contracts signed" 2026-W11 3'), msg("save the number of a week")),
        (msg('kpidesk set bakery.kpidesk returns 2026-W11 ""'), msg("make it blank again")),
    ),
    "import": (
        (msg("kpidesk import bakery.kpidesk sales.csv --dry-run"), msg("see what a file holds and would change")),
        (
            msg('kpidesk import bakery.kpidesk - --into "Gross sales" < sales.csv'),
            msg("import numbers from another program, without a file"),
        ),
    ),
    "inputs": ((msg("kpidesk inputs bakery.kpidesk"), msg("see what is measured, and under which names")),),
    "sources": ((msg("kpidesk sources bakery.kpidesk"), msg("see which files are remembered")),),
    "export": (
        (msg("kpidesk export bakery.kpidesk --output numbers.xlsx"), msg("write all numbers as a workbook")),
        (
            msg('kpidesk export bakery.kpidesk --kpi "Net sales" --from 2026-Q1 --format csv-en --output -'),
            msg("write the numbers of a KPI to standard output"),
        ),
    ),
    "show": (
        (msg('kpidesk show bakery.kpidesk --kpi "Net sales" --from 2026-09'), msg("see a KPI, period by period")),
        (msg("kpidesk show bakery.kpidesk --cycle previous"), msg("see the goals and numbers of the cycle before")),
        (msg("kpidesk show bakery.kpidesk --json"), msg("print everything, for a program")),
    ),
    "due": (
        (msg("kpidesk due bakery.kpidesk --within 3d"), msg("see what is waiting, and what comes in three days")),
        (msg("kpidesk due bakery.kpidesk --quiet"), msg("get only the exit code: 4 when something is waiting")),
    ),
    "review": (
        (
            msg("kpidesk review bakery.kpidesk --cycle current --output review.pdf"),
            msg("write the review of this cycle"),
        ),
        (
            msg("kpidesk review bakery.kpidesk --paper Slides --output slides.pdf"),
            msg("write the same as slides for a meeting"),
        ),
    ),
    "board": ((msg("kpidesk board bakery.kpidesk --output board.pdf"), msg("write one page for the wall")),),
    "kpi-sheet": (
        (
            msg('kpidesk kpi-sheet bakery.kpidesk --kpi "Net sales" --output sheet.pdf'),
            msg("write one page about a KPI"),
        ),
    ),
    "manual": (
        (msg("kpidesk manual --language en --output manual.pdf"), msg("write the manual, to be printed or sent on")),
    ),
    "history": ((msg("kpidesk history bakery.kpidesk --limit 5"), msg("see the five newest changes")),),
    "undo": (
        (msg("kpidesk undo bakery.kpidesk --dry-run"), msg("see what would be undone")),
        (msg("kpidesk undo bakery.kpidesk"), msg("undo the newest change")),
    ),
    "redo": ((msg("kpidesk redo bakery.kpidesk"), msg("redo it")),),
    "backup": (
        (msg("kpidesk backup bakery.kpidesk"), msg("make a backup on this machine")),
        (msg("kpidesk backup bakery.kpidesk --output copy.kpidesk"), msg("write a copy somewhere else")),
    ),
    "restore": (
        (msg("kpidesk restore bakery.kpidesk latest --dry-run"), msg("see what the newest backup would change")),
        (msg("kpidesk restore bakery.kpidesk latest --yes"), msg("go back to it, which can be undone")),
    ),
    "merge": (
        (msg("kpidesk merge bakery.kpidesk copy.kpidesk --dry-run"), msg("see what is new in a colleague’s copy")),
    ),
    "hub init": (
        (msg("kpidesk hub init"), msg("see what prepares a database")),
        (
            msg("kpidesk hub init postgresql://owner@db.firma.no/kpidesk --dry-run"),
            msg("see what would be run in a database"),
        ),
    ),
    "hub join": (
        (
            msg("kpidesk hub join bakery.kpidesk postgresql://ola@db.firma.no/kpidesk"),
            msg("share a file through a server, or get it from there where it is not here yet"),
        ),
    ),
    "hub status": ((msg("kpidesk hub status bakery.kpidesk"), msg("see which server a file is shared through")),),
    "hub sync": ((msg("kpidesk hub sync bakery.kpidesk"), msg("share what is new, both ways")),),
    "hub invite": (
        (
            msg("kpidesk hub invite bakery.kpidesk --user kari --output bakery.kpidesk-invitation"),
            msg("write an invitation, and let the user “kari” take part"),
        ),
    ),
    "hub pack": (
        (
            msg("kpidesk hub pack bakery.kpidesk postgresql://owner@db.firma.no/kpidesk"),
            msg("let single changes take less room there"),
        ),
    ),
    "hub leave": ((msg("kpidesk hub leave bakery.kpidesk"), msg("stop sharing; everything stays in the file")),),
    "company": (
        (
            msg("kpidesk company bakery.kpidesk --fiscal-year-start 2 --dry-run"),
            msg("see what a new fiscal year would move"),
        ),
    ),
    "password": (
        (msg("kpidesk password bakery.kpidesk"), msg("give the file a password, which is not shown as it is typed")),
    ),
    "check": ((msg("kpidesk check bakery.kpidesk"), msg("see whether every change matches its log")),),
    "doctor": (
        (msg("kpidesk doctor bakery.kpidesk"), msg("check this machine, and how the file’s folder behaves")),
        (msg("kpidesk doctor"), msg("check versions, locations, permissions and free space on this machine")),
    ),
    "install": (
        (msg("kpidesk install --user"), msg("add an icon to click, just for you")),
        (msg("kpidesk install --prefix package/usr"), msg("write the files of a package")),
    ),
    "uninstall": ((msg("kpidesk uninstall --json"), msg("remove all of it, and list what was removed")),),
    "completion": ((msg("kpidesk completion bash"), msg("print the script, to be kept where bash looks for it")),),
    "log": ((msg("kpidesk log --lines 5"), msg("see the newest five lines")),),
    "schema": ((msg("kpidesk schema show"), msg("see the form of what “show --json” prints")),),
}
"""By command: lines and what they do."""

VARIABLES: dict[str, Message] = {
    "KPIDESK_LANGUAGE": msg("nb or en: the language of everything that is said, whatever the file’s is"),
    "KPIDESK_AUTHOR": msg("the name that changes are signed with"),
    "KPIDESK_PASSWORD": msg("the password of a file that has one"),
    "KPIDESK_HUB_PASSWORD": msg("the password of the user on the team server"),
    "KPIDESK_NEW_PASSWORD": msg("the password that “password” sets"),
    "KPIDESK_HOME": msg("the folder for backups, working copies and the log"),
}
"""What the surroundings can say to every command."""
