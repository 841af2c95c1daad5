"""The README and the architecture page keep to the truth: what they name exists, what they show works."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve

import dev
from common.actor import Door
from portal.example import example_load
from workshop.actors import actor_of_participant
from workshop.commands import token_create
from workshop.models import Participant

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (settings.BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)
DEMO = "http://127.0.0.1:8000"


def commands(first: str) -> list[str]:
    """The shell commands of the README that begin with `first`, continuation lines joined."""
    lines = [line for block in BLOCKS for line in block.replace("\\\n", " ").split("\n")]
    joined = "\n".join(lines)
    return [part for part in re.split(r"\n(?=\S)", joined) if part.startswith(first)]


def example_token(username: str) -> str:
    participant = Participant.objects.get(workshop=example_load(), user__username=username)
    return token_create(actor=actor_of_participant(participant, Door.CLI))[1]


def test_readme_has_examples_of_every_kind() -> None:
    assert (len(commands("curl")), len(commands("make")), len(commands(".venv/bin/python"))) == (3, 2, 1)


@pytest.mark.parametrize("command", commands("curl"))
def test_readme_requests_answer_what_is_asked(command: str, transactional_db: None, live_server: Any) -> None:
    environment = {**os.environ, "TOKEN": example_token("steward")}
    shell = command.strip().replace(DEMO, live_server.url).replace("curl -s", "curl -sS --fail-with-body")
    done = subprocess.run(["bash", "-c", shell], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert "errors" not in answer
    assert "commande" in done.stdout or "client" in done.stdout or answer["name"] == "fournisseur"


@pytest.mark.django_db
def test_readme_import_reads_our_sample(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    example_load()
    monkeypatch.chdir(settings.BASE_DIR)
    (command,) = commands(".venv/bin/python")
    _python, manage, name, *arguments = shlex.split(command)
    assert manage == "manage.py"
    call_command(name, *arguments)
    assert capsys.readouterr().out


def test_readme_make_targets_exist() -> None:
    known = {function.__name__.replace("_", "-") for function in dev.COMMANDS}
    named = set(re.findall(r"(?:make|dev\.py) ([a-z][a-z-]+)", README + ARCHITECTURE))
    assert named - known == set()


def test_readme_addresses_exist() -> None:
    paths = re.findall(r"`(/[a-z0-9/-]*)`", README) + re.findall(re.escape(DEMO) + r"(/[a-z0-9/-]*)", README)
    assert paths, "the README names addresses"
    unknown = []
    for path in set(paths):
        try:
            resolve(path)
        except Resolver404:
            unknown.append(path)
    assert [path for path in unknown if path != "/api/v1/"] == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\(((?:docs|bench)/[^)]*)\)", README))))
def test_readme_links_lead_somewhere(name: str) -> None:
    assert (settings.BASE_DIR / name).exists()


def test_architecture_names_files_that_exist() -> None:
    named = set(re.findall(r"`((?:common|workshop|catalog|portal|bench)/[a-z_/.]*)`", ARCHITECTURE))
    assert named, "the page names files"
    assert [name for name in sorted(named) if not Path(settings.BASE_DIR, name).exists()] == []
