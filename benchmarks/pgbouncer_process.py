"""PgBouncer in transaction mode before a PostgreSQL server of ours: each transaction may run on another connection."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress

from benchmarks.postgres_process import (
    OWNER,
    PostgresServer,
    WatchedProcess,
    find_pgbouncer,
    free_port,
    lives,
    new_folder,
    unprivileged_user,
    wait_for,
)

SETTINGS = """\
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 500
"""


class PgBouncer:
    """A running PgBouncer; ``connections`` are those to each database of the server, shared by all of its clients."""

    def __init__(self, server: PostgresServer, connections: int = 3) -> None:
        program = find_pgbouncer()
        if program is None:
            raise RuntimeError("no PgBouncer here: see tests/postgres_setup.py")
        self.port, self.folder = free_port(), new_folder("pgbouncer")
        settings = SETTINGS.format(server=server.port, port=self.port, folder=self.folder, connections=connections)
        for name, content in (("pgbouncer.ini", settings), ("users.txt", f'"{OWNER}" ""\n')):
            path = self.folder / name
            path.write_text(content)
            if user := unprivileged_user():
                os.chown(path, *user)
        self._process = WatchedProcess(self.folder, signal.SIGTERM, program, self.folder / "pgbouncer.ini")
        wait_for(lambda: self._listens() or not lives(self._process.pid), "PgBouncer to start")
        if not self._listens():
            log = self._process.log()
            self.stop()
            raise RuntimeError(f"PgBouncer did not start: {log}")

    def url(self, database_url: str) -> str:
        """Return the URL of one of the server's databases by way of this."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database_url.rpartition('/')[2]}"

    def stop(self) -> None:
        """End it, and delete its folder."""
        self._process.stop()

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False
