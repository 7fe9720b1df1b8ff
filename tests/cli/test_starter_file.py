"""``fahm new``: a question file to begin with, which the check takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from interchange.text_sources.documents import paragraph, word_document
from webapp.cli.main import fahm
from webapp.cli.texts.check import check_folder
from webapp.content import Library

TEXT = "رحلة إلى النهر\n\nخرجت سلمى صباح السبت مع أخيها إلى ضفة النهر.\n\nثم عادا.\n"


def begin(folder: Path, source: Path, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(fahm, ["new", str(source), "--content", str(folder), *more])
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    return content


def test_a_text_from_elsewhere_is_copied_and_its_questions_begun(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "رحلة.txt"
    source.write_bytes(TEXT.encode("cp1256"))
    code, said = begin(folder, source, "--level", "A2")
    assert code == 0, said
    assert (folder / "seeds" / "رحلة.txt").read_text("utf-8") == TEXT.partition("\n\n")[2]
    raw = (folder / "questions" / "رحلة.yaml").read_text("utf-8")
    assert "title: رحلة إلى النهر\nlevel: A2\ndraft: true\n" in raw
    assert raw.count("\n# ") > 5
    report = check_folder(folder)
    assert not report.failed
    assert report.problems == []
    assert Library(folder).lesson("رحلة")


def test_a_text_of_the_folder_stays_as_it_is(folder: Path) -> None:
    seed = folder / "seeds" / "river.txt"
    seed.parent.mkdir()
    seed.write_text("\u200f" + TEXT, "utf-8")
    assert begin(folder, seed)[0] == 0
    assert seed.read_text("utf-8") == "\u200f" + TEXT
    assert not check_folder(folder).failed


def test_a_word_document_becomes_a_text(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    source.write_bytes(word_document(paragraph("رسالة", "Heading1") + paragraph("فقرة كاملة.")))
    assert begin(folder, source)[0] == 0
    assert (folder / "seeds" / "letter.txt").read_text("utf-8") == "فقرة كاملة.\n"


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "river.txt"
    source.write_text(TEXT, "utf-8")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "river.txt").write_text("نص آخر.", "utf-8")
    code, said = begin(folder, source)
    assert (code, "already exists" in said) == (1, True)
    assert not (folder / "questions" / "river.yaml").exists()
    (folder / "seeds" / "river.txt").unlink()
    assert begin(folder, source)[0] == 0
    before = (folder / "questions" / "river.yaml").read_bytes()
    assert begin(folder, source)[0] == 1
    assert (folder / "questions" / "river.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["picture.png", "نص.pdf", "absent.txt", "a\u202eb.txt"])
def test_what_cannot_be_read_is_said_in_a_line(folder: Path, tmp_path: Path, name: str) -> None:
    if "absent" not in name:
        (tmp_path / name).write_bytes(b"%PDF" if name.endswith("pdf") else b"\x89PNG")
    code, said = begin(folder, tmp_path / name)
    assert code in {1, 2}
    assert said.startswith("fahm: ")
    assert said.count("\n") == 1
    assert not (folder / "questions").exists()
