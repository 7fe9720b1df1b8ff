"""Secret key that signs cookies: created once, stored in the data folder, the same for every worker."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from webapp.private_files import make_private_folder


def read_or_create(folder: Path) -> str:
    """Read ``folder``/secret.key, creating the folder and the key if missing. Safe with many workers at once.

    Raises OSError if the folder cannot be written.
    """
    make_private_folder(folder)
    path = folder / "secret.key"
    if not path.exists():
        fresh = folder / f".secret-{secrets.token_hex(8)}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            # A link fails where another worker was first; then that worker's key is the key.
            os.link(fresh, path)
        except FileExistsError:
            pass
        except OSError:
            os.replace(fresh, path)
        fresh.unlink(missing_ok=True)
    return path.read_text().strip()


def read_existing(folder: Path) -> str:
    """Read ``folder``/secret.key. OSError where it is missing: a server that runs makes no new one."""
    return (folder / "secret.key").read_text().strip()
