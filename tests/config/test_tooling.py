"""The make targets are dev.py's commands, and the front-end files that pages load exist."""

import json
import re
import subprocess
import sys

from django.conf import settings
from django.contrib.staticfiles import finders

ROOT = settings.BASE_DIR


def test_make_targets_are_the_commands_of_dev_py():
    shown = subprocess.run(
        [sys.executable, ROOT / "dev.py", "--help"], capture_output=True, text=True, check=True
    )
    commands = set(re.findall(r"^    ([a-z0-9-]+) ", shown.stdout, re.MULTILINE)) | set(
        re.findall(r"^    ([a-z0-9-]+)$", shown.stdout, re.MULTILINE)
    )
    targets = re.search(r"^\.PHONY: help (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    assert commands - {"command"} == set(targets[1].split())


def test_locks_hold_hashes_and_no_addresses():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_served_front_end_files_exist():
    for name in json.loads((ROOT / "package.json").read_text())["serve"]:
        assert finders.find(f"vendor/{name}"), name
