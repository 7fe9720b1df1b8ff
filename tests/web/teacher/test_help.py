"""The teacher's guide: its example works, its parts are where the desk's pages point, its pictures are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from conftest import Desk, Learner
from webapp.content import check_file
from webapp.web.teacher.help import ANCHORS, BOOKLETS, GUIDE, PART_OF, part_of

LANGUAGES = ("ar", "en")
CATALOGUE = GUIDE.parent / "translations" / "ar" / "LC_MESSAGES" / "messages.po"


def text_of(language: str, booklet: str = "guide") -> str:
    return (GUIDE / f"{booklet}.{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_question_file_works(language: str, tmp_path: Path) -> None:
    text = text_of(language, "files")
    for folder, name, fence in (("seeds", "nile.txt", "text"), ("questions", "nile.yaml", "yaml")):
        (found,) = re.findall(rf"```{fence}\n(.*?)```", text, re.S)
        assert name in text
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(found, encoding="utf-8")
    lesson, problems = check_file(tmp_path / "questions" / "nile.yaml", tmp_path)
    assert problems == []
    assert lesson
    answers = {"which-day": ["يوم الاحد"], "why-tree": None}
    assert [item.question.id for item in lesson.items] == list(answers)
    assert lesson.items[0].question.grade("يوم الاحد").verdict == "accepted"
    assert lesson.items[0].question.grade("السبت").verdict == "refused"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_anchor_and_every_picture_is_there(language: str, app: Flask) -> None:
    page = Learner(app).opens(f"/desk/help/{language}")
    assert re.findall(r'<h2 id="([^"]+)"', page.html) == list(ANCHORS)
    pictures = re.findall(r'<img src="([^"]+)"[^>]*alt="([^"]+)"', page.html)
    assert len(pictures) == 3
    for address, _ in pictures:
        with Learner(app).client.get(address) as reply:
            assert reply.mimetype == "image/jpeg"
    assert page.html.count("<pre><code") == page.html.count('tabindex="0"'), "wide pieces of files scroll by keyboard"
    assert "style=" not in page.html
    assert "<script" not in re.sub(r"<head>.*?</head>", "", page.html, flags=re.S)


def test_both_languages_have_the_same_parts_and_take_ten_minutes() -> None:
    for booklet in BOOKLETS:
        assert len({text_of(language, booklet).count("\n## ") for language in LANGUAGES}) == 1
    assert sum(text_of("ar", booklet).count("\n## ") for booklet in BOOKLETS) == len(ANCHORS)
    for language in LANGUAGES:
        assert 1000 < len(text_of(language).split()) < 1800


QUOTES = {"ar": re.compile(r"«([^»]+)»"), "en": re.compile(r'"([^"\n]+)"')}
OTHER_QUOTES = {"YAML", "not"}
"""Quoted words that are no label: a kind of file, and a value of one."""


@pytest.mark.parametrize("booklet", BOOKLETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_that_the_guide_quotes_stands_on_a_page(language: str, booklet: str) -> None:
    labels = {label_of(words) for words in interface_texts(language)}
    prose = re.sub(r"```.*?```", "", text_of(language, booklet), flags=re.S)
    quoted = {label_of(words) for words in QUOTES[language].findall(prose)}
    assert quoted - labels - OTHER_QUOTES == set()


def label_of(words: str) -> str:
    return re.sub(r"%\(\w+\)s", "", words.replace("’", "'")).strip(" .:…")


def interface_texts(language: str) -> Iterator[str]:
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            texts = message.string if language == "ar" else message.id
            yield from texts if isinstance(texts, tuple | list) else (texts,)


def test_the_guide_speaks_the_readers_language(layla: Learner) -> None:
    assert "أول مرة" in layla.opens("/desk/help").html
    layla.client.set_cookie("fahm_look", "language-en")
    assert "The first time" in layla.opens("/desk/help").html


def test_every_page_of_the_desk_leads_to_a_part_of_the_guide(app: Flask) -> None:
    assert set(PART_OF.values()) <= set(ANCHORS)
    assert set(PART_OF) == {name for name in app.view_functions if name.startswith("desk.")}
    found = {name: part_of(name) for name in PART_OF}
    assert found["desk.live"] == "live"
    assert found["desk.roster"] == "class"
    assert found["desk.learner"] == "record"
    assert found["desk.regrade"] == "regrade"


def test_the_link_leads_from_a_page_to_its_part(muna: Desk) -> None:
    assert 'href="/desk/help#class"' in muna.opens(muna.of_class()).html
    assert 'href="/desk/help#start"' in muna.opens("/desk/account").html
