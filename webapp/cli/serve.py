"""``fahm serve``: the production server, and reports of faults in question files while it runs."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from functools import partial

import click

from webapp.cli.teacher_links import in_url, local_address, setup_address
from webapp.config import Config
from webapp.content import Library, LibrarySnapshot, Watcher
from webapp.domain.user_error import UserError
from webapp.private_files import close_to_others, make_private_folder
from webapp.secret_key import read_or_create
from webapp.server.data_folder import kept_files
from webapp.server.litestream_process import serving_lock_and_replication
from webapp.server.malloc_settings import limit_malloc_arenas
from webapp.store import locate_database, open_store
from webapp.store.protocols.store import StoreUnavailable


def run_server(
    config: Config,
    host: str,
    port: int,
    workers: int,
    replicate: str | None = None,
) -> None:
    """Serve until stopped. Settings and folders are checked before the first worker starts."""
    limit_malloc_arenas()
    address = resolve_host(host, port)
    from webapp.server import worker_processes

    check_port(address, port)
    secret = checked_secret(config)
    library = Library(config.content, compile_later=True)
    os.environ["FAHM_CONTENT"] = str(config.content.resolve())
    os.environ["FAHM_DATA"] = str(config.data.resolve())
    if config.database is not None:
        config = replace(config, database=locate_database(config.database).absolute_url())
        os.environ["FAHM_DATABASE"] = str(config.database)
    # A worker that starts anew while the data folder is gone must not begin an empty one: it waits until it is back.
    os.environ["FAHM_SECRET"], os.environ["FAHM_MAKE_DATA"] = secret, "no"
    click.echo(f"Fahm is running: http://{in_url(host)}:{port}/  — فَهْم متاح الآن في هذا العنوان", err=True)
    # Made here, once, and not by the workers.
    first = setup_address(config, local_address(host, port) + config.prefix)
    if first:
        said = "No teacher yet. This link creates the first account. It works once, within 24 hours"
        click.echo(f"{said} — لا يوجد معلم بعد. هذا رابط لإنشاء الحساب الأول، يعمل مرة واحدة خلال ٢٤ ساعة:", err=True)
        click.echo(f"  {first}", err=True)
    content, data = config.content.resolve(), config.data.resolve()
    served = replace(config, content=content, data=data, secret=secret, make_data=False)
    serve = worker_processes.prepare_server(served, library, address, port, workers)
    watcher = Watcher(library, config.watch_seconds, report_problems).start()
    try:
        with serving_lock_and_replication(config, replicate, partial(click.echo, err=True)):
            serve()
    finally:
        watcher.stop()


def resolve_host(host: str, port: int) -> str:
    """Return the address of a name such as ``localhost``, IPv4 first. UserError where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise UserError(
            en=f"--host {host}: unknown host. Use 127.0.0.1 for this computer only, 0.0.0.0 for every network.",
            ar="هذا الاسم غير معروف. استعمل ‎127.0.0.1 لهذا الجهاز وحده، و‎0.0.0.0 لكل الشبكات.",
            code=2,
        ) from error
    return str(min(found, key=lambda entry: entry[0] != socket.AF_INET)[4][0])


def report_problems(snapshot: LibrarySnapshot) -> None:
    """Print the faults of the question files to the server's standard error."""
    for problem in snapshot.problems:
        click.echo(str(problem), err=True)
    for slug in sorted(snapshot.stale):
        click.echo(f"fahm: {slug}: the last valid version stays available — تبقى آخر نسخة سليمة معروضة", err=True)
    if not snapshot.problems:
        click.echo(f"fahm: {len(snapshot.lessons)} text(s), no problems — لا توجد مشكلات في ملفات الأسئلة", err=True)


def checked_secret(config: Config) -> str:
    """Check the data folder and the database; return the key that signs cookies."""
    if not locate_database(config.database_url).exists():
        place = _place(config)
        said = (
            f"no database in {place} yet. A new, empty one will be created. If there was one, stop Fahm and restore it"
        )
        arabic = "لا توجد قاعدة بيانات هنا، وستُنشأ قاعدة جديدة فارغة. إن كانت هنا قاعدة من قبل فأوقف فَهْم واستعدها"
        click.echo(f"fahm: {said} — {arabic}", err=True)
    try:
        make_private_folder(config.data)  # locks and states of the server are kept there, wherever the database is
        secret = config.secret or read_or_create(config.data)
        open_store(config.database_url, config.now).close()
        close_to_others(kept_files(config))  # of a folder made by an earlier version
    except (OSError, StoreUnavailable) as error:
        raise UserError(en=f"cannot write to {_place(config)}: {error}", ar="تعذرت الكتابة في مجلد البيانات") from error
    return secret


def check_port(host: str, port: int) -> None:
    """UserError where nothing can listen on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                en=f"{host}:{port} is not available ({error.strerror}). Try --port {port + 1}.",
                ar="العنوان مشغول أو غير متاح. جرّب منفذًا آخر.",
            ) from error


def _place(config: Config) -> str:
    """Name for people of what holds the database: the data folder, or its own address."""
    return str(config.data if config.database is None else locate_database(config.database))
