"""The file itself: tags, fonts, language, determinism, and how it is put in place."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest

from kpidesk import disk, text
from kpidesk.errors import StorageFault
from kpidesk.report import pdf
from kpidesk.report.model import KpiSheet


@pytest.fixture(scope="module")
def review(reviewed):
    return reviewed("nb", 7, mixed=True)


@pytest.fixture(scope="module")
def data(review):
    return pdf.build(review)


@pytest.fixture
def english():
    with text.using("en"):
        yield


@pytest.fixture
def opened(data):
    with pikepdf.open(io.BytesIO(data)) as file:
        yield file


def test_the_same_review_gives_the_same_bytes(review, data):
    assert pdf.build(review) == data


def test_the_bytes_do_not_depend_on_the_process(review, data, factory, tmp_path):
    code = (
        "import sys, hashlib, importlib.util\n"
        f"spec = importlib.util.spec_from_file_location('f', {factory.__file__!r})\n"
        "f = importlib.util.module_from_spec(spec); sys.modules['f'] = f; spec.loader.exec_module(f)\n"
        "from kpidesk import text\n"
        "from kpidesk.report import compose, pdf\n"
        "with text.using('nb'):\n"
        "    review = compose.review_of(f.material(7, mixed=True))\n"
        "sys.stdout.buffer.write(pdf.build(review))\n"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=_env(12345)).stdout
    assert other == data


def _env(seed):
    import os
    from pathlib import Path

    return {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parents[2])}


def test_builds_in_many_threads_do_not_disturb_each_other(review, data):
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda _n: pdf.build(review), range(6)))
    assert all(one == data for one in built)


def test_every_font_is_embedded_and_ours(opened):
    fonts = {}
    for page in opened.pages:
        for font in page.Resources.get("/Font", {}).values():
            fonts[str(font.BaseFont)] = "/FontFile2" in font.FontDescriptor
    assert fonts
    assert all(fonts.values())
    assert all("SourceSans3" in name for name in fonts)


def test_it_says_what_it_is(opened):
    root = opened.Root
    assert str(root.Lang) == "nb"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.docinfo["/Title"]) == "Fjordlys Kaffebrenneri AS – Kvartalsgjennomgang 3. kvartal 2026"
    with opened.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == str(opened.docinfo["/Title"])
        assert meta["pdfaid:part"] == "2"
    assert root.OutputIntents[0].DestOutputProfile.N == 3
    assert all(page.Tabs == "/S" for page in opened.pages)


def test_every_piece_of_content_is_tagged_and_found_again(opened):
    tree = opened.Root.StructTreeRoot
    flat = list(tree.ParentTree.Nums)
    numbers = {int(key): found for key, found in zip(flat[::2], flat[1::2], strict=True)}
    for page in opened.pages:
        stream = page.Contents.read_bytes().decode("latin-1")
        marks = stream.count("/MCID")
        assert stream.count("BDC") == stream.count("EMC")
        assert len(numbers[int(page.StructParents)]) == marks > 0
    kinds = set()
    _collect(tree.K, kinds)
    assert {"/H1", "/H2", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD", "/TOC", "/Link"} <= kinds


def _collect(node, kinds):
    kinds.add(str(node.S))
    if node.S == "/Figure":
        assert str(node.Alt).strip()
        assert len(node.A.BBox) == 4
    if node.S == "/TH":
        assert node.A.Scope in ("/Row", "/Column")
    for kid in node.K:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            _collect(kid, kinds)


def test_links_have_words_and_a_place_in_the_structure(opened):
    links = [a for page in opened.pages for a in page.get("/Annots", [])]
    assert len(links) == 6
    assert all(str(a.Contents) and "/StructParent" in a and a.F == 4 for a in links)


def test_the_outline_names_the_parts(opened):
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[1:] == [
        "Sammendrag", "Mål og nøkkelresultater", "KPI-er", "KPI-er i detalj", "Erfaringer og beslutninger",
        "Vedlegg: tallgrunnlag",
    ]  # fmt: skip


def test_the_words_in_the_file_stay_inside_the_margins(data, linter):
    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            words = page.extract_words(use_text_flow=True)
            assert words
            assert all(w["x0"] >= 50 and w["x1"] <= float(page.width) - 50 for w in words)
        assert "Nettosalg" in file.pages[1].extract_text()


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_qpdf_finds_no_fault(review, tmp_path, paper):
    path = tmp_path / "review.pdf"
    pdf.write(review, path, paper)
    found = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_writing_replaces_the_old_file_whole(review, data, tmp_path):
    path = tmp_path / "review.pdf"
    path.write_bytes(b"old")
    pages = pdf.write(review, path)
    with pikepdf.open(path) as file:
        assert len(file.pages) == pages
    assert path.read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == ["review.pdf"]


def test_a_missing_folder_is_said_so(review, tmp_path, english):
    with pytest.raises(StorageFault, match="There is no folder"):
        pdf.write(review, tmp_path / "nowhere" / "review.pdf")


def test_a_file_held_open_leaves_the_old_one_and_no_litter(tmp_path, monkeypatch, english):
    path = tmp_path / "review.pdf"
    path.write_bytes(b"old")

    def held(*_paths):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(disk.os, "replace", held)
    with pytest.raises(StorageFault, match="open in another program"):
        disk.put(b"new", path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["review.pdf"]


def test_a_full_disk_is_said_so(tmp_path, monkeypatch, english):
    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(StorageFault, match="disk is full"):
        disk.put(b"new", tmp_path / "review.pdf")
    assert list(tmp_path.iterdir()) == []


def test_importing_the_report_loads_no_reportlab():
    code = "import sys, kpidesk.report; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=_env(0)).returncode == 0


def test_the_logo_stands_opaque_on_the_cover(reviewed):
    from dataclasses import replace

    from PIL import Image

    from kpidesk.report.model import Logo

    out = io.BytesIO()
    Image.new("RGBA", (60, 20), (10, 80, 200, 128)).save(out, "PNG")
    made = pdf.build(replace(reviewed("nb", 1), logo=Logo(out.getvalue(), 60, 20)))
    with pikepdf.open(io.BytesIO(made)) as file:
        (picture,) = file.pages[0].Resources.XObject.values()
        assert "/SMask" not in picture
        assert (picture.Width, picture.Height, picture.ColorSpace) == (60, 20, "/DeviceRGB")
        kinds = set()
        _collect(file.Root.StructTreeRoot.K, kinds)
    assert pdf.build(replace(reviewed("nb", 1), logo=Logo(out.getvalue(), 60, 20))) == made


@pytest.mark.parametrize("packed", ["", "ikke base64", "aGVp"])
def test_a_logo_that_is_no_picture_is_left_out(packed):
    from kpidesk.domain.entities import Company
    from kpidesk.report.logo import logo_of

    assert logo_of(Company("c", logo=packed)) is None


def test_letters_that_no_typeface_has_stay_in_what_the_file_says_of_itself(reviewed):
    """A page draws a box; title, author, bookmarks and the words of figures keep the letters."""
    name = "Kafé 日本 👩\u200d👧 🎉"
    review = reviewed("nb", 3, name=name, company=name)
    with pikepdf.open(io.BytesIO(pdf.build(review))) as file, file.open_metadata() as meta:
        assert str(file.docinfo.Title).startswith(name)
        assert meta["dc:title"] == str(file.docinfo.Title)
        alts = [str(each.Alt) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert any(name in alt for alt in alts)
        assert not any("□" in alt for alt in alts)
    sheet = KpiSheet(replace(review.running, title=name), review.kpis[0], (), (), "")
    with pikepdf.open(io.BytesIO(pdf.build_sheet(sheet))) as file:
        assert name in str(file.docinfo.Title)
    with pikepdf.open(io.BytesIO(pdf.build(replace(review, title=name)))) as file, file.open_outline() as outline:
        assert outline.root[0].title == name


def test_greek_cyrillic_and_rare_letters_are_embedded_and_found_again(reviewed):
    name = "Ελληνικά Кириллица Ҩ Ԛ ϗ"
    data = pdf.build(reviewed("nb", 3, name=name))
    with pdfplumber.open(io.BytesIO(data)) as document:
        said = "".join(page.extract_text() for page in document.pages)
    assert name in said
    assert "□" not in said
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert any("DejaVu" in str(font.BaseFont) for font in fonts)
