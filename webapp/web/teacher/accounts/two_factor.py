"""Two-factor sign-in: a code of an app (TOTP) after the password, turned on and off on the teacher's account page."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, make_response, redirect, render_template, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as Reply

from webapp.domain.access_codes import normalize_code
from webapp.domain.people import Teacher
from webapp.web.framework.desk_session import acting
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.access import bp, enter, teacher_only
from webapp.web.teacher.accounts.failed_attempts import attempt_was_right, begin_attempt
from webapp.web.teacher.accounts.forms import WRONG_CODE, CodeForm, TwoFactorForm
from webapp.web.teacher.accounts.identity import is_current_code
from webapp.web.teacher.accounts.totp import address_of, grouped, new_seed, new_spare_code, step_of
from webapp.web.teacher.classes.qr_code import qr

CODE_SECONDS = 5 * 60
"""Seconds after a right password during which it need not be typed again."""
SET_UP_SECONDS = 30 * 60
Ticket = list[Any]


def let_in(teacher: Teacher, back: str) -> Reply | str:
    """Sign in after the right password, or ask for a code first."""
    if teacher.second_step:
        return _ask(teacher, back, CodeForm(formdata=None))
    return enter(redirect(back or url_for("desk.home"), 303), teacher)


@bp.post("/sign-in/code")
def check_code() -> Reply | tuple[str, int]:
    """Check the code of the second step. The spare code replaces it once, and removes the second step."""
    form = CodeForm()
    people, school = school_people()
    back, teacher = form.next.data, _who_knew_the_password(form.ticket.data)
    if teacher is None:
        notify("begin-again")
        return redirect(url_for("desk.sign_in", next=back or None), 303)
    begin_attempt(teacher.sign_in, by_network=True)
    if is_current_code(teacher, form.code.data):
        attempt_was_right(teacher.sign_in, by_network=True)
        return enter(redirect(back or url_for("desk.home"), 303), teacher)
    if people.use_spare_code(school, teacher.id, normalize_code(form.code.data), network()):
        attempt_was_right(teacher.sign_in, by_network=True)
        notify("recovery-code-used")
        return enter(redirect(url_for("desk.second_step"), 303), teacher)
    form.refuse(form.code, WRONG_CODE)
    return _ask(teacher, back, form), 422


@bp.get("/account/second-step")
@teacher_only
def second_step(teacher: Teacher) -> str:
    """Form to turn the second step on, with the seed for the app; or the one to turn it off."""
    return _page(teacher, new_seed(), TwoFactorForm(teacher))


@bp.post("/account/second-step")
@teacher_only
def set_second_step(teacher: Teacher) -> Reply | tuple[str, int]:
    """Turn the second step on, once the app has given a right code. The spare code is shown this once."""
    services, form = current_services(), TwoFactorForm(teacher)
    ticket = _opened(form.ticket.data, "set up", SET_UP_SECONDS)
    if teacher.second_step or ticket is None or ticket[0] != teacher.id:
        notify("begin-again")
        return redirect(url_for("desk.second_step"), 303)
    seed = str(ticket[1])
    step = step_of(seed, form.code.data, services.config.now())
    if not form.validate_on_submit() or step is None:
        if not form.faults:
            form.refuse(form.code, WRONG_CODE)
        return _page(teacher, seed, form), 422
    spare = new_spare_code()
    services.store.people.set_second_step(services.config.school, teacher.id, seed, spare, step, acting(teacher))
    return enter(make_response(render_template("teacher/accounts/recovery_codes.html", spare=grouped(spare))), teacher)


@bp.post("/account/second-step/off")
@teacher_only
def drop_second_step(teacher: Teacher) -> Reply | tuple[str, int]:
    """Turn the second step off, with the password and a code."""
    services, form = current_services(), TwoFactorForm(teacher)
    if not form.validate_on_submit():
        return _page(teacher, "", form), 422
    people, school, code = services.store.people, services.config.school, form.code.data
    begin_attempt(teacher.sign_in, by_network=False)
    if not is_current_code(teacher, code) and not people.use_spare_code(
        school, teacher.id, normalize_code(code), network()
    ):
        form.refuse(form.code, WRONG_CODE)
        return _page(teacher, "", form), 422
    attempt_was_right(teacher.sign_in, by_network=False)
    people.drop_second_step(school, teacher.id, acting(teacher))
    notify("two-factor-off")
    return enter(redirect(url_for("desk.account"), 303), teacher)


def _page(teacher: Teacher, seed: str, form: TwoFactorForm) -> str:
    return render_template(
        "teacher/accounts/two_factor.html",
        teacher=teacher,
        demanded=current_services().config.second_step,
        ticket=_sealed("set up", teacher.id, seed),
        seed=grouped(seed),
        drawn=qr(address_of(seed, teacher.sign_in)) if seed else "",
        form=form,
    )


def _ask(teacher: Teacher, back: str, form: CodeForm) -> str:
    # After a wrong code the ticket is the same: the password must be typed again when its five minutes are over.
    ticket = form.ticket.data or _sealed("sign in", teacher.id, _as_it_is(teacher))
    return render_template("teacher/accounts/sign_in_code.html", ticket=ticket, back=back, form=form)


def _who_knew_the_password(ticket: str) -> Teacher | None:
    """The teacher whose password was right just now, unless password or second step changed since."""
    services, kept = current_services(), _opened(ticket, "sign in", CODE_SECONDS)
    teacher = services.store.people.teacher(services.config.school, str(kept[0])) if kept else None
    if kept is None or teacher is None or teacher.closed or not teacher.second_step:
        return None
    return teacher if kept[1] == _as_it_is(teacher) else None


def _as_it_is(teacher: Teacher) -> str:
    """Digest that changes with the password and the second step."""
    people, school = school_people()
    now = people.password_of(school, teacher.id) + people.code_seed(school, teacher.id)
    return hashlib.sha256(now.encode()).hexdigest()[:32]


def _sealer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"fahm second step: {purpose}")


def _sealed(purpose: str, *what: str) -> str:
    now = int(current_services().config.now().timestamp())
    return str(_sealer(purpose).dumps([*what, now]))


def _opened(ticket: str, purpose: str, seconds: int) -> Ticket | None:
    """Values signed for this purpose at most so many seconds ago; the clock may have been set back since."""
    try:
        values: Ticket = _sealer(purpose).loads(ticket)
    except BadData:
        return None
    return values if current_services().config.now().timestamp() - values[-1] < seconds else None
