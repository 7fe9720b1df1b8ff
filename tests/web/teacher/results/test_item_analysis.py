"""The questions of a text at the desk: Moodle's figures, options, flags, and the article's heat map."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from conftest import SLUG, Desk
from store.helpers import START
from web.teacher.demo_class import Room, csv_rows, page_tables, records
from webapp.analysis import item_statistics
from webapp.analysis.confidence_intervals import intervals
from webapp.content import Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Part
from webapp.web.teacher.given_answers import as_given
from webapp.web.teacher.results.heatmap import paragraph_times, sentences
from webapp.web.teacher.results.learner_report import by_week, support_of
from webapp.web.teacher.results.option_analysis import chosen, keys_of, options_of, right_of


def csv_table(desk: Desk, path: str, name: str) -> list[dict[str, str]]:
    """One table of a page, by the names of its columns."""
    body = desk.client.get(desk.of_class(f"{path}?table={name}&as=csv")).data
    names = next(csv.reader(body.decode("utf-8-sig").splitlines()))
    return [dict(zip(names, row, strict=True)) for row in csv_rows(body)]


def test_the_figures_are_those_of_fahm_report(room: Room) -> None:
    table = room.work().marks
    assert len(table.learners) == 24
    expected = item_statistics(table.marks, table.maxima, questions=table.questions)
    ranges = intervals(table.marks, table.maxima)
    rows = {row["question"]: row for row in csv_table(room.desk, f"texts/{SLUG}/items", "items")}
    assert list(rows) == [item.question.id for item in room.lesson.items]
    for item, own in zip(expected["items"], ranges.items, strict=True):
        row = rows[item["question"]]
        assert float(row["facility"]) == item["facility"]
        assert float(row["discrimination_index"]) == item["discrimination_index"]
        assert own["facility"]
        assert float(row["facility_low"]) == own["facility"].low
        assert float(row["intended_weight"]) == item["intended_weight"]
    text = csv_table(room.desk, f"texts/{SLUG}/items", "text")
    assert [float(row["value"]) for row in text] == list(expected["text"].values())
    assert all(row["meaning"] for row in text)


def test_open_questions_that_wait_have_no_figures(room: Room) -> None:
    waits = room.work().marks.waiting
    assert waits
    rows = {row["question"]: row for row in csv_table(room.desk, f"texts/{SLUG}/items", "items")}
    for question, count in waits.items():
        assert rows[question]["facility"] == ""
        assert int(rows[question]["waiting"]) == count


@pytest.mark.usefixtures("layla")
def test_too_few_readers_are_told_so_instead_of_a_figure(muna: Desk, lesson: Lesson, app: Flask) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    item = lesson.item("summit-day")
    assert item
    records(app, layla.learner, "summit-day", item.question.right_fields())
    row = next(row for row in csv_table(muna, f"texts/{SLUG}/items", "items") if row["question"] == "summit-day")
    assert (row["facility"], row["facility_low"]) == ("عدد قليل جدًا", "")
    assert "عدد قليل جدًا" in muna.opens(muna.of_class(f"texts/{SLUG}/items")).html


def test_the_profile_names_the_questions_behind_it(room: Room) -> None:
    html = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/items")).html
    rows = csv_table(room.desk, f"texts/{SLUG}/items", "profile")
    assert next(row["process"] for row in rows).startswith("استخراج")
    for row in rows:
        assert 0 <= float(row["share_low"]) <= float(row["share"]) <= float(row["share_high"]) <= 1
    behind = html.partition('id="t-profile"')[2].partition("</table>")[2]
    assert behind.count("<details>") == len(rows)
    assert behind.count("/questions/") == sum(int(row["questions"]) for row in rows)


def test_a_question_shows_its_options_evidence_and_answers(room: Room) -> None:
    page = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/questions/who-announced")).html
    item = room.lesson.item("who-announced")
    assert item
    assert item.question.prompt in page
    assert "أعلنت بيونغ يانغ" in page
    assert "pic-strong" in page
    tables = page_tables(page)
    tries = [one for learner in room.learners for one in room.store.tries(room.school, learner, SLUG, "who-announced")]
    assert len(tables["answers"]) == len(tries)
    assert sum(int(row[2]) for row in tables["responses"]) == len(tries)
    assert room.desk.opens(room.desk.of_class(f"texts/{SLUG}/questions/no-such-question")).status == 404


def test_every_question_and_every_measure_has_its_page(room: Room) -> None:
    for item in room.lesson.items:
        assert room.desk.opens(room.desk.of_class(f"texts/{SLUG}/questions/{item.question.id}")).status == 200
    for measure in ("wrong", "evidence", "reread"):
        page = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/heat?measure={measure}"))
        assert "heat-text" in page.html
    assert room.desk.opens(room.desk.of_class(f"texts/{SLUG}/heat?measure=other")).status == 404


def a_try(lesson: Lesson, question: str, learner: str = "layla", **changes: object) -> Attempt:
    """A wrong answer, by itself."""
    place = (f"{learner}.{question}", "default", learner, lesson.slug, question, "v", 1)
    plain = Attempt(*place, "", "", (), "refused", 0, 1, "", "", None, (), 0, 30, START)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_wrong_answer_warms_the_sentence_of_its_evidence_alone(lesson: Lesson) -> None:
    item = next(one for one in lesson.items if one.evidence and one.question.points and one.question.paragraph == 1)
    name, (span, *_) = item.question.id, item.evidence
    told = sentences(lesson, [a_try(lesson, name), a_try(lesson, name, "omar", verdict="accepted", earned=1)])
    warm = [one for one in told if one.wrong is not None]
    quote = lesson.text.paragraph(span.paragraph).text[span.start : span.end]
    assert [one.wrong for one in warm] == [0.5] * len(warm)
    assert any(quote in one.sentence for one in warm)
    assert len(warm) < len(told)


def test_what_waits_and_what_slips_warms_nothing(lesson: Lesson) -> None:
    item = next(one for one in lesson.items if one.evidence and one.question.points)
    tries = [a_try(lesson, item.question.id, verdict=verdict) for verdict in ("pending", "nearly", "noted")]
    assert {one.wrong for one in sentences(lesson, tries)} == {None}


def test_a_word_that_was_looked_up_is_read_again_where_it_stands(lesson: Lesson) -> None:
    item = next(one for one in lesson.items if one.question.paragraph == 2)
    tries = [a_try(lesson, item.question.id, support=("word:2.0", "word:2.9999", "word:99.1", "word:x.y"))]
    tries.append(a_try(lesson, item.question.id, "omar", support=("aloud",)))
    told = sentences(lesson, tries)
    assert next(one.reread for one in told if one.paragraph == 2) == 0.5
    assert {one.reread for one in told if one.paragraph != 2} == {None}


def test_the_hint_that_lights_a_sentence_counts_as_reading_it_again(lesson: Lesson) -> None:
    item = next(one for one in lesson.items if one.evidence and one.question.paragraph == 1)
    own = len(item.question.hints)
    for hints, share in ((own, 0.0), (own + 1, 1.0)):
        told = sentences(lesson, [a_try(lesson, item.question.id, hints=hints)])
        assert max(one.reread or 0.0 for one in told) == share


def test_named_evidence_is_counted_where_it_could_be_named(lesson: Lesson) -> None:
    several = {one.number for one in lesson.text.paragraphs if len(one.sentences) > 1} | {"whole"}
    kinds = [one for one in lesson.items if one.question.type == "evidence"]
    item = next(one for one in kinds if one.question.paragraph in several)
    place, key = item.question.paragraph, item.question.solution().units
    told = sentences(lesson, [a_try(lesson, item.question.id, response=key, verdict="accepted", earned=1)])
    offered = [one for one in told if place in ("whole", one.paragraph)]
    assert {one.evidence for one in offered} == {0.0, 1.0}
    assert {one.evidence for one in told if one not in offered} <= {None}


def test_answers_of_one_form_share_its_time(lesson: Lesson) -> None:
    one, two = [item.question.id for item in lesson.items if item.question.paragraph == 1][:2]
    tries = [a_try(lesson, name, id=f"form.{name}", seconds=60) for name in (one, two)]
    tries.append(a_try(lesson, one, id=f"later.{one}", seconds=10))
    (found,) = paragraph_times(lesson, tries)
    assert (found.paragraph, found.median) == (1, 70)


def test_options_are_known_for_choices_and_judgements_only(lesson: Lesson) -> None:
    kinds = {item.question.type for item in lesson.items if options_of(item.question)}
    assert kinds >= {"choice", "multiple", "judgement"}
    keys = keys_of(lesson)
    assert {item.question.type for item in lesson.items if item.question.id in keys} == {"choice", "judgement"}
    for item in lesson.items:
        if item.question.id in keys:
            assert keys[item.question.id].right in keys[item.question.id].options
            assert len(right_of(item.question)) == 1


def test_a_few_readers_are_not_parted_into_strong_and_weak(lesson: Lesson) -> None:
    item = lesson.item("who-announced")
    assert item
    value = next(iter(options_of(item.question)))
    found = chosen(item, [a_try(lesson, "who-announced", response=value)], {})
    assert [one.share for one in found] == [1.0, *[0.0] * (len(found) - 1)]
    assert {one.strong_share for one in found} == {None}
    assert chosen(item, [], {}) == []


def test_an_answer_is_told_in_the_learners_words(lesson: Lesson) -> None:
    choice, typed = lesson.item("who-announced"), next(one for one in lesson.items if one.question.type == "short")
    assert choice
    value, said = next(iter(options_of(choice.question).items()))
    assert as_given(choice, a_try(lesson, "who-announced", response=value)) == said
    assert as_given(typed, a_try(lesson, typed.question.id, response="كما كُتب", label="كما كتب")) == "كما كُتب"
    assert as_given(None, a_try(lesson, "gone", response="رمز", label="قول")) == "قول"


def test_support_is_told_in_words_and_looked_up_words_are_counted(lesson: Lesson) -> None:
    one = a_try(lesson, "x", support=("tashkeel:all", "word:1.2", "aloud", "word:1.3"), parts=(Part("", 1, 0),))
    assert support_of(one) == ("تشكيل كامل، استماع", 2)


def test_weeks_without_tries_are_gaps(lesson: Lesson) -> None:
    tries = [
        a_try(lesson, "x", at=START),
        a_try(lesson, "x", at=START + timedelta(weeks=2), verdict="accepted", earned=1),
    ]
    weeks = by_week(tries)
    assert [share for _, share in weeks] == [0.0, None, 1.0]
    assert by_week([a_try(lesson, "x", verdict="pending")]) == []
