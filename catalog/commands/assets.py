"""Assets: create, change, move through their states, delete; one or hundreds at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import access, lifecycle
from catalog.access import NEW, Standing
from catalog.choices import TRANSITIONS, Status
from catalog.commands.parts import PartsWriter, Target
from catalog.commands.references import (
    References,
    assets_named,
    document_errors,
    references_read,
    refuse,
)
from catalog.documents import AssetChange, AssetDocument
from catalog.models import PARTS, Asset, ForeignKey, SearchEntry
from catalog.queries.assets import assets_get, assets_visible, standings
from catalog.representation import as_document
from catalog.search.entries import entries_refresh
from catalog.wording import place_said, value_said
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import AppError, Conflict, FieldError, Forbidden, Invalid, NotFound, Outdated, Referenced
from common.history import rows_delete, rows_insert

BATCH_MAX = 5000
PLAIN = (
    "kind", "namespace", "name", "title_fr", "title_en", "description_fr", "description_en",
    "colour", "shape", "importance", "importance_reason", "personal_data", "tags",
)  # fmt: skip
DEFAULT_NAMESPACE = "bricks"


@command
def asset_create(*, actor: Actor, document: AssetDocument, reason: str = "") -> int:
    """Register one asset with its parts; answers its id. Errors: see `assets_create`."""
    try:
        return assets_create(actor=actor, documents=[document], reason=reason)[0]
    except Invalid as refused:
        raise Invalid(errors=[without_index(error) for error in refused.errors]) from None


def without_index(error: FieldError) -> FieldError:
    return FieldError(error.path.partition(".")[2], error.code, error.message)


@command
def assets_create(*, actor: Actor, documents: Sequence[AssetDocument], reason: str = "") -> list[int]:
    """Register assets, all or none; they may refer to each other. Answers their ids, in order.

    Raises `Forbidden`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    require(actor, access.can_describe(actor))
    if len(documents) > BATCH_MAX:
        raise Invalid.at("", "too_long", _("Send at most %(max)s assets at once.") % {"max": BATCH_MAX})
    documents = [with_namespace(document) for document in documents]
    require_sections(actor, {name for d in documents for name in sections_given(d)}, NEW)
    references = references_read(workshop_of(actor), documents)
    refuse(_batch_errors(actor, documents, references))
    rows = [{"workshop_id": actor.workshop_id, **asset_values(d, references)} for d in documents]
    created = rows_insert(Asset, rows)
    for document, pk in zip(documents, created, strict=True):
        references.assets[document.namespace, document.name] = pk
    parts_write(actor, created, documents, references, fresh=True)
    return created


def workshop_of(actor: Actor) -> int:
    assert actor.workshop_id is not None, "require() was called first"
    return actor.workshop_id


def with_namespace(document: AssetDocument) -> AssetDocument:
    return document if document.namespace else document.model_copy(update={"namespace": DEFAULT_NAMESPACE})


def sections_given(document: AssetDocument) -> Iterable[str]:
    """The sections with anything in them; empty ones need no right."""
    defaults = AssetDocument.model_fields
    return (name for name in document.model_fields_set if getattr(document, name) != defaults[name].default)


def require_sections(actor: Actor, sections: Iterable[str], standing: Standing) -> None:
    for section in sections:
        if not access.can_write_section(actor, section, standing):
            message = _("Your role does not allow changing “%(part)s” of this asset.")
            raise Forbidden(message % {"part": place_said(section)})


def _batch_errors(
    actor: Actor, documents: Sequence[AssetDocument], references: References
) -> Iterable[FieldError]:
    keys = [(document.namespace, document.name) for document in documents]
    taken = set(assets_named(workshop_of(actor), keys))
    for n, document in enumerate(documents):
        if keys[n] in taken:
            yield name_taken(document).under(str(n))
        taken.add(keys[n])
        yield from (error.under(str(n)) for error in document_errors(document, references))


def asset_values(document: AssetDocument, references: References) -> dict[str, Any]:
    rating = document.sensitivity
    return {
        **{name: getattr(document, name) for name in PLAIN},
        "system_id": references.systems[document.system],
        "availability": rating.availability,
        "integrity": rating.integrity,
        "confidentiality": rating.confidentiality,
        "proof": rating.proof,
        "sensitivity_reason": rating.reason,
    }


