"""What a command cannot do, told in both languages, and the database that most of them need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.config import Config
from webapp.store import Store, StoreUnavailable, open_store


class Fault(Exception):
    """Told on standard error in one line; ``code`` is the exit code."""

    def __init__(self, english: str, arabic: str, code: int = 1) -> None:
        super().__init__(english)
        self.english, self.arabic, self.code = english, arabic, code


@contextmanager
def existing_store(config: Config, fault: type[Fault]) -> Iterator[Store]:
    """The store of a database that is there; ``fault`` where it is not, or cannot be used."""
    if not config.database.exists():
        raise fault(f"no answers yet: {config.database} does not exist", "لا إجابات بعد: لا قاعدة بيانات هنا")
    try:
        store = open_store(config.database, config.now)
        try:
            yield store
        finally:
            store.close()
    except StoreUnavailable as error:
        raise fault(f"the database cannot be used: {error}", "تعذّر استعمال قاعدة البيانات") from error
