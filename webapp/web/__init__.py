"""Web pages: one package a feature, and ``framework``, which all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.web.framework.services import Services


def register(app: Flask, services: Services) -> None:
    """Register every page on ``app``: shared services first, security headers (around everything) last."""
    from webapp.web.framework.http import security, whole_forms

    _prepare(app, services)
    _add_pages(app)
    security.init_app(app, services.config)
    whole_forms.init_app(app)


def _prepare(app: Flask, services: Services) -> None:
    from flask_wtf.csrf import CSRFProtect

    from webapp.web.framework import (
        assignments_of_reader,
        class_call,
        class_language,
        closed_texts,
        current_learner,
        date_format,
        fragment_cache,
        i18n,
        interface_language,
        notices,
        preferences,
        question_templates,
        template_environment,
    )
    from webapp.web.framework.http import cookie_signing, request_origin, security, static_assets, url_cache
    from webapp.web.framework.services import SlugConverter

    # No view and no hook is a coroutine; Flask would look at each of them, in each request.
    setattr(app, "ensure_sync", lambda function: function)  # noqa: B010  (mypy takes it for a method)
    template_environment.init_app(app)
    question_templates.init_app(app)
    app.extensions["fahm"] = services
    app.config.update(security.cookies_and_limits(services.config))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_rule_class = url_cache.Route
    app.url_map.converters["slug"] = SlugConverter
    cookie_signing.init_app(app)
    for shared in (
        current_learner,
        preferences,
        class_language,
        interface_language,
        notices,
        url_cache,
        fragment_cache,
        i18n,
        date_format,
        static_assets,
        class_call,
        closed_texts,
        assignments_of_reader,
    ):
        shared.init_app(app)
    request_origin.init_app(app)
    CSRFProtect(app)  # after the preferences: the page that refuses a form is in the reader's language


def _add_pages(app: Flask) -> None:
    from webapp.web.framework import error_pages
    from webapp.web.learner import join_class, my_record, news, personal_data, record_access, settings, switch_reader
    from webapp.web.offline import sync
    from webapp.web.questions import box_steps, exam_time, reader_news
    from webapp.web.reading import audio, exam, library, live_pacing, pictures, result, routes, word_help, worksheet
    from webapp.web.system import component_gallery, health
    from webapp.web.teacher import registry
    from webapp.web.vocabulary import review

    for page in (library, routes, worksheet, audio, pictures, exam, word_help, live_pacing):
        app.register_blueprint(page.bp)
    for page in (review, my_record, news, settings, join_class, switch_reader, personal_data, record_access):
        app.register_blueprint(page.bp)
    for page in (component_gallery, health):
        app.register_blueprint(page.bp)
    for feature in (box_steps, exam_time, reader_news, library, result, error_pages, sync, registry):
        feature.init_app(app)
