"""Groups inside a class, the rule of its grades, who is excused, and words for parents."""

from __future__ import annotations

import pytest

from store.helpers import S, always, submission
from webapp.domain.grade_rule import GradeRule
from webapp.store.protocols.people import Teacher
from webapp.store.protocols.store import Store


@pytest.fixture
def fifth(store: Store) -> str:
    token = store.people.make_link(S, "setup", "admin", "هدى", 24)
    teacher: Teacher | None = store.people.use_link(S, token, "huda", "هدى", "!")
    assert teacher
    fifth = store.people.add_class(S, teacher.id, "الخامس").id
    for learner, name in (("salma", "سلمى"), ("omar", "عمر"), ("twin", "عمر ٢")):
        store.add_learner(S, learner)
        store.people.join(S, fifth, learner, name)
    return fifth


def test_a_group_holds_members_of_its_class_alone(store: Store, fifth: str) -> None:
    store.add_learner(S, "stranger")
    added = store.groups.add(S, fifth, "المجموعة أ", ["salma", "stranger"])
    assert added.learners == {"salma"}
    assert store.groups.of_class(S, fifth) == [added]
    assert store.groups.change(S, fifth, added.id, "أ", ["omar", "stranger"])
    (changed,) = store.groups.of_class(S, fifth)
    assert (changed.name, changed.learners) == ("أ", {"omar"})
    assert not store.groups.change(S, fifth, "nothing", "ب", [])
    assert not store.groups.change("elsewhere", fifth, added.id, "ب", [])


def test_a_removed_group_comes_back_with_its_learners(store: Store, fifth: str) -> None:
    added = store.groups.add(S, fifth, "أ", ["salma", "omar"])
    assert store.groups.remove(S, fifth, added.id, True)
    assert store.groups.of_class(S, fifth) == []
    assert not store.groups.change(S, fifth, added.id, "ب", [])
    assert store.groups.remove(S, fifth, added.id, False)
    assert store.groups.of_class(S, fifth) == [added]


def test_who_leaves_the_class_leaves_its_groups_until_coming_back(store: Store, fifth: str) -> None:
    added = store.groups.add(S, fifth, "أ", ["salma", "omar"])
    store.people.remove_members(S, fifth, ["omar"])
    assert store.groups.of_class(S, fifth)[0].learners == {"salma"}
    store.groups.change(S, fifth, added.id, "أ", ["salma"])
    (removal,) = store.people.removals(S, fifth)
    store.people.restore_members(S, fifth, removal.id)
    assert store.groups.of_class(S, fifth)[0].learners == {"salma", "omar"}


def test_a_merged_record_brings_its_groups_and_takes_them_back(store: Store, fifth: str) -> None:
    both = store.groups.add(S, fifth, "أ", ["omar", "twin"])
    one = store.groups.add(S, fifth, "ب", ["twin"])
    store.grading.excuse(S, fifth, "twin", "text:putin", True, "huda")
    store.grading.save_report_words(S, fifth, "twin", "أحسن", "huda")
    before = store.groups.of_class(S, fifth)
    assert store.people.merge(S, "omar", "twin")
    assert [group.learners for group in store.groups.of_class(S, fifth)] == [{"omar"}, {"omar"}]
    assert store.grading.excused(S, fifth) == {("omar", "text:putin")}
    assert store.grading.report_words(S, fifth) == {"omar": "أحسن"}
    assert store.people.unmerge(S, "twin")
    assert store.groups.of_class(S, fifth) == before == [both, one]
    assert store.grading.excused(S, fifth) == {("twin", "text:putin")}


def test_the_rule_of_a_class_is_saved_and_names_only_what_was_changed(store: Store, fifth: str) -> None:
    assert store.grading.rule(S, fifth) == GradeRule()
    store.grading.save_rule(S, fifth, GradeRule(20, "half", {"text:a": 2.0, "text:b": 0.0}), "huda")
    store.grading.save_rule(S, fifth, GradeRule(10, "tenth", {"text:b": 3.0}), "huda")
    rule = store.grading.rule(S, fifth)
    assert rule == GradeRule(10, "tenth", {"text:a": 2.0, "text:b": 3.0})
    assert [rule.weight(name) for name in ("text:a", "text:b", "text:c")] == [2.0, 3.0, 1.0]
    assert store.grading.rule("elsewhere", fifth) == GradeRule()


def test_only_a_member_is_excused_and_has_words(store: Store, fifth: str) -> None:
    store.add_learner(S, "stranger")
    for learner in ("salma", "stranger", "nobody"):
        store.grading.excuse(S, fifth, learner, "text:a", True, "huda")
        store.grading.save_report_words(S, fifth, learner, "كلمة", "huda")
    assert store.grading.excused(S, fifth) == {("salma", "text:a")}
    assert store.grading.report_words(S, fifth) == {"salma": "كلمة"}
    store.grading.excuse(S, fifth, "salma", "text:a", False, "huda")
    store.grading.save_report_words(S, fifth, "salma", "", "huda")
    assert not store.grading.excused(S, fifth)
    assert not store.grading.report_words(S, fifth)


def test_deleting_a_learner_or_the_class_takes_theirs_along(store: Store, fifth: str) -> None:
    store.record(submission(learner="omar"), always())
    store.groups.add(S, fifth, "أ", ["salma", "omar"])
    store.grading.save_rule(S, fifth, GradeRule(20, "half", {"text:a": 2.0}), "huda")
    for learner in ("salma", "omar"):
        store.grading.excuse(S, fifth, learner, "text:a", True, "huda")
        store.grading.save_report_words(S, fifth, learner, "كلمة", "huda")
    assert {"group_members", "grade_excuses", "report_words"} <= store.people.everything(S, "omar").keys()
    store.people.delete_learner(S, "omar")
    assert store.groups.of_class(S, fifth)[0].learners == {"salma"}
    assert store.grading.report_words(S, fifth) == {"salma": "كلمة"}
    store.people.delete_class(S, fifth, with_records=True)
    assert store.groups.of_class(S, fifth) == []
    assert store.grading.rule(S, fifth) == GradeRule()
