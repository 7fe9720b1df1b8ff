"""``fahm tidy``: delete the learners inactive for longer than a school keeps records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from webapp.cli.records.existing_store import existing_store
from webapp.config import Config
from webapp.domain.user_error import UserError


@dataclass(frozen=True)
class RetentionResult:
    """Numbers of learners inactive for ``days`` days, and of their tries."""

    days: int
    learners: int
    tries: int
    deleted: bool

    def spoken(self) -> str:
        """Message for the user."""
        counted = f"{self.learners} learner(s) not seen for {self.days} days, {self.tries} attempts"
        if self.deleted:
            return f"deleted: {counted} — حُذفت سجلاتهم كاملة"
        return f"{counted}. Nothing was deleted (add --apply) — لم يُحذف شيء. للحذف أضف ‎--apply"


def delete_inactive(config: Config, apply: bool) -> RetentionResult:
    """Count the learners inactive for ``config.keep_days`` days; with ``apply``, delete them and all their data."""
    if not config.keep_days:
        raise UserError(
            en="FAHM_KEEP_DAYS is not set, so nobody is deleted", ar="لم تُحدّد مدة الحفظ، فلا يُحذف أحد", code=2
        )
    with existing_store(config) as store:
        before = config.now() - timedelta(days=config.keep_days)
        people = store.people
        inactive = (people.delete_inactive_since if apply else people.inactive_since)(config.school, before)
    return RetentionResult(config.keep_days, len(inactive.learners), inactive.tries, apply)
