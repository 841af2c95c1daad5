"""One worker of the product on a database of its own, and a sequential keep-alive client."""

import http.client
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dev import SERVER_ENVIRONMENT, server_options

HOST = "127.0.0.1"


class Server:
    """`with Server(database_url, port) as server:` serves until the end of the block."""

    def __init__(self, database_url: str, port: int):
        self.port = port
        self.environment = {
            **os.environ,
            **SERVER_ENVIRONMENT,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "BRICKS_MODE": "demo",
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.start_seconds = 0.0

    def __enter__(self) -> Self:
        command = [sys.executable, *server_options(str(self.port))]
        begin = time.perf_counter()
        self.process = subprocess.Popen(command, env=self.environment)
        while not self._answers():
            if self.process.poll() is not None:
                raise RuntimeError("The server stopped before it answered.")
            time.sleep(0.05)
        self.start_seconds = time.perf_counter() - begin
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
            connection.request("GET", "/bench/empty/")
            connection.getresponse().read()
        except OSError:
            return False
        return True

    def memory_mb(self) -> dict[str, float]:
        """Resident memory of the largest process (the worker) and of all, in MB; Linux only."""
        assert self.process is not None
        sizes = [_resident_mb(pid) for pid in _family(self.process.pid)]
        return {"worker": max(sizes), "all": sum(sizes)}

    def peak_mb(self) -> float:
        """The most memory that any process ever held, in MB; Linux only."""
        assert self.process is not None
        return max(_resident_mb(pid, "VmHWM") for pid in _family(self.process.pid))

    def cpu_seconds(self) -> float:
        """Processor time that all processes have used so far; Linux only."""
        assert self.process is not None
        return sum(_cpu_seconds(pid) for pid in _family(self.process.pid))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in _family(int(child)))]


def _resident_mb(pid: int, name: str = "VmRSS") -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


class Client:
    """A sequential client that keeps its connection."""

    def __init__(self, port: int, token: str):
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: Any = None) -> tuple[float, Any]:
        """Milliseconds and the parsed answer; anything but 2xx is an error."""
        payload = json.dumps(body) if body is not None else None
        begin = time.perf_counter()
        self.connection.request(method, path, payload, self.headers)
        response = self.connection.getresponse()
        raw = response.read()
        elapsed = (time.perf_counter() - begin) * 1000
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {raw[:500]!r}")
        return elapsed, json.loads(raw) if raw else None
