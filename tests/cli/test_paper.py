"""The review, the board and the sheet of a KPI from the command line."""

from __future__ import annotations

import pikepdf
import pytest

from kpidesk.cli import main


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "sample.kpidesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPIDESK_HOME", str(path.parent / "home"))
        assert main(["sample", str(path), "--as-told"]) == 0
    return path


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (("board", "--cycle", "2026-Q1"), "Fjordbrød bakeri – Board Q1 2026"),
        (("kpi-sheet", "--kpi", "NPS (Net Promoter Score)"), "Fjordbrød bakeri – NPS (Net Promoter Score)"),
    ],
)
def test_one_page_is_written(sample, tmp_path, monkeypatch, capsys, command, title):
    monkeypatch.setenv("KPIDESK_HOME", str(sample.parent / "home"))
    out = tmp_path / "out.pdf"
    name, *rest = command
    assert main([name, str(sample), *rest, "--output", str(out), "--language", "en", "--as-of", "2026-03-16"]) == 0
    with pikepdf.open(out) as file:
        assert len(file.pages) == 1
        assert str(file.docinfo["/Title"]) == title
    assert "out.pdf" in capsys.readouterr().out


def test_only_the_chosen_parts_are_printed(sample, tmp_path, monkeypatch):
    monkeypatch.setenv("KPIDESK_HOME", str(sample.parent / "home"))
    out = tmp_path / "out.pdf"
    command = ["review", str(sample), "--cycle", "2026-Q1", "--output", str(out), "--as-of", "2026-03-16"]
    assert main([*command, "--language", "en", "--sections", "summary", "appendix"]) == 0
    with pikepdf.open(out) as file, file.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Quarterly review", "Summary", "Appendix: the numbers"]


def test_the_review_comes_as_slides_and_the_board_does_not(sample, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KPIDESK_HOME", str(sample.parent / "home"))
    out = tmp_path / "out.pdf"
    command = ["review", str(sample), "--cycle", "2026-Q1", "--output", str(out), "--as-of", "2026-03-16"]
    assert main([*command, "--language", "en", "--paper", "Slides"]) == 0
    with pikepdf.open(out) as file, file.open_outline() as outline:
        assert {tuple(float(edge) for edge in page.mediabox) for page in file.pages} == {(0.0, 0.0, 960.0, 540.0)}
        titles = [item.title for item in outline.root]
        assert (titles[:2], titles[-1]) == (["Quarterly review", "Summary"], "Decisions")
    board = ["board", str(sample), "--cycle", "2026-Q1", "--output", str(out), "--paper", "Slides"]
    assert main(board) == 2
    assert "Slides" in capsys.readouterr().err


def test_a_kpi_that_is_not_there_is_said_so(sample, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KPIDESK_HOME", str(sample.parent / "home"))
    out = tmp_path / "out.pdf"
    assert main(["kpi-sheet", str(sample), "--kpi", "Umulig", "--output", str(out)]) == 1
    assert "Umulig" in capsys.readouterr().err
    assert not out.exists()


def test_the_numbers_come_as_a_workbook(sample, tmp_path, monkeypatch, capsys):
    from openpyxl import load_workbook

    monkeypatch.setenv("KPIDESK_HOME", str(sample.parent / "home"))
    out = tmp_path / "out.xlsx"
    command = ["review", str(sample), "--cycle", "2026-Q1", "--as-of", "2026-03-16", "--language", "en"]
    assert main([*command, "--xlsx", str(out)]) == 0
    assert "Weekly numbers" in load_workbook(out).sheetnames
    assert main(command) == 1
    assert "--output" in capsys.readouterr().err


def test_the_manual_needs_no_file_and_speaks_the_language_asked_for(tmp_path, monkeypatch, capsys):
    """Its outline has the parts, and in each of them its chapters."""
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    out = tmp_path / "manual.pdf"
    assert main(["manual", "--language", "nb", "--paper", "Letter", "--output", str(out)]) == 0
    assert "manual.pdf" in capsys.readouterr().out
    with pikepdf.open(out) as file, file.open_outline() as outline:
        assert file.Root.Lang == "nb"
        assert [float(each) for each in file.pages[0].MediaBox] == [0, 0, 612, 792]
        parts = {item.title: [under.title for under in item.children] for item in outline.root}
        assert parts["Hva er dette?"][0] == "Hva er en KPI?"
        assert "Når noe går galt" in parts["Dele og ta vare på"]
