"""What changes who sees a class, or what it sees, stands in the audit log and is told to its other teachers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import SLUG, Desk, Learner, joins
from webapp.store.protocols.audit_log import AuditAction
from webapp.store.protocols.store import Store
from webapp.web.teacher.accounts.audit_log import ACTIONS, TOLD


@pytest.fixture
def both(muna: Desk, sami: Desk, layla: Learner) -> Desk:
    """Sami, who has Muna's class as well; Layla is in it."""
    joins(layla, muna.code, "ليلى")
    muna.people.share(muna.school, muna.class_id, sami.id)
    return sami


def learner(muna: Desk) -> str:
    return muna.people.members(muna.school, muna.class_id)[0].learner


CHANGES: dict[AuditAction, Callable[[Desk, Desk], tuple[str, dict[str, str]]]] = {
    "class-shared": lambda muna, sami: ("share", {"teacher": sami.id}),
    "class-archived": lambda muna, sami: ("archive", {"away": "1"}),
    "class-restored": lambda muna, sami: ("archive", {"away": "0"}),
    "class-left": lambda muna, sami: ("leave", {}),
    "learner-moved": lambda muna, sami: (
        f"learners/{learner(muna)}/move",
        {"class": muna.people.add_class(muna.school, muna.id, "التاسع").id},
    ),
    "learner-taken-out": lambda muna, sami: (f"learners/{learner(muna)}/out", {}),
    "names-shown": lambda muna, sami: ("show-names", {"shown": "1"}),
    "names-hidden": lambda muna, sami: ("show-names", {"shown": "0"}),
    "results-told": lambda muna, sami: (f"texts/{SLUG}/told", {"told": "1"}),
    "results-taken-back": lambda muna, sami: (f"texts/{SLUG}/told", {"told": "0"}),
}


@pytest.mark.parametrize("action", CHANGES)
def test_it_is_logged_and_told_to_the_other_teachers(muna: Desk, both: Desk, store: Store, action: AuditAction) -> None:
    path, fields = CHANGES[action](muna, both)
    muna.posts(muna.of_class(path), **fields)
    (entry,) = store.audit.unseen(both.school, both.id)
    assert (entry.action, entry.actor, entry.subject) == (action, muna.id, both.id)
    assert entry.detail.startswith("الصفّ الخامس")
    assert "(muna)" in both.opens("/desk/").html  # the name that is shown may be anybody's, the sign-in name is not
    assert action in ACTIONS
    assert action in TOLD


def test_in_a_class_of_one_teacher_it_is_logged_for_admins(muna: Desk, store: Store) -> None:
    muna.posts(muna.of_class("archive"), away="1")
    entry = store.audit.entries(muna.school)[0]
    assert (entry.action, entry.actor, entry.subject) == ("class-archived", muna.id, "")
