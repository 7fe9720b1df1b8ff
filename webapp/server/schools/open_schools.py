"""The applications of schools, each made when its school is first asked for; the ones that nobody uses are closed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

MOST_OPEN = 200
"""Schools that a process holds open: with texts that another one has too, each takes 2 to 3 MB, and connections."""


@dataclass
class OpenSchool:
    """The application of a school, and what closes its database and the rest."""

    app: WSGIApplication
    close: Callable[[], None]


@dataclass
class _Entry:
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while the application is made: others who ask for it wait."""
    school: OpenSchool | None = None
    users: int = 0
    """Requests that are being answered."""


class OpenSchools:
    """At most ``most`` open schools by name, but never fewer than are in use. ``make`` opens one."""

    def __init__(self, make: Callable[[str], OpenSchool], most: int = MOST_OPEN) -> None:
        self._make, self._most = make, most
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def take(self, name: str) -> WSGIApplication:
        """The application of a school, which stays open until it is given back. What ``make`` raises comes out."""
        with self._lock:
            entry = self._entries.setdefault(name, _Entry())
            entry.users += 1
            self._entries.move_to_end(name)
            idle = self._take_out_idle(len(self._entries) - self._most)
        for school in idle:
            school.close()
        try:
            with entry.lock:
                if entry.school is None:
                    entry.school = self._make(name)
                return entry.school.app
        except BaseException:
            self.give_back(name)
            raise

    def give_back(self, name: str) -> None:
        """A request has been answered."""
        with self._lock:
            self._entries[name].users -= 1

    def close(self) -> None:
        """Close all schools that nobody is using."""
        with self._lock:
            idle = self._take_out_idle(len(self._entries))
        for school in idle:
            school.close()

    def _take_out_idle(self, surplus: int) -> list[OpenSchool]:
        """Take out so many schools, those first that were not asked for longest; none that is in use."""
        idle = [name for name, entry in self._entries.items() if not entry.users]
        taken = [self._entries.pop(name).school for name in idle[: max(0, surplus)]]
        return [school for school in taken if school]
