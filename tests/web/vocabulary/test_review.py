"""My words: kept by hand or after a miss, reviewed one at a time, dropped and brought back, taken to Anki."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Learner, Page, right_fields, with_content, wrong_fields
from web.assigning import Clock
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.store.protocols.store import Store, StoreUnavailable
from webapp.web.framework.i18n import after
from webapp.web.questions import missed_words
from webapp.web.questions.answer_form import support_used

pytestmark = pytest.mark.usefixtures("clock")
FIRST, SECOND = f"/texts/{SLUG}/1", f"/texts/{SLUG}/2"
KEEP, DROP = f"/texts/{SLUG}/keep", f"/texts/{SLUG}/drop"
S = "default"
ACCEPTANCE = 5
"""The place of «قبول» in the first paragraph."""
UNMARKED = dict.fromkeys(range(0x64B, 0x653))
"""Takes the vowel marks away."""


def sends(learner: Learner, url: str, **data: object) -> Page:
    """Post a form with a good token and follow where it leads."""
    token = learner.opens("/me").field("csrf_token")
    return Page(learner.client.post(url, data={"csrf_token": token, **data}, follow_redirects=True))


def keeps(learner: Learner, index: int = ACCEPTANCE, paragraph: int = 1, next: str = "/words") -> Page:
    return sends(learner, KEEP, paragraph=paragraph, index=index, next=next)


def rates(learner: Learner, rating: str, page: Page | None = None) -> Page:
    page = page or learner.opens("/words")
    key = re.findall(r'name="key" value="([^"]*)"', page.html)[-1]
    return sends(learner, "/words", form=page.field("form"), key=unescape(key), rating=rating)


def front(page: Page) -> str:
    found = re.search(r'id="front"[^>]*>(.*?)</p>', page.html, re.S)
    assert found, "no card on the page"
    return unescape(found[1])


def main(page: Page) -> str:
    """What stands on the page itself, as a person reads it."""
    inner = page.html[page.html.index("<h1") : page.html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inner)).split())


def learner_id(store: Store) -> str:
    """The only reader who kept or answered anything."""
    with store._connections.read() as conn:  # type: ignore[attr-defined]
        ((found,),) = conn.execute("SELECT id FROM learners").fetchall()
    return str(found)


def passes(learner: Learner, lesson: Lesson, url: str, place: int) -> None:
    for item in lesson.items_at(place):
        learner.answers(url, right_fields(lesson, item.question.id))


def test_a_reader_without_words_is_told_how_they_come(layla: Learner) -> None:
    assert "لا توجد كلمات بعد" in layla.opens("/words").html
    assert layla.opens("/words/all").status == 200


def test_a_kept_word_is_shown_in_its_own_sentence(layla: Learner, lesson: Lesson) -> None:
    page = keeps(layla)
    assert "قَبُول" in page.notices()
    assert "أُضيفت إلى كلماتي" in page.notices()
    sentence = lesson.text.paragraphs[0].sentences[0]
    words = lesson.text.paragraphs[0].text[sentence.start : sentence.end]
    assert front(page).count("<strong>") == 1
    assert " <strong>قبول</strong> " in front(page)
    assert re.sub("</?strong>", "", front(page)) == words
    assert "الموافقة" in page.html
    assert "acceptance" in page.html


def test_keeping_leads_back_to_where_the_reader_was(layla: Learner) -> None:
    token = layla.opens("/me").field("csrf_token")
    for asked, led in (
        (f"{FIRST}#w", f"{FIRST}#w"),
        ("https://elsewhere.example/", f"/texts/{SLUG}/"),
        ("//elsewhere.example/", f"/texts/{SLUG}/"),
        ("/\\elsewhere.example", f"/texts/{SLUG}/"),
        ("", f"/texts/{SLUG}/"),
    ):
        data = {"csrf_token": token, "paragraph": 1, "index": 5, "next": asked}
        reply = layla.client.post(KEEP, data=data)
        assert (reply.status_code, reply.headers["Location"]) == (303, led)


@pytest.mark.parametrize(
    "place", [{}, {"paragraph": 1}, {"paragraph": 0, "index": 0}, {"paragraph": 1, "index": 4000},
              {"paragraph": 99, "index": 0}, {"paragraph": 1, "index": -1}, {"paragraph": "x", "index": "y"}]
)  # fmt: skip
def test_a_place_without_a_word_is_not_found(layla: Learner, store: Store, place: dict[str, object]) -> None:
    assert sends(layla, KEEP, **place).status == 404
    assert sends(layla, DROP, **place).status == 404
    assert sends(layla, "/texts/nothing/keep", paragraph=1, index=1).status == 404


def test_keeping_needs_the_token(layla: Learner) -> None:
    assert layla.client.post(KEEP, data={"paragraph": 1, "index": 5}).status_code == 400


def test_a_word_kept_twice_is_one_card(layla: Learner, store: Store) -> None:
    keeps(layla)
    keeps(layla)
    assert len(store.kept_words(S, learner_id(store))) == 1


def test_a_word_dropped_in_its_text_is_gone_and_can_be_brought_back(layla: Learner) -> None:
    keeps(layla)
    page = sends(layla, DROP, paragraph=1, index=ACCEPTANCE, next="/words/all")
    assert "حُذفت من كلماتي" in page.notices()
    assert "تراجع" in page.notices()
    assert "acceptance" not in main(page)
    page = sends(layla, "/words/undo", key=page.field("key"))
    assert "acceptance" in main(page)


def test_a_word_dropped_in_the_list_can_be_brought_back(layla: Learner) -> None:
    keeps(layla)
    page = layla.opens("/words/all")
    page = sends(layla, "/words/drop", key=page.field("key"))
    assert "acceptance" not in main(page)
    assert "acceptance" in main(sends(layla, "/words/undo", key=page.field("key")))


def test_a_paragraph_that_is_not_open_gives_no_word(layla: Learner, lesson: Lesson, store: Store) -> None:
    page = keeps(layla, 1, 2)
    assert "تُضاف كلمات هذه الفقرة بعد فتحها" in page.notices()
    assert "لا توجد كلمات بعد" in page.html
    passes(layla, lesson, FIRST, 1)
    assert "أُضيفت إلى كلماتي" in keeps(layla, 1, 2).notices()


def test_everybody_sees_their_own_words(layla: Learner, omar: Learner) -> None:
    keeps(layla)
    assert "لا توجد كلمات بعد" in omar.opens("/words").html
    assert "acceptance" not in omar.opens("/words/all").html
    assert "acceptance" not in omar.opens("/words/anki").html
    sends(omar, "/words/drop", key="قَبُول")
    assert "acceptance" in layla.opens("/words/all").html


def test_each_button_says_when_the_word_comes_back(layla: Learner) -> None:
    text = main(keeps(layla))
    assert re.search(r"من جديد بعد دقيقة واحدة .*بصعوبة .*بعد ٦ دقائق .*جيدًا .*بعد ١٠ دقائق", text)
    assert re.search(r"بسهولة بعد ٨ أيام", text)


def test_a_reviewed_word_waits_until_its_time(layla: Learner, clock: Clock) -> None:
    keeps(layla)
    page = rates(layla, "easy")
    assert "انتهت مراجعة اليوم" in page.html
    assert "موعد المراجعة التالية: بعد ٨ أيام" in page.html
    clock.move(days=8)
    assert "قبول" in front(layla.opens("/words"))


def test_the_same_form_handed_in_twice_is_one_review(layla: Learner, store: Store) -> None:
    page = keeps(layla)
    rates(layla, "good", page)
    rates(layla, "again", page)
    assert [one.rating for one in store.reviews(S, learner_id(store))] == ["good"]


def test_a_word_that_is_not_due_is_not_reviewed_again(layla: Learner, store: Store, clock: Clock) -> None:
    page, other_window = keeps(layla), layla.opens("/words")
    rates(layla, "easy", page)
    for _ in range(3):
        rates(layla, "again", other_window)
    assert [review.rating for review in store.reviews(S, learner_id(store))] == ["easy"]
    clock.move(days=8)
    rates(layla, "again", layla.opens("/words"))
    assert [review.rating for review in store.reviews(S, learner_id(store))] == ["easy", "again"]


def test_what_is_no_rating_or_no_word_is_refused(layla: Learner, store: Store) -> None:
    page = keeps(layla)
    assert rates(layla, "perfect", page).status == 400
    assert "لم تعد هذه الكلمة" in sends(layla, "/words", form="x", key="كلمة", rating="good").notices()
    assert store.reviews(S, learner_id(store)) == []


def test_a_stranger_reviews_nothing(omar: Learner) -> None:
    assert "لم تعد هذه الكلمة" in sends(omar, "/words", key="قَبُول", rating="good").notices()


def test_twenty_new_words_a_day_and_all_that_come_back(layla: Learner, store: Store, clock: Clock) -> None:
    keeps(layla)
    for index in range(50):
        keeps(layla, index)
    kept = len(store.kept_words(S, learner_id(store)))
    assert kept > 22
    assert "الباقي اليوم: ٢٠ كلمة" in layla.opens("/words").html
    for _ in range(20):
        page = rates(layla, "easy")
    assert "تبدأ مراجعتها غدًا" in page.html
    clock.move(days=1)
    layla.client.set_cookie("fahm_look", "language-en")
    assert f"{min(20, kept - 20)} words left today" in layla.opens("/words").html
    clock.move(days=10)
    assert f"{min(20, kept - 20) + 20} words left today" in layla.opens("/words").html


def test_the_most_overdue_comes_first(layla: Learner, clock: Clock) -> None:
    keeps(layla)
    clock.move(hours=1)
    page = keeps(layla, 6)
    assert "<strong>قبول</strong>" in front(page)
    assert "<strong>الرئيس</strong>" in front(rates(layla, "good"))


def asked_for_root(lesson: Lesson) -> tuple[str, int, int]:
    """The question of a root, and where its word stands."""
    item = next(item for item in lesson.items if item.question.type == "root")
    home = missed_words.word_asked(lesson, item)
    assert home
    return item.question.id, home.paragraph, home.position


def misses(learner: Learner, url: str, lesson: Lesson, question: str) -> Page:
    """Answer a question wrongly, each time otherwise, until no try is left."""
    item = lesson.item(question)
    assert item
    wrong = wrong_fields(lesson, question)
    others = [one for one in item.question.tickable() if one not in right_fields(lesson, question).get(question, "")]
    page = learner.opens(url)
    for n in range(3):
        fields = {question: [others[n]]} if others else dict.fromkeys(wrong, "كلمة" * (n + 1))
        assert "أُضيفت" not in page.notices()
        page = learner.answers(url, fields, check=question)
    return page


def test_the_root_of_a_word_is_not_told_while_a_question_asks_for_it(
    layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    question, paragraph, position = asked_for_root(lesson)
    assert paragraph == 2
    passes(layla, lesson, FIRST, 1)
    keeps(layla, 6)
    clock.move(minutes=1)
    keeps(layla, position, paragraph)
    for url in ("/words/all", "/words/anki"):
        assert "توطيد" in layla.opens(url).html.translate(UNMARKED)
        assert "و ط د" not in layla.opens(url).html
    assert "ر ء س" in layla.opens("/words").html
    page = rates(layla, "good")
    assert "توطيد" in front(page)
    assert "و ط د" not in page.html
    layla.answers(SECOND, right_fields(lesson, question))
    assert "و ط د" in layla.opens("/words").html
    assert "و ط د" in layla.opens("/words/anki").html


def test_a_word_missed_in_a_question_comes_by_itself(layla: Learner, lesson: Lesson) -> None:
    question, *_ = asked_for_root(lesson)
    passes(layla, lesson, FIRST, 1)
    page = misses(layla, SECOND, lesson, question)
    assert "تَوْطِيد" in page.notices()
    assert "أُضيفت إلى كلماتي لأن إجابة سؤالها" in page.notices()
    assert "من إجابة غير صحيحة" in layla.opens("/words/all").html
    page = sends(layla, "/words/drop", key=page.field("key"), next=SECOND)
    assert "لا توجد كلمات بعد" in layla.opens("/words").html


def test_a_word_that_was_understood_at_once_does_not_come(layla: Learner, lesson: Lesson, store: Store) -> None:
    question, *_ = asked_for_root(lesson)
    passes(layla, lesson, FIRST, 1)
    layla.answers(SECOND, right_fields(lesson, question))
    assert store.kept_words(S, learner_id(store)) == []


def test_a_miss_of_a_question_about_no_word_brings_none(layla: Learner, lesson: Lesson, store: Store) -> None:
    misses(layla, FIRST, lesson, "who-announced")
    assert store.kept_words(S, learner_id(store)) == []


def test_the_word_with_the_pronoun_comes_too(layla: Learner, lesson: Lesson, store: Store) -> None:
    passes(layla, lesson, FIRST, 1)
    misses(layla, SECOND, lesson, "accepted-referent")
    assert [one.word for one in store.kept_words(S, learner_id(store))] == ["قبلها"]


def test_an_answer_stands_although_its_word_could_not_be_kept(
    layla: Learner, lesson: Lesson, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bool:
        raise StoreUnavailable("full")

    question, *_ = asked_for_root(lesson)
    passes(layla, lesson, FIRST, 1)
    monkeypatch.setattr(type(store), "keep_word", fails)
    assert misses(layla, SECOND, lesson, question).status == 200
    assert len(store.tries(S, learner_id(store), SLUG, question)) == 3


def content(tmp_path: Path, words: bool = True, **changes: str) -> Path:
    """The real texts with other settings."""
    folder = tmp_path / "content"
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    shutil.copytree(ARTICLE / "questions", folder / "questions")
    file = folder / "questions" / f"{SLUG}.yaml"
    yaml = file.read_text(encoding="utf-8")
    for before, behind in changes.items():
        yaml = yaml.replace(f"{before}: ", f"{before}: {behind} # ", 1)
    file.write_text(yaml, encoding="utf-8")
    if not words:
        (folder / "questions" / f"{SLUG}.words.yaml").unlink()
    return folder


@pytest.fixture
def exam(config: Config, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, content(tmp_path, mode="exam", gate="open")))
    yield made
    made.extensions["fahm"].store.close()


def test_in_an_exam_words_are_kept_once_it_is_handed_in(exam: Flask) -> None:
    layla = Learner(exam)
    lesson = exam.extensions["fahm"].library.snapshot.lessons[SLUG]
    question, paragraph, _ = asked_for_root(lesson)
    assert "وفي الاختبار بعد تسليمه" in keeps(layla).notices()
    layla.answers(f"/texts/{SLUG}/{paragraph}", wrong_fields(lesson, question))
    assert "لا توجد كلمات بعد" in layla.opens("/words").html
    review = layla.opens(f"/texts/{SLUG}/review")
    page = sends(layla, f"/texts/{SLUG}/review", form=review.field("form"))
    assert "تَوْطِيد" in page.notices()
    assert "أُضيفت إلى كلماتي" in keeps(layla).notices()


@pytest.fixture
def plain(config: Config, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, content(tmp_path, words=False)))
    yield made
    made.extensions["fahm"].store.close()


def test_a_text_without_a_words_file_gives_its_vocabulary(plain: Flask) -> None:
    layla = Learner(plain)
    assert "announced" in keeps(layla, 0).html
    page = keeps(layla)
    assert "<strong>أعلنت</strong>" in front(page)
    assert "لم يُكتب معنى" in rates(layla, "good").html
    assert "قبول" in layla.opens("/words/all").html


def test_a_word_whose_text_has_gone_is_still_a_card(layla: Learner, store: Store, app: Flask) -> None:
    keeps(layla)
    app.extensions["fahm"].library.snapshot = replace(app.extensions["fahm"].library.snapshot, lessons={})
    page = layla.opens("/words")
    assert front(page) == "<strong>قبول</strong>"
    assert layla.opens("/words/all").status == 200
    assert "قبول\t\t" in layla.opens("/words/anki").html
    assert "انتهت مراجعة اليوم" in rates(layla, "good").html


def test_a_word_of_an_archived_text_names_it_without_a_link(layla: Learner, lesson: Lesson, app: Flask) -> None:
    keeps(layla)
    for address in ("/words", "/words/all"):
        assert f'href="{FIRST}"' in layla.opens(address).html
    library = app.extensions["fahm"].library
    archived = replace(lesson, settings=lesson.settings.model_copy(update={"archived": True}))
    library.snapshot = replace(library.snapshot, lessons={SLUG: archived})
    for address in ("/words", "/words/all"):
        page = layla.opens(address)
        assert f'href="{FIRST}"' not in page.html
        assert f"{lesson.settings.title} (في الأرشيف" in main(page)
    assert "أعلنت" in front(layla.opens("/words"))


def test_the_file_for_anki_comes_as_a_download(layla: Learner, lesson: Lesson) -> None:
    keeps(layla)
    reply = layla.client.get("/words/anki")
    assert reply.headers["Content-Disposition"] == "attachment; filename=fahm-words.txt"
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    row = reply.get_data(as_text=True).splitlines()[-1].split("\t")
    assert row[0] == "قبول"
    assert row[1] in lesson.text.paragraphs[0].text
    assert row[2:] == ["قَبُولَ", "الموافقة على ما عُرض وعدم رفضه", "acceptance", "ق ب ل", f"fahm {SLUG}"]


def test_support_is_noted_with_the_try(layla: Learner, lesson: Lesson, store: Store) -> None:
    layla.client.set_cookie("fahm_look", "tashkeel-all")
    noted = "word:1.12 aloud word:1.12 <b> word:1.x audio keyboard word:1234.1"
    layla.answers(FIRST, right_fields(lesson, "summit-day"), support=noted)
    (one,) = store.all_tries()
    assert one.support == ("tashkeel:all", "word:1.12", "aloud", "audio", "keyboard")


def test_without_support_nothing_is_noted(layla: Learner, lesson: Lesson, store: Store) -> None:
    layla.answers(FIRST, right_fields(lesson, "summit-day"))
    (one,) = store.all_tries()
    assert one.support == ()


def test_no_more_than_fifty_are_noted() -> None:
    assert len(support_used(" ".join(f"word:1.{n}" for n in range(80)))) == 50
    assert support_used("word:١.٢ word:1.1\nword:1.1") == ("word:1.1",)


@pytest.mark.parametrize(
    "delay, arabic, english",
    [
        (timedelta(seconds=20), "بعد دقيقة واحدة", "in 1 minute"),
        (timedelta(minutes=2), "بعد دقيقتين", "in 2 minutes"),
        (timedelta(minutes=5.5), "بعد ٦ دقائق", "in 6 minutes"),
        (timedelta(minutes=15), "بعد ١٥ دقيقة", "in 15 minutes"),
        (timedelta(hours=2), "بعد ساعتين", "in 2 hours"),
        (timedelta(hours=23, minutes=30), "بعد يوم واحد", "in 1 day"),
        (timedelta(days=2), "بعد يومين", "in 2 days"),
        (timedelta(days=3), "بعد ٣ أيام", "in 3 days"),
        (timedelta(days=11), "بعد ١١ يومًا", "in 11 days"),
        (timedelta(days=61), "بعد شهرين", "in 2 months"),
        (timedelta(days=400), "بعد ١٣ شهرًا", "in 13 months"),
        (timedelta(days=740), "بعد سنتين", "in 2 years"),
        (timedelta(days=36500), "بعد ١٠٠ سنة", "in 100 years"),
    ],
)
def test_a_time_to_come_agrees_with_its_number(delay: timedelta, arabic: str, english: str) -> None:
    assert after(delay) == (arabic, english)
