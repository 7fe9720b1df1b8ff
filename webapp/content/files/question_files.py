"""Question files, words files and texts of a content folder, found by their names."""

from __future__ import annotations

from pathlib import Path

from webapp.arabic.unicode_forms import composed
from webapp.content.files.slugs import printable, slug_of
from webapp.content.words.words_file import SUFFIX

QUESTION_SUFFIXES = (".yaml", ".yml")
"""The first one counts where both exist."""
TEXT_SUFFIX = ".txt"
WORDS_SUFFIXES = (SUFFIX, ".words.yml")


def is_words_file(path: Path) -> bool:
    """Tell a words file from a question file by its name."""
    return path.name.endswith(WORDS_SUFFIXES)


def question_files(content: Path) -> list[Path]:
    """List the question files of a content folder, one a slug, without hidden files (an editor's own)."""
    by_slug: dict[str, Path] = {}
    for suffix in QUESTION_SUFFIXES:
        for path in sorted((content / "questions").glob(f"*{suffix}")):
            if not is_words_file(path) and not path.name.startswith("."):
                by_slug.setdefault(slug_of(path), path)
    return sorted(by_slug.values())


def question_file(content: Path, slug: str) -> Path | None:
    """The question file of one slug; None where there is none."""
    slug = composed(slug)
    return next((path for path in question_files(content) if slug_of(path) == slug), None)


def words_path(questions: Path) -> Path:
    """The words file beside a question file: the one that exists, else the one to make."""
    named = [questions.with_name(questions.stem + suffix) for suffix in WORDS_SUFFIXES]
    return next((path for path in named if path.exists()), named[0])


def questions_path(words: Path) -> Path:
    """The question file beside a words file: the one that exists, else the one to make."""
    suffix = next((suffix for suffix in WORDS_SUFFIXES if words.name.endswith(suffix)), words.suffix)
    named = [words.with_name(words.name.removesuffix(suffix) + ending) for ending in QUESTION_SUFFIXES]
    return next((path for path in named if path.exists()), named[0])


def same_name(folder: Path, name: str) -> str | None:
    """The name of a file in this folder that is ``name`` in any Unicode form; None where there is none."""
    if (folder / name).is_file():
        return name
    form = composed(name)
    names = (path.name for path in sorted(folder.glob("*")) if path.is_file())
    return next((other for other in names if composed(other) == form), None)


def display_path(path: Path, content: Path) -> str:
    """Name a file for Problems: relative to the content folder where it lies in that."""
    try:
        return printable(path.resolve().relative_to(content.resolve()).as_posix())
    except (ValueError, OSError, RuntimeError):  # outside the folder, or a link to itself
        return printable(str(path))
