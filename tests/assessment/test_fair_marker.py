"""Agreement with a fair marker on answers that lie beside the repository; skipped where they are not at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ARTICLE, ROOT, SLUG
from webapp.cli.texts.try_answer import try_answer

BESIDE = [folder / "shared" / "cases" / "marking" for folder in ROOT.parents]
CASES = next(filter(Path.is_dir, BESIDE), BESIDE[0])
TEXTS = {"guide-example": "nile", "rihla": "rihla", "roots": "roots"}
LEAST_AGREEMENT = 0.92
MOST_WRONGLY_ACCEPTED = 0.03


class Case(NamedTuple):
    """One answer with the verdict of a fair marker."""

    content: Path
    text: str
    question: str
    answer: str
    marker: str
    kind: str

    @property
    def verdict(self) -> str:
        """The program's verdict."""
        return str(try_answer(self.content, self.text, self.question, self.answer)["verdict"])


def cases() -> list[Case]:
    """All the rows but those that are debatable."""
    result = []
    for path in sorted(CASES.glob("*.tsv")):
        own = TEXTS.get(path.stem)
        content, text = (CASES / "content", own) if own else (ARTICLE, SLUG)
        for line in path.read_text(encoding="utf-8").splitlines():
            question, answer, marker, kind = line.split("\t")
            if marker != "debatable":
                result.append(Case(content, text, question, answer, marker, kind))
    return result


def is_wrongly_accepted(case: Case, verdict: str) -> bool:
    """Tell if a wrong or half answer earned everything."""
    return verdict == "accepted" != case.marker


def test_the_program_agrees_with_a_fair_marker() -> None:
    counted = cases()
    if not counted:
        pytest.skip("the answers with a fair marker's verdicts are not beside this folder")
    wrong = [(case, verdict) for case in counted if (verdict := case.verdict) != case.marker]
    accepted = [case for case, verdict in wrong if is_wrongly_accepted(case, verdict)]
    not_right = sum(case.marker != "accepted" for case in counted)
    print(f"agreement: {len(counted) - len(wrong)} of {len(counted)}")
    print(f"wrongly accepted: {len(accepted)} of {not_right}")
    for kind, number in Counter(case.kind for case, _ in wrong).most_common():
        print(f"{number} {kind}")
    for case, verdict in wrong:
        print(f"{case.question}: {case.answer}: {verdict}, not {case.marker} ({case.kind})")
    assert len(counted) - len(wrong) >= LEAST_AGREEMENT * len(counted)
    assert len(accepted) <= MOST_WRONGLY_ACCEPTED * not_right
