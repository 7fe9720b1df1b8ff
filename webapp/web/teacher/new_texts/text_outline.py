"""The outline of a text: its blocks as they are understood, with corrections that need one click each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.text_state import QUESTIONS, TEXT
from webapp.assessment.authoring.working_copy import AuthoredText, SavedDraft
from webapp.content.editing.question_edits import UneditableFile, question_sources
from webapp.content.text_editing.block_steps import split_points
from webapp.content.text_editing.lost_quotes import LostQuote
from webapp.content.text_editing.text_blocks import OF_MANY_LINES, Block, BlockKind, numbered
from webapp.domain.people import Teacher
from webapp.domain.problem import of_message
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.new_texts.forms import LEVELS, OutlineForm, digest
from webapp.web.teacher.new_texts.mark_examples import MARK_EXAMPLES
from webapp.web.teacher.new_texts.outline_edit import OpenText, OutlineEdit, edit_of, is_too_long
from webapp.web.teacher.texts.editing_rights import (
    author,
    authored_text_or_404,
    barrier,
    is_maker,
    keeps_what_was_typed,
)
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, TOO_MANY_SAVES

SHOWN_LETTERS = 100
"""Letters of which the first words show where a part would begin."""
NOT_READABLE = N_("This text’s question file cannot be read. The YAML page shows where the problem is.")
TOO_LARGE = N_("This text is too long to save in one piece. Split it into two texts.")
NO_WORDS = N_("A text needs at least one paragraph.")
NOT_WRITABLE = N_("These lines cannot be distinguished in a file. Use fewer lines per block, or another type.")

NAMES: Mapping[BlockKind, str] = {
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "verse": N_("Verse"),
    "list": N_("List"),
    "dialogue": N_("Dialogue"),
    "table": N_("Table"),
    "picture": N_("Picture"),
    "note": N_("Footnote"),
    "part": N_("Text title"),
}


@dataclass(frozen=True)
class ShownBlock:
    """A block as the page shows it: ``number`` counts paragraphs (0 for a heading), ``splits`` are places to cut it."""

    block: Block
    number: int
    splits: Sequence[tuple[int, str]]
    questions: int

    @property
    def rows(self) -> int:
        """Lines that the field is high without a script."""
        return max(len(self.block.lines), 1 + len(self.block.words) // 70)

    @property
    def name(self) -> str:
        """Name of its kind."""
        return NAMES[self.block.kind]

    @property
    def many(self) -> bool:
        """Tell if its lines belong together."""
        return self.block.kind in OF_MANY_LINES

    @property
    def origins(self) -> str:
        """The numbers of the paragraphs that it comes from."""
        return " ".join(map(str, sorted(self.block.origins)))


@dataclass(frozen=True)
class Outline:
    """Contents of the form: of the working copy, or as it was sent."""

    opened: OpenText
    blocks: Sequence[Block]
    title: str
    level: str


@dataclass(frozen=True)
class State:
    """Notices above the blocks: evidence that would be lost, another's text that was saved meanwhile, a refusal."""

    lost: Sequence[LostQuote] = ()
    saved: SavedDraft | None = None
    refused: str | Said = ""
    more: str = ""
    """The text below the blocks that is too long to be read."""


@bp.get("/texts/<slug:slug>/text")
@teacher_only
def text_outline(teacher: Teacher, slug: str) -> str:
    """The blocks of the working copy."""
    authored = _authored(teacher, slug)
    copy = authored.working() or abort(404)
    try:
        opened = OpenText.of(copy)
    except UneditableFile:
        return render_template("teacher/new_texts/unreadable.html", slug=slug, message=NOT_READABLE)
    outline = Outline(opened, opened.blocks, opened.setting("title"), opened.setting("level"))
    return _page(teacher, authored, outline, State())


@bp.post("/texts/<slug:slug>/text")
@keeps_what_was_typed
@teacher_only
def save_text_outline(teacher: Teacher, slug: str) -> Reply | str | tuple[str, int]:
    """Keep what was typed, and do the step that was pressed."""
    authored, form = _authored(teacher, slug), OutlineForm()
    copy = authored.working() or abort(404)
    if stopped := barrier(teacher, authored):
        return _refused(teacher, authored, form, stopped), 403
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        return _refused(teacher, authored, form, TOO_MANY_SAVES), 429
    if form.pressed[0] == "undo":
        return _undone(teacher, authored, form)
    if is_too_long(form):
        return _refused(teacher, authored, form, TOO_LARGE), 413
    try:
        edit = edit_of(OpenText.of(copy), form)
        if not edit.blocks:
            return _refused(teacher, authored, form, NO_WORDS), 422
        if not edit.can_be_written:
            return _refused(teacher, authored, form, NOT_WRITABLE), 422
        lost = edit.lost()
        if lost and not form.confirm.data:
            return _edited(teacher, authored, edit, State(lost)), 422
        saved = authored.save(edit.questions, form.base.data, author(teacher), text=edit.raw_text)
    except UneditableFile:
        return _refused(teacher, authored, form, NOT_READABLE), 422
    reply = _after(teacher, authored, edit, saved, copy.digest)
    if form.pressed[0] == "questions" and saved.outcome in ("saved", "unchanged"):
        return redirect(url_for("desk.edit_text", slug=authored.slug), 303)
    return reply


