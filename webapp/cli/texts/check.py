"""``fahm check``: question files, their words files, and the blueprint beside its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from webapp.assessment.authoring.text_check import question_warnings, rehearsal_warnings
from webapp.content import Lesson, check_file, question_files
from webapp.content.files.question_files import display_path, is_words_file, questions_path, same_name, words_path
from webapp.content.files.stray_files import name_problem, stray_files
from webapp.content.parsing.given_lines import TextMarks, marks_of
from webapp.content.parsing.text_parser import parse_text
from webapp.content.parsing.text_parser import read_text as decode_text
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.process_coverage import coverage_table
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import TextWords
from webapp.domain.problem import Problem, both
from webapp.domain.text import Text


@dataclass
class CheckReport:
    """Result of a check: number of files read, every Problem, and the blueprints as text."""

    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether any problem is an error; warnings do not fail a check."""
        return any(problem.severity == "error" for problem in self.problems)

    def summary(self) -> str:
        """Closing line of a check without errors."""
        if not self.problems:
            return f"{self.files} file(s), no problems — لا توجد مشكلات"
        warnings = len(self.problems)
        return f"{self.files} file(s), no errors, {warnings} warning(s) — لا توجد أخطاء. عدد التنبيهات {warnings}"


def check_folder(content: Path) -> CheckReport:
    """Check all question files of a content folder, and name the files that are passed over."""
    paths = question_files(content)
    report = check_all(paths, content)
    texts = [text_settings(path)[0] for path in paths]
    report.problems += stray_files(content, texts)
    return report


def check_all(paths: Iterable[Path], content: Path) -> CheckReport:
    """Check question files, each with the words file beside it, and words files given by name; each file once.

    The problems of a file are in the order of its lines.
    """
    report = CheckReport()
    seen: set[Path] = set()
    for path in paths:
        lesson: Lesson | None = None
        words: TextWords | None = None
        for file in (path, words_file(path)):
            if file is None or file.resolve() in seen or (file is not path and not file.exists()):
                continue
            seen.add(file.resolve())
            report.files += 1
            if is_words_file(file):
                words, problems = check_words(file, content)
                report.problems += problems
            else:
                lesson = _questions(file, content, report)
        if lesson:
            shown = display_path(path, content)
            report.problems += rehearsal_warnings(lesson.with_words(words), path.read_bytes(), shown)
    order = {problem.path: at for at, problem in reversed([*enumerate(report.problems)])}
    report.problems.sort(key=lambda problem: (order[problem.path], problem.line, problem.column))
    return report


def check_named(paths: Iterable[Path], content: Path) -> CheckReport:
    """Check files given by name, and say of each whether the library reads it under that name."""
    paths = list(paths)
    report = check_all(paths, content)
    names = (name_problem(path, display_path(path, content)) for path in paths if path.is_file())
    report.problems += [problem for problem in names if problem]
    return report


def _questions(file: Path, content: Path, report: CheckReport) -> Lesson | None:
    lesson, problems = check_file(file, content)
    report.problems += problems
    if lesson:
        report.problems += question_warnings(lesson, file.read_bytes(), display_path(file, content))
        report.tables.append(f"{_title(lesson)}\n{coverage_table(lesson)}")
    return lesson


def _title(lesson: Lesson) -> str:
    return f"{lesson.slug}: {len(lesson.items)} question(s) — عدد الأسئلة {len(lesson.items)}"


def words_file(questions: Path) -> Path | None:
    """Path of the words file of a question file; None where the path is a words file itself."""
    return None if is_words_file(questions) else words_path(questions)


def check_words(path: Path, content: Path) -> tuple[TextWords | None, list[Problem]]:
    """Compile one words file, with its text from ``content``/seeds and its headings from the question file."""
    name = display_path(path, content)
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or "unreadable"
        return None, [Problem(name, 0, 0, "unreadable", both(en=f"cannot be read: {said}", ar="تعذرت قراءة الملف"))]
    theirs, marks = text_settings(questions_path(path))

    def read(text: str) -> tuple[Text | None, list[Problem]]:
        if theirs and text != theirs:
            message = both(
                en=f"its question file is about another text: {theirs}", ar=f"ملف الأسئلة المجاور عن نص آخر: {theirs}"
            )
            return None, [Problem(name, 0, 0, "other-text", message)]
        return read_text(content / "seeds" / text, marks)

    return compile_words(raw, name, read)


def text_settings(questions: Path) -> tuple[str | None, TextMarks]:
    """Read ``text`` and the lines that a question file names, even where other keys of it are wrong."""
    try:
        tree, _ = read_tree(questions.read_bytes(), "")
    except OSError:
        return None, TextMarks()
    plain = tree.plain() if tree else None
    fields = plain if isinstance(plain, dict) else {}
    text = fields.get("text")
    return text if isinstance(text, str) else None, marks_of(fields)


def read_text(path: Path, marks: TextMarks) -> tuple[Text | None, list[Problem]]:
    """Read one text of seeds/, cut into paragraphs; None without a Problem where there is no such file."""
    try:
        raw = path.with_name(same_name(path.parent, path.name) or path.name).read_bytes()
    except (OSError, ValueError):
        return None, []
    content, problems = decode_text(raw, f"seeds/{path.name}")
    return (None if problems else parse_text(path.name, content, *marks)), problems
