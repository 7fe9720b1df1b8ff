"""Exams that a class writes, or is to write, on the text of its live lesson: what they cover is not shown meanwhile."""

from __future__ import annotations

from webapp.content import Lesson
from webapp.domain.people import SchoolClass
from webapp.domain.question import ParagraphRef
from webapp.web.framework.services import school_store


def covered_by_exam(klass: SchoolClass, lesson: Lesson) -> frozenset[ParagraphRef]:
    """Places of a text that exams of the class cover, until their results are told."""
    store, school = school_store()
    exams = store.assignments.open_exams(school, lesson.slug)
    if not exams:
        return frozenset()
    members = {member.learner for member in store.people.members(school, klass.id)}
    own = [exam for exam in exams if klass.id in exam.classes or not members.isdisjoint(exam.learners)]
    every: list[ParagraphRef] = [*(paragraph.number for paragraph in lesson.text.paragraphs), "whole"]
    return frozenset(place for exam in own for place in exam.places or every)
