"""Where an asset stands that a machine found: one system for each namespace."""

import hashlib
import re
from collections.abc import Collection

from catalog.choices import Plate, Zone
from catalog.documents import SystemDocument
from catalog.models import Asset, System
from common.actor import Actor
from common.history import rows_insert
from common.prepared import Prepared
from common.text import fold

CODE_MAX, TITLE_MAX = 63, 200
POSITION = 99  # behind the systems that people set up
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_OTHER = re.compile(r"[^a-z0-9]+")


def homes_for(actor: Actor, namespaces: Collection[str]) -> dict[str, int]:
    """The system of each namespace: that of its first asset by name, else one of its own, made when missing.

    A new one stands on a blue plate in the raw zone; a steward may move it. Inside a command.
    """
    return {namespace: _settled(actor, namespace) or _own(actor, namespace) for namespace in namespaces}


def _settled(actor: Actor, namespace: str) -> int | None:
    found = _first(actor.workshop_id, namespace)
    return int(found[0][0]) if found else None


_first = Prepared(
    lambda workshop, namespace: Asset.objects.filter(workshop_id=workshop, namespace=namespace).order_by(
        "name"
    )[:1],
    ("system_id",),
    int,
    str,
)


def _own(actor: Actor, namespace: str) -> int:
    document = SystemDocument(
        code=code_of(namespace),
        title_fr=title_of(namespace)[:TITLE_MAX],
        description_fr=namespace,
        plate=Plate.BLUE.value,
        zone=Zone.RAW.value,
        position=POSITION,
    )
    known = System.objects.filter(workshop_id=actor.workshop_id, code=document.code)
    found = known.values_list("pk", flat=True).first()
    if found is not None:
        return found
    return rows_insert(System, [{"workshop_id": actor.workshop_id, **document.model_dump()}])[0]


def code_of(namespace: str) -> str:
    """The namespace when it is a code (`crm`), else what is left of it with a mark, so that no two have the same."""
    if _CODE.fullmatch(namespace):
        return namespace
    code = _OTHER.sub("-", fold(namespace)).strip("-")[: CODE_MAX - 7].strip("-")
    mark = hashlib.sha256(namespace.encode(errors="replace")).hexdigest()[:6]
    return f"{code}-{mark}".strip("-")


def title_of(namespace: str) -> str:
    """`postgres://db.example.org:5432` reads “db.example.org:5432 (postgres)”; of a path its end is enough."""
    scheme, separator, rest = namespace.partition("://")
    if not separator or not rest.strip("/"):
        return namespace
    place = rest.rstrip("/").rpartition("/")[2] if rest.startswith("/") else rest.rstrip("/")
    return f"{place} ({scheme})"
