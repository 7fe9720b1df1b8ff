"""A content folder of many different texts: the article's, with some letters exchanged for others in each."""

from __future__ import annotations

from itertools import islice, permutations
from pathlib import Path

from benchmarks.browser_requests import SLUG
from benchmarks.server_process import ROOT

LETTERS = "طظصضغجق"
"""Letters of no prefix, ending or number word: exchanged in text, questions and words alike, all stays in order."""


def write_texts(folder: Path, count: int) -> None:
    """Write so many texts, with their questions and words, as different from one another as seven letters make them."""
    source = ROOT / "questions" / f"{SLUG}.yaml"
    for number, letters in enumerate(islice(permutations(LETTERS), 0, None, 97)):
        if number == count:
            return
        name = f"text-{number:03d}"
        for kind, ending in (("questions", ".yaml"), ("questions", ".words.yaml"), ("seeds", ".txt")):
            original = (ROOT / kind / f"{source.stem}{ending}").read_text(encoding="utf-8")
            changed = original.translate(str.maketrans(LETTERS, "".join(letters))).replace(source.stem, name)
            (folder / kind).mkdir(parents=True, exist_ok=True)
            (folder / kind / f"{name}{ending}").write_text(changed, encoding="utf-8")
    raise ValueError(f"{count} texts are more than seven letters make")