def _after(
    teacher: Teacher, authored: AuthoredText, edit: OutlineEdit, saved: SavedDraft, before: str
) -> Reply | tuple[str, int]:
    if saved.outcome == "too-large":
        return _edited(teacher, authored, edit, State(refused=TOO_LARGE)), 413
    if saved.outcome == "stale":
        return _edited(teacher, authored, edit, State(saved=saved)), 409
    unchanged = saved.outcome == "unchanged"
    notify("text-unchanged-draft" if unchanged else "outline-saved")
    anchor = f"b{edit.place + 1}" if edit.place else None
    undo = None if unchanged else before
    return redirect(url_for("desk.text_outline", slug=authored.slug, undo=undo, _anchor=anchor), 303)


def _undone(teacher: Teacher, authored: AuthoredText, form: OutlineForm) -> Reply:
    """Put back the state before the last step; the state that is left can be come back to in the same way."""
    questions, text = _state_of(authored, form.undo.data)
    back = url_for("desk.text_outline", slug=authored.slug, undo=form.base.data)
    if questions is None or text is None:
        notify("outline-not-undone")
        return redirect(url_for("desk.text_outline", slug=authored.slug), 303)
    saved = authored.save(lambda _: questions, form.base.data, author(teacher), text=text)
    notify("outline-undone" if saved.outcome in ("saved", "unchanged") else "outline-not-undone")
    return redirect(back, 303)


def _state_of(authored: AuthoredText, name: str) -> tuple[bytes | None, bytes | None]:
    """Both files of a state by its name, as far as they are kept."""
    if not name:
        return None, None
    return authored.questions.content_of(name[QUESTIONS]), authored.texts.content_of(name[TEXT])


def _authored(teacher: Teacher, slug: str) -> AuthoredText:
    return authored_text_or_404(teacher, slug) if is_maker(teacher, slug) else abort(404)


def _refused(teacher: Teacher, authored: AuthoredText, form: OutlineForm, message: str) -> str:
    """The page with everything that was typed, and nothing done."""
    copy = authored.working() or abort(404)
    try:
        opened = OpenText.of(copy)
    except UneditableFile:
        return render_template("teacher/new_texts/unreadable.html", slug=authored.slug, message=message)
    form.step.data = ""
    more, form.more.data = form.more.data, "" if is_too_long(form) else form.more.data
    edit = edit_of(opened, form)
    return _edited(teacher, authored, edit, State(refused=message, more="" if form.more.data else more))


def _edited(teacher: Teacher, authored: AuthoredText, edit: OutlineEdit, state: State) -> str:
    """The page of blocks that are not saved."""
    opened, blocks = edit.opened, list(edit.blocks)
    if state.saved and state.saved.copy:
        opened, blocks = OpenText.of(state.saved.copy), numbered(blocks)
    return _page(teacher, authored, Outline(opened, blocks, edit.title, edit.level), state)


def _page(teacher: Teacher, authored: AuthoredText, outline: Outline, state: State) -> str:
    opened, undo = outline.opened, digest(request.args.get("undo", ""))
    now = "\n".join(block.words for block in outline.blocks)
    return render_template(
        "teacher/new_texts/outline.html",
        slug=authored.slug,
        opened=opened,
        outline=outline,
        blocks=_shown(opened, outline.blocks),
        level=outline.level,
        levels=LEVELS,
        mark_examples=MARK_EXAMPLES,
        state=state,
        undo=undo if None not in _state_of(authored, undo) and undo != opened.copy.digest else "",
        barrier=barrier(teacher, authored),
        lost=[(lost, Said(ar=of_message(lost.message).ar, en=of_message(lost.message).en)) for lost in state.lost],
        difference=line_difference(opened.content, now) if state.saved else [],
    )


def _shown(opened: OpenText, blocks: Sequence[Block]) -> list[ShownBlock]:
    places = Counter(str(source.values.get("paragraph", "")) for source in question_sources(opened.copy.questions))
    shown, number = [], 0
    for block in blocks:
        number += block.counted
        counted, words = sum(places[str(origin)] for origin in block.origins), block.words
        splits = [(at, " ".join(words[at : at + SHOWN_LETTERS].split()[:5])) for at in split_points(block)]
        shown.append(ShownBlock(block, number if block.counted else 0, splits, counted))
    return shown
