"""Turns: one after the other in the order of asking, taken from whoever does not end his, free again after a fork."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from webapp.request_queue import Ticket, Turns


def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    pause = threading.Event()
    while not true():
        pause.wait(0.001)


@pytest.fixture
def turns() -> Turns:
    """Where nobody grows impatient."""
    return Turns(stuck_seconds=60)


def free(turns: Turns) -> bool:
    return turns._holder is None and not turns._waiting


def test_turns_come_one_after_the_other_in_the_order_of_asking(turns: Turns) -> None:
    inside: list[int] = []
    order: list[int] = []

    def work(n: int) -> None:
        with turns.one():
            inside.append(n)
            assert inside == [n]
            order.append(n)
            inside.remove(n)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    with turns.one():
        for at, thread in enumerate(threads, 1):
            thread.start()
            until(lambda at=at: len(turns._waiting) == at)
        assert order == []
    for thread in threads:
        thread.join(20)
    assert order == list(range(8))
    assert free(turns)


def test_a_turn_ends_with_its_block_however_that_ends(turns: Turns) -> None:
    def fail() -> None:
        with turns.one():
            assert turns.has_one()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not turns.has_one()
    assert free(turns)


def test_a_turn_that_does_not_end_is_taken_by_who_waits_and_the_queue_moves_on() -> None:
    turns = Turns(stuck_seconds=0.01)
    done: list[int] = []

    def work(n: int) -> None:
        with turns.one():
            done.append(n)

    with turns.one():
        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(done) == [0, 1, 2, 3]
        with turns.one():  # its own is over by now
            assert turns.has_one()
    assert free(turns)


def test_who_ends_a_turn_that_was_taken_from_him_takes_none_away() -> None:
    turns = Turns(stuck_seconds=0.01)
    taken, go = threading.Event(), threading.Event()

    def take() -> None:
        with turns.one():
            taken.set()
            assert go.wait(20)

    thread = threading.Thread(target=take)
    with turns.one():
        thread.start()
        assert taken.wait(20)
        now = turns._holder
    assert turns._holder is now is not None
    go.set()
    thread.join(20)
    assert free(turns)


def test_another_thread_may_ask_for_the_turn_of_one_that_waits(turns: Turns) -> None:
    ticket = Ticket()
    had: list[bool] = []

    def wait() -> None:
        had.append(turns.wait(ticket, 20))
        had.append(turns.has_one())
        turns.leave()

    thread = threading.Thread(target=wait)
    thread.start()
    with turns.one():
        turns.ask(ticket)
        assert had == []
    thread.join(20)
    assert had == [True, True]
    assert free(turns)


def test_whoever_nobody_asks_for_waits_no_longer_than_he_said(turns: Turns) -> None:
    assert not turns.wait(Ticket(), 0.01)
    assert not turns.has_one()


@pytest.mark.parametrize("when", ["before it is asked for", "while it is in the queue", "when it is its turn"])
def test_a_ticket_that_nobody_waits_with_holds_nobody_up(turns: Turns, when: str) -> None:
    ticket = Ticket()
    if when == "before it is asked for":
        turns.void(ticket)
        turns.ask(ticket)
    elif when == "while it is in the queue":
        with turns.one():
            turns.ask(ticket)
            turns.void(ticket)
    else:
        turns.ask(ticket)
        turns.void(ticket)
    assert free(turns)
    with turns.one():
        assert turns.has_one()


FORKING = """
import os
from webapp.request_queue import turns

with turns.one():
    child = os.fork()
    if not child:
        os._exit(0 if turns._holder is None and not turns.has_one() else 1)
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) or not turns.has_one())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_has_turns_of_its_own() -> None:
    # In a process of its own: a fork of the test runner would copy its threads' locks.
    assert subprocess.run([sys.executable, "-c", FORKING], timeout=60).returncode == 0
