"""The dial and the words page: what they show, to whom, and what they keep to themselves."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Learner, Page, right_fields, with_content, wrong_fields
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.content.words.words_file import letters_only
from webapp.domain.text import ParagraphSpan
from webapp.web.reading import word_help

TEXT = f"/texts/{SLUG}"
LEVELS = ("none", "some", "all")
Started = Callable[..., Flask]


@pytest.fixture
def start(config: Config, tmp_path: Path) -> Iterator[Started]:
    """Start the article with some of its question file changed, with its words file or a changed one, or without."""
    running: list[Flask] = []

    def starting(*changes: tuple[str, str], words: Callable[[str], str] | None = str) -> Flask:
        folder = tmp_path / f"content-{len(running)}"
        shutil.copytree(ARTICLE / "seeds", folder / "seeds")
        (folder / "questions").mkdir()
        yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in yaml
            yaml = yaml.replace(old, new)
        (folder / "questions" / f"{SLUG}.yaml").write_text(yaml, encoding="utf-8")
        if words:
            source = (ARTICLE / "questions" / f"{SLUG}.words.yaml").read_text(encoding="utf-8")
            (folder / "questions" / f"{SLUG}.words.yaml").write_text(words(source), encoding="utf-8")
        running.append(create_app(with_content(config, folder)))
        return running[-1]

    yield starting
    for app in running:
        app.extensions["fahm"].store.close()


OPEN = ("gate: answered", "gate: open")
EXAM = ("mode: practice", "mode: exam")


def turns(learner: Learner, url: str, level: str) -> Page:
    """Press a button of the dial, as a form without a script."""
    page = learner.opens(url)
    data = {"csrf_token": page.field("csrf_token"), "next": page.field("next"), "tashkeel": level}
    return Page(learner.client.post("/settings/", data=data, follow_redirects=True))


def passages(page: Page) -> list[str]:
    """The paragraphs of the text on the sheet, as plain text."""
    return [
        unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r'data-ends="[^"]*"[^>]*>(.*?)</p>', page.html, re.S)
    ]


def entry(page: Page, index: int, kind: str = "w") -> str:
    """What a person reads of one entry of the words page."""
    found = re.search(
        rf'<li class="card" id="{kind}-{index}">(.*?)</div>\s*(.*?)(?=<li class="card"|</ol>)', page.html, re.S
    )
    assert found
    return " ".join(unescape(re.sub("<[^>]+>", " ", found[0])).split())


def test_the_dial_shows_the_chosen_level_and_comes_back_to_the_page(layla: Learner, lesson: Lesson) -> None:
    for level in ("all", "some", "none"):
        page = turns(layla, f"{TEXT}/1", level)
        assert page.response.request.path == f"{TEXT}/1"
        assert re.findall(r'value="(\w+)" aria-pressed="true"', page.html) == [level]
        assert passages(page) == [lesson.shown[level][0].body.show()]


def test_the_dial_speaks_english_to_those_who_wish_it_alone(layla: Learner) -> None:
    layla.client.set_cookie("fahm_look", "language-en")
    assert "Ambiguous words" in layla.opens(f"{TEXT}/1").html
    layla.client.set_cookie("fahm_look", "language-ar")
    assert "Ambiguous words" not in layla.opens(f"{TEXT}/1").html


def test_each_reader_has_a_level_of_their_own(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    turns(layla, f"{TEXT}/1", "all")
    assert passages(omar.opens(f"{TEXT}/1")) == [lesson.text.paragraph(1).text]


def test_a_text_is_shown_with_its_own_marks_until_a_reader_chooses(start: Started) -> None:
    layla = Learner(start(OPEN, ("level: ", "tashkeel: all\nlevel: ")))
    lesson = layla.client.application.extensions["fahm"].library.snapshot.lessons[SLUG]
    page = layla.opens(f"{TEXT}/1")
    assert passages(page) == [lesson.shown["all"][0].body.show()]
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page.html) == ["all"]
    assert lesson.shown["all"][1].body.show() in unescape(layla.opens(f"{TEXT}/whole").html)
    plain = turns(layla, f"{TEXT}/1", "none")
    assert passages(plain) == passages(layla.opens(f"{TEXT}/1")) == [lesson.text.paragraph(1).text]


@pytest.mark.parametrize("level", LEVELS)
def test_headings_what_was_read_and_the_whole_text_follow_the_dial(start: Started, level: str) -> None:
    layla = Learner(start(OPEN))
    lesson = layla.client.application.extensions["fahm"].library.snapshot.lessons[SLUG]
    page = turns(layla, f"{TEXT}/3", level)
    assert passages(page) == [one.body.show() for one in lesson.shown[level][:3]]
    assert f'<h2 class="subheading">{lesson.shown[level][2].heading.show()}</h2>' in page.html
    whole = layla.opens(f"{TEXT}/whole")
    assert passages(whole) == [one.body.show() for one in lesson.shown[level]]
    assert lesson.shown[level][6].heading.show() in whole.html


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_words_are_lit_at_every_level(start: Started, level: str) -> None:
    app = start(OPEN)
    layla = Learner(app)
    lesson = app.extensions["fahm"].library.snapshot.lessons[SLUG]
    for number in range(1, 11):
        for item in lesson.items_at(number):
            layla.answers(f"{TEXT}/{number}", right_fields(lesson, item.question.id))
    bare = [layla.opens(f"{TEXT}/{number}").lit() for number in range(1, 11)]
    turns(layla, f"{TEXT}/1", level)
    for number, before in enumerate(bare, 1):
        page = layla.opens(f"{TEXT}/{number}")
        assert before
        assert [letters_only(words) for words in page.lit()] == [letters_only(words) for words in before]
        assert passages(page)[-1] == lesson.shown[level][number - 1].body.show()


def test_the_ends_of_sentences_are_those_of_the_shown_text(start: Started) -> None:
    layla = Learner(start(OPEN))
    lesson = layla.client.application.extensions["fahm"].library.snapshot.lessons[SLUG]
    for level in LEVELS:
        page = turns(layla, f"{TEXT}/whole", level)
        ends = [list(map(int, found.split())) for found in re.findall(r'data-ends="([^"]*)"', page.html)]
        assert len(ends) == 10
        for text, paragraph, found in zip(passages(page), lesson.text.paragraphs, ends, strict=True):
            cut = [text[start:end].strip() for start, end in zip([0, *found], found, strict=False)]
            written = [paragraph.text[one.start : one.end] for one in paragraph.sentences]
            assert [letters_only(one) for one in cut] == [letters_only(one) for one in written]


def test_a_text_without_words_has_no_dial_and_says_kindly_that_nothing_is_explained(start: Started) -> None:
    layla = Learner(start(words=None))
    page = layla.opens(f"{TEXT}/1")
    assert 'class="dial"' not in page.html
    assert "words-link" not in page.html
    assert "word_help.js" not in page.html
    words = layla.opens(f"{TEXT}/words/1")
    assert words.status == 200
    assert "لم تُشرح كلمات هذا النص بعد." in words.html


def test_an_exam_has_neither_dial_nor_word_help_until_it_is_handed_in(start: Started) -> None:
    app = start(EXAM)
    layla = Learner(app)
    lesson = app.extensions["fahm"].library.snapshot.lessons[SLUG]
    layla.client.set_cookie("fahm_look", "tashkeel-all")
    page = layla.answers(f"{TEXT}/1", right_fields(lesson, "who-announced"))
    assert 'class="dial"' not in page.html
    assert "/words/" not in page.html
    assert passages(page) == [lesson.text.paragraph(1).text]
    assert layla.opens(f"{TEXT}/words/1").status == 404
    review = layla.opens(f"{TEXT}/review")
    form = {"csrf_token": review.field("csrf_token"), "form": review.field("form")}
    layla.client.post(f"{TEXT}/review", data=form)
    page = layla.opens(f"{TEXT}/1")
    assert 'class="dial"' in page.html
    assert passages(page) == [lesson.shown["all"][0].body.show()]
    assert layla.opens(f"{TEXT}/words/1").status == 200


def test_every_word_is_explained_in_its_order(layla: Learner, lesson: Lesson) -> None:
    page = layla.opens(f"{TEXT}/words/1")
    assert re.findall(r'id="w-(\d+)"', page.html) == [str(at) for at in range(50)]
    assert [unescape(one) for one in re.findall("<dfn>(.*?)</dfn>", page.html)] == [
        word.vowelled for word in lesson.words.paragraphs[0]
    ]
    first = entry(page, 0)
    for part in ("أَعْلَنَتْ", "أخبرت الناس بالأمر صراحةً", "announced", "ع ل ن"):
        assert part in first
    assert 'data-say="أَعْلَنَتْ" hidden' in page.html
    assert '<p class="word-english" lang="en" dir="ltr">announced</p>' in page.html


def test_the_words_of_a_paragraph_open_with_the_paragraph(layla: Learner) -> None:
    page = layla.opens(f"{TEXT}/words/2")
    assert page.response.request.path == f"{TEXT}/1"
    assert "تُفتح تلك الصفحة" in page.notices()
    assert layla.opens(f"{TEXT}/words/0").status == 404
    assert layla.opens(f"{TEXT}/words/11").status == 404


def test_other_places_are_told_as_far_as_this_reader_may_read(start: Started, layla: Learner) -> None:
    page = layla.opens(f"{TEXT}/words/1")
    assert set(re.findall(rf'href="{TEXT}/(\d+)"', page.html)) == {"1"}
    sanctions = entry(page, 35)
    assert "الفقرة ٧" not in sanctions
    everything = entry(Learner(start(OPEN)).opens(f"{TEXT}/words/1"), 35)
    assert "وجهت اليابان" not in everything
    assert "أيّ “انتهاك” للعقوبات المفروضة من" in everything
    assert "الفقرة ٧" in everything


def test_a_heading_is_explained_with_its_paragraph(start: Started) -> None:
    page = Learner(start(OPEN)).opens(f"{TEXT}/words/3")
    assert "عَلَاقَاتٌ" in entry(page, 0, "h")
    assert re.findall(r'id="h-(\d+)"', page.html) == ["0", "1"]


def test_a_word_that_nobody_explained_yet_says_so(start: Started) -> None:
    def draft(source: str) -> str:
        source = source.replace("reviewed: true", "reviewed: false")
        return source.replace("meaning: أخبرت الناس بالأمر صراحةً, english: announced", 'meaning: "", english: ""')

    page = Learner(start(words=draft)).opens(f"{TEXT}/words/1")
    assert "لم يُكتب شرح هذه الكلمة بعد." in entry(page, 0)
    assert "لم يُكتب شرح" not in entry(page, 1)


def test_a_word_is_kept_from_its_entry(layla: Learner) -> None:
    page = layla.opens(f"{TEXT}/words/1")
    forms = re.findall(rf'<form method="post" action="{TEXT}/keep">(.*?)</form>', page.html, re.S)
    assert len(forms) == 50
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', forms[3]))
    assert (data["paragraph"], data["index"]) == ("1", "3")
    kept = Page(layla.client.post(f"{TEXT}/keep", data=data, follow_redirects=True))
    assert kept.response.request.path == f"{TEXT}/words/1"
    assert 'class="notice"' in kept.html


TAWTID = 25


def test_the_root_that_a_question_asks_for_is_told_once_it_is_settled(start: Started) -> None:
    app = start(OPEN)
    layla, omar = Learner(app), Learner(app)
    lesson = app.extensions["fahm"].library.snapshot.lessons[SLUG]
    before = entry(layla.opens(f"{TEXT}/words/2"), TAWTID)
    assert "تَوْطِيد" in before
    assert "و ط د" not in layla.opens(f"{TEXT}/words/2").html
    assert "يسأل أحد الأسئلة عن الجذر" in before
    (item,) = [one for one in lesson.items if one.question.type == "root"]
    layla.answers(f"{TEXT}/2", wrong_fields(lesson, item.question.id))
    assert "و ط د" not in layla.opens(f"{TEXT}/words/2").html
    layla.answers(f"{TEXT}/2", right_fields(lesson, item.question.id))
    assert "و ط د" in entry(layla.opens(f"{TEXT}/words/2"), TAWTID)
    assert "و ط د" not in omar.opens(f"{TEXT}/words/2").html


def test_relatives_of_the_word_that_is_asked_about_do_not_give_its_root_away(start: Started) -> None:
    """The question is made to ask about قبلها: قبول, المقبلة, استقبل, قبل and قِبَل are of the same root."""
    app = start(OPEN, ("    word: توطيد\n", "    word: قبلها\n"))
    layla = Learner(app)
    for number in range(1, 11):
        assert "ق ب ل" not in layla.opens(f"{TEXT}/words/{number}").html
    assert "من الجذر نفسه" not in entry(layla.opens(f"{TEXT}/words/2"), 17)
    assert "و ط د" in layla.opens(f"{TEXT}/words/2").html


def test_no_key_changes_a_byte_of_the_words(start: Started) -> None:
    plain = start(OPEN)
    other = start(OPEN, ("    root: و ط د\n    pattern: تفعيل\n", "    root: ق م س\n    pattern: فاعول\n"))
    for number in range(1, 11):
        pages = [Learner(app).opens(f"{TEXT}/words/{number}").html for app in (plain, other)]
        pages = [re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", page) for page in pages]
        assert 'class="word-form"' in pages[0]
        assert re.sub(r' data-record="[^"]*"', "", pages[0]) == re.sub(r' data-record="[^"]*"', "", pages[1])


def test_a_word_of_an_expression_is_explained_with_the_whole_of_it(start: Started) -> None:
    council = "{words: مجلس الأمن, vowelled: مَجْلِس الْأَمْن, meaning: هيئة تحفظ السلام, english: Security Council}"
    app = start(OPEN, words=lambda yaml: yaml.replace("\nwords:\n", f"\nexpressions:\n  - {council}\nwords:\n", 1))
    page = Learner(app).opens(f"{TEXT}/words/1")
    assert page.html.count("مَجْلِس الْأَمْن") == 2
    assert page.html.count("هيئة تحفظ السلام") == 2


def test_notes_on_the_language_stand_folded_below_their_paragraph(start: Started) -> None:
    note = '\nnotes:\n  - {paragraph: 2, words: رغبته بالمضي, note: "الأفصح: «رغبته في المضي»."}\nvocabulary:\n'
    learner = Learner(start(OPEN, ("\nvocabulary:\n", note)))
    folded = learner.opens(f"{TEXT}/2").html.split('<details class="text-notes">')[1].split("</details>")[0]
    assert "«رغبته بالمضي»" in folded
    assert "الأفصح: «رغبته في المضي»." in folded
    assert "text-notes" not in learner.opens(f"{TEXT}/1").html


class CountedWord:
    """A word of a text that counts how often it is looked at."""

    reads = 0
    root, note, word, meaning = None, "", "كلمة", "معنى"

    def __init__(self, number: int) -> None:
        self.span, self.vowelled, self.own = ParagraphSpan(1, 0, 4), self.word, f"كلمة{number % 50}"

    @property
    def lemma(self) -> str:
        CountedWord.reads += 1
        return self.own


def test_a_page_of_a_long_text_reads_each_word_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[Any] = [CountedWord(number) for number in range(2000)]
    monkeypatch.setattr(word_help, "_open_lines", lambda progress: [word_help._Line("كلمة", words)])
    monkeypatch.setattr(word_help, "hidden_roots", lambda progress: frozenset())
    nothing: Any = None
    entries = word_help._explained(nothing, words[-300:])
    assert {len(entry.same_word) for entry in entries} == {word_help.MAX_PLACES}
    assert CountedWord.reads < 10 * len(words)
