"""The beginning of a text: its first draft, under a slug that no other text has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.assessment.authoring.working_copy import Author, AuthoredText, SavedDraft
from webapp.content.editing.question_edits import new_question_file
from webapp.content.files.question_files import TEXT_SUFFIX
from webapp.content.text_editing.text_blocks import Block, text_of
from webapp.content.text_editing.title_slugs import free_slug
from webapp.content.yaml_writer import writing
from webapp.domain.problem import both
from webapp.store.protocols.content_versions import ContentVersions, FileKind

KINDS: tuple[FileKind, ...] = ("questions", "words", "text")
AS_PASTED = both(en="Lines as pasted", ar="الأسطر كما لُصقت")


@dataclass(frozen=True)
class NewText:
    """A text that begins. ``as_pasted``: its blocks before broken lines were joined, where any were.

    ``questions`` are those that it begins with, out of another program's file; with any it is marked as a draft.
    """

    title: str
    level: str
    blocks: Sequence[Block]
    as_pasted: Sequence[Block] = ()
    questions: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True)
class TakenNames:
    """The names that no new text of a school may have."""

    content: Path
    versions: ContentVersions
    school: str
    made: Collection[str] = ()
    """Texts that have makers."""

    def now(self) -> set[str]:
        """Names of files of any kind, and of texts that have a version or a draft."""
        questions, seeds = (list((self.content / name).glob("*")) for name in ("questions", "seeds"))
        files = {path.name.partition(".")[0] for path in questions} | {path.stem for path in (*questions, *seeds)}
        files |= set(self.made)
        for kind in KINDS:
            files |= set(self.versions.last_in_files(self.school, kind))
            files |= set(self.versions.last_drafts(self.school, kind))
        return files


def begin_text(
    text: NewText, taken: TakenNames, open_text: Callable[[str], AuthoredText], by: Author
) -> tuple[AuthoredText, str]:
    """Keep the first draft of a text; return the text, and the name of its state with Lines as pasted.

    Two that begin at the same time have two slugs. OSError where the content folder cannot be written.
    """
    with writing(taken.content / "questions"):
        authored = open_text(free_slug(text.title, taken.now()))
        first = _saved(authored, text, text.as_pasted or text.blocks, "", by, AS_PASTED if text.as_pasted else "")
        before = first.copy.digest if first.copy else ""
        if text.as_pasted:
            _saved(authored, text, text.blocks, before, by, "")
    return authored, before if text.as_pasted else ""


def _saved(
    authored: AuthoredText, text: NewText, blocks: Sequence[Block], base: str, by: Author, why: str
) -> SavedDraft:
    file = text_of(blocks)
    settings: dict[str, object] = {
        "text": f"{authored.slug}{TEXT_SUFFIX}",
        "title": text.title,
        "level": text.level,
        **{key: list(lines) for key, lines in file.marks._asdict().items() if lines is not None},
        **({"draft": True} if text.questions else {}),
    }
    return authored.save(lambda raw: new_question_file(settings, text.questions), base, by, why, file.content.encode())
