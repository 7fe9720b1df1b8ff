"""Kinds of notices: the message of each, the values that it carries, and the template that shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeKind:
    """Message of a notice, the values that a notice of this kind may carry, and the template that shows it."""

    message: str
    carries: frozenset[str] = frozenset()
    template: str = "framework/notice.html"
