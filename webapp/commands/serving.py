"""``fahm serve``: the production server, and a voice for faults in question files."""

from __future__ import annotations

import os
import socket

import click

from webapp.commands.inviting import InviteFault, local_address, setup_address
from webapp.config import Config
from webapp.content import Library, Shelf, Watcher
from webapp.secret import read_or_make
from webapp.store import StoreUnavailable, open_store


class Refused(click.ClickException):
    """The server cannot start; said in one line."""

    def show(self, file: object = None) -> None:
        """Print the reason to standard error."""
        click.echo(f"fahm: {self.message}", err=True)


def run(config: Config, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Everything that can be wrong is looked for before the first worker starts."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    library = Library(config.content)
    _prepare(config, host, port)
    report(library.shelf)
    watcher = Watcher(library, config.watch_seconds, report).start()
    os.environ["FAHM_CONTENT"] = str(config.content.resolve())
    os.environ["FAHM_DATA"] = str(config.data.resolve())
    click.echo(f"Fahm is open: http://{host}:{port}/  — فُتح فَهْم على هذا العنوان", err=True)
    # Made here, once, and not by the workers.
    try:
        first = setup_address(config, local_address(host, port) + config.prefix)
    except InviteFault as fault:
        raise Refused(f"{fault.english} — {fault.arabic}") from fault
    if first:
        said = "No teacher yet. This link makes the first account; it is good once, for 24 hours"
        click.echo(f"{said} — لا معلّم بعد. يُنشئ هذا الرابطُ الحسابَ الأوّل، مرةً واحدة وخلال ٢٤ ساعة:", err=True)
        click.echo(f"  {first}", err=True)
    server = Server(
        "webapp:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # an open browser keeps its connection; stopping must not wait for it
    )
    try:
        server.serve()
    finally:
        watcher.stop()


def report(shelf: Shelf) -> None:
    """Tell the faults of the question files where the server was started."""
    for problem in shelf.problems:
        click.echo(str(problem), err=True)
    for slug in sorted(shelf.stale):
        click.echo(f"fahm: {slug}: the last good version stays on line — تبقى آخر نسخة سليمة معروضة", err=True)
    if not shelf.problems:
        click.echo(f"fahm: {len(shelf.lessons)} text(s), no problems — لا مشكلات في ملفات الأسئلة", err=True)


def _prepare(config: Config, host: str, port: int) -> None:
    try:
        read_or_make(config.data)
        open_store(config.database, config.now).close()
    except (OSError, StoreUnavailable) as error:
        raise Refused(f"cannot write to {config.data}: {error} — تعذّرت الكتابة في مجلد البيانات") from error
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = f"{host}:{port} cannot be used ({error.strerror}); try --port {port + 1}"
            raise Refused(f"{said} — العنوان مشغول أو غير متاح؛ يُجرَّب منفذ آخر") from error
