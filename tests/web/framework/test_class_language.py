"""Pages that a class reads together or on paper are in the class's language, whatever its teacher reads."""

from __future__ import annotations

import re

import pytest

from conftest import SLUG, Desk
from webapp.web.framework.class_language import Agreed, agreed

WORDS = {"ar": "أسئلة عن الفقرة", "en": "On paragraph"}
DOOR = {"ar": "افتحوا هذه الصفحة:", "en": "Open this page:"}
HEAD = {"ar": "للانضمام افتحوا", "en": "Join at"}


def other(language: str) -> str:
    return {"ar": "en", "en": "ar"}[language]


def speak(desk: Desk, of_class: str, of_teacher: str, digits: str = "auto") -> None:
    desk.posts(desk.of_class("language"), language=of_class, digits=digits)
    desk.posts("/desk/account/language", language=of_teacher, digits="auto")


def of_page(html: str) -> str:
    found = re.search(r'<html lang="(\w+)"', html)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_with_the_code(muna: Desk, language: str) -> None:
    speak(muna, language, other(language))
    html = muna.opens(muna.of_class("code")).html
    assert of_page(html) == other(language)
    direction = {"ar": "rtl", "en": "ltr"}[language]
    assert re.search(rf'<div lang="{language}" dir="{direction}">\s*<div class="project-in">', html)
    assert DOOR[language] in html
    assert DOOR[other(language)] not in html


@pytest.mark.parametrize("of_teacher", ["ar", "en"])
def test_those_who_join_a_class_without_a_language_read_both(muna: Desk, of_teacher: str) -> None:
    speak(muna, "auto", of_teacher)
    html = muna.opens(muna.of_class("code")).html
    assert DOOR["ar"] in html
    assert DOOR["en"] in html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_projector_of_a_lesson(muna: Desk, language: str) -> None:
    speak(muna, language, other(language))
    muna.posts(muna.of_class("live"), text=SLUG)
    projector = muna.opens(muna.of_class("live/projector")).html
    assert of_page(projector) == language
    assert HEAD[language] in projector
    assert HEAD[other(language)] not in projector
    renewed = muna.opens(muna.of_class("live/projector/state")).html
    answered = {"ar": "من أجابوا:", "en": "Answered:"}
    assert answered[language] in renewed
    assert answered[other(language)] not in renewed
    direction = {"ar": "", "en": ' lang="ar" dir="rtl"'}[language]
    assert re.search(rf'<h2 id="live-q\d+"{direction}>', renewed), "a question keeps its order"
    assert of_page(muna.opens(muna.of_class("live/now")).html) == other(language)


def test_the_digits_of_the_class_are_projected(muna: Desk) -> None:
    speak(muna, "ar", "ar", "latn")
    muna.posts(muna.of_class("live"), text=SLUG)
    where = re.compile(r'<h2 id="live-where">\s*الفقرة (\S+)</h2>')
    found = where.search(muna.opens(muna.of_class("live/projector/state")).html)
    assert found
    assert found[1] == "1"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_worksheet_speaks_as_the_classes_of_who_prints_it(muna: Desk, language: str) -> None:
    speak(muna, language, other(language))
    html = muna.opens(f"/texts/{SLUG}/worksheet").html
    assert of_page(html) == other(language)
    sheet = html.partition('<article class="worksheet">')[2].partition("</article>")[0]
    assert WORDS[language] in sheet
    assert WORDS[other(language)] not in sheet


def test_classes_that_differ_agree_on_nothing() -> None:
    arabic, english, none = Agreed("ar", "latn"), Agreed("en", "latn"), Agreed()
    assert agreed([arabic, english]) == Agreed("auto", "latn")
    assert agreed([arabic, none]) == arabic
    assert agreed([]) == none
