"""Notes on namespaces, sources and tags; and tags on fields."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.access import can_describe
from catalog.models import Field
from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import NotFound
from lineage import access
from lineage.marquez import LongNamed, Named, NamespacePut, SourcePut, TagPut
from lineage.models import FieldTag, Namespace, Source, Tag

_PASSWORD = re.compile(r"(?<=://)(?P<user>[^/?#@:]*):[^/?#@]*@")


@command
def namespace_put(*, actor: Actor, name: str, document: NamespacePut, reason: str = "") -> None:
    """Say who answers for a namespace; raises `Forbidden`."""
    values = {"owner_name": document.owner_name, "description": document.description or ""}
    _put(Namespace, actor, LongNamed.read({"name": name}).name, values)


@command
def source_put(*, actor: Actor, name: str, document: SourcePut, reason: str = "") -> None:
    """Say where a source is; a password in its address is not kept. Raises `Forbidden`."""
    values = {
        "type": document.type.upper(),
        "connection_url": without_password(document.connection_url),
        "description": document.description or "",
    }
    _put(Source, actor, LongNamed.read({"name": name}).name, values)


def without_password(url: str) -> str:
    """`postgres://ann:secret@host/db` without the secret."""
    return _PASSWORD.sub(r"\g<user>@", url)


@command
def tag_put(*, actor: Actor, name: str, document: TagPut, reason: str = "") -> None:
    """Say what a tag means; raises `Forbidden`."""
    _put(Tag, actor, Named.read({"name": name}).name, {"description": document.description or ""})


def _put(model: Any, actor: Actor, name: str, values: dict[str, str]) -> None:
    """Make or change the row of this name."""
    require(actor, access.can_name(actor))
    row = model.objects.filter(workshop_id=actor.workshop_id, name=name).first()
    if row is None:
        model(workshop_id=actor.workshop_id, name=name, **values).save()
    elif any(getattr(row, key) != value for key, value in values.items()):
        for key, value in {**values, "version": row.version + 1, "modified_at": timezone.now()}.items():
            setattr(row, key, value)
        row.save()


@command
def field_tag(*, actor: Actor, asset_id: int, field: str, tag: str, reason: str = "") -> None:
    """Put a tag on a field of an asset of the workshop; raises `NotFound`, `Forbidden`."""
    fields = Field.objects.filter(workshop_id=actor.workshop_id, asset=asset_id, name=field)
    pk = fields.values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound(_("This dataset has no field “%(name)s”.") % {"name": field})
    require(actor, can_describe(actor, standings([asset_id])[asset_id]))
    name = Named.read({"name": tag}).name
    if not FieldTag.objects.filter(field=pk, name=name).exists():
        FieldTag(workshop_id=actor.workshop_id, field_id=pk, name=name).save()
