"""Of what is said of one thing at different moments, the latest of each value. Pure.

Beside the values stands the moment of each, so that the same remains whatever order they were said in; of one moment
the greater value stays. Silence takes nothing away.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Facets = Mapping[str, Any]
Moments = Mapping[str, str]


def moment_said(at: datetime) -> str:
    """A moment as text that sorts by time."""
    return at.astimezone(UTC).isoformat()


def facets_merged(known: Facets, said: Facets, at: datetime) -> dict[str, Any]:
    """Facets by name, each as `{at, body}`."""
    merged, moment = dict(known), moment_said(at)
    for name, body in said.items():
        present = merged.get(name)
        if present is None or _later((moment, body), (present["at"], present["body"])):
            merged[name] = {"at": moment, "body": body}
    return merged


def facets_joined(one: Facets, other: Facets) -> dict[str, Any]:
    """The facets of two things that turn out to be the same."""
    joined = dict(one)
    for name, said in other.items():
        present = joined.get(name)
        if present is None or _later((said["at"], said["body"]), (present["at"], present["body"])):
            joined[name] = said
    return joined


def latest(
    values: Mapping[str, Any],
    moments: Moments,
    said: Mapping[str, Any],
    at: datetime,
    names: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that change with what is said, and all moments after it.

    An id says nothing about which of two values is the greater: `names` gives the name of what it stands for.
    """
    changes: dict[str, Any] = {}
    after, moment = dict(moments), moment_said(at)
    for name, value in said.items():
        if value in (None, "", []):
            continue
        stamp = f"{moment} {names[name]}" if names and name in names else moment
        if name not in moments or _later((stamp, value), (moments[name], values[name])):
            after[name] = stamp
            if values.get(name) != value:
                changes[name] = value
    return changes, after


def _later(said: tuple[str, Any], known: tuple[str, Any]) -> bool:
    if said[0] != known[0]:
        return said[0] > known[0]
    return _text(said[1]) > _text(known[1])


def _text(value: Any) -> str:
    """The same text whatever order a database gives the keys back in."""
    return json.dumps(value, sort_keys=True, default=str)
