"""Names taken from a class's list: what may be taken, by whom, and how it is undone; replaced codes of a class."""

from __future__ import annotations

import pytest

from store.helpers import START, Clock, S, account, always, submission
from webapp.store.protocols.store import Store

OWN = "own-record-of-a-device-"


@pytest.fixture
def huda(store: Store) -> str:
    return account(store, "Huda")


@pytest.fixture
def klass(store: Store, huda: str) -> str:
    made = store.people.add_class(S, huda, "الخامس").id
    store.people.add_names(S, made, ["سلمى", "أحمد", "يوسف"])
    return made


def names(store: Store, klass: str) -> dict[str, str]:
    return {member.name: member.learner for member in store.people.members(S, klass)}


def answers(store: Store, learner: str, number: int = 1) -> None:
    store.record(submission(f"{learner}-{number}", learner=learner), always())


def test_a_name_is_taken_as_marking_compares_it(store: Store, klass: str) -> None:
    assert store.joining.free_names(S, klass) == ["أحمد", "سلمى", "يوسف"]
    of_list = names(store, klass)["أحمد"]
    code = store.add_learner(S, of_list).code
    joined = store.joining.claim(S, klass, OWN, "احمَد")
    assert joined.membership
    assert joined.membership.name == "أحمد"
    assert names(store, klass)["أحمد"] == OWN
    assert store.joining.free_names(S, klass) == ["سلمى", "يوسف"]
    by_card = store.learner_by_code(S, code)
    assert by_card
    assert by_card.id == OWN, "the card of the list opens the record of who took the name"


def test_what_was_answered_before_comes_along(store: Store, klass: str) -> None:
    answers(store, OWN)
    store.joining.claim(S, klass, OWN, "سلمى")
    assert len(store.tries(S, OWN, "putin")) == 1
    assert store.joining.activity(S, klass)[OWN].answered == 1


@pytest.mark.parametrize("use", ["opened", "answered", "hint", "draft", "merged"])
def test_a_name_that_somebody_has_used_is_not_taken(store: Store, klass: str, use: str) -> None:
    of_list = names(store, klass)["سلمى"]
    if use == "opened":
        store.joining.opened(S, of_list)
    elif use == "answered":
        answers(store, of_list)
    elif use == "hint":
        store.add_hint(S, of_list, "putin", "q1", 3)
    elif use == "draft":
        store.save_drafts(S, of_list, "putin", {"q1": "بوتين"})
    else:
        answers(store, "another")
        store.people.merge(S, of_list, "another")
    assert "سلمى" not in store.joining.free_names(S, klass)
    joined = store.joining.claim(S, klass, OWN, "سلمى")
    assert (joined.membership, joined.taken) == (None, True)
    assert names(store, klass)["سلمى"] == of_list


def test_who_joined_by_typing_a_name_is_taken_by_nobody(store: Store, klass: str) -> None:
    store.people.join(S, klass, "typed-by-somebody", "ليلى")
    assert store.joining.claim(S, klass, OWN, "ليلى").taken


def test_a_member_takes_no_second_name_and_a_taken_one_is_gone(store: Store, klass: str) -> None:
    store.joining.claim(S, klass, OWN, "سلمى")
    again = store.joining.claim(S, klass, OWN, "يوسف")
    assert again.already
    assert again.membership
    assert again.membership.name == "سلمى"
    assert store.joining.claim(S, klass, "another-device", "سلمى").taken
    assert store.joining.claim(S, klass, "another-device", "مريم").taken


def test_undoing_gives_the_name_back_and_leaves_the_answers_with_who_gave_them(
    store: Store, klass: str, huda: str, clock: Clock
) -> None:
    of_list = names(store, klass)["سلمى"]
    store.joining.claim(S, klass, OWN, "سلمى", "device")
    clock.move(minutes=5)
    answers(store, OWN)
    (claim,) = store.joining.claims(S, klass)
    assert (claim.record, claim.learner, claim.name, claim.at) == (of_list, OWN, "سلمى", START)
    assert store.joining.undo_claims(S, klass, [claim.record, "unknown"], huda) == 1
    assert names(store, klass)["سلمى"] == of_list
    assert store.joining.free_names(S, klass) == ["أحمد", "سلمى", "يوسف"]
    assert store.joining.claims(S, klass) == []
    assert len(store.tries(S, OWN, "putin")) == 1
    assert store.tries(S, of_list, "putin") == []
    assert store.people.member(S, klass, OWN) is None
    # Who was told no does not take it again; another one does.
    assert store.joining.claim(S, klass, OWN, "سلمى").taken
    assert store.joining.claim(S, klass, "another-device", "سلمى").membership


