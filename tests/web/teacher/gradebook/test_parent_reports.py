"""Reports for parents: one page a learner, in the class's language, with nothing of another child."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from conftest import SLUG, Desk
from web.teacher.demo_class import Room, records
from webapp.domain.assignment import AssignmentRules, NewAssignment

READERS = 14


def reports(html: str) -> list[str]:
    return re.findall(r'<article class="report".*?</article>', html, re.S)


def test_all_of_a_class_is_one_page_to_print_and_each_report_has_one_child(room: Room) -> None:
    found = reports(room.desk.opens(room.desk.of_class("reports")).html)
    names = [member.name for member in room.work().members]
    assert len(found) == len(names) == READERS
    bare = {re.sub(r" \(.*", "", name) for name in names}
    for report in found:
        words = re.sub(r"<[^>]+>", " ", report)
        assert sum(name in words for name in bare) == 1 or len([n for n in bare if f" {n} " in f" {words} "]) <= 2
        assert "/desk/" not in re.sub(r'<p class="no-print">.*?</p>', "", report)


@pytest.mark.parametrize("language", ["ar", "en", "both"])
def test_it_is_in_arabic_whatever_the_teacher_reads(room: Room, language: str) -> None:
    room.desk.posts("/settings", language=language)
    html = room.desk.opens(room.desk.of_class(f"learners/{room.learners[0]}/report")).html
    assert re.search(r'<div lang="ar" dir="rtl">\s*<article class="report"', html)
    (report,) = reports(html)
    for words in ("تقرير القراءة", "النصوص المقروءة", "ملاحظات المعلم", "توقيع ولي الأمر"):
        assert words in report
    room.desk.posts("/settings", language="ar")


def test_parents_of_an_english_speaking_class_read_english(muna: Desk) -> None:
    muna.people.set_class_language(muna.school, muna.class_id, "en", "auto")
    (layla,) = muna.people.members(muna.school, muna.class_id)
    html = muna.opens(muna.of_class(f"learners/{layla.learner}/report")).html
    assert re.search(r'<div lang="en" dir="ltr">\s*<article class="report"', html)
    (report,) = reports(html)
    for words in ("Reading report", "No texts were read in this period.", "Parent’s signature:"):
        assert words in report
    assert re.search(r"Until \d+ \w+ \d{4}", report)
    assert "تقرير القراءة" not in report
    assert '<html lang="ar" dir="rtl">' in html


def test_the_teachers_words_are_kept_and_cut_nowhere_in_silence(room: Room) -> None:
    desk, learner = room.desk, room.learners[1]
    address = desk.of_class(f"learners/{learner}/report")
    (report,) = reports(desk.posts(address, words="  أحسنتِ.\r\n<b>واصلي</b>  ").html)
    assert "أحسنتِ.\n&lt;b&gt;واصلي&lt;/b&gt;" in report
    assert room.store.grading.report_words(room.school, desk.class_id) == {learner: "أحسنتِ.\n<b>واصلي</b>"}
    others = reports(desk.opens(desk.of_class("reports")).html)
    assert sum("أحسنتِ" in other for other in others) == 1
    assert 'maxlength="600"' in desk.opens(address).html
    desk.posts(address, words="\n\n".join("أبتثجحخد"))
    assert room.store.grading.report_words(room.school, desk.class_id)[learner] == "أ\nب\nت\nث\nج\nح خ د"
    desk.posts(address, words="")
    assert not room.store.grading.report_words(room.school, desk.class_id)
    assert desk.posts(desk.of_class("learners/nobody/report"), words="x").status == 404
    assert desk.opens(desk.of_class("learners/nobody/report")).status == 404


def test_an_exam_is_left_out_until_its_results_are_told(app: Flask, muna: Desk) -> None:
    services = app.extensions["fahm"]
    (layla,) = muna.people.members(muna.school, muna.class_id)
    lesson = services.library.snapshot.lessons[SLUG]
    question = next(item.question for item in lesson.items if item.question.type == "choice")
    records(app, layla.learner, question.id, question.right_fields())
    address = muna.of_class(f"learners/{layla.learner}/report")
    assert lesson.settings.title in reports(muna.opens(address).html)[0]
    exam = replace(lesson, settings=lesson.settings.model_copy(update={"mode": "exam"}))
    services.library.snapshot = replace(services.library.snapshot, lessons={SLUG: exam})
    page = muna.opens(address).html
    assert lesson.settings.title not in reports(page)[0]
    assert lesson.settings.title in page
    services.store.exams.tell_results(muna.school, muna.class_id, SLUG, True)
    assert lesson.settings.title in reports(muna.opens(address).html)[0]


def test_an_exam_of_another_class_leaves_nothing_out(app: Flask, muna: Desk, sami: Desk) -> None:
    services = app.extensions["fahm"]
    (layla,) = muna.people.members(muna.school, muna.class_id)
    lesson = services.library.snapshot.lessons[SLUG]
    question = next(item.question for item in lesson.items if item.question.type == "choice")
    records(app, layla.learner, question.id, question.right_fields())
    address = muna.of_class(f"learners/{layla.learner}/report")
    for desk, is_told in ((sami, True), (muna, False)):
        exam = AssignmentRules(exam=True)
        new = NewAssignment(SLUG, (), (desk.class_id,), (), None, None, None, exam, "")
        services.store.assignments.add(desk.school, new, desk.id)
        assert (lesson.settings.title in reports(muna.opens(address).html)[0]) == is_told
