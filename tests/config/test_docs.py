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
from catalog.models import Asset
from common.actor import Door
from workshop.actors import actor_of_participant
from workshop.commands import token_create
from workshop.models import Participant, Workshop

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (settings.BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)
DEMO = "http://127.0.0.1:8000"


def commands(first: str) -> list[str]:
    """The shell commands of the README that begin with `first`, continuation lines joined."""
    lines = [line for block in BLOCKS for line in block.replace("\\\n", " ").split("\n")]
    joined = "\n".join(lines)
    return [part for part in re.split(r"\n(?=\S)", joined) if part.startswith(first)]


def token(workshop: Workshop, username: str) -> str:
    participant = Participant.objects.get(workshop=workshop, user__username=username)
    return token_create(actor=actor_of_participant(participant, Door.CLI))[1]


def test_readme_has_examples_of_every_kind() -> None:
    assert (len(commands("curl")), len(commands("make")), len(commands(".venv/bin/python"))) == (6, 2, 2)


@pytest.mark.parametrize("command", commands("curl"))
def test_readme_requests_answer_what_is_asked(command: str, example: Workshop, live_server: Any) -> None:
    people = {"TOKEN": "steward", "ENGINEER": "engineer", "PRODUCER": "producer"}
    tokens = {name: token(example, username) for name, username in people.items()}
    client = Asset.objects.get(workshop=example, name="client", system__zone="source").pk
    shell = command.strip().replace(DEMO, live_server.url).replace("asset=1", f"asset={client}")
    shell = shell.replace("curl -s", "curl -sS --fail-with-body")
    done = subprocess.run(
        ["bash", "-c", shell], env={**os.environ, **tokens}, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "errors" not in json.loads(done.stdout)
    if "COMPLETE" in command:
        assert Asset.objects.filter(name="client_copy").exists()
        return
    told = ("commande", "client", "fournisseur", '"brick_count":2')
    assert any(word in done.stdout.replace(" ", "") for word in told)


def test_readme_imports_read_our_sample(
    example: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(settings.BASE_DIR)
    for command in commands(".venv/bin/python"):
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
    named = set(
        re.findall(
            r"`((?:common|workshop|catalog|lineage|exchange|quality|consent|portal|bench)/[a-z_/.]*)`",
            ARCHITECTURE,
        )
    )
    assert named, "the page names files"
    assert [name for name in sorted(named) if not Path(settings.BASE_DIR, name).exists()] == []
