"""A learner's news: marks and notes of the teacher, the way to the question, and what is read."""

from __future__ import annotations

import re

from conftest import SLUG, Desk, Learner
from store.helpers import always, submission
from webapp.content import Lesson
from webapp.store.protocols.store import Store


def marked(muna: Desk, store: Store, lesson: Lesson) -> str:
    """Muna marks an open answer that Layla has handed in; the id of the question."""
    item = next(item for item in lesson.items if item.question.criteria())
    (member,) = muna.people.members(muna.school, muna.class_id)
    place = {"learner": member.learner, "text": SLUG, "question": item.question.id, "version": item.version}
    store.record(submission("n1.q", school=muna.school, **place), always("pending", possible=2.0))
    store.manual_marks.give(muna.school, member.learner, "n1.q", 1.0, "أحسنتِ", "muna")
    return item.question.id


def test_a_learner_without_news_is_told_nothing(layla: Learner, muna: Desk) -> None:
    for path in ("/", "/me"):
        assert "badge" not in layla.opens(path).html
    assert "لا يوجد جديد" in layla.opens("/me/news").html


def test_who_has_no_record_has_no_news(omar: Learner) -> None:
    assert "لا يوجد جديد" in omar.opens("/me/news").html


def test_a_mark_leads_to_its_question_and_is_read_once(
    layla: Learner, muna: Desk, store: Store, lesson: Lesson
) -> None:
    question = marked(muna, store, lesson)
    home = layla.opens("/").html
    assert '<span class="badge">١</span>' in home
    assert "الجديد لك: ١" in home
    assert "صُحّحت إجابتك، ومعها تعليق" in home
    page = layla.opens("/me/news").html
    assert "صُحّحت إجابتك، ومعها تعليق" in page
    assert "أحسنتِ" in page
    assert f'#q-{question}"' in page
    assert f"السؤال {lesson.numbers[question]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) in page
    assert "badge" not in page
    assert "badge" not in layla.opens("/").html
    assert 'class="card unread"' not in layla.opens("/me/news").html


def test_a_page_that_nobody_looks_at_is_not_read(layla: Learner, muna: Desk, store: Store, lesson: Lesson) -> None:
    marked(muna, store, lesson)
    layla.client.get("/me/news", headers={"X-Fahm-Background": "1"})
    assert "badge" in layla.opens("/").html


def test_one_button_says_that_all_is_read(layla: Learner, muna: Desk, store: Store, lesson: Lesson) -> None:
    marked(muna, store, lesson)
    page = layla.opens("/")
    data = {"csrf_token": page.field("csrf_token"), "next": "/"}
    reply = layla.client.post("/me/news", data=data)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/")
    assert "badge" not in layla.opens("/").html
    assert layla.client.post("/me/news").status_code == 400  # without its token


def test_a_note_to_the_class_is_read_by_all_and_can_be_taken_back(layla: Learner, muna: Desk) -> None:
    page = muna.posts(muna.of_class("notes"), words="  اقرؤوا <b>الفقرة</b> الثانية\n")
    assert "أُرسلت الملاحظة" in page.html
    news = layla.opens("/me/news").html
    assert "اقرؤوا &lt;b&gt;الفقرة&lt;/b&gt; الثانية" in news
    assert "منى" in news
    note = re.search(r'name="note" value="([^"]+)', page.html)
    assert note
    assert "سُحبت" in muna.posts(muna.of_class("notes/take-back"), note=note[1]).html
    assert "اقرؤوا" not in layla.opens("/me/news").html
    assert "لم تعد" in muna.posts(muna.of_class("notes/take-back"), note=note[1]).html


def test_a_note_to_one_learner(layla: Learner, muna: Desk, sami: Desk) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    address = muna.of_class(f"learners/{member.learner}/notes")
    assert muna.posts(address, words=" ").status == 422
    too_long = muna.posts(address, words="ا" * 501)
    assert too_long.status == 422
    assert "ا" * 501 in too_long.html  # nothing that was typed is lost
    assert muna.posts(address, words="أعيدي السؤال الثالث", keep="1").status == 200
    assert "أعيدي السؤال الثالث" in layla.opens("/me/news").html
    assert muna.opens(muna.of_class("learners/nobody/notes")).status == 404
    assert sami.posts(sami.of_class("notes/take-back"), note="x", learner=member.learner).status == 200


def test_words_that_are_kept_are_written_again(layla: Learner, muna: Desk) -> None:
    muna.posts(muna.of_class("notes"), words="أحسنتم", keep="1")
    page = muna.opens(muna.of_class("notes")).html
    kept = re.search(r'name="insert" value="([^"]+)', page)
    assert kept
    typed = muna.posts(muna.of_class("notes"), words="يا صفّي", insert=kept[1])
    assert "يا صفّي\nأحسنتم</textarea>" in typed.html
    long = muna.posts(muna.of_class("notes"), words="ن" * 499, insert=kept[1])
    assert "ن" * 499 + "</textarea>" in long.html
    assert re.search(r'id="words-fault" role="alert">لم تُدرج', long.html)
    forgotten = muna.posts(muna.of_class("notes"), words="يا صفّي", forget=kept[1])
    assert "يا صفّي</textarea>" in forgotten.html
    assert 'name="insert"' not in forgotten.html
