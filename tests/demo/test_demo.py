"""Simulated readers: the same from the same seed, in the order of time, and as the stated model has them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ARTICLE
from webapp.content import Lesson, Library
from webapp.demo import AnswerEvent, HintEvent, SimulatedLearner, record_events, simulate, simulated_learners
from webapp.demo.reading_sessions import STUCK_PARAGRAPH, WEEKS, Event
from webapp.demo.response_model import ItemParameters, item_parameters, tempting_mistake
from webapp.demo.simulated_answers import answer_fields, guessed_fields
from webapp.domain.attempt import Attempt
from webapp.domain.question import Unanswered
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store

START = datetime(2026, 2, 1, tzinfo=UTC)
EASY, HARD = ItemParameters(-30, 1, 0), ItemParameters(30, 1, 0)


@pytest.fixture(scope="module")
def article() -> Lesson:
    (lesson,) = Library(ARTICLE).snapshot.lessons.values()
    return lesson


@pytest.fixture(scope="module")
def people() -> list[SimulatedLearner]:
    return simulated_learners(16, 1)


@pytest.fixture(scope="module")
def events(article: Lesson, people: list[SimulatedLearner]) -> list[Event]:
    return simulate(people, [article], START, 1, "default")


@pytest.fixture(scope="module")
def store(events: list[Event], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six weeks of sixteen readers."""
    moment = [START]
    made = open_store(sqlite_url(tmp_path_factory.mktemp("demo") / "fahm.db"), lambda: moment[0])

    def set_clock(at: datetime) -> None:
        moment[0] = at

    steps: list[int] = []
    recorded = record_events(made, events, set_clock, steps.append)
    assert sum(steps) == len(events)
    assert recorded == len(list(made.all_tries()))
    yield made
    made.close()


@pytest.fixture(scope="module")
def tries(store: Store) -> list[Attempt]:
    return list(store.all_tries())


def manner(people: list[SimulatedLearner], wanted: str) -> list[str]:
    return [person.id for person in people if person.manner == wanted]


def credit(tries: list[Attempt]) -> float:
    scored = [one for one in tries if one.possible and one.verdict not in ("pending", "noted")]
    return sum(one.earned / one.possible for one in scored) / len(scored)


@given(st.integers(1, 90), st.integers(0, 9999))
def test_any_number_of_people_can_be_made_and_all_say_that_they_are_simulated(count: int, seed: int) -> None:
    people = simulated_learners(count, seed)
    assert len({person.id for person in people}) == len({person.name for person in people}) == count
    assert all(person.name.endswith("(محاكاة)") for person in people)
    assert all(16 <= len(person.id) <= 64 for person in people)  # as long as the ids in cookies
    assert people == simulated_learners(count, seed)


def test_among_thirty_two_guess_one_is_stuck_and_three_stop() -> None:
    counted = Counter(person.manner for person in simulated_learners(30, 1))
    assert counted == {"steady": 24, "stops": 3, "guesses": 2, "stuck": 1}


def test_another_seed_makes_other_readers_and_the_same_seed_the_same_record(
    article: Lesson, events: list[Event]
) -> None:
    again = simulate(simulated_learners(16, 1), [article], START, 1, "default")
    assert [plain(one) for one in again] == [plain(one) for one in events]
    other = simulate(simulated_learners(16, 2), [article], START, 2, "default")
    assert [plain(one) for one in other] != [plain(one) for one in events]


def plain(event: Event) -> object:
    """An event without the lesson that it refers to."""
    return event if isinstance(event, HintEvent) else event.submission


def test_events_come_in_the_order_of_time_within_six_weeks(events: list[Event]) -> None:
    times = [event.at for event in events]
    assert times == sorted(times)
    assert times[0] >= START
    assert times[-1] <= START + timedelta(weeks=WEEKS)
    assert times[-1] - times[0] > timedelta(weeks=WEEKS - 1)


def test_no_try_is_lost_and_no_question_has_more_than_the_lesson_gives(
    article: Lesson, tries: list[Attempt], events: list[Event]
) -> None:
    assert len(tries) == sum(isinstance(event, AnswerEvent) for event in events)
    most = {item.question.id: article.settings.rules_of(item.question).tries for item in article.items}
    spent = Counter((one.learner, one.question) for one in tries if one.verdict != "nearly")
    assert all(count <= most[question] for (_, question), count in spent.items())
    assert max(spent.values()) == max(most.values())
    assert {one.version for one in tries} <= {item.version for item in article.items}


def test_tries_are_marked_as_the_pages_mark_them(article: Lesson, tries: list[Attempt]) -> None:
    for one in tries:
        item = article.item(one.question)
        assert item
        assert item.question.grade(one.response).verdict == one.verdict
        assert one.label == item.question.classify(one.response)


