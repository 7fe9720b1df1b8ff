"""One try is one try, whatever is posted how often."""

from __future__ import annotations

import math
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.helpers import NUL, START, Clock, S, always, judged, submission
from webapp.domain.attempt import Attempt
from webapp.domain.question import Part, Response
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Judged, Recorded, Store


def test_what_is_recorded_is_what_is_read(store: Store, path: Path) -> None:
    given_ = submission(response={"1": "بوتين", "2": "كيم"}, at=START.astimezone(timezone(timedelta(hours=3))))
    judge = always(
        "partial", earned=0.5, tolerance_level="hamza", note="همزة", parts=(Part("1", 0.5, 1.0), Part("2", 0.5, 0.0))
    )
    recorded = store.record(given_, judge)
    one = recorded.try_
    assert recorded == Recorded(one, repeated=False, same=True)
    assert one is not None
    assert (one.number, one.hints, one.response, one.shown) == (1, 0, {"1": "بوتين", "2": "كيم"}, ("ب", "أ"))
    assert (one.tolerance_level, one.note, one.earned, one.at) == ("hamza", "همزة", 0.5, START)
    assert one.parts == (Part("1", 0.5, 1.0), Part("2", 0.5, 0.0))
    assert store.tries(S, "salma", "putin") == [one]
    assert store.tries(S, "salma", "putin", "q1") == [one]
    assert store.version_body(S, "putin", "q1", "v1") == given_.version_body
    again = open_store(sqlite_url(path))
    assert list(again.all_tries()) == [one]
    again.close()


def test_the_same_form_twice_is_one_try(store: Store) -> None:
    first = store.record(submission(response=["a", "b"]), always("refused"))
    assert store.record(submission(response=["a", "b"]), always()) == Recorded(first.try_, repeated=True, same=True)
    assert len(store.tries(S, "salma", "putin")) == 1


def test_a_second_answer_in_the_same_form_changes_nothing(store: Store) -> None:
    first = store.record(submission(), always())
    store.save_drafts(S, "salma", "putin", {"q1": "draft"})
    second = store.record(submission(response="كيم"), always("refused"))
    assert second == Recorded(first.try_, repeated=True, same=False)
    assert store.standings(S, "salma", "putin")["q1"].verdict == "accepted"
    assert store.drafts(S, "salma", "putin") == {"q1": "draft"}
    assert store.counts(S, "putin")[0].tries == 1


def test_the_same_id_belongs_to_each_learner_apart(store: Store) -> None:
    assert store.record(submission(), always()).repeated is False
    assert store.record(submission(learner="omar"), always()).repeated is False


def test_the_judge_sees_the_earlier_tries_in_order(store: Store) -> None:
    seen: list[list[str]] = []

    def judge(previous: Sequence[Attempt]) -> Judged:
        seen.append([one.id for one in previous])
        return judged("refused")

    # The clock goes backwards: the order is that of recording.
    for n in range(3):
        store.record(submission(f"f{n}", at=START - timedelta(hours=n)), judge)
    assert seen == [[], ["f0"], ["f0", "f1"]]
    assert [one.number for one in store.tries(S, "salma", "putin")] == [1, 2, 3]


def test_no_try_left_writes_nothing(store: Store) -> None:
    assert store.record(submission(), lambda previous: None) == Recorded(None, repeated=False)
    assert store.learner(S, "salma") is None
    assert set(store.check()["counts"].values()) == {0}


def test_a_judge_that_fails_leaves_no_trace(store: Store) -> None:
    def fails(previous: Sequence[Attempt]) -> Judged:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.record_all([(submission("a"), always()), (submission("b"), fails)])
    assert set(store.check()["counts"].values()) == {0}
    assert store.record(submission("a"), always()).repeated is False


def test_several_at_once(store: Store) -> None:
    pairs = [
        (submission("f1.q1"), always()),
        (submission("f1.q2", question="q2"), always("refused")),
        (submission("f1.q1"), always()),
        (submission("f2.q1"), lambda previous: None),
    ]
    recorded = store.record_all(pairs)
    assert [(one.try_ is not None, one.repeated) for one in recorded] == [
        (True, False),
        (True, False),
        (True, True),
        (False, False),
    ]
    assert store.record_all([]) == []


def test_recording_takes_hints_along_and_drops_the_draft(store: Store) -> None:
    store.save_drafts(S, "salma", "putin", {"q1": "بو", "q2": "كي"})
    store.add_hint(S, "salma", "putin", "q1", 2)
    one = store.record(submission(), always()).try_
    assert one is not None
    assert one.hints == 1
    assert store.drafts(S, "salma", "putin") == {"q2": "كي"}


def test_the_same_question_in_two_texts_keeps_both_versions(store: Store) -> None:
    store.record(submission("a"), always())
    store.record(submission("b", text="other", version_body="{}"), always())
    assert store.version_body(S, "other", "q1", "v1") == "{}"
    assert store.version_body(S, "putin", "q1", "v2") is None


