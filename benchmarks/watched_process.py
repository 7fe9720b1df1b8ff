"""Run a program until standard input ends; then end the program and delete its folder.

Standard input is a pipe from the process that needs the program. It ends with that process however that ends, by
``kill -9`` too, so no server and no folder stays behind. Run as
``python watched_process.py FOLDER SIGNAL USER COMMAND…``: the program's output goes to FOLDER/log, USER is ``uid:gid``
or ``-`` for the present one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from threading import Thread
from typing import Any

END_SECONDS = 20


def main(folder: str, ending: str, user: str, *command: str) -> None:
    """Print the program's process id, wait for the end of input, end the program by this signal."""
    identity: dict[str, Any] = {}
    if user != "-":
        uid, gid = map(int, user.split(":"))
        identity = {"user": uid, "group": gid, "extra_groups": []}
    with open(os.path.join(folder, "log"), "ab") as log:
        program = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True, **identity
        )
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    Thread(target=program.wait, daemon=True).start()  # so that no zombie stays of one that ended before
    print(program.pid, flush=True)
    sys.stdin.buffer.read()
    program.send_signal(int(ending))
    try:
        program.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