def test_hints_are_kept_with_the_tries_that_they_led_to(tries: list[Attempt], events: list[Event]) -> None:
    assert any(isinstance(event, HintEvent) for event in events)
    assert any(one.hints for one in tries)
    assert all(one.hints == 0 for one in tries if one.number == 1)


def test_abler_readers_earn_more_and_weaker_ones_use_more_support(
    people: list[SimulatedLearner], tries: list[Attempt]
) -> None:
    steady = sorted((one for one in people if one.manner == "steady"), key=lambda one: one.ability)
    by_learner = defaultdict(list)
    for one in tries:
        by_learner[one.learner].append(one)
    weak, strong = ([one for person in half for one in by_learner[person.id]] for half in (steady[:4], steady[-4:]))
    assert credit(weak) + 0.1 < credit(strong)
    looked_up = [sum(token.startswith("word:") for one in half for token in one.support) for half in (weak, strong)]
    assert looked_up[0] > 2 * looked_up[1]


def test_who_guesses_is_fast_and_mostly_wrong(people: list[SimulatedLearner], tries: list[Attempt]) -> None:
    guessed = [one for one in tries if one.learner in manner(people, "guesses")]
    others = [one for one in tries if one.learner in manner(people, "steady")]
    assert max(one.seconds for one in guessed) < 20
    assert {one.number for one in guessed} == {1}
    assert credit(guessed) < credit(others) - 0.2


def test_who_is_stuck_gets_nothing_right_in_one_paragraph_and_goes_no_further(
    article: Lesson, people: list[SimulatedLearner], tries: list[Attempt]
) -> None:
    (stuck,) = manner(people, "stuck")
    last = {item.question.id for item in article.items_at(STUCK_PARAGRAPH)}
    own = [one for one in tries if one.learner == stuck]
    there = [one for one in own if one.question in last]
    assert there
    assert max(one.number for one in there) > 1
    assert credit([one for one in there if one.question != "facilities-place"]) < 0.4
    assert max(own, key=lambda one: one.at).question in last


def test_who_stops_early_leaves_questions_unseen(
    article: Lesson, people: list[SimulatedLearner], tries: list[Attempt]
) -> None:
    for learner in manner(people, "stops"):
        assert 0 < len({one.question for one in tries if one.learner == learner}) < len(article.items)


def test_who_knows_everything_is_right_and_who_knows_nothing_is_not(article: Lesson) -> None:
    chance = random.Random(1)
    for item in article.items:
        question = item.question
        if question.once:
            continue
        knows, not_ = (question.read(answer_fields(question, hard, 0, 1, chance)) for hard in (EASY, HARD))
        assert not isinstance(knows, Unanswered)
        assert not isinstance(not_, Unanswered)
        assert question.grade(knows).verdict == "accepted", question.id
        assert question.grade(not_).verdict != "accepted", question.id


def test_a_guess_is_always_an_answer(article: Lesson) -> None:
    chance = random.Random(1)
    for item in article.items:
        assert not isinstance(item.question.read(guessed_fields(item.question, 1, chance)), Unanswered)


@given(st.floats(-4, 4), st.floats(0, 4), st.floats(-2, 2), st.floats(0.3, 3), st.floats(0, 0.4))
def test_more_ability_never_makes_a_right_answer_less_likely(
    ability: float, more: float, difficulty: float, discrimination: float, guessing: float
) -> None:
    hard = ItemParameters(difficulty, discrimination, guessing)
    assert guessing <= hard.right(ability) <= hard.right(ability + more) <= 1


def test_a_question_is_as_hard_for_everybody_and_some_can_be_guessed(article: Lesson) -> None:
    for item in article.items:
        hard = item_parameters(item.question, 1)
        assert hard == item_parameters(item.question, 1)
        assert (hard.guessing > 0) == (item.question.type in ("choice", "judgement"))


def test_mistakes_are_not_equally_tempting() -> None:
    chance = random.Random(1)
    counted = Counter(tempting_mistake(["أ", "ب", "ج"], "q", 1, chance) for _ in range(300))
    assert len(counted) == 3
    assert max(counted.values()) > 1.5 * min(counted.values())


def test_a_store_takes_the_same_events_twice_as_once(events: list[Event], tmp_path: Path) -> None:
    made = open_store(sqlite_url(tmp_path / "fahm.db"), lambda: START)
    first = [event for event in events if isinstance(event, AnswerEvent)][:20]
    assert record_events(made, first, lambda at: None, lambda steps: None) == 20
    record_events(made, first, lambda at: None, lambda steps: None)
    assert len(list(made.all_tries())) == 20
    made.close()
