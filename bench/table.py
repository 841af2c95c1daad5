"""Timings as a table: median, 99th percentile, ratio to a control measured in the same run."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    name: str
    median_ms: float
    p99_ms: float
    note: str = ""


def measure(name: str, call: Callable[[], float], runs: int = 200, note: str = "") -> Timing:
    """Run `call` (which answers milliseconds) after ten warm-ups."""
    for _ in range(min(10, runs)):
        call()
    times = sorted(call() for _ in range(runs))
    return Timing(name, statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))], note)


def show(title: str, timings: list[Timing], controls: dict[str, Timing]) -> None:
    """Print the rows; `controls` gives the ratios' denominators by column title."""
    print(f"\n{title}")
    ratios = "".join(f"{'÷ ' + name:>14}" for name in controls)
    print(f"{'':42}{'median ms':>10}{'p99 ms':>10}{ratios}")
    for row in timings:
        shares = "".join(f"{row.median_ms / control.median_ms:14.2f}" for control in controls.values())
        print(f"{row.name:42}{row.median_ms:10.2f}{row.p99_ms:10.2f}{shares}  {row.note}")
