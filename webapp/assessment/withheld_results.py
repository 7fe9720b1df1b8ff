"""An exam's attempts as they may be shown while its results wait: the answers without their grades."""

from __future__ import annotations

from dataclasses import replace

from webapp.domain.attempt import Attempt


def without_grade(attempt: Attempt) -> Attempt:
    """An attempt as if nobody had marked it; an opinion, which has no key, stays as it is."""
    return replace(
        attempt,
        version="",
        verdict=attempt.verdict if attempt.verdict == "noted" else "pending",
        earned=0.0,
        why="",
        note="",
        tolerance_level=None,
        parts=(),
        unsure="",
        regraded=None,
        by_hand=None,
    )
