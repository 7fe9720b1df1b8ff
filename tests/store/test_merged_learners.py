"""Two records that became one: the standing kept beside the tries is what the tries say, and parting undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from store.helpers import Clock, S, always, judged, submission
from webapp.assessment.recomputed_standing import recomputed_standing
from webapp.domain.attempt import Attempt
from webapp.domain.question import Part
from webapp.domain.scoring import Rules, settled
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.regrades import RecalculatedStanding
from webapp.store.protocols.store import Judged, Standing, Store
from webapp.store.sql.attempts.class_reports import STANDINGS_IN_TEXT

RULES = Rules(3, 0.25)
WRONG, HALF, RIGHT = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0)
ONE_TRY = tuple[str, tuple[float, float]]
"""Whose try it is, and the values of its two parts."""
TRIES = st.lists(
    st.tuples(st.sampled_from(["salma", "again", "third"]), st.tuples(*[st.sampled_from([0.0, 0.5, 1.0])] * 2)),
    max_size=6,
)


def restand(_text: str, _question: str, tries: Sequence[Attempt]) -> RecalculatedStanding:
    return recomputed_standing(RULES, tries)


def judge_of(values: tuple[float, float]):
    parts = tuple(Part(str(n), 0.5, value) for n, value in enumerate(values))
    earned = sum(one.value * one.share for one in parts)
    verdict = "accepted" if earned == 1 else "partial" if earned else "refused"

    def judge(previous: Sequence[Attempt]) -> Judged | None:
        if settled(RULES, previous):
            return None
        new = judged(verdict, earned=earned, parts=parts)
        told = recomputed_standing(RULES, [*previous, as_try(new)])
        return replace(new, standing_earned=told.earned, settled=told.settled, rules=told.rules)

    return judge


def as_try(new: Judged) -> Attempt:
    one = submission()
    own = ["id", "school", "learner", "text", "question", "version", "response", "label", "shown", "seconds", "at"]
    fields = {name: getattr(one, name) for name in own}
    marks = {
        name: getattr(new.grade, name)
        for name in ("verdict", "earned", "possible", "why", "note", "tolerance_level", "parts")
    }
    return Attempt(number=1, hints=0, **fields, **marks)


def say(store: Store, tries: Sequence[ONE_TRY], numbers: count[int], learner: str = "") -> None:
    for own, values in tries:
        store.record(submission(f"f{next(numbers)}", learner=learner or own), judge_of(values))


def agrees(store: Store, learner: str) -> None:
    """The standing is what the tries that are read come to, wherever it is read."""
    tries, found = store.tries(S, learner, "putin", "q1"), store.standings(S, learner, "putin")
    assert store.reports.text_standings(S, "putin").get(learner, {}) == found
    assert bool(tries) == bool(found)
    if tries:
        told, one = recomputed_standing(RULES, tries), found["q1"]
        assert (one.earned, one.settled, one.last_try) == (told.earned, told.settled, told.last_try)
        exported = [each.number for each in store.all_tries() if each.learner == learner]
        assert exported == list(range(1, one.tries + 1))


@settings(deadline=None, max_examples=40)
@given(TRIES, TRIES, TRIES)
@example(
    [("salma", WRONG), ("again", WRONG)], [("salma", RIGHT)], []
)  # right in the light of both: two tries were lost
@example([("salma", HALF), ("again", WRONG)], [], [])  # the better of two rows is not what both together come to
@example([("again", HALF), ("third", WRONG)], [], [])  # one that stays without a try of its own
def test_standings_and_countback_agree_through_merging_and_parting(
    before: list[ONE_TRY], between: list[ONE_TRY], after: list[ONE_TRY]
) -> None:
    with TemporaryDirectory() as folder:
        store, numbers = open_store(sqlite_url(Path(folder) / "fahm.db")), count(1)
        for learner in ("salma", "again", "third"):
            store.add_learner(S, learner)
        say(store, before, numbers)
        alone = {name: store.standings(S, name, "putin") for name in ("again", "third")}
        store.people.merge(S, "salma", "again", restand)
        agrees(store, "salma")
        say(store, [one for one in between if one[0] != "third"], numbers, "salma")
        agrees(store, "salma")
        store.people.merge(S, "salma", "third", restand)
        agrees(store, "salma")
        say(store, after, numbers, "salma")
        agrees(store, "salma")
        for name in ("again", "third"):
            store.people.unmerge(S, name, restand)
            assert store.standings(S, name, "putin") == alone[name]
            agrees_alone(store)
        store.close()


def agrees_alone(store: Store) -> None:
    """After parting, numbers may have gaps; the standing follows the tries that are left."""
    tries, found = store.tries(S, "salma", "putin", "q1"), store.standings(S, "salma", "putin")
    assert bool(tries) == bool(found)
    if tries:
        told = recomputed_standing(RULES, tries)
        assert (found["q1"].earned, found["q1"].settled) == (told.earned, told.settled)


def test_a_mark_by_hand_reaches_the_standing_of_both(store: Store) -> None:
    for learner in ("salma", "again"):
        store.record(submission(f"{learner}.q1", learner=learner), always("pending", possible=2.0, settled=True))
    store.people.merge(S, "salma", "again", restand)
    last = store.standings(S, "salma", "putin")["q1"].last_try
    store.add_mark(S, "salma", last, 1.5, "", "huda")
    assert store.standings(S, "salma", "putin")["q1"].earned == 1.5


def test_parting_brings_back_the_drafts_of_both(store: Store, clock: Clock) -> None:
    store.save_drafts(S, "again", "putin", {"q1": "نصف جواب", "q2": "نصف آخر"})
    store.add_learner(S, "salma")
    store.people.merge(S, "salma", "again")
    assert set(store.drafts(S, "salma", "putin")) == {"q1", "q2"}
    clock.move(hours=-1)  # set back: what was answered or emptied is gone all the same
    store.record(submission("f1"), always("refused"))
    store.save_drafts(S, "salma", "putin", {"q2": ""})
    assert store.drafts(S, "salma", "putin") == {}
    clock.move(hours=2)
    store.save_drafts(S, "salma", "putin", {"q2": "جديد"})
    assert store.drafts(S, "salma", "putin") == {"q2": "جديد"}
    store.people.unmerge(S, "again")
    assert store.drafts(S, "again", "putin") == {"q1": "نصف جواب", "q2": "نصف آخر"}
    assert store.drafts(S, "salma", "putin") == {"q2": "جديد"}


def test_all_standings_of_a_text_are_found_by_its_index(store: Store, path: Path) -> None:
    for learner, text in (("salma", "putin"), ("omar", "putin"), ("omar", "river")):
        store.record(submission(f"{learner}.{text}", learner=learner, text=text), always())
    found = store.reports.text_standings(S, "putin")
    assert {learner: list(own) for learner, own in found.items()} == {"salma": ["q1"], "omar": ["q1"]}
    assert isinstance(found["omar"]["q1"], Standing)
    db = Database(path)
    plan = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {STANDINGS_IN_TEXT}", (S, "putin"))]
    db.close()
    assert plan == ["SEARCH standings USING INDEX standings_by_text (school=? AND text=?)"]
