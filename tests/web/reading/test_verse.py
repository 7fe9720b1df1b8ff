"""A poem and a list on the pages: one paragraph with its lines, its evidence lit, its words explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import Learner, passages_of, with_content
from webapp import create_app
from webapp.config import Config

TEXT = """صباح الوادي

أقبل الصبح على الوادي
فاستفاق الطير في الشجر
وجرى النهر كخيط
يحمل الأوراق والزهر

شروط المسابقة:
• أن يكون المتسابق طالبا
• أن يكتب قصة قصيرة
"""
QUESTIONS = """text: dawn.txt
title: صباح الوادي
level: B1
gate: open
draft: true
questions:
  - id: who-woke
    paragraph: 1
    type: short
    prompt: من استفاق؟
    accept: [الطير]
    evidence: [على الوادي فاستفاق الطير]
  - id: carried
    paragraph: 1
    type: evidence
    prompt: أي بيت يذكر ما يحمله النهر؟
    evidence: [يحمل الأوراق]
  - id: who-may
    paragraph: 2
    type: short
    prompt: من يشارك؟
    accept: [طالب]
"""


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "content"
    for part in ("seeds", "questions"):
        (folder / part).mkdir(parents=True)
    (folder / "seeds" / "dawn.txt").write_text(TEXT, encoding="utf-8")
    (folder / "questions" / "dawn.yaml").write_text(QUESTIONS, encoding="utf-8")
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def passages(html: str) -> list[tuple[str, str]]:
    """The class of each passage of a page, and what stands in it."""
    return [(str(passage.attributes["class"]), passage.text()) for passage in passages_of(html)]


POEM = TEXT.split("\n\n")[1]
RULES = TEXT.split("\n\n")[2].strip()


def test_a_poem_stands_in_its_lines_under_the_title(layla: Learner) -> None:
    page = layla.opens("/texts/dawn/1")
    assert passages(page.html)[0] == ("passage verse", POEM)
    assert '<h2 class="subheading"' in page.html
    assert passages(layla.opens("/texts/dawn/2").html)[-1] == ("passage list boxed", RULES)


def test_the_lines_are_those_of_the_worksheet_and_of_the_whole_text(layla: Learner) -> None:
    for page in ("worksheet", "whole"):
        shown = passages(layla.opens(f"/texts/dawn/{page}").html)
        assert ("passage verse", POEM) in shown
        assert ("passage list boxed", RULES) in shown


def test_evidence_over_the_end_of_a_verse_is_lit_in_one_piece(layla: Learner) -> None:
    page = layla.answers("/texts/dawn/1", {"who-woke": "الطير"}, check="who-woke")
    assert page.lit() == ["على الوادي\nفاستفاق الطير"]
    assert passages(page.html)[0] == ("passage verse", POEM)


def test_a_verse_can_be_chosen_as_evidence(layla: Learner) -> None:
    page = layla.answers("/texts/dawn/1", {"carried": "p1s4"}, check="carried")
    assert "settled" in page.card("carried")
    assert ("passage", POEM) in passages(page.card("carried"))


def test_an_answer_of_two_verses_is_right(layla: Learner) -> None:
    verses = "على الوادي فاستفاق الطير في الشجر"
    page = layla.answers("/texts/dawn/1", {"who-woke": verses}, check="who-woke")
    assert "settled right" in page.card("who-woke")