@pytest.mark.parametrize("nasty", ["\0", "a\0b", "\ud800", "x\udfffy", "\ufeff\ud800a", "\u202eع", "' OR 1=1 --", ""])
def test_any_text_can_be_recorded(store: Store, engine: str, nasty: str) -> None:
    # "a" is NOT a surrogate: what follows a lone one must survive.
    kept = "".join("\ufffd" if 0xD800 <= ord(sign) < 0xE000 else sign for sign in nasty)
    kept = kept.replace("\0", NUL[engine])
    fields = dict.fromkeys(("id", "school", "learner", "text", "question", "version", "label"), nasty)
    sent = replace(submission(**fields), response={nasty: nasty}, shown=(nasty,), version_body=nasty)
    one = store.record(sent, always(why=nasty, note=nasty, tolerance_level=nasty)).try_
    assert one is not None
    assert (one.id, one.learner, one.why, one.tolerance_level, one.shown) == (kept, kept, kept, kept, (kept,))
    assert one.response == {kept: kept}
    assert store.record(sent, always()) == Recorded(one, repeated=True, same=True)
    assert store.tries(nasty, nasty, nasty, nasty) == [one]
    assert list(store.all_tries(nasty, nasty)) == [one]
    assert store.version_body(nasty, nasty, nasty, nasty) == kept


def test_a_pair_of_surrogates_is_one_character(store: Store) -> None:
    one = store.record(submission(response="\ud83d\ude00"), always()).try_
    assert one is not None
    assert one.response == "😀"


def test_all_tries_by_time_then_id(store: Store) -> None:
    for id_, hours, school, text in (("c", 2, S, "x"), ("b", 1, S, "y"), ("a", 1, "nur", "x")):
        store.record(submission(id_, school=school, text=text, at=START + timedelta(hours=hours)), always())
    assert [one.id for one in store.all_tries()] == ["a", "b", "c"]
    assert [one.id for one in store.all_tries(S)] == ["b", "c"]
    assert [one.id for one in store.all_tries(text="x")] == ["a", "c"]
    assert [one.id for one in store.all_tries("nur", "y")] == []


def test_an_export_shows_one_moment_and_does_not_stop_writing(store: Store) -> None:
    for n in range(3):
        store.record(submission(f"f{n}"), always("refused"))
    export = store.all_tries()
    first = next(export)
    store.record(submission("f9"), always())
    assert [first.id, *(one.id for one in export)] == ["f0", "f1", "f2"]
    left = store.all_tries()
    next(left)
    del left


VERDICTS = ("accepted", "partial", "nearly", "refused")
steps = st.tuples(
    st.sampled_from(["salma", "omar"]),
    st.sampled_from(["q1", "q2"]),
    st.sampled_from(["v1", "v2"]),
    st.sampled_from([*VERDICTS, "spent", "hint"]),
    st.integers(0, 12),
    st.one_of(st.text(max_size=5), st.lists(st.text(string.ascii_letters, max_size=3), max_size=3)),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Iterator[int]]]:
    store = open_store(sqlite_url(tmp_path_factory.mktemp("shared") / "fahm.db"), Clock())
    yield store, count()
    store.close()


@given(st.lists(steps, max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_counted_along_is_what_a_recount_gives(
    shared: tuple[Store, Iterator[int]], sequence: list[tuple[str, str, str, str, int, Response]]
) -> None:
    store, fresh = shared
    school = f"school-{next(fresh)}"
    for learner, question, version, what, form, response in sequence:
        if what == "hint":
            store.add_hint(school, learner, "putin", question, 3)
            continue
        place = {"school": school, "learner": learner, "question": question, "version": version}
        judge = (lambda previous: None) if what == "spent" else counting(what)
        store.record(submission(f"{form}.{question}", response=response, **place), judge)
    tries = list(store.all_tries(school))
    recount_counters(store, school, tries)
    for learner in ("salma", "omar"):
        recount_standings(store, school, learner, [one for one in tries if one.learner == learner])


def counting(verdict: str):  # type: ignore[no-untyped-def]
    """A judge whose standing can be told from the number of tries."""
    earned = {"accepted": 1.0, "partial": 0.3}.get(verdict, 0.0)
    return lambda previous: judged(verdict, earned=earned, standing_earned=float(len(previous) + 1))


def recount_counters(store: Store, school: str, tries: list[Attempt]) -> None:
    keys = Counter((one.question, one.version) for one in tries)
    counts = store.counts(school, "putin")
    assert {(row.question, row.version): row.tries for row in counts} == dict(keys)
    for row in counts:
        own = [one for one in tries if (one.question, one.version) == (row.question, row.version)]
        first = [one for one in own if one.number == 1]
        assert row.accepted == sum(one.verdict == "accepted" for one in own)
        assert (row.first_tries, row.first_accepted) == (len(first), sum(one.verdict == "accepted" for one in first))
        assert math.isclose(row.earned, sum(one.earned for one in own), abs_tol=1e-9)


def recount_standings(store: Store, school: str, learner: str, tries: list[Attempt]) -> None:
    standings = store.standings(school, learner, "putin")
    hints = store.hint_counts(school, learner, "putin")
    assert set(standings) == {one.question for one in tries}
    for question, standing in standings.items():
        own = store.tries(school, learner, "putin", question)
        last = own[-1]
        assert [one.number for one in own] == list(range(1, len(own) + 1))
        assert (standing.tries, standing.earned) == (len(own), len(own))
        assert (standing.verdict, standing.last_try, standing.at) == (last.verdict, last.id, last.at)
        assert standing.hints == hints.get(question, 0)
        assert standing.settled is (last.verdict == "accepted")
