"""Agreement with a fair marker on everyday answers to seven texts whose keys are as a teacher first writes them.

Each key is one wording, mostly the span of the text: with its preposition, a joined pair, a time, a price, a person of
a text told in the first person. The verdicts were written before the program was asked.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from webapp.cli.texts.try_answer import try_answer

HERE = Path(__file__).parent
CONTENT = HERE / "everyday_content"
LEAST_AGREEMENT = 0.93
MOST_WRONGLY_ACCEPTED = 2
MOST_UNSURE = 0.02
MOST_OF_KIND_TAKEN = 4


class Row(NamedTuple):
    """One answer with a fair marker's verdict."""

    text: str
    question: str
    answer: str
    marker: str

    @property
    def verdict(self) -> str:
        """The program's verdict."""
        return str(try_answer(CONTENT, self.text, self.question, self.answer)["verdict"])

    def agrees(self, verdict: str) -> bool:
        """Tell if a verdict is the marker's; half may earn its share or nothing."""
        return verdict == "accepted" if self.marker == "accepted" else verdict in ("refused", "partial")


def rows() -> list[Row]:
    """The rows of the table."""
    lines = (HERE / "natural_answers_3.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_everyday_answers_are_marked_as_a_fair_marker_would() -> None:
    counted = [(row, try_answer(CONTENT, row.text, row.question, row.answer)) for row in rows()]
    wrong = [(row, said) for row, said in counted if not row.agrees(said["verdict"])]
    accepted = [row for row, said in wrong if row.marker != "accepted" and said["verdict"] == "accepted"]
    right = [said for row, said in counted if row.marker == "accepted"]
    unsure = sum(bool(said.get("unsure")) for said in right)
    print(f"agreement: {len(counted) - len(wrong)} of {len(counted)}; right ones unsure: {unsure} of {len(right)}")
    print(f"wrongly accepted: {len(accepted)} of {len(counted) - len(right)}")
    for row, said in wrong:
        print(f"{row.text} {row.question}: {row.answer}: {said['verdict']}, not {row.marker}")
    assert len(counted) - len(wrong) >= LEAST_AGREEMENT * len(counted)
    assert len(accepted) <= MOST_WRONGLY_ACCEPTED
    assert unsure <= MOST_UNSURE * len(right)


def test_half_of_a_joined_key_earns_its_half() -> None:
    halves = [row for row in rows() if row.marker == "half"]
    verdicts = Counter(row.verdict for row in halves)
    assert verdicts["partial"] >= len(halves) - 1
    assert not verdicts["accepted"]


def test_each_key_has_right_and_wrong_answers() -> None:
    answers = Counter((row.text, row.question, row.marker) for row in rows())
    keys = {(row.text, row.question) for row in rows()}
    assert len(keys) >= 60
    assert len({row[:3] for row in rows()}) == len(rows())
    assert all(answers[(*key, "accepted")] >= 4 and answers[(*key, "refused")] >= 3 for key in keys)


def test_wrong_answers_of_the_kind_of_the_right_ones_are_refused() -> None:
    lines = (HERE / "wrong_answers.tsv").read_text(encoding="utf-8").splitlines()
    wrong = [Row(*line.split("\t"), "refused") for line in lines if not line.startswith("#")]
    taken = [row for row in wrong if row.verdict == "accepted"]
    print(f"refused: {len(wrong) - len(taken)} of {len(wrong)}", taken)
    assert len(taken) <= MOST_OF_KIND_TAKEN
