"""Links that make an account or reset a password: a part of the protocol of ``store.people``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from webapp.domain.people import Role, Teacher
from webapp.store.protocols.audit_log import OPERATOR, Actor

LinkKind = Literal["setup", "invitation", "password"]


@dataclass(frozen=True)
class AccountLink:
    """A link that makes one account: the first one of a school, or that of an invited teacher.

    With a ``teacher`` (an id, else empty) it resets that teacher's password instead.
    """

    kind: LinkKind
    role: Role
    name: str
    teacher: str
    expires: datetime
    maker: str
    """The account that made it; empty for the command line."""


@dataclass(frozen=True)
class OpenLink:
    """A link that nobody has used yet. ``id`` names it on a page and opens nothing; the rest is as in AccountLink."""

    id: str
    kind: LinkKind
    role: Role
    name: str
    teacher: str
    maker: str
    created: datetime
    expires: datetime


class AccountLinks(Protocol):
    """The links of all schools. A link ends when used, when it expires, when it is revoked, and with its maker."""

    def make_link(
        self, school: str, kind: LinkKind, role: Role, name: str, hours: float, by: Actor = OPERATOR
    ) -> str | None:
        """Make a link and return its token, of which only a hash is stored.

        A set-up link ends earlier ones; None where the school has a teacher.
        """

    def link(self, school: str, token: str) -> AccountLink | None:
        """The link of a token; None for a used, expired or unknown one."""

    def links(self, school: str) -> list[OpenLink]:
        """Invitations and password links that can still be used, the latest first."""

    def revoke_link(self, school: str, link_id: str, by: Actor = OPERATOR) -> bool:
        """End a link; False where there is none with this id."""

    def use_link(
        self, school: str, token: str, sign_in: str, name: str, encoded: str, address: str = ""
    ) -> Teacher | None:
        """Make the account and end the link, in one transaction; None where the link is not valid any more.

        ValueError where the sign-in name is taken: the link remains valid.
        """

    def make_password_link(self, school: str, teacher: str, hours: float, by: Actor = OPERATOR) -> str | None:
        """Make a link to reset an open account's password, ending an earlier one; return its token."""

    def use_password_link(self, school: str, token: str, encoded: str, address: str = "") -> Teacher | None:
        """Save the password; end the account's sessions and the link. None where the link is not valid any more."""