def parts_write(
    actor: Actor,
    ids: Sequence[int],
    documents: Sequence[AssetDocument],
    references: References,
    *,
    fresh: bool,
) -> None:
    targets = [
        Target(pk, document, f"{n}.") for n, (pk, document) in enumerate(zip(ids, documents, strict=True))
    ]
    PartsWriter(workshop_of(actor), targets, references, fresh=fresh).write()
    entries_refresh(ids)


@command
def asset_update(
    *,
    actor: Actor,
    asset_id: int,
    change: AssetChange,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Change what is given of one asset; answers its version, which rises if anything differs.

    Raises `NotFound`, `Outdated` (when `expected_version` is not the present one), `Forbidden`
    for a part that the actor may not write, `Invalid`, `Referenced`.
    """
    asset = lock(actor, asset_id)
    if expected_version is not None and expected_version != asset.version:
        raise Outdated()
    before = as_document(assets_get(actor, [asset_id])[0])
    document, changed = _merged(before, change)
    if not changed:
        return asset.version
    standing = standings([asset_id])[asset_id]
    require_sections(actor, changed, standing)
    accountable_check(document, standing)
    references = references_read(workshop_of(actor), [document])
    refuse(document_errors(document, references))
    if {"namespace", "name"} & changed:
        _check_name(actor, asset_id, document)
    references.assets[document.namespace, document.name] = asset_id
    for name, value in asset_values(document, references).items():
        setattr(asset, name, value)
    _save(asset)
    try:
        parts_write(actor, [asset_id], [document], references, fresh=False)
    except Invalid as refused:
        raise Invalid(errors=[without_index(error) for error in refused.errors]) from None
    return asset.version


def lock(actor: Actor, asset_id: int) -> Asset:
    """The asset, held until the end of the transaction; raises `NotFound`."""
    require(actor, access.can_read(actor))
    assets = assets_visible(actor)
    if connection.features.has_select_for_update:
        assets = assets.select_for_update(of=("self",))
    asset = assets.filter(pk=asset_id).first()
    if asset is None:
        raise NotFound()
    return asset


def _merged(before: Mapping[str, Any], change: AssetChange) -> tuple[AssetDocument, set[str]]:
    """The whole document after the change, and the sections that differ."""
    given = change.model_dump(include=change.model_fields_set)
    given = {name: value for name, value in given.items() if value != "" or name not in {"system", "name"}}
    if not given.get("namespace", True):
        del given["namespace"]
    if "sensitivity" in given and change.sensitivity is not None:
        rating = change.sensitivity
        given["sensitivity"] = {**before["sensitivity"], **rating.model_dump(include=rating.model_fields_set)}
    document = AssetDocument.read({**before, **given})
    old, new = AssetDocument.read(before).comparable(), document.comparable()
    return document, {name for name in given if new[name] != old[name]}


def _check_name(actor: Actor, asset_id: int, document: AssetDocument) -> None:
    key = (document.namespace, document.name)
    if assets_named(workshop_of(actor), [key]).get(key, asset_id) != asset_id:
        raise Invalid(errors=[name_taken(document)])


def name_taken(document: AssetDocument) -> FieldError:
    message = _("An asset named “%(name)s” is already here. Open it, or choose another name.")
    return FieldError("name", "duplicate", message % {"name": document.name})


def accountable_check(document: AssetDocument, standing: Standing) -> None:
    accountable = any(o.responsibility == "accountable" for o in document.ownerships)
    if standing.status != Status.DRAFT and not accountable:
        message = _(
            "Once submitted, an asset keeps an accountable owner. Name another one in the same change."
        )
        raise Invalid.at("ownerships", "accountable_required", message)


def _save(asset: Asset) -> None:
    asset.version += 1
    asset.modified_at = timezone.now()
    asset.save()


@command
def assets_update(
    *, actor: Actor, asset_ids: Collection[int], change: AssetChange, reason: str = ""
) -> list[int]:
    """Make the same change to several assets, all or none, in one request that can be undone whole.

    Owners given here are added to those an asset has; a new accountable owner replaces the old one.
    Refused places are named `<index>.<path>`, by the index in `asset_ids`.
    """
    known = set(assets_visible(actor).filter(pk__in=asset_ids).values_list("pk", flat=True))
    message = _("No asset of your workshop has this id.")
    if unknown := [n for n, asset_id in enumerate(asset_ids) if asset_id not in known]:
        raise NotFound(errors=[FieldError(str(n), "unknown", message) for n in unknown])
    for asset_id in sorted(asset_ids):
        lock(actor, asset_id)
    for index, asset_id in enumerate(asset_ids):
        own = _for_one(actor, asset_id, change)
        try:
            asset_update(actor=actor, asset_id=asset_id, change=own, reason=reason)
        except AppError as refused:
            refused.errors = tuple(error.under(str(index)) for error in refused.errors)
            raise
    return list(asset_ids)


def _for_one(actor: Actor, asset_id: int, change: AssetChange) -> AssetChange:
    if "ownerships" not in change.model_fields_set:
        return change
    found = assets_get(actor, [asset_id], ["ownerships"])
    if not found:
        raise NotFound()
    new = [owner.model_dump() for owner in change.ownerships]
    names = {owner["responsibility"] for owner in new if owner["responsibility"] == "accountable"}
    kept = [
        {"participant": o["participant"], "responsibility": o["responsibility"]}
        for o in found[0]["ownerships"]
        if o["responsibility"] not in names
    ]
    ownerships = [*kept, *(owner for owner in new if owner not in kept)]
    return AssetChange.read({**change.model_dump(include=change.model_fields_set), "ownerships": ownerships})


@command
def asset_move(
    *,
    actor: Actor,
    asset_id: int,
    status: str,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Move an asset to another state; answers its version.

    Raises `Conflict` for a step that the life cycle does not have, `Forbidden`, and `Invalid`
    listing what is missing when submitting an asset without title or accountable owner.
    """
    asset = lock(actor, asset_id)
    if expected_version is not None and expected_version != asset.version:
        raise Outdated()
    standing = standings([asset_id])[asset_id]
    if status not in TRANSITIONS[asset.status]:
        raise Conflict(_no_such_step(asset.status, status), code="transition")
    require(actor, access.can_move(actor, standing, status))
    if status in {Status.SUBMITTED, Status.VALIDATED}:
        refuse(_submission_errors(asset, standing))
    asset.status = status
    _save(asset)
    return asset.version


def _no_such_step(before: str, after: str) -> str:
    said = [value_said("status", status) for status in (before, after, *TRANSITIONS[before])]
    message = _("An asset that is “%(before)s” cannot become “%(after)s”. Possible: %(allowed)s.")
    return message % {"before": said[0], "after": said[1], "allowed": ", ".join(said[2:])}


def _submission_errors(asset: Asset, standing: Standing) -> Iterable[FieldError]:
    if not (asset.title_fr or asset.title_en):
        yield FieldError("title_fr", "required", _("Give the asset a title before submitting it."))
    if standing.accountable_id is None:
        message = _("Name one accountable owner before submitting the asset.")
        yield FieldError("ownerships", "accountable_required", message)


@command
def asset_delete(
    *, actor: Actor, asset_id: int, reason: str = "", expected_version: int | None = None
) -> None:
    """Delete an asset with its parts; history keeps it and `asset_restore` brings it back.

    Raises `Referenced` naming the foreign keys of other assets that point to it.
    """
    asset = lock(actor, asset_id)
    if expected_version is not None and expected_version != asset.version:
        raise Outdated()
    assets_delete(actor=actor, asset_ids=[asset_id], reason=reason)


@command
def assets_delete(*, actor: Actor, asset_ids: Collection[int], reason: str = "") -> None:
    """Delete assets with their parts, all or none; keys among them do not hold them.

    Raises `Referenced` naming the foreign keys of other assets that point to one of them.
    """
    for asset_id in sorted(asset_ids):
        lock(actor, asset_id)
    for standing in standings(asset_ids).values():
        require(actor, access.can_delete(actor, standing))
    referring = ForeignKey.objects.filter(target__in=asset_ids).exclude(asset__in=asset_ids)
    message = _("The foreign key “%(key)s” of “%(asset)s” points to it.")
    errors = [
        FieldError("foreign_keys", "referenced", message % {"key": key.name, "asset": key.asset.name})
        for key in referring.select_related("asset")
    ]
    if errors:
        raise Referenced(errors=errors)
    lifecycle.assets_left(actor, asset_ids)
    for part in reversed(PARTS):
        rows_delete(part._default_manager.filter(asset__in=asset_ids))
    SearchEntry.objects.filter(asset__in=asset_ids).delete()
    rows_delete(Asset.objects.filter(pk__in=asset_ids))
