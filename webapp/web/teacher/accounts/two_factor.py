"""The second step of signing in: a code of an app after the password. Turned on and off under the own account."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as Reply

from webapp.domain.access_codes import normalize_code
from webapp.domain.people import Teacher
from webapp.web.framework.i18n import pair
from webapp.web.framework.notices import notify
from webapp.web.framework.rate_limit import address, address_failed_often, failed_often, note_failure
from webapp.web.framework.safe_redirect import local_path
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, enter, teacher_only
from webapp.web.teacher.accounts.passwords import fits
from webapp.web.teacher.accounts.totp import address_of, grouped, new_seed, new_spare_code, step_of
from webapp.web.teacher.classes.qr_code import qr

SAID = {
    "old": pair("The present password is not right."),
    "code": pair("That code is not right, or was used before. Wait for the next one."),
}
"""What is said of a form that was not taken."""
CODE_SECONDS = 5 * 60
"""For so long the password need not be typed again."""
SET_UP_SECONDS = 30 * 60
Ticket = list[Any]


def let_in(teacher: Teacher, back: str) -> Reply | str:
    """Who knows the password is in, or is asked for a code first."""
    return _ask(teacher, back) if teacher.second_step else enter(redirect(back or url_for("desk.home"), 303), teacher)


@bp.post("/sign-in/code")
def check_code() -> Reply | tuple[str, int]:
    """The second step. The spare code takes its place once, and takes the second step away."""
    services, form = current_services(), request.form
    people, school = services.store.people, services.config.school
    back, teacher = local_path(form.get("next", "")), _who_knew_the_password(form.get("ticket", ""))
    if teacher is None:
        notify("begin-again")
        return redirect(url_for("desk.sign_in", next=back or None), 303)
    if _too_often(teacher):
        return render_template("teacher/accounts/wait.html"), 429
    if _is_code(teacher, form.get("code", "")):
        return enter(redirect(back or url_for("desk.home"), 303), teacher)
    if people.use_spare_code(school, teacher.id, normalize_code(form.get("code", ""))):
        notify("recovery-code-used")
        return enter(redirect(url_for("desk.second_step"), 303), teacher)
    note_failure(f"desk {address()}", _account(teacher))
    return _ask(teacher, back, "code"), 422


@bp.get("/account/second-step")
@teacher_only
def second_step(teacher: Teacher) -> str:
    """The form that turns it on, with the seed for the app; or the one that turns it off."""
    return _page(teacher, new_seed())


@bp.post("/account/second-step")
@teacher_only
def set_second_step(teacher: Teacher) -> Reply | tuple[str, int]:
    """Turn it on, once the app has shown that it makes the right codes. The spare code is shown this once."""
    services, form = current_services(), request.form
    kept = _opened(form.get("ticket", ""), "set up", SET_UP_SECONDS)
    if teacher.second_step or kept is None or kept[0] != teacher.id:
        notify("begin-again")
        return redirect(url_for("desk.second_step"), 303)
    seed = str(kept[1])
    refused = _no_password(teacher)
    step = step_of(seed, form.get("code", ""), services.config.now())
    if refused or step is None:
        return refused or (_page(teacher, seed, "code"), 422)
    spare = new_spare_code()
    services.store.people.set_second_step(services.config.school, teacher.id, seed, spare, step)
    return enter(make_response(render_template("teacher/accounts/recovery_codes.html", spare=grouped(spare))), teacher)


@bp.post("/account/second-step/off")
@teacher_only
def drop_second_step(teacher: Teacher) -> Reply | tuple[str, int]:
    """Turn it off, with the password and a code."""
    services, form = current_services(), request.form
    refused = _no_password(teacher)
    if refused:
        return refused
    people, school, typed = services.store.people, services.config.school, form.get("code", "")
    if not _is_code(teacher, typed) and not people.use_spare_code(school, teacher.id, normalize_code(typed)):
        note_failure(_account(teacher))
        return _page(teacher, "", "code"), 422
    people.drop_second_step(school, teacher.id)
    notify("two-factor-off")
    return enter(redirect(url_for("desk.account"), 303), teacher)


def no_password(teacher: Teacher, typed: str) -> int:
    """0 where it is the account's password; else the status of the refusal: 429 after too many, 422."""
    services = current_services()
    if failed_often(_account(teacher)):
        return 429
    if fits(services.store.people.password_of(services.config.school, teacher.id), typed):
        return 0
    note_failure(_account(teacher))
    return 422


def _no_password(teacher: Teacher) -> tuple[str, int] | None:
    """The page that refuses a form without the right password."""
    status = no_password(teacher, request.form.get("old", ""))
    if status == 429:
        return render_template("teacher/accounts/wait.html"), 429
    kept = _opened(request.form.get("ticket", ""), "set up", SET_UP_SECONDS)
    return (_page(teacher, str(kept[1]) if kept else "", "old"), 422) if status else None


def _account(teacher: Teacher) -> str:
    return f"desk account {teacher.sign_in}"


def _too_often(teacher: Teacher) -> bool:
    return failed_often(_account(teacher)) or address_failed_often("desk")


def _is_code(teacher: Teacher, typed: str) -> bool:
    """Whether it is a code of now, for the first time."""
    services = current_services()
    people, school = services.store.people, services.config.school
    seed = people.code_seed(school, teacher.id)
    step = step_of(seed, typed, services.config.now()) if seed else None
    return step is not None and people.use_code(school, teacher.id, step)


def _page(teacher: Teacher, seed: str, fault: str = "") -> str:
    return render_template(
        "teacher/accounts/two_factor.html",
        teacher=teacher,
        demanded=current_services().config.second_step,
        ticket=_sealed("set up", teacher.id, seed),
        seed=grouped(seed),
        drawn=qr(address_of(seed, teacher.sign_in)) if seed else "",
        faults=[fault] if fault else (),
        said=SAID,
    )


def _ask(teacher: Teacher, back: str, fault: str = "") -> str:
    ticket = _sealed("sign in", teacher.id, _as_it_is(teacher))
    faults = [fault] if fault else ()
    return render_template("teacher/accounts/sign_in_code.html", ticket=ticket, back=back, faults=faults, said=SAID)


def _who_knew_the_password(ticket: str) -> Teacher | None:
    """Whose password was right a moment ago, and has not been changed since, nor the second step."""
    services, kept = current_services(), _opened(ticket, "sign in", CODE_SECONDS)
    teacher = services.store.people.teacher(services.config.school, str(kept[0])) if kept else None
    if kept is None or teacher is None or teacher.closed or not teacher.second_step:
        return None
    return teacher if kept[1] == _as_it_is(teacher) else None


def _as_it_is(teacher: Teacher) -> str:
    """Another word as soon as the password or the second step is another."""
    services = current_services()
    people, school = services.store.people, services.config.school
    now = people.password_of(school, teacher.id) + people.code_seed(school, teacher.id)
    return hashlib.sha256(now.encode()).hexdigest()[:32]


def _sealer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"fahm second step: {purpose}")


def _sealed(purpose: str, *what: str) -> str:
    now = int(current_services().config.now().timestamp())
    return str(_sealer(purpose).dumps([*what, now]))


def _opened(ticket: str, purpose: str, seconds: int) -> Ticket | None:
    """What was sealed for this purpose not longer ago than that; by a clock that may have been set back since."""
    try:
        found: Ticket = _sealer(purpose).loads(ticket)
    except BadData:
        return None
    return found if current_services().config.now().timestamp() - found[-1] < seconds else None
