"""Registry of the desk's modules: each adds its views to the desk's blueprint when it is imported."""

from __future__ import annotations

from flask import Flask

from webapp.web.framework.desk_session import signed_in
from webapp.web.teacher import breadcrumbs, class_tabs, help
from webapp.web.teacher.access import bp
from webapp.web.teacher.accounts import audit_log, my_account, sign_in, teacher_accounts, two_factor
from webapp.web.teacher.assignments import (
    allowance_page,
    assignment_page,
    class_assignments,
    exam_times,
    new_assignment,
    reopening,
)
from webapp.web.teacher.classes import (
    cards,
    claimed_names,
    class_code,
    class_pages,
    learner_code,
    learner_data,
    name_list,
    newcomers,
    record_requests,
    roster,
)
from webapp.web.teacher.classes.class_work import open_tasks
from webapp.web.teacher.editor import editor_page, preview, question_actions, question_pages, text_settings
from webapp.web.teacher.exchange import question_import, text_export, text_import
from webapp.web.teacher.gradebook import grade_rule_page, gradebook_page, parent_reports
from webapp.web.teacher.groups import group_pages
from webapp.web.teacher.kept_forms import saved_forms
from webapp.web.teacher.live import live_lesson
from webapp.web.teacher.marking import kept_comments, manual_marking, regrading
from webapp.web.teacher.new_texts import new_text, text_outline
from webapp.web.teacher.notes import notes_pages
from webapp.web.teacher.results import (
    accepted_answers,
    exam_results,
    heatmap,
    help_limits,
    item_analysis,
    learner_report,
    scores,
)
from webapp.web.teacher.text_words import words_file, words_page
from webapp.web.teacher.texts import publishing, text_list, text_makers, text_tabs, text_versions, yaml_tab

ROOMS = (
    sign_in,
    two_factor,
    my_account,
    teacher_accounts,
    audit_log,
    class_pages,
    class_code,
    roster,
    name_list,
    claimed_names,
    cards,
    newcomers,
    learner_code,
    notes_pages,
    record_requests,
    live_lesson,
    learner_data,
    help,
    scores,
    help_limits,
    exam_results,
    learner_report,
    item_analysis,
    accepted_answers,
    heatmap,
    gradebook_page,
    grade_rule_page,
    parent_reports,
    group_pages,
    manual_marking,
    kept_comments,
    regrading,
    text_list,
    new_text,
    text_outline,
    text_import,
    question_import,
    text_export,
    yaml_tab,
    text_versions,
    text_makers,
    publishing,
    editor_page,
    question_pages,
    question_actions,
    text_settings,
    words_page,
    words_file,
    preview,
    new_assignment,
    assignment_page,
    allowance_page,
    exam_times,
    reopening,
    class_assignments,
)


def init_app(app: Flask) -> None:
    """Register the desk, and add the signed-in teacher and the help address to the templates."""
    app.jinja_env.globals.update(
        signed_in=signed_in,
        help_address=help.help_address,
        account_notices=audit_log.account_notices,
        saved_forms=saved_forms,
        open_tasks=open_tasks,
    )
    app.jinja_env.globals["simulated"] = app.extensions["fahm"].config.simulated
    app.register_blueprint(bp)
    class_code.init_app(app)
    for names_of_pages in (text_tabs, class_tabs, breadcrumbs):
        names_of_pages.init_app(app)
