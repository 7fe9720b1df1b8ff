"""``fahm import`` and ``fahm export``: what is lost is said first, and files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ARTICLE, ROOT, SLUG
from webapp.cli.main import fahm
from webapp.cli.texts.check import check_folder
from webapp.content import Library

GIFT = "::نهر::خرجت سلمى يوم السبت إلى النهر.\n\n::day::متى خرجت؟{=السبت ~الأحد}\n\n::who::من خرجت؟{=%50%سلمي =سلمى}\n"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(fahm, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("seeds", "questions"):
        (folder / name).mkdir(parents=True)
    return folder


def test_a_file_with_its_text_becomes_a_new_text(content: Path, tmp_path: Path) -> None:
    source = tmp_path / "river.gift"
    source.write_text(GIFT, "utf-8")
    code, said, _ = run("import", source, "--content", content, "--level", "A2")
    assert (code, Path(said.strip()).name) == (0, "نهر.yaml")
    lesson = Library(content).lesson("نهر")
    assert lesson is not None
    assert [item.question.id for item in lesson.items] == ["day", "who"]
    assert (lesson.settings.title, lesson.settings.level, lesson.settings.draft) == ("نهر", "A2", True)
    assert not check_folder(content).failed


def test_questions_are_added_to_a_text_under_ids_of_their_own(content: Path, tmp_path: Path) -> None:
    source = tmp_path / "river.gift"
    source.write_text(GIFT, "utf-8")
    run("import", source, "--content", content)
    code, _, _ = run("import", source, "--content", content, "--text", "نهر")
    lesson = Library(content).lesson("نهر")
    assert lesson is not None
    assert (code, [item.question.id for item in lesson.items]) == (0, ["day", "who", "question-1", "question-2"])


def test_a_dry_run_says_what_is_lost_and_writes_nothing(content: Path, tmp_path: Path) -> None:
    source = tmp_path / "river.gift"
    source.write_text(f"{GIFT}\nكم؟{{#3:1}}\n", "utf-8")
    code, said, lost = run("import", source, "--content", content, "--dry-run")
    assert (code, said, list(content.rglob("*.yaml"))) == (0, "", [])
    assert "river.gift:7:1: warning: question 3: not imported: the range 2 to 4" in lost


@pytest.mark.parametrize(
    ("raw", "options", "reason"),
    [
        (b"no question", (), "unknown file format"),
        (b"::t::only words", (), "this file has no questions"),
        ("س{=أ ~ب}".encode(), (), "Name a text with --text"),
        ("س{=أ ~ب}".encode(), ("--text", "nowhere"), "text nowhere not found"),
        ("{=أ}".encode(), ("--text", "river"), "none of its questions"),
    ],
)
def test_what_cannot_be_taken_is_one_line(
    content: Path, tmp_path: Path, raw: bytes, options: tuple[str, ...], reason: str
) -> None:
    (content / "seeds" / "river.txt").write_text("نص.\n", "utf-8")
    run("new", content / "seeds" / "river.txt", "--content", content)
    before = {path: path.read_bytes() for path in content.rglob("*.*")}
    source = tmp_path / "file"
    source.write_bytes(raw)
    code, said, told = run("import", source, "--content", content, *options)
    assert code != 0
    assert said == ""
    assert reason in told.splitlines()[-1]
    assert {path: path.read_bytes() for path in content.rglob("*.*")} == before


def test_the_article_goes_out_and_comes_back_equal(content: Path, tmp_path: Path) -> None:
    out = tmp_path / "article.gift"
    code, said, lost = run("export", SLUG, "--to", "gift", "--out", out, "--content", ARTICLE)
    assert (code, said.strip()) == (0, str(out))
    assert ": warning: question 1" in lost
    run("import", out, "--content", content)
    (path,) = (content / "questions").glob("*.yaml")
    own, came = Library(ARTICLE).lesson(SLUG), Library(content).lesson(path.stem)
    assert own is not None
    assert came is not None
    assert [item.question.model_dump() for item in came.items] == [item.question.model_dump() for item in own.items]


def test_a_format_that_is_only_read_is_not_offered(tmp_path: Path) -> None:
    code, _, told = run("export", SLUG, "--to", "aiken", "--content", ROOT)
    assert code == 2
    assert "aiken" in told


def test_all_texts_go_out_as_one_cartridge(content: Path, tmp_path: Path) -> None:
    source = tmp_path / "river.gift"
    source.write_text(GIFT, "utf-8")
    run("import", source, "--content", content)
    out = tmp_path / "shelf.imscc"
    code, _, said = run("export", "--all", "--to", "common-cartridge", "--out", out, "--content", content)
    assert (code, out.exists()) == (2, False)
    assert "drafts" in said
    file = content / "questions" / "نهر.yaml"
    file.write_text(file.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")
    code, said, _ = run("export", "--all", "--to", "common-cartridge", "--out", out, "--content", content)
    assert (code, said.strip(), out.read_bytes()[:2]) == (0, str(out), b"PK")
    assert run("export", "--all", "--to", "gift", "--content", content)[0] == 2
    assert run("export", "نهر", "--all", "--to", "gift", "--content", content)[0] == 2
