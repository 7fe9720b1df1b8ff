"""A synchronous pair of PostgreSQL servers on loopback: a commit is acknowledged when both have it on their disks."""

from __future__ import annotations

import time

from benchmarks.postgres_process import OWNER, PostgresServer, wait_for

STANDBY = "standby"
SETTINGS = {"wal_level": "replica", "max_wal_senders": "4", "hot_standby": "on", "autovacuum": "off"}
UNSYNCED = {"fsync": "off", "full_page_writes": "off"}
"""For tests that kill processes and cut no power: files are written and not waited for, so servers start sooner."""


class PostgresPair:
    """A primary and its standby, with one database. Unless ``synced`` is off, commits wait for both disks."""

    def __init__(self, synced: bool = True) -> None:
        settings = SETTINGS if synced else SETTINGS | UNSYNCED
        self.primary = PostgresServer(settings)
        try:
            self.database = self.primary.new_database().rpartition("/")[2]
            # Not what the copy has for itself: alone after its promotion, it would wait for a standby for ever.
            self.standby = PostgresServer(
                {**settings, "cluster_name": STANDBY, "synchronous_standby_names": ""}, basis=self.primary
            )
        except BaseException:
            self.primary.stop()
            raise
        self.primary.run(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'", "SELECT pg_reload_conf()")
        wait_for(self._is_synchronous, "the standby to be synchronous")

    def url(self) -> str:
        """Return the URL of the database with both servers: the one that takes writes is found at each connection."""
        hosts = f"{self.primary.address()},{self.standby.address()}"
        return f"postgresql://{OWNER}@{hosts}/{self.database}?target_session_attrs=read-write"

    def fail_over(self) -> float:
        """Kill the primary, as a crash would, and promote the standby; the seconds that the promotion took."""
        self.primary.kill()
        began = time.perf_counter()
        self.standby.promote()
        return time.perf_counter() - began

    def stop(self) -> None:
        """End both, and delete their folders."""
        self.standby.stop()
        self.primary.stop()

    def __enter__(self) -> PostgresPair:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _is_synchronous(self) -> bool:
        return self.primary.run("SELECT sync_state FROM pg_stat_replication") == [("sync",)]
