"""Files that are not read because of their names, named with what to rename; texts and questions without each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.arabic.unicode_forms import compatible, composed
from webapp.content.files.question_files import (
    QUESTION_SUFFIXES,
    TEXT_SUFFIX,
    is_words_file,
    question_files,
    questions_path,
)
from webapp.content.files.slugs import printable, slug_of
from webapp.domain.problem import Problem, both

_EXTENSION = re.compile(r"((?:\.words)?\.ya?ml|\.txt)(?=\W|\d|$)", re.IGNORECASE)
_OF_A_PROGRAM = re.compile(r"\.[_#]|\.~lock|.*\.sw[a-p]$")
"""Hidden files that macOS, Emacs, LibreOffice and Vim put beside a file."""


@dataclass(frozen=True)
class _Name:
    """The parts of a file's name: ``base`` up to its first extension of ours, in small letters, and what follows."""

    base: str
    extension: str
    rest: str

    @property
    def plain(self) -> str:
        """The name that would be read."""
        return self.base + (TEXT_SUFFIX if self.extension == TEXT_SUFFIX else self.extension.replace(".yml", ".yaml"))


def stray_files(content: Path, texts: Iterable[str | None]) -> list[Problem]:
    """Warn of every file of seeds/ and questions/ that is passed over.

    ``texts`` are those that the question files name, None for a file that cannot be read. While one cannot be read,
    or is passed over itself, nothing is said of texts without questions: they may be its own.
    """
    named = {_composed(name) if name else "" for name in texts}
    strays = [*_strays_in(content, "questions"), *_words_alone(content), *_strays_in(content, "seeds")]
    if "" in named or any(stray.rule == "stray-file" for stray in strays):
        return strays
    return strays + [
        _warning(f"seeds/{path.name}", "text-alone", _alone(path, content))
        for path in _files(content / "seeds")
        if path.suffix == TEXT_SUFFIX and not path.name.startswith(".") and _composed(path.name) not in named
    ]


def nearest_text(seeds: Path, name: str) -> str | None:
    """The text whose name differs from ``name`` by capitals, spaces or extensions; None where there is none."""
    wanted = _likeness(name)
    return next((path.name for path in _files(seeds) if _likeness(path.name) == wanted), None)


def name_problem(path: Path, shown: str) -> Problem | None:
    """Warn of a question file that would not be read under its name."""
    if path.name.endswith(QUESTION_SUFFIXES) and not path.name.startswith("."):
        return None if is_words_file(path) else _doubled(path, shown)
    if path.name.startswith("."):
        return _warning(
            shown, "stray-file", _not_read("its name starts with a dot", "يبدأ اسمه بنقطة", path.name.lstrip("."))
        )
    name = _parts(path.name)
    return _warning(shown, "stray-file", _misnamed(path, name.plain if name else f"{path.stem}.yaml"))


def _strays_in(content: Path, folder: str) -> Iterator[Problem]:
    read = set(question_files(content))
    for path in _files(content / folder):
        name = _parts(path.name)
        if name is None or path in read or _OF_A_PROGRAM.match(path.name):
            problem = _doubled(path, f"{folder}/{path.name}") if path in read else None
        elif (name.extension == TEXT_SUFFIX and not _parts(name.base)) != (folder == "seeds") and not name.rest:
            problem = _warning(f"{folder}/{path.name}", "stray-file", _misplaced(name))
        else:
            problem = _stray(path, folder, name)
        if problem:
            yield problem
        if path.name != _composed(path.name):
            yield _warning(f"{folder}/{path.name}", "decomposed-name", DECOMPOSED)


def _stray(path: Path, folder: str, name: _Name) -> Problem | None:
    shown = f"{folder}/{path.name}"
    if folder == "questions":
        if is_words_file(path) and not path.name.startswith("."):
            return None
        if path.name.endswith(QUESTION_SUFFIXES) and not path.name.startswith("."):
            return _warning(shown, "stray-file", SAME_SLUG)
        return name_problem(path, shown)
    if path.suffix == TEXT_SUFFIX and not path.name.startswith("."):
        return _doubled(path, shown)
    return _warning(shown, "stray-file", _misnamed(path, name.plain))


