"""The Containerfile and the compose file fit the program. No image is built: that needs a runtime and a registry."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from flask import Flask

from conftest import ROOT
from deployment.program_settings import DEPLOY, assert_settings_are_known, serve_options

Instruction = tuple[str, str]


def instructions() -> list[Instruction]:
    """The instructions of the Containerfile, each on one line."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    joined = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def all_of(word: str) -> list[str]:
    """The arguments of each instruction of that name."""
    return [rest for name, rest in instructions() if name == word]


def last_stage(word: str) -> list[str]:
    """The same, of what the image is made of in the end."""
    found = instructions()
    start = max(place for place, (name, _) in enumerate(found) if name == "FROM")
    return [rest for name, rest in found[start:] if name == word]


def health_command() -> list[str]:
    """The command of the health check."""
    (check,) = last_stage("HEALTHCHECK")
    return list(json.loads(check.partition("CMD ")[2]))


def health_url() -> str:
    """The address that it asks."""
    found = re.search(r"http://[^']+", health_command()[-1])
    assert found
    return found[0]


def served() -> dict[str, Any]:
    """The options of the server in the image."""
    (command,) = last_stage("CMD")
    return serve_options(json.loads(command))


def compose() -> dict[str, Any]:
    """The only service of the compose file."""
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["fahm"])


def test_both_stages_are_the_same_slim_python_that_the_package_asks_for() -> None:
    bases = {base.partition(" ")[0] for base in all_of("FROM")}
    assert len(bases) == 1
    found = re.fullmatch(r"python:3\.(\d+)-slim-\w+", bases.pop())
    assert found
    needed = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert needed
    assert int(found[1]) >= int(needed[1])


def test_only_locked_libraries_with_their_hashes_are_installed() -> None:
    steps = [shlex.split(part) for run in all_of("RUN") for part in run.split("&&")]
    pips = [words for words in steps if words[0].endswith("pip") and "install" in words]
    installs = [words[words.index("install") + 1 :] for words in pips]
    assert len(installs) == 3
    for words in installs:
        if "-r" in words:
            assert {"--require-hashes", "--only-binary"} <= set(words)
        else:  # our own wheel, which brings nothing with it
            assert {"--no-deps", "--no-index"} <= set(words)
    (lock,) = all_of("ARG")
    assert lock == "LOCK=run.txt"
    named = {words[words.index("-r") + 1].replace("$LOCK", "run.txt") for words in installs if "-r" in words}
    assert named == {"requirements/run.txt", "requirements/build.txt"}
    assert (ROOT / "requirements" / "postgres.txt").is_file()


def test_what_is_copied_is_there_and_is_all_that_the_wheel_needs() -> None:
    copied = {name for rest in all_of("COPY") if "--from" not in rest for name in rest.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"requirements", "pyproject.toml", "README.md", "LICENSE", "webapp", "seeds", "questions"} == copied


def test_it_runs_as_nobody_in_particular_and_owns_its_volume() -> None:
    (user,) = last_stage("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    (volume,) = last_stage("VOLUME")
    assert last_stage("WORKDIR") == [volume]  # instance/ is in the current folder, and so are a school's own texts
    assert (served()["data"], served()["content"]) == (None, None)
    (made,) = last_stage("RUN")
    assert f"--uid {user.partition(':')[0]} " in made
    assert f"install -d -o fahm -g fahm -m 700 {volume}" in made
    order = [name for name, _ in instructions()]
    assert max(place for place, name in enumerate(order) if name == "RUN") < order.index("USER")


def test_the_health_check_asks_the_port_and_the_page_of_the_server(app: Flask) -> None:
    url = urlsplit(health_url())
    assert str(served()["port"]) == str(url.port) == last_stage("EXPOSE")[0]
    assert served()["host"] == "0.0.0.0"
    page = app.test_client().get(url.path, headers={"Host": url.netloc})
    assert (page.status_code, page.is_json) == (200, True)


class Answering(BaseHTTPRequestHandler):
    """Answers anything with the status of its server."""

    def do_GET(self) -> None:
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def answering() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status, ends_with", [(200, 0), (503, 1)])
def test_the_health_check_fails_while_no_answer_can_be_kept(
    answering: ThreadingHTTPServer, status: int, ends_with: int
) -> None:
    answering.status = status  # type: ignore[attr-defined]
    program, *words = health_command()
    assert program == "python"
    words = [word.replace(":8000/", f":{answering.server_port}/") for word in words]
    assert subprocess.run([sys.executable, *words], capture_output=True, check=False).returncode == ends_with


def test_the_compose_file_fits_the_image() -> None:
    service = compose()
    build = service["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]) == DEPLOY / "Containerfile"
    (port,), (volume,) = service["ports"], service["volumes"]
    assert port.split(":") == ["127.0.0.1", "8000", last_stage("EXPOSE")[0]]
    assert volume.partition(":")[2] == last_stage("VOLUME")[0]
    assert_settings_are_known(service["environment"])


def test_the_container_has_no_rights_that_it_does_not_need() -> None:
    service = compose()
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "user"} & service.keys()