def test_a_learner_gives_a_name_back_and_takes_the_right_one(store: Store, klass: str, clock: Clock) -> None:
    store.joining.claim(S, klass, OWN, "سلمى")
    claim = store.joining.own_claim(S, klass, OWN)
    assert claim
    store.joining.undo_claims(S, klass, [claim.record])
    assert store.joining.claim(S, klass, OWN, "يوسف").membership
    assert store.joining.own_claim(S, klass, OWN)
    clock.move(seconds=1)
    answers(store, OWN)
    assert store.joining.own_claim(S, klass, OWN) is None


def test_names_taken_on_one_device_are_counted(store: Store, klass: str) -> None:
    for learner, name, device in (("one-record", "سلمى", "d"), ("two-records", "يوسف", "d"), ("three", "أحمد", "")):
        store.joining.claim(S, klass, learner, name, device)
    counts = {claim.name: claim.names_of_device for claim in store.joining.claims(S, klass)}
    assert counts == {"سلمى": 2, "يوسف": 2, "أحمد": 1}


def test_after_a_month_a_taken_name_stays(store: Store, klass: str, huda: str, clock: Clock) -> None:
    store.joining.claim(S, klass, OWN, "سلمى")
    (claim,) = store.joining.claims(S, klass)
    clock.move(days=31)
    assert store.joining.claims(S, klass) == []
    assert store.joining.undo_claims(S, klass, [claim.record], huda) == 0


def test_a_claim_goes_on_through_a_later_merge(store: Store, klass: str, huda: str) -> None:
    answers(store, "first-device")
    store.people.join(S, klass, "first-device", "سلمى ٢")
    store.joining.claim(S, klass, OWN, "سلمى")
    store.people.merge(S, "first-device", OWN, None, huda)
    (claim,) = store.joining.claims(S, klass)
    assert claim.learner == "first-device"
    assert store.joining.undo_claims(S, klass, [claim.record], huda) == 1
    assert store.joining.free_names(S, klass) == ["أحمد", "سلمى", "يوسف"]
    assert len(store.tries(S, "first-device", "putin")) == 1


def test_who_takes_a_name_and_is_deleted_leaves_nothing(store: Store, klass: str) -> None:
    store.joining.claim(S, klass, OWN, "سلمى")
    store.people.delete_learner(S, OWN)
    assert store.joining.claims(S, klass) == []
    assert list(names(store, klass)) == ["أحمد", "يوسف"]
    store.people.delete_class(S, klass, True)


def test_names_just_added_are_taken_back_but_not_those_in_use(store: Store, klass: str, clock: Clock) -> None:
    clock.move(minutes=1)
    added = clock.at
    store.people.add_names(S, klass, ["هند", "عمر"])
    store.joining.claim(S, klass, OWN, "عمر")
    assert store.joining.undo_names(S, klass, added) == 1
    assert list(names(store, klass)) == ["أحمد", "سلمى", "عمر", "يوسف"]
    assert store.joining.undo_names(S, klass, added) == 0


def test_names_are_taken_back_within_an_hour_and_not_once_something_was_written(
    store: Store, klass: str, clock: Clock
) -> None:
    clock.move(minutes=1)
    added = clock.at
    hind, omar = store.people.add_names(S, klass, ["هند", "عمر"])
    store.notes.tell(S, "note", learners=[hind.learner], class_id=klass, words="أهلًا يا هند")
    clock.move(minutes=61)
    assert store.joining.undo_names(S, klass, added) == 0
    clock.move(minutes=-1)
    assert store.joining.undo_names(S, klass, added) == 1
    assert omar.name not in names(store, klass)
    assert hind.name in names(store, klass)


def test_what_members_have_done(store: Store, klass: str, clock: Clock) -> None:
    store.joining.claim(S, klass, OWN, "سلمى")
    answers(store, OWN)
    done = store.joining.activity(S, klass)
    assert (done[OWN].came, done[OWN].answered) == (True, 1)
    assert done[OWN].last == START
    waiting = done[names(store, klass)["أحمد"]]
    assert (waiting.came, waiting.answered, waiting.last) == (False, 0, None)


def test_a_replaced_code_comes_back_within_a_week(store: Store, klass: str, clock: Clock) -> None:
    before = store.people.school_class(S, klass)
    assert before
    assert store.joining.replaced_code(S, klass) is None
    store.people.renew_code(S, klass)
    replaced = store.joining.replaced_code(S, klass)
    assert replaced
    assert (replaced.code, replaced.replaced) == (before.code, START)
    assert store.people.class_by_code(S, before.code) is None
    assert not store.joining.restore_code(S, klass, "ANOTHER")
    assert store.joining.restore_code(S, klass, before.code)
    assert store.people.class_by_code(S, before.code) == before
    assert store.joining.replaced_code(S, klass) is None
    store.people.renew_code(S, klass)
    clock.move(days=8)
    assert store.joining.replaced_code(S, klass) is None
    assert not store.joining.restore_code(S, klass, before.code)


def test_a_class_shows_its_names_until_its_teacher_says_otherwise(store: Store, klass: str) -> None:
    store.joining.show_names(S, klass, False)
    made = store.people.school_class(S, klass)
    assert made
    assert not made.names_shown