def _doubled(path: Path, shown: str) -> Problem | None:
    """Warn of ``nile.yaml.yaml``: a text named ``nile.yaml`` is hardly meant."""
    inner = _parts(path.stem)
    if inner is None or inner.rest:
        return None
    message = both(
        en=f"the name has two extensions. Rename it to {inner.plain}.",
        ar=f"للاسم امتدادان. غيّر الاسم إلى {inner.plain}.",
    )
    return _warning(shown, "stray-file", message)


def _words_alone(content: Path) -> Iterator[Problem]:
    for path in _files(content / "questions"):
        if is_words_file(path) and not path.name.startswith(".") and not questions_path(path).exists():
            expected = questions_path(path).name
            near = nearest_question_file(content, expected)
            message = both(
                en=f"this words file has no question file: {expected}",
                ar=f"لا يوجد ملف أسئلة لملف الكلمات هذا: {expected}",
            )
            if near:
                wanted = slug_of(near) + path.name.removeprefix(path.name.split(".words.")[0])
                message += both(en=f" (rename it to {wanted})", ar=f" (غيّر اسمه إلى {wanted})")
            yield _warning(f"questions/{path.name}", "words-alone", message)


def nearest_question_file(content: Path, name: str) -> Path | None:
    """The question file whose name is like this one but for capitals, spaces or extensions."""
    wanted = _likeness(name)
    return next((path for path in question_files(content) if _likeness(path.name) == wanted), None)


def _alone(path: Path, content: Path) -> str:
    near = nearest_question_file(content, path.name)
    if near:
        return both(
            en=f"no question file names this text. If {near.name} is about it, add there: text: {path.name}",
            ar=f"لا يذكر هذا النص أي ملف أسئلة. إن كان {near.name} عنه فأضف فيه: text: {path.name}",
        )
    return both(
        en=f"this text has no questions. Add them in questions/{path.stem}.yaml.",
        ar=f"لا توجد أسئلة لهذا النص. أضفها في questions/{path.stem}.yaml.",
    )


def _misplaced(name: _Name) -> str:
    if name.extension == TEXT_SUFFIX:
        return both(en="not read: texts belong in seeds/", ar="لم يُقرأ: مكان النصوص seeds/")
    return both(en="not read: question files belong in questions/", ar="لم يُقرأ: مكان ملفات الأسئلة questions/")


def _misnamed(path: Path, name: str) -> str:
    if path.with_name(name).exists():
        return both(
            en=f"not read because {name} exists. Delete or rename this file.",
            ar=f"لم يُقرأ لوجود {name}. احذف هذا الملف أو غيّر اسمه.",
        )
    return _not_read("its extension is wrong", "امتداده غير صحيح", name)


def _not_read(why: str, why_ar: str, name: str) -> str:
    return both(en=f"not read because {why}. Rename it to {name}.", ar=f"لم يُقرأ لأن {why_ar}. غيّر اسمه إلى {name}.")


SAME_SLUG = both(
    en="not read: another question file has the same name, with another extension or Unicode form",
    ar="لم يُقرأ: يوجد ملف أسئلة آخر بالاسم نفسه، بامتداد آخر أو بترميز آخر لحروفه",
)
DECOMPOSED = both(
    en="the name is stored in decomposed letters (as on macOS). Fahm reads it, but other programs may not find it.",
    ar="حروف الاسم مخزنة مفككة (كما في macOS). يقرأ فَهْم الملف، وقد لا تجده برامج أخرى.",
)


def _warning(shown: str, rule: str, message: str) -> Problem:
    return Problem(printable(shown), 0, 0, rule, message, "warning")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file())


def _parts(name: str) -> _Name | None:
    found = _EXTENSION.search(name)
    return _Name(name[: found.start()], found[0].lower(), name[found.end() :]) if found else None


def _composed(name: str) -> str:
    return composed(name)


def _likeness(name: str) -> str:
    """A key that names of one kind share, whatever their capitals, spaces, dashes and extensions."""
    parts = _parts(name)
    base = compatible(parts.base if parts else Path(name).stem).casefold()
    return "".join(character for character in base if character.isalnum())
