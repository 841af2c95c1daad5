"""An answer that had to be cut says so."""

from typing import Any


def measured(noun: str, total: int, shown: int, offset: int) -> dict[str, Any]:
    """How much there is in all, how much of it is not in this answer, and where to go on: `{total_<noun>, …}`."""
    end = offset + shown
    return {
        f"total_{noun}": total,
        "missing": total - shown,
        "cut": total > shown,
        "next_offset": end if shown and end < total else None,
    }
