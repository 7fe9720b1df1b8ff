"""``python -m benchmarks.malformed_files``: compile 2,000 damaged copies of the real question file, and costly large
files.

Each must end in a lesson or in problems that have a place, within 2 s of processor time and 100 MiB. Prints one table;
takes about four minutes. Exits 1 where a file exceeds these limits.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.browser_requests import SLUG
from benchmarks.server_process import ROOT
from webapp.content.lesson_compiler import compile_lesson

QUESTION_FILE = ROOT / "questions" / f"{SLUG}.yaml"
TEXT_FILE = ROOT / "seeds" / f"{SLUG}.txt"
INSERTED_CHARACTERS = "\"'[]{}:,-&*!|>#%@`\t\n \\\x00\u202e\ufeffس؟،\ud7ff0~"
MAX_SECONDS, MAX_MIB = 2.0, 100
VALID_HEAD = b"text: 000_13183dccda9929f6.txt\ntitle: t\nlevel: B2\nquestions:\n"


def damaged_file(seed: int) -> bytes:
    """The real file with one to four random edits, determined by the seed."""
    rng = random.Random(seed)
    characters = list(QUESTION_FILE.read_text(encoding="utf-8"))
    for _ in range(rng.randint(1, 4)):
        at, size = rng.randrange(len(characters)), rng.randint(1, 60)
        kind = rng.randrange(4)
        if kind == 0:
            del characters[at : at + size]
        elif kind == 1:
            characters[at:at] = rng.choices(INSERTED_CHARACTERS, k=min(size, 4))
        elif kind == 2:
            characters[at] = rng.choice(INSERTED_CHARACTERS)
        else:
            characters[at:at] = characters[at // 2 : at // 2 + size]
    raw = bytearray("".join(characters).encode("utf-8", "replace"))
    if seed % 10 == 0:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def _repeated_questions(size: int) -> bytes:
    """The real questions repeated up to ``size`` bytes, each time under other ids."""
    head, _, questions = QUESTION_FILE.read_text(encoding="utf-8").partition("questions:\n")
    times = max(1, (size - len(head.encode())) // len(questions.encode()))
    return (head + "questions:\n" + "".join(questions.replace("- id: ", f"- id: x{n}-") for n in range(times))).encode()


LARGE_FILES: dict[str, Callable[[int], bytes]] = {
    "the real questions again and again": _repeated_questions,
    "one long list": lambda size: VALID_HEAD + b"  - [" + b"a," * ((size - 90) // 2) + b"]\n",
    "small keys in brackets": lambda size: VALID_HEAD + b"  - [" + b"{a: b}," * ((size - 90) // 7) + b"]\n",
    "lines": lambda size: b"- a\n" * (size // 4),
    "keys": lambda size: b"".join(b"k%06d: a\n" % n for n in range(size // 11)),
    "one key": lambda size: b"k: a\n" * (size // 5),
    "empty questions": lambda size: VALID_HEAD + b"  - {}\n" * ((size - 80) // 7),
    "one text of escapes": lambda size: b'title: "' + b"\\n" * ((size - 12) // 2) + b'"\n',
    "one long word": lambda size: b"title: " + b"a" * (size - 10),
    "comments": lambda size: b"#a\n" * (size // 3),
    "brackets": lambda size: b"[" * size,
    "nothing but zeros": lambda size: b"\0" * size,
}
"""Makers of costly files of at most ``size`` bytes."""
SIZES = (250_000, 500_000, 1_000_000)


def compile_checked(raw: bytes) -> int:
    """Compile a file and check the result; returns its number of problems."""
    lesson, problems = compile_lesson("any", raw, "questions/any.yaml", lambda name: TEXT_FILE.read_bytes())
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.rule for problem in problems)
    return len(problems)


def measure_in_child(name: str, size: int) -> tuple[float, float]:
    """Compile one large file in a child process: processor seconds, and MiB beyond those of an empty file."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.malformed_files", name, str(size)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    seconds, mib = done.stdout.split()
    return float(seconds), float(mib)


def measure(name: str, size: int) -> None:
    """Body of the child process of ``measure_in_child``."""
    raw = LARGE_FILES[name](size)
    assert len(raw) <= size
    compile_checked(b"")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    compile_checked(raw)
    seconds = time.process_time() - began
    print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> int:
    """Run all files, print the table and the verdict."""
    worst, slowest = 0.0, 0
    for seed in range(2000):
        began = time.process_time()
        compile_checked(damaged_file(seed))
        if (spent := time.process_time() - began) > worst:
            worst, slowest = spent, seed
    print("| file | bytes | seconds | MiB |\n|---|---|---|---|")
    print(
        f"| 2,000 accidents, the slowest of them ({slowest}) | {len(damaged_file(slowest)):,} | {worst:.2f} | |",
        flush=True,
    )
    holds = worst <= MAX_SECONDS
    for name in LARGE_FILES:
        for size in SIZES:
            seconds, mib = measure_in_child(name, size)
            holds = holds and seconds <= MAX_SECONDS and mib <= MAX_MIB
            print(f"| {name} | {size:,} | {seconds:.2f} | {mib:.0f} |", flush=True)
    print("holds" if holds else "does NOT hold")
    return 0 if holds else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
