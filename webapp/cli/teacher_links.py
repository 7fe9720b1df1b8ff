"""Links that make a teacher's account: the set-up link of the first start, and those of ``fahm teacher``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.config import Config
from webapp.domain.people import Role, clean_name, clean_sign_in
from webapp.domain.user_error import UserError
from webapp.store import open_store
from webapp.store.protocols.people import People
from webapp.store.protocols.store import StoreUnavailable

SETUP_HOURS = 24.0
INVITATION_HOURS = 7 * 24.0


def setup_address(config: Config, base: str) -> str | None:
    """Make a set-up link, good once and for a day, and end earlier ones. None where the school has a teacher."""
    with _people(config) as people:
        token = people.make_link(config.school, "setup", "admin", "", SETUP_HOURS)
    return _address(base, token) if token else None


def has_teacher(config: Config) -> bool:
    """Tell whether the school has a teacher's account."""
    with _people(config) as people:
        return people.any_teacher(config.school)


def invitation_address(config: Config, base: str, name: str, admin: bool) -> str:
    """Make an invitation, good once and for a week. The school's first account may manage the others."""
    with _people(config) as people:
        role: Role = "admin" if admin or not people.any_teacher(config.school) else "teacher"
        token = people.make_link(config.school, "invitation", role, clean_name(name), INVITATION_HOURS)
    return _address(base, str(token))


def password_address(config: Config, base: str, sign_in: str) -> str:
    """Make a link to reset the password of the teacher with this sign-in name, good once and for a day."""
    with _people(config) as people:
        account = people.by_sign_in(config.school, clean_sign_in(sign_in))
        token = people.make_password_link(config.school, account[0].id, SETUP_HOURS) if account else None
    if token is None:
        raise UserError(en=f"no teacher has the username {sign_in}", ar="لا يوجد معلم باسم المستخدم هذا")
    return _address(base, token)


def remove_second_step(config: Config, sign_in: str) -> None:
    """Remove the second step of a teacher's sign-in, whose app and spare code are lost."""
    with _people(config) as people:
        account = people.by_sign_in(config.school, clean_sign_in(sign_in))
        dropped = account is not None and people.drop_second_step(config.school, account[0].id)
    if not dropped:
        raise UserError(
            en=f"no teacher with the username {sign_in} uses two-step verification",
            ar="لم يُفعّل التحقق بخطوتين لأي معلم باسم المستخدم هذا",
        )


def local_address(host: str, port: int) -> str:
    """Address at which a browser on this machine reaches a server that listens on ``host``."""
    return f"http://{in_url({'0.0.0.0': '127.0.0.1', '::': '::1'}.get(host, host))}:{port}"


def in_url(host: str) -> str:
    """Write a host as addresses of pages do: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def _address(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/desk/setup/{token}"


@contextmanager
def _people(config: Config) -> Iterator[People]:
    try:
        store = open_store(config.database_url, config.now)
        try:
            yield store.people
        finally:
            store.close()
    except StoreUnavailable as error:
        raise UserError(en=f"the database cannot be used: {error}", ar="تعذر استعمال قاعدة البيانات") from error
