"""All texts of a learner read at once: the same as each text by itself, in a number of statements that stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.helpers import S, always, submission
from web.assigning import traced_reads
from webapp.store.protocols.store import Store

TEXTS = [f"text-{number}" for number in range(12)]


def tries(store: Store, text: str, learner: str = "salma", **changes: Any) -> None:
    judge = always("pending", earned=0.0, possible=3.0, standing_earned=0.0, settled=True)
    attempt = store.record(submission(f"{learner}.{text}", learner=learner, text=text, **changes), judge).try_
    assert attempt is not None
    store.add_mark(S, learner, attempt.id, 2, "", "huda")
    store.save_drafts(S, learner, text, {"q2": "مسودة", "q3": ""})


def test_each_text_is_read_as_by_itself(store: Store) -> None:
    for text in TEXTS[:3]:
        tries(store, text)
    tries(store, "text-9", learner="omar")
    store.save_drafts(S, "salma", "only-a-draft", {"q1": "بداية"})
    states = store.reading_states(S, "salma")
    assert {*states} == {*TEXTS[:3], "only-a-draft"}
    for text, state in states.items():
        alone = store.reading_state(S, "salma", text)
        assert (list(state.attempts), state.marks, state.drafts) == (list(alone.attempts), alone.marks, alone.drafts)
    assert store.reading_states(S, "nobody") == {}


def test_more_texts_cost_no_more_statements(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statements = traced_reads(monkeypatch)
    counts = []
    for texts in (TEXTS[:1], TEXTS[1:]):
        for text in texts:
            tries(store, text)
        statements.clear()
        store.reading_states(S, "salma")
        counts.append(len(statements))
    assert counts == [3, 3]
