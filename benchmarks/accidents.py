"""``python -m benchmarks.accidents``: two thousand accidents to the real question file, and the worst large files.

Each must end in a lesson or in problems that have a place, within 2 s of processor time, and in 100 MB. Prints one
table; about four minutes. Exits 1 where something does not hold.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.readers import SLUG
from benchmarks.serving import ROOT
from webapp.content.lesson_compiler import compile_lesson

REAL = ROOT / "questions" / f"{SLUG}.yaml"
TEXT = ROOT / "seeds" / f"{SLUG}.txt"
SIGNS = "\"'[]{}:,-&*!|>#%@`\t\n \\\x00\u202e\ufeffس؟،\ud7ff0~"
MOST_SECONDS, MOST_MIB = 2.0, 100
FRONT = b"text: 000_13183dccda9929f6.txt\ntitle: t\nlevel: B2\nquestions:\n"


def accident(seed: int) -> bytes:
    """The real file after one to four accidents, of the same seed always the same."""
    dice = random.Random(seed)
    signs = list(REAL.read_text(encoding="utf-8"))
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(signs)), dice.randint(1, 60)
        kind = dice.randrange(4)
        if kind == 0:
            del signs[at : at + size]
        elif kind == 1:
            signs[at:at] = dice.choices(SIGNS, k=min(size, 4))
        elif kind == 2:
            signs[at] = dice.choice(SIGNS)
        else:
            signs[at:at] = signs[at // 2 : at // 2 + size]
    raw = bytearray("".join(signs).encode("utf-8", "replace"))
    if seed % 10 == 0:
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def _real_again(size: int) -> bytes:
    """The real questions as often as they go into ``size`` bytes, each time under other ids."""
    head, _, questions = REAL.read_text(encoding="utf-8").partition("questions:\n")
    times = max(1, (size - len(head.encode())) // len(questions.encode()))
    return (head + "questions:\n" + "".join(questions.replace("- id: ", f"- id: x{n}-") for n in range(times))).encode()


LARGE: dict[str, Callable[[int], bytes]] = {
    "the real questions again and again": _real_again,
    "one long list": lambda size: FRONT + b"  - [" + b"a," * ((size - 90) // 2) + b"]\n",
    "small keys in brackets": lambda size: FRONT + b"  - [" + b"{a: b}," * ((size - 90) // 7) + b"]\n",
    "lines": lambda size: b"- a\n" * (size // 4),
    "keys": lambda size: b"".join(b"k%06d: a\n" % n for n in range(size // 11)),
    "one key": lambda size: b"k: a\n" * (size // 5),
    "empty questions": lambda size: FRONT + b"  - {}\n" * ((size - 80) // 7),
    "one text of escapes": lambda size: b'title: "' + b"\\n" * ((size - 12) // 2) + b'"\n',
    "one long word": lambda size: b"title: " + b"a" * (size - 10),
    "comments": lambda size: b"#a\n" * (size // 3),
    "brackets": lambda size: b"[" * size,
    "nothing but zeros": lambda size: b"\0" * size,
}
"""Files of ``size`` bytes at most that cost the most."""
SIZES = (250_000, 500_000, 1_000_000)


def check(raw: bytes) -> int:
    """Compile a file; how many problems it has. Each has a place, and without one there is a lesson."""
    lesson, problems = compile_lesson("any", raw, "questions/any.yaml", lambda name: TEXT.read_bytes())
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.rule for problem in problems)
    return len(problems)


def alone(name: str, size: int) -> tuple[float, float]:
    """One large file in a process of its own: seconds of processor time and MiB, beyond what an empty file needs."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.accidents", name, str(size)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    seconds, mib = made.stdout.split()
    return float(seconds), float(mib)


def child(name: str, size: int) -> None:
    """What ``alone`` runs."""
    raw = LARGE[name](size)
    assert len(raw) <= size
    check(b"")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    check(raw)
    seconds = time.process_time() - began
    print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> int:
    """Run all, print the table, say whether it holds."""
    worst, slowest = 0.0, 0
    for seed in range(2000):
        began = time.process_time()
        check(accident(seed))
        if (spent := time.process_time() - began) > worst:
            worst, slowest = spent, seed
    print("| file | bytes | seconds | MiB |\n|---|---|---|---|")
    print(
        f"| 2,000 accidents, the slowest of them ({slowest}) | {len(accident(slowest)):,} | {worst:.2f} | |", flush=True
    )
    holds = worst <= MOST_SECONDS
    for name in LARGE:
        for size in SIZES:
            seconds, mib = alone(name, size)
            holds = holds and seconds <= MOST_SECONDS and mib <= MOST_MIB
            print(f"| {name} | {size:,} | {seconds:.2f} | {mib:.0f} |", flush=True)
    print("holds" if holds else "does NOT hold")
    return 0 if holds else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
