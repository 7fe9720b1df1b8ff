"""The files of docs/ in front of a real server: nginx and Caddy, with TLS, under a path."""

from __future__ import annotations

import contextlib
import http.cookiejar
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ARTICLE, ROOT, SLUG

WRAP = """daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/fahm.conf;
}}
"""
OPTIONS = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n"
"""Added to the options at the head of our Caddyfile."""
SLOW_SOCKETS = 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx(folder: Path, fahm: int, port: int) -> list[str]:
    """The command that runs nginx with our file, its ports and paths changed and nothing else."""
    pair = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *pair], check=True, capture_output=True)
    ours = (ROOT / "docs" / "nginx.conf").read_text()
    for old, new in {
        "/etc/ssl/fahm": str(folder),
        "/var/log/nginx": str(folder),
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8000": f"127.0.0.1:{fahm}",
        "127.0.0.1:8001": f"127.0.0.1:{fahm}",
    }.items():
        assert old in ours
        ours = ours.replace(old, new)
    (folder / "fahm.conf").write_text(ours)
    (folder / "nginx.conf").write_text(WRAP.format(folder=folder))
    return ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, fahm: int, port: int) -> list[str]:
    """The same for Caddy, which makes a certificate of its own."""
    ours = (ROOT / "docs" / "Caddyfile").read_text()
    ours = ours.replace("www.example.org {", f"https://localhost:{port} {{\n\ttls internal", 1)
    ours = ours.replace("fahm.example.org {", f"https://localhost:{free_port()} {{\n\ttls internal", 1)
    ours = ours.replace("127.0.0.1:8000", f"127.0.0.1:{fahm}").replace("127.0.0.1:8001", f"127.0.0.1:{fahm}")
    assert "\n{\n" in ours
    (folder / "Caddyfile").write_text(ours.replace("\n{\n", "\n" + OPTIONS, 1))
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


PROXIES: dict[str, Callable[[Path, int, int], list[str]]] = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module")
def fahm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """``fahm serve`` under /fahm, behind TLS and one proxy; its port, and the file that takes what it says."""
    folder, port = tmp_path_factory.mktemp("fahm"), free_port()
    env = {**os.environ, "FAHM_HTTPS": "1", "FAHM_PROXIES": "1", "FAHM_PREFIX": "/fahm"}
    words = ["serve", "--port", str(port), "--data", str(folder / "data"), "--content", str(ARTICLE), "--workers", "1"]
    with (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "webapp.cli", *words]
        with running(command, f"http://127.0.0.1:{port}/healthz", env, said):
            yield port, folder / "said"


@contextlib.contextmanager
def running(command: list[str], until: str, env: dict[str, str], said: object = subprocess.DEVNULL) -> Iterator[None]:
    """Run a server until the block ends; the block begins when it answers."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said, stderr=said)  # type: ignore[call-overload]
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                Browser().opens(until)
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
                pytest.fail(f"{command[0]} stopped by itself")
        else:
            pytest.fail(f"{command[0]} did not come up")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


class Browser:
    """Keeps cookies, follows redirects, and believes the certificate of a test."""

    def __init__(self) -> None:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self.cookies = http.cookiejar.CookieJar()
        handlers = urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.HTTPSHandler(context=trusting)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)

    def opens(self, url: str, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str, str]:
        """The status, the address where it ended, and the body."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        asked = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with self.opener.open(asked, timeout=20) as reply:
                return reply.status, reply.url, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.url, error.read().decode()


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


@pytest.mark.parametrize("proxy", PROXIES)
def test_reading_and_answering_over_a_real_proxy(proxy: str, fahm: tuple[int, Path], tmp_path: Path) -> None:
    for needed in (proxy, *(["openssl"] if proxy == "nginx" else [])):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not installed")
    port = free_port()
    site = f"https://localhost:{port}/fahm/"
    env = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with running(PROXIES[proxy](tmp_path, fahm[0], port), site + "healthz", env):
        walk(site)
        reading_beside_slow_bodies(site, port)
        guessing(site)
    for log in (fahm[1], *tmp_path.glob("*.log")):
        words = log.read_text(errors="replace")
        assert "SECRET" not in words
        assert "203.0.113" not in words


def walk(site: str) -> None:
    """From the host's name to an answer that is marked, all of it under the path and over TLS."""
    browser = Browser()
    status, url, html = browser.opens(site.rstrip("/"))
    assert (status, url) == (200, site)
    assert f'href="/fahm/texts/{SLUG}/"' in html
    first = f"{site}texts/{SLUG}/1"
    status, _, html = browser.opens(first)
    assert status == 200
    data = {"csrf_token": field(html, "csrf_token"), "form": field(html, "form"), "summit-day": "SECRET الخميس"}
    status, url, html = browser.opens(first, data)
    assert status == 200
    assert url.startswith(first)
    assert "SECRET" in html
    (cookie,) = browser.cookies
    assert (cookie.name, cookie.path, cookie.secure) == ("__Secure-fahm", "/fahm", True)
    status, url, _ = browser.opens(f"{site}desk/")
    assert status == 200
    assert url.startswith(f"{site}desk/sign-in?")


def reading_beside_slow_bodies(site: str, port: int) -> None:
    """A hundred forms that never come keep no reader waiting, and no thread of Fahm's."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    head = b"POST /fahm/me/resume HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na="
    with contextlib.ExitStack() as kept:
        for _ in range(SLOW_SOCKETS):
            line = kept.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            kept.enter_context(trusting.wrap_socket(line, server_hostname="localhost")).sendall(head)
        for path in ("healthz", "", "join"):
            assert Browser().opens(site + path)[0] == 200


def guessing(site: str) -> None:
    """Who guesses codes is counted by the address that the proxy sees, whatever they say of themselves."""
    browser = Browser()
    token = field(browser.opens(f"{site}join")[2], "csrf_token")
    guess = {"csrf_token": token, "code": "AAAA-SECRET"}  # each device may fail ten times
    found = [
        browser.opens(f"{site}me/resume", guess, X_Forwarded_For=f"203.0.113.{n}", X_Forwarded_Prefix="/x")[0]
        for n in range(11)
    ]
    assert found[-1] == 429
