"""The file of many schools: what it says, and what is refused with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ARTICLE
from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.server.schools.schools_file import School, read_schools


@pytest.fixture
def base(tmp_path: Path) -> Config:
    """The settings that all schools have."""
    return Config(content=ARTICLE, data=tmp_path / "unused")


def read(base: Config, folder: Path, words: str) -> tuple[list[School], list[str]]:
    """Read a file of these words; the schools, and the problems as they are printed."""
    file = folder / "schools.yaml"
    file.write_text(words, encoding="utf-8")
    schools, problems = read_schools(file, base)
    return schools, [str(problem).removeprefix(str(file)) for problem in problems]


def test_a_school_has_its_host_or_its_path_and_what_is_its_own(base: Config, tmp_path: Path) -> None:
    schools, problems = read(
        replace(base, proxies=1, hosts=frozenset({"ministry.example"})),
        tmp_path,
        """
        schools:
          north:
            host: [North.example.org, n.example.org]
            data: all/north
            database: postgresql://fahm@db/north
            name: مدرسة الشمال
            id: n1
          south: {path: /south/, data: /srv/south}
        """,
    )
    assert problems == []
    north, south = schools
    assert (north.name, north.title, north.hosts) == ("north", "مدرسة الشمال", ("north.example.org", "n.example.org"))
    assert (north.config.data, north.config.school) == (tmp_path / "all/north", "n1")
    assert (north.config.database, north.config.prefix) == ("postgresql://fahm@db/north", "")
    assert north.config.hosts == {"north.example.org", "n.example.org"}
    assert (south.config.prefix, south.config.data, south.config.school) == ("/south", Path("/srv/south"), "default")
    assert (south.config.database, south.config.hosts) == (None, {"ministry.example"})
    assert {school.config.proxies for school in schools} == {1}


def test_schools_with_the_same_texts_do_not_edit_them_and_one_with_its_own_does(base: Config, tmp_path: Path) -> None:
    for folder in ("seeds", "questions"):
        (tmp_path / "own" / folder).mkdir(parents=True)
    schools, problems = read(
        base,
        tmp_path,
        """
        schools:
          a: {path: /a, data: a}
          b: {path: /b, data: b}
          c: {path: /c, data: c, content: own}
        """,
    )
    assert problems == []
    assert [(s.config.content, s.config.web_editing) for s in schools] == [
        (ARTICLE, False), (ARTICLE, False), (tmp_path / "own", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "line", "english", "arabic"),
    [
        ("", 1, 'there must be "schools:"', "يجب أن يكون في الملف المفتاح schools"),
        ("schools: []", 1, 'there must be "schools:"', "يجب"),
        ("schools:\n  a:", 2, 'there must be "schools:"', "يجب"),
        ("schools:\n  A b: {path: /a, data: a}", 2, "is no name of a school", "لا يصلح"),
        ("schools:\n  a: {path: /a, data: a, databse: x}", 2, 'did you mean "database"?', "database"),
        ("schools:\n  a: {data: a}", 2, "only one of them", "أحدهما فقط"),
        ("schools:\n  a: {path: /a, host: a.org, data: a}", 2, "only one of them", "أحدهما فقط"),
        ("schools:\n  a: {host: 'https://a.org', data: a}", 2, "is no host name", "بلا http"),
        ("schools:\n  a: {path: a b, data: a}", 2, "is no plain path", "لا يصلح"),
        ("schools:\n  a: {path: /a}", 2, '"data" is missing', "المفتاح data ناقص"),
        ("schools:\n  a: {path: /a, data: a, content: nowhere}", 2, "has no seeds/ and questions/", "المحتوى"),
        ("schools:\n  a: {path: /a, data: [a, b]}", 2, '"data" must be one value', "قيمة واحدة"),
        ("schools:\n  a: {path: /a, data: a, database: 'mysql://x'}", 2, "no database engine", "محرك"),
        ("schools:\n  a: {path: /a, data: a}\n  b: {path: /b, data: ./a}", 3, 'the same as that of a', "تشترك"),
        ("schools:\n  a: {host: x.org, data: a}\n  b: {host: X.org, data: b}", 3, '"host" is the same', "تشترك"),
        ("schools:\n  a: {path: /a, data: a}\n  b: {path: /a, data: b}", 3, '"path" is the same', "تشترك"),
        ("schools:\n  a: {path: /a, data: a}\n  b: {path: /a/b, data: b}", 3, "lie in one another", "داخل الآخر"),
        ("schools:\n  a: {path: /a/b, data: a}\n  b: {path: /a, data: b}", 3, "lie in one another", "داخل الآخر"),
        (
            "schools:\n  a: {path: /a, data: a, database: postgresql://u@h/d}\n"
            "  b: {path: /b, data: b, database: postgresql://u@h/d}",
            3, '"database" is the same', "تشترك",
        ),
        ("schools:\n  a: {path: /a, data: a}\n  b: {path: /b, data: b, database: 'sqlite:///FOLDER/a/fahm.db'}", 3,
         '"database" is the same', "تشترك"),
        ("schools:\n  a: {path: /a", 2, "", ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line_in_both_languages(
    base: Config, tmp_path: Path, words: str, line: int, english: str, arabic: str
) -> None:
    schools, problems = read(base, tmp_path, words.replace("FOLDER", str(tmp_path)))
    assert schools == []
    (problem,) = problems
    assert problem.startswith(f":{line}:")
    assert english in problem
    assert arabic in problem


def test_paths_that_begin_with_the_same_letters_are_two(base: Config, tmp_path: Path) -> None:
    schools, problems = read(base, tmp_path, "schools:\n  a: {path: /a, data: a}\n  b: {path: /ab, data: b}")
    assert (len(schools), problems) == (2, [])


@pytest.mark.parametrize("setting", ["secret", "database", "prefix"])
def test_a_setting_of_one_school_is_not_taken_for_all(base: Config, tmp_path: Path, setting: str) -> None:
    with pytest.raises(UserError, match=f"FAHM_{setting.upper()} is of one school"):
        read(replace(base, **{setting: "/any"}), tmp_path, "schools:\n  a: {path: /a, data: a}")


def test_a_file_that_is_not_there_is_named(base: Config, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"missing\.yaml cannot be read") as error:
        read_schools(tmp_path / "missing.yaml", base)
    assert "تعذرت قراءة" in error.value.ar
