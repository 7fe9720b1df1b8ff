"""Comments that a teacher keeps for a question, to write them again: inserted or forgotten from the form of a mark."""

from __future__ import annotations

from flask import request

from webapp.domain.people import Teacher
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import school_store
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.marking.answer_queue import named_answer, queue_or_404
from webapp.web.teacher.marking.forms import MAX_COMMENT, CommentsForm
from webapp.web.teacher.marking.manual_marking import form_for, marking_page

NOT_INSERTED = N_("Nothing was inserted: the comment would be too long.")


@bp.post("/marking/<slug:slug>/<slug:question>/comments")
@teacher_only
def use_comment(teacher: Teacher, slug: str, question: str) -> str:
    """Show the form again as it was typed, with a kept comment behind the one in it, or without one that is kept."""
    store, school = school_store()
    queue = queue_or_404(teacher, slug, question)
    answer = named_answer(queue, request.form.get("answer", ""))
    form, wished = form_for(queue, answer), CommentsForm()
    if wished.forget.data:
        store.manual_marks.forget_comment(school, teacher.id, wished.forget.data)
    kept = store.manual_marks.kept_comments(school, teacher.id, slug, question)
    inserted = next((entry.comment for entry in kept if wished.insert.data and entry.id == wished.kept.data), "")
    comment = "\n".join(part for part in (form.comment.typed.strip(), inserted) if part)
    if len(comment) > MAX_COMMENT:
        form.refuse(form.comment, NOT_INSERTED)
        comment = ""
    return marking_page(teacher, queue, answer, form, comment)
