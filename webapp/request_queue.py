"""Whose turn it is: the threads of a process that answer readers run one after the other, in the order they came.

Python runs one thread at a time in any case. Where many want to run, each wakes up, asks for the interpreter and sleeps
again, several times in a request; and a batch of answers that is on the disk wakes all that waited for it at once.
Whoever waits here sleeps until its turn comes, and wakes up once.

Nothing but speed depends on it: where a turn does not end, those who wait for it soon go on beside it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

STUCK_SECONDS = 0.05
"""One turn that lasts as long as this, or at most twice as long, is taken from whoever has it by who waits for it."""


class Ticket:
    """What one thread waits with; it, or another thread for it, asks for its turn."""

    __slots__ = ("gone", "lock", "saw")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lock.acquire()
        self.saw: Ticket | None = None
        """Whose turn it was when this one last grew impatient."""
        self.gone = False
        """Whether nobody waits with it any more."""


class Turns:
    """A queue of tickets. Safe to share among threads; a forked child has to :meth:`begin_anew`."""

    def __init__(self, stuck_seconds: float = STUCK_SECONDS) -> None:
        self._stuck_seconds = stuck_seconds
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget all who have a turn or wait for one."""
        self._mutex = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._holder: Ticket | None = None
        self._own = threading.local()

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn for this thread, when all who came before it have had theirs."""
        ticket = Ticket()
        self.ask(ticket)
        while not self.wait(ticket, self._stuck_seconds):
            pass
        try:
            yield
        finally:
            self.leave()

    def has_one(self) -> bool:
        """Whether it is this thread's turn, or was until somebody grew impatient."""
        return getattr(self._own, "ticket", None) is not None

    def leave(self) -> None:
        """End this thread's turn, if it has one."""
        ticket, self._own.ticket = getattr(self._own, "ticket", None), None
        if ticket is not None:
            with self._mutex:
                self._pass_on(ticket)

    def ask(self, ticket: Ticket) -> None:
        """A turn for whoever waits with ``ticket``, after those who asked before."""
        with self._mutex:
            if ticket.gone:
                return
            if self._holder is None:
                self._holder = ticket
                ticket.lock.release()
            else:
                self._waiting.append(ticket)

    def wait(self, ticket: Ticket, seconds: float) -> bool:
        """Sleep until it is the ticket's turn, which is this thread's from then on.

        False where nobody has asked for its turn within ``seconds``; then the ticket may be waited with again, or be
        told that it is :meth:`void`.
        """
        left = seconds
        while not ticket.lock.acquire(timeout=min(self._stuck_seconds, left)):
            left -= self._stuck_seconds
            if self._takes(ticket):
                break
            if left <= 0:
                return False
        ticket.saw = None
        self._own.ticket = ticket
        return True

    def void(self, ticket: Ticket) -> None:
        """Nobody waits with it any more."""
        with self._mutex:
            ticket.gone = True
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            self._pass_on(ticket)

    def _pass_on(self, ticket: Ticket) -> None:
        """End the ticket's turn, where it is still its own."""
        if self._holder is ticket:
            self._holder = self._waiting.popleft() if self._waiting else None
            if self._holder:
                self._holder.lock.release()

    def _takes(self, ticket: Ticket) -> bool:
        """Whether it is the ticket's turn now: it is taken where it has been the same one's for long."""
        with self._mutex:
            if ticket not in self._waiting:
                return False
            if ticket.saw is not self._holder:
                ticket.saw = self._holder
                return False
            self._waiting.remove(ticket)
            self._holder = ticket
            return True


turns = Turns()
"""Those of this process: it has one interpreter, whatever runs in it."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=turns.begin_anew)
