"""The tests that are run before a change lands, and not at every change.

A quarter of the tests takes as long as all the others: what goes through every page in every look, drives the program
from outside in a real window, opens several windows or programs, draws by chance, or kills over and over. What such a
test finds is mostly found by the small tests of its room as well, and sooner. So ``packaging/test.py`` leaves these
out, and takes less than five minutes on two cores; ``packaging/test.py --thorough`` runs them and nothing else, and
``.ci/run`` runs both. Each of them can be named, as any other: then it is run. Whoever works in a room of which much is
left out (imports, sharing, history, a real window) runs that as well, by its name.
"""

from __future__ import annotations

from itertools import chain

BY_WHAT_THEY_DO = {
    "drive a real window from outside": ("tests/hands",),
    "go through every page, dialog and command": (
        "tests/ui/screens",
        "tests/ui/selftest",
        *(
            f"tests/ui/base/test_keys_{each}.py"
            for each in ("borders", "dialogs", "focus", "gestures", "order", "returned", "roving", "visible")
        ),
        "tests/ui/parts/test_keys_typed.py",
        "tests/ui/app/test_style_passes.py",
        "tests/ui/help/test_help.py",
        "tests/cli/test_every_command.py",
        "tests/cli/test_truth.py",
    ),
    "bring windows, programs, copies and years together": (
        "tests/ui/history",
        "tests/ui/imports",
        "tests/ui/present",
        "tests/ui/sharing",
        *(
            f"tests/ui/app/test_{each}.py"
            for each in ("example", "failures", "faults", "second_window", "start", "windows")
        ),
        "tests/ui/base/test_waiting.py",
        "tests/ui/parts/test_notices.py",
    ),
    "hold thousands of goals and hundreds of KPIs": (
        "tests/ui/goals/test_many_goals.py",
        "tests/ui/overview/test_few_and_many_kpis.py",
        "tests/ui/overview/test_many_kpis.py",
        "tests/ui/review/test_many_goals.py",
    ),
    "draw by chance": (
        "tests/random",
        "tests/ui/goals/test_goal_gestures.py",
        "tests/figures/test_properties.py",
        "tests/exchange/tables/test_anything.py",
        "tests/exchange/accounts/test_any_accounts.py",
    ),
    "kill, corrupt, fill, encrypt and start programs, many times": (
        *(
            f"tests/store/test_{each}.py"
            for each in ("bars", "faults", "merging", "password", "password_faults", "values")
        ),
        "tests/hub/test_storm.py",
        "tests/hub/test_stuck.py",
        "tests/installing/test_user.py",
        "tests/journeys",
    ),
    "read whole papers, files and years": (
        *(
            f"tests/report/test_{each}.py"
            for each in ("kept", "manual", "sample", "single", "verapdf", "whole_numbers")
        ),
        "tests/ui/paper/test_printing_what_is_in_view.py",
        "tests/library/test_adding.py",
        "tests/library/test_in_use.py",
        "tests/exchange/export/test_round_trip.py",
        "tests/exchange/intake/test_files.py",
        "tests/exchange/tables/test_real_files.py",
        "tests/sample/test_on_any_day.py",
        "tests/figures/test_course.py",
        "tests/figures/test_long_gaps.py",
        "tests/commands/test_depth.py",
        "tests/commands/test_two_at_a_form.py",
    ),
}  # fmt: skip
"""Files and folders of tests, by what makes them long."""
THOROUGH = tuple(chain.from_iterable(BY_WHAT_THEY_DO.values()))
ALWAYS = ("tests/hands/test_first_start.py", "tests/hands/test_entry.py")
"""Of these folders what is run at every change all the same: that a real window opens, and takes what is typed."""
