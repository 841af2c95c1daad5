"""A PostgreSQL that lives as long as a test run. The standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The server refuses to run as root, so root lends it the user that Debian's package made.
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
USER: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if IS_ROOT else {}

CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: Debian's newest, else what is on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def throwaway() -> Iterator[str]:
    """A server in a temporary folder, reached through a socket in it; yields its DATABASE_URL."""
    programs = binaries()
    if programs is None:
        sys.exit("PostgreSQL's initdb is not to be found.")
    home = Path(tempfile.mkdtemp(prefix="bricks-"))
    if IS_ROOT:
        shutil.chown(home, "postgres", "postgres")

    def server(program: str, *arguments: str, check: bool = True) -> None:
        command = [str(programs / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, cwd=home, check=check, stdout=subprocess.DEVNULL, **USER)

    try:
        server("initdb", "-U", "bricks", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {home} -c listen_addresses= {CARELESS}"
        server("pg_ctl", "start", "-w", "-l", str(home / "log"), "-o", options)
        yield f"postgres://bricks@{str(home).replace('/', '%2F')}/postgres"
    finally:
        server("pg_ctl", "stop", "-m", "immediate", check=False)
        shutil.rmtree(home, ignore_errors=True)
