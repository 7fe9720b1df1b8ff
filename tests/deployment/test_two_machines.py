"""The files for two web machines and a pair of PostgreSQL servers, as nginx, systemd, PostgreSQL and Fahm read them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import pytest

from benchmarks.postgres_process import PostgresServer, wait_for
from conftest import ROOT
from deployment.program_settings import DEPLOY, assert_settings_are_known, serve_options
from postgres_setup import require
from webapp.config import from_env
from webapp.store.database_url import engine_of, without_password

FOLDER = DEPLOY / "two-machines"
MAIN = """pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{ include {folder}/fahm.conf; }}
"""
WRITES_NO_FILES = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def text_of(name: str) -> str:
    """One of the files."""
    return (FOLDER / name).read_text(encoding="utf-8")


def environment() -> dict[str, str]:
    """The settings of a web machine."""
    lines = [line for line in text_of("fahm.env").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def unit(key: str) -> str:
    """The only value of a key of the unit."""
    (value,) = re.findall(rf"^{key}=(.*)$", text_of("fahm.service"), re.M)
    return str(value)


def web_machines() -> list[str]:
    """The addresses that nginx hands requests on to."""
    return re.findall(r"^ +server ([\d.]+:\d+)", text_of("nginx.conf"), re.M)


def postgres_settings(name: str) -> dict[str, str]:
    """The settings of a server of the pair."""
    found = re.findall(r"^(\w+) = (?:'(.*)'|(\w+))$", text_of(name), re.M)
    return {key: quoted or bare for key, quoted, bare in found}


def test_the_unit_starts_the_server_with_options_that_it_knows() -> None:
    words = shlex.split(Template(unit("ExecStart")).substitute(environment()))
    options = serve_options(words)
    assert f"{options['host']}:{options['port']}" in web_machines()
    assert options["data"] == Path("/var/lib") / unit("StateDirectory")
    assert options["content"] == Path(unit("WorkingDirectory"))
    assert words[0] == f"{unit('WorkingDirectory')}/.venv/bin/fahm"
    assert unit("User") not in ("", "root", "0")
    assert unit("EnvironmentFile") == "/etc/fahm.env"


def test_the_settings_are_known_and_shared_by_both_machines() -> None:
    settings = environment()
    with pytest.raises(ValueError, match="FAHM_SECRET"):  # one key of cookies for both, never the file's own word
        from_env(settings)
    assert_settings_are_known(settings | {"FAHM_SECRET": "x" * 43})
    assert settings["FAHM_PROXIES"] == "1"
    assert settings["FAHM_WEB_EDITING"] == "0"
    assert settings["FAHM_HOSTS"] in text_of("nginx.conf")


def test_the_address_names_both_servers_and_goes_to_the_one_that_takes_writes() -> None:
    url = environment()["FAHM_DATABASE"]
    assert engine_of(url) == "postgresql"
    assert "PASSWORD" not in without_password(url)
    assert urlsplit(url).query == "target_session_attrs=read-write"
    hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
    names = ("postgresql-primary.conf", "postgresql-standby.conf")
    assert hosts == [postgres_settings(name)["listen_addresses"] for name in names]


def test_every_word_of_the_proxy_that_fahm_believes_is_the_proxys_own() -> None:
    alone = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    headers = re.findall(r"proxy_set_header .*;", text_of("nginx.conf"))
    assert set(headers) == set(re.findall(r"proxy_set_header .*;", alone))
    assert len(web_machines()) == 2
    assert "proxy_next_upstream" not in text_of("nginx.conf")  # an answer is never posted to both machines


@pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"), reason="no nginx here")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    pair = ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *pair], check=True, capture_output=True)
    ours = text_of("nginx.conf").replace("/etc/ssl/fahm", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "fahm.conf").write_text(ours)
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path))
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program
    words = [program, "-t", "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    program = shutil.which("true")
    assert program
    (tmp_path / "fahm.service").write_text(text_of("fahm.service").replace("/srv/fahm/.venv/bin/fahm", program))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "fahm.service")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "fahm.service" in done.stderr) == (0, False), done.stderr


def test_postgresql_takes_both_files_and_the_pair_is_synchronous() -> None:
    require("PostgreSQL")
    local = {"listen_addresses": "127.0.0.1", "archive_command": "true", **WRITES_NO_FILES}
    # Named only once it is there: without it, the first commit would wait for ever.
    named = postgres_settings("postgresql-primary.conf")
    standby = named.pop("synchronous_standby_names")
    with PostgresServer({**named, **local}) as primary:
        second = {**postgres_settings("postgresql-standby.conf"), **local}
        with PostgresServer(second, basis=primary) as copy:
            primary.run(f"ALTER SYSTEM SET synchronous_standby_names = '{standby}'", "SELECT pg_reload_conf()")
            state = "SELECT application_name, sync_state FROM pg_stat_replication"
            wait_for(lambda: primary.run(state) == [("db2", "sync")], "the standby to be synchronous")
            primary.kill()
            copy.promote()
            assert copy.run("CREATE TABLE words (word text)", "SELECT pg_is_in_recovery()") == [(False,)]
