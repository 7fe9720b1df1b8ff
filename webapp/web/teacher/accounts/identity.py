"""Proof that the signed-in teacher acts: the password, and a code where the second step is on.

One part of a form, ``teacher/accounts/confirm_identity.html``, for every change that an open desk alone must not make.
"""

from __future__ import annotations

from typing import Any

from webapp.domain.people import Teacher
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.accounts.failed_attempts import attempt_was_right, begin_attempt
from webapp.web.teacher.accounts.forms import WRONG_CODE, PresentPasswordForm
from webapp.web.teacher.accounts.totp import step_of
from webapp.web.teacher.forms import TextField


class IdentityForm(PresentPasswordForm):
    """The account's own password and, with a second step, a code of the app. A wrong one counts as a failure."""

    old = TextField()
    code = TextField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the password, then the code."""
        if not super().validate(extra_validators):
            return False
        if not self.teacher.second_step or is_right_code(self.teacher, self.code.data):
            return True
        self.refuse(self.code, WRONG_CODE)
        return False


def is_right_code(teacher: Teacher, typed: str) -> bool:
    """Tell whether a code is current; a wrong one counts as a failed attempt, and 429 after too many."""
    begin_attempt(teacher.sign_in, by_network=False)
    right = is_current_code(teacher, typed)
    if right:
        attempt_was_right(teacher.sign_in, by_network=False)
    return right


def is_current_code(teacher: Teacher, typed: str) -> bool:
    """Tell whether a code is current and was not used before."""
    people, school = school_people()
    seed = people.code_seed(school, teacher.id)
    step = step_of(seed, typed, current_services().config.now()) if seed else None
    return step is not None and people.use_code(school, teacher.id, step)
