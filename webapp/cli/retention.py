"""``fahm tidy``: learners who were not seen for as long as a school keeps records, and their deletion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from webapp.cli.existing_store import existing_store
from webapp.config import Config
from webapp.domain.user_error import UserError


@dataclass(frozen=True)
class RetentionResult:
    """How many learners were not seen for ``days`` days, and how many tries are theirs."""

    days: int
    learners: int
    tries: int
    deleted: bool

    def spoken(self) -> str:
        """What to tell the person who asked."""
        counted = f"{self.learners} learner(s) not seen for {self.days} days, {self.tries} tries"
        if self.deleted:
            return f"deleted: {counted} — حُذفت سجلّاتهم كاملة"
        return f"{counted}; nothing was deleted (add --apply) — لم يُحذف شيء، ويحذفها ‎--apply"


def delete_inactive(config: Config, apply: bool) -> RetentionResult:
    """Count the learners who were not seen for ``config.keep_days`` days; with ``apply``, delete all that is theirs."""
    if not config.keep_days:
        raise UserError(en="FAHM_KEEP_DAYS is not set: everybody is kept", ar="لم تُحدَّد مدّة الحفظ، فلا يُحذف أحد", code=2)
    with existing_store(config) as store:
        before = config.now() - timedelta(days=config.keep_days)
        people = store.people
        found = (people.delete_inactive_since if apply else people.inactive_since)(config.school, before)
    return RetentionResult(config.keep_days, len(found.learners), found.tries, apply)
