"""``fahm serve --schools``: one server for many schools, each with its own data, database and texts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from webapp import create_app
from webapp.cli.common_options import ChosenSchools
from webapp.cli.serve import check_port, checked_secret, resolve_host
from webapp.cli.teacher_links import has_teacher, in_url
from webapp.config import SCHOOLS_FILE
from webapp.content import Library
from webapp.domain.user_error import UserError
from webapp.secret_key import read_existing
from webapp.server.litestream_process import serving_lock_and_replication
from webapp.server.malloc_settings import limit_malloc_arenas
from webapp.server.schools.school_dispatcher import SchoolDispatcher
from webapp.server.schools.schools_file import School


def run_schools(chosen: ChosenSchools, host: str, port: int, workers: int) -> None:
    """Serve all schools until stopped. A school that cannot be prepared does not keep the others from it."""
    limit_malloc_arenas()
    address = resolve_host(host, port)
    from webapp.server import worker_processes

    check_port(address, port)
    file, schools = chosen.file, chosen.schools
    # A worker that begins anew must not make what is gone for a while: it waits until it is back.
    os.environ[SCHOOLS_FILE], os.environ["FAHM_MAKE_DATA"] = str(file.resolve()), "no"
    with ExitStack() as locks:
        prepared = [_prepared(school, locks) for school in schools]
        closed = [one.school.name for one in prepared if not one.locked]
        _make_application_once([one.school for one in prepared if one.ready])
        dispatcher = SchoolDispatcher([one.school for one in prepared], closed)
        click.echo(f"Fahm is running: http://{in_url(host)}:{port}/  — فَهْم متاح الآن في هذا العنوان", err=True)
        ready = sum(one.ready for one in prepared)
        click.echo(
            f"fahm: {ready} of {len(schools)} school(s) ready — المدارس الجاهزة: {ready} من {len(schools)}", err=True
        )
        for one in prepared:
            if one.ready:
                _name_missing_teacher(one.school, file)
        worker_processes.serve(dispatcher, address, port, workers, in_worker=lambda: None)


def without_editing(chosen: ChosenSchools) -> ChosenSchools:
    """The schools, whose teachers change no question files."""
    kept = [replace(school, config=replace(school.config, web_editing=False)) for school in chosen.schools]
    return replace(chosen, schools=tuple(kept))


def without_replication(replicate: str | None) -> None:
    """UserError where a replica is asked for: one place cannot hold those of many schools."""
    if replicate:
        raise UserError(
            en="--replicate is of one school. Use a database of PostgreSQL, or fahm backup --school NAME each night.",
            ar="الخيار ‎--replicate لمدرسة واحدة. استعمل PostgreSQL، أو الأمر fahm backup --school NAME كل ليلة.",
            code=2,
        )


@dataclass(frozen=True)
class _Prepared:
    """A school whose folder is held by this server (``locked``), and whose database was opened (``ready``)."""

    school: School
    locked: bool
    ready: bool


def _prepared(school: School, locks: ExitStack) -> _Prepared:
    """Make or migrate the database, and hold the folder until the end. What fails is told, and the school is not up."""
    locked = ready = False
    secret = None
    try:
        secret = checked_secret(school.config)
        ready = True
    except UserError as error:
        click.echo(f"fahm: {school.name}: {error.en} — {error.ar}", err=True)
    try:
        # With its database away but its folder and key there, it is served as soon as the database is back.
        secret = secret or read_existing(school.config.data)
        locks.enter_context(serving_lock_and_replication(school.config, None, partial(click.echo, err=True)))
        locked = True
    except (OSError, UserError) as error:
        told = f"{error.en} — {error.ar}" if isinstance(error, UserError) else str(error)
        click.echo(f"fahm: {school.name}: {told}", err=True)
    served = replace(school, config=replace(school.config, secret=secret, make_data=False))
    return _Prepared(served, locked, locked and ready)


def _make_application_once(schools: Sequence[School]) -> None:
    """Load all that an application needs before the workers are forked, so that they share it and begin at once."""
    if schools:
        config = schools[0].config
        create_app(config, Library(config.content, compile_later=True)).extensions["fahm"].store.close()


def _name_missing_teacher(school: School, file: Path) -> None:
    if not has_teacher(school.config):
        said = f"{school.name}: no teacher yet. For the link of the first one"
        command = f"fahm teacher invite --admin --schools {file} --school {school.name} --url ADDRESS"
        click.echo(f"fahm: {said} — لا يوجد معلم بعد؛ لرابط الحساب الأول: {command}", err=True)
