"""The interface speaks Arabic with English beside it, Arabic, or English; the texts stay Arabic in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from conftest import SLUG, Learner, right_answer, wrong_answer
from tools import translations
from webapp.content import Lesson
from webapp.question_types import TYPES
from webapp.web.framework.i18n import (
    AFTER,
    AGO,
    NOUNS,
    after,
    ago,
    bdi,
    costs,
    counted,
    digits,
    message_paragraphs,
    say,
    ui,
)
from webapp.web.learner.settings import NAMES

ARABIC = re.compile("[\u0600-\u06ff]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
TAGS = ("zero", "one", "two", "few", "many", "other")
"""The six Arabic forms of CLDR, in the order of the catalogue."""
FIRST = f"/texts/{SLUG}/1"


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """A request of somebody who reads the interface in English."""
    with app.test_request_context(headers={"Cookie": "fahm_look=language-en"}):
        yield


@pytest.fixture
def both(app: Flask) -> Iterator[None]:
    """A request of somebody who chose both languages."""
    with app.test_request_context(headers={"Cookie": "fahm_look=language-both"}):
        yield


def speaks(learner: Learner, language: str) -> Learner:
    learner.client.set_cookie("fahm_look", f"language-{language}")
    return learner


# The catalogue


@cache
def known() -> Catalog:
    """The messages with their Arabic."""
    return translations.known()


def test_what_is_read_was_compiled_from_what_is_edited() -> None:
    mo = translations.CATALOGUE.with_suffix(".mo")
    assert mo.read_bytes() == translations.as_mo(known()), "run: make translations"


def test_every_message_has_its_arabic() -> None:
    found = known()
    assert translations.without_arabic(found) == []
    assert [message.id for message in found if message.id and message.fuzzy] == []
    assert len(found) > 250


def test_messages_are_english_and_their_translations_arabic() -> None:
    for message in known():
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else message.id
            assert not any(ARABIC.search(one) for one in ids)
            forms = [message.string] if isinstance(message.string, str) else message.string
            without = [PLACEHOLDER.sub("", form) for form in forms]
            assert all(ARABIC.search(form) or form == "0123" for form in without), message.id


def test_placeholders_agree() -> None:
    for message in known():
        if not message.id:
            continue
        if isinstance(message.id, str):
            wanted = sorted(set(PLACEHOLDER.findall(message.id)) - {"%%"})
            assert sorted(set(PLACEHOLDER.findall(str(message.string))) - {"%%"}) == wanted, message.id
            continue
        assert [PLACEHOLDER.findall(one) for one in message.id] == [["%(n)s"]] * 2
        # None, one and two are said in words.
        assert [PLACEHOLDER.findall(form) for form in message.string] == [[]] * 3 + [["%(n)s"]] * 3, message.id


def test_a_missing_translation_would_be_found() -> None:
    wanted = Catalog()
    for message in known():
        wanted.add(message.id)
    wanted.add("Nobody translated this")
    wanted.add(("%(n)s owl", "%(n)s owls"))
    assert translations.without_arabic(translations.updated(wanted)) == [
        "%(n)s owl",
        "Nobody translated this",
    ]


def test_every_type_of_question_has_a_name_in_both_languages() -> None:
    names = [(model.name_ar, model.name_en) for model in TYPES.values()]
    assert all(arabic and english.isascii() for arabic, english in names)


# Counting


@given(number=st.integers(0, 1000), noun=st.sampled_from(sorted(NOUNS)))
def test_nouns_are_counted_by_the_rule_of_cldr(number: int, noun: str) -> None:
    forms = known()[NOUNS[noun]].string
    expected = forms[TAGS.index(Locale("ar").plural_form(number))].replace("%(n)s", digits(number))
    said = counted(number, noun)
    assert said.ar == expected
    one, many = NOUNS[noun]
    assert said.en == (one if Locale("en").plural_form(number) == "one" else many).replace("%(n)s", str(number))


def test_every_number_to_a_thousand_takes_its_form() -> None:
    arabic, forms = Locale("ar"), known()[NOUNS["try"]].string
    for number in range(1001):
        assert counted(number, "try").ar == forms[TAGS.index(arabic.plural_form(number))].replace(
            "%(n)s", digits(number)
        )


@pytest.mark.parametrize(
    "number, said",
    [
        (0, "لا محاولة"),
        (1, "محاولة واحدة"),
        (2, "محاولتان"),
        (3, "٣ محاولات"),
        (10, "١٠ محاولات"),
        (11, "١١ محاولة"),
        (99, "٩٩ محاولة"),
        (100, "١٠٠ محاولة"),
        (102, "١٠٢ محاولة"),
        (103, "١٠٣ محاولات"),
        (111, "١١١ محاولة"),
    ],
)
def test_tries(number: int, said: str) -> None:
    assert counted(number, "try").ar == said


@pytest.mark.parametrize("forms", [AFTER, AGO])
def test_two_of_a_span_of_time_stand_in_the_genitive(forms: dict[str, tuple[str, str]]) -> None:
    for one in forms.values():
        dual = known()[one].string[2]
        assert re.fullmatch("(بعد|قبل) \\w+ين", dual), dual


def test_when_and_how_long_ago() -> None:
    assert after(timedelta(days=2)) == ("بعد يومين", "in 2 days")
    assert after(timedelta(seconds=1)) == ("بعد دقيقة واحدة", "in 1 minute")
    assert ago(timedelta(hours=3)) == ("قبل ٣ ساعات", "3 hours ago")
    assert ago(timedelta(seconds=5)) == ("الآن", "just now")


def test_what_a_wrong_try_costs() -> None:
    assert costs(1 / 3) == ("تخصم ثلث درجته", "takes a third off")
    assert costs(0.15) == ("تخصم ١٥٪ من درجته", "takes 15% off")
    assert costs(0).en == "costs nothing"


# Speaking


def test_a_label_has_its_english_beside_it(both: None) -> None:
    assert ui("Next paragraph") == 'الفقرة التالية <span class="en" lang="en" dir="ltr">Next paragraph</span>'


def test_values_are_numbers_of_each_language(both: None) -> None:
    said = ui("Paragraph %(n)s", n=12)
    assert said == 'الفقرة ١٢ <span class="en" lang="en" dir="ltr">Paragraph 12</span>'
    assert say("%(part)s of %(all)s", part=0.5, all=2) == "٠٫٥ من ٢"
    assert "٣ كلمات" in ui("%(words)s left today", words=counted(3, "word"))
    assert "3 words" in ui("%(words)s left today", words=counted(3, "word"))


def test_values_are_escaped(both: None) -> None:
    evil = '"><script>'
    for said in (ui("Answer: %(answer)s", answer=evil), say("Answer: %(answer)s", answer=evil), bdi(evil)):
        assert isinstance(said, Markup)
        assert "<script>" not in said
    assert "<bdi>" in say("Answer: %(answer)s", answer=bdi("نعم"))
    assert '"' not in say("Answer: %(answer)s", answer=evil)


def test_in_english_everything_is_said_once(english: None) -> None:
    assert ui("Next paragraph") == say("Next paragraph") == "Next paragraph"
    assert message_paragraphs("Nothing was answered yet. No attempt was counted.").count("<p") == 1
    assert say("%(tries)s left", tries=counted(1, "try")) == "1 attempt left"
    assert f"{counted(2, 'word')}" == "2 words"
    assert digits(12) == "12"


@pytest.mark.parametrize("language", ["ar", "en", "both"])
def test_markup_within_a_message_stays_markup(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Cookie": f"fahm_look=language-{language}"}):
        said = message_paragraphs("%(tries)s left", tries=bdi("منى"))
        assert "<bdi" in said
        assert "&lt;" not in said


def test_two_wordings_still_make_a_label(both: None, app: Flask) -> None:
    assert ui("نعم", "Yes") == 'نعم <span class="en" lang="en" dir="ltr">Yes</span>'


# Pages


class Foreign(HTMLParser):
    """Gathers Arabic that stands where no element says so, and Arabic elements that do not run from the right."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        auto = tag == "bdi" or given.get("dir") == "auto"
        if given.get("lang") == "ar" and not auto and given.get("dir") != "rtl":
            self.found.append(f"<{tag} class={given.get('class')}> does not run from the right")
        for name in ("title", "aria-label", "placeholder", "data-said"):
            if ARABIC.search(given.get(name) or ""):
                self.found.append(f"<{tag} {name}={given[name]}>")
        if tag not in {"meta", "link", "input", "br", "hr", "img", "path"}:
            self.open.append((tag, given.get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        languages = [language for _, language in self.open if language]
        inside = {tag for tag, _ in self.open}
        if ARABIC.search(data) and languages[-1:] != ["ar"] and not inside & {"title", "script", "textarea"}:
            self.found.append(f"<{self.open[-1][0]}> {data.strip()}")


def test_a_number_of_a_template_is_in_the_digits_of_whoever_reads(app: Flask) -> None:
    """Whoever read it first: a template is compiled but once."""
    template = app.jinja_env.from_string("{{ 7|points }} {{ 25|digits }}")
    for language, shown in (("ar", "٧ ٢٥"), ("en", "7 25"), ("ar", "٧ ٢٥")):
        with app.test_request_context(headers={"Cookie": f"fahm_look=language-{language}"}):
            assert template.render() == shown


ADDRESSES = ["/", "/me", "/settings/", "/words", "/words/all", "/no-such-page", "/components/"]
ADDRESSES += [f"/texts/{SLUG}/{end}" for end in ("", "1", "2", "words/1", "result", "worksheet")]
ADDRESSES += [f"/components/{state}" for state in ("new", "empty", "hints", "wrong", "right", "lost")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_english_page_marks_every_arabic_word_as_such(layla: Learner, lesson: Lesson, address: str) -> None:
    names = [item.question.id for item in lesson.items_at(1) if item.question.type == "choice"]
    layla.answers(FIRST, {names[0]: wrong_answer(lesson, names[0])})
    layla.answers(FIRST, {names[0]: right_answer(lesson, names[0])})
    page = speaks(layla, "en").opens(address)
    assert '<html lang="en" dir="ltr"' in page.html
    assert Foreign(page.html).found == []


@pytest.mark.parametrize("language", ["both", "ar"])
def test_an_arabic_page_runs_from_the_right(layla: Learner, language: str) -> None:
    page = speaks(layla, language).opens(FIRST)
    assert '<html lang="ar" dir="rtl"' in page.html
    assert ('<span class="en"' in page.html.partition("<nav")[2]) == (language == "both")


def test_arabic_alone_has_no_english_paragraphs(layla: Learner) -> None:
    speaks(layla, "ar")
    for address in ("/", "/words", f"/texts/{SLUG}/", f"/texts/{SLUG}/result", f"/texts/{SLUG}/worksheet", "/nothing"):
        assert '<p class="en"' not in layla.opens(address).html


def test_the_text_keeps_every_letter_and_mark(layla: Learner) -> None:
    def passage() -> list[str]:
        found = re.findall(r'<p class="passage"[^>]*>(.*?)</p>', layla.opens(FIRST).html, re.S)
        return [re.sub("<[^>]+>", "", one) for one in found]

    arabic = passage()
    speaks(layla, "en")
    assert arabic
    assert passage() == arabic


def test_notices_and_errors_follow_the_language(layla: Learner) -> None:
    speaks(layla, "en")
    assert "Nothing was answered yet" in layla.answers(FIRST, {}).notices()
    assert not ARABIC.search(layla.answers(FIRST, {}).notices())
    page = layla.opens("/no-such-page")
    assert "<h1>Page not found</h1>" in page.html


def test_every_setting_has_a_name_in_english(layla: Learner) -> None:
    page = speaks(layla, "en").opens("/settings/")
    for title, choices in NAMES.values():
        assert f"<legend>{title}</legend>" in page.html
        assert all(str(Markup.escape(label)) in page.html for label in choices.values())


def test_what_a_device_keeps_for_everybody_speaks_the_language_of_the_device(layla: Learner) -> None:
    page = speaks(layla, "en").opens("/offline")
    assert '<html lang="en" dir="ltr"' in page.html
    assert "You’re offline" in page.html
    assert "لا يوجد اتصال بالشبكة" not in page.html
    asked = layla.opens("/offline?language=ar&digits=latn")
    assert '<html lang="ar" dir="rtl"' in asked.html
    assert "لا يوجد اتصال بالشبكة" in asked.html
    assert "You’re offline" not in asked.html
