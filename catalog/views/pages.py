"""What the pages of one asset share: the asset itself, and what the reader may do with it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.access import Standing, rights_on
from catalog.commands import asset_update
from catalog.documents import AssetChange, AssetDocument
from catalog.forms.base import DocumentForm
from catalog.queries.assets import asset_get, asset_references
from catalog.queries.versions import asset_since
from catalog.representation import as_document
from catalog.wording import told
from common.access import require
from common.actor import Actor
from common.errors import Outdated
from common.models import bilingual
from workshop.middleware import PageRequest

Asset = dict[str, Any]


def standing_of(asset: Mapping[str, Any]) -> Standing:
    accountable = (o["participant_id"] for o in asset["ownerships"] if o["responsibility"] == "accountable")
    return Standing(asset["status"], next(accountable, None))


def rights_of(actor: Actor, asset: Mapping[str, Any]) -> dict[str, Any]:
    return rights_on(actor, standing_of(asset))


def references_titled(actor: Actor, pk: int) -> list[dict[str, Any]]:
    """The keys of other assets that point here, with the title of each asset."""
    rows = asset_references(actor, pk)
    return [{**row, "title": title_at(row, "asset")} for row in rows]


def title_at(row: Mapping[str, Any], end: str) -> str:
    """The title of the asset at one end of a link, in the reader's language; else its name."""
    titles = {f"title_{code}": row[f"{end}__title_{code}"] for code in ("fr", "en")}
    return bilingual(titles, "title") or row[f"{end}__name"]


def asset_for(actor: Actor, pk: int, right: str) -> Asset:
    """The asset of a page that changes it; `NotFound`, or `Forbidden` without the right."""
    asset = asset_get(actor, pk)
    require(actor, rights_of(actor, asset)[right])
    return asset


def section_edit(
    request: PageRequest,
    asset: Asset,
    form: DocumentForm,
    template: str,
    document: Callable[[], dict[str, Any]],
    again: Callable[[Asset], DocumentForm],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show and save a form about some sections of an asset.

    When somebody else saved meanwhile, what they changed is shown, and the form comes back from
    `again` with both: theirs where the reader had changed nothing, the reader's elsewhere.
    """
    shown: dict[str, Any] = {"asset": asset, "form": form, **(context or {})}
    if request.method == "POST":
        try:
            if form.carries_out(lambda: _save(request.actor, asset["id"], form, document())):
                messages.success(request, _("Saved."))
                return redirect("catalog:asset-detail", asset["id"])
        except Outdated as outdated:
            form, shown["conflict"] = _reconciled(request.actor, asset, form, document(), again)
            form.status, shown["form"] = outdated.status, form
    return render(request, template, shown, status=shown["form"].status)


def _save(actor: Actor, pk: int, form: DocumentForm, document: dict[str, Any]) -> None:
    version = form.cleaned_data["version"]
    change = AssetChange.read(document)
    asset_update(actor=actor, asset_id=pk, change=change, reason=form.why, expected_version=version)


def _reconciled(
    actor: Actor,
    asset: Asset,
    form: DocumentForm,
    mine: dict[str, Any],
    again: Callable[[Asset], DocumentForm],
) -> tuple[DocumentForm, dict[str, Any]]:
    base, versions, changes = asset_since(actor, asset["id"], form.cleaned_data["version"])
    before = AssetDocument.read(as_document(base)).model_dump()
    typed = AssetDocument.read({**as_document(base), **mine}).model_dump()
    kept = {name for name in mine if typed[name] != before[name]}
    merged = again({**asset, **{name: _shown(asset, name, typed[name]) for name in kept}})
    return merged, {"changes": told(changes), "versions": versions, "kept": bool(kept)}


def _shown(asset: Asset, name: str, value: Any) -> Any:
    """A section of a document as the asset's representation has it: rows with all their columns."""
    if name != "fields":
        return value
    rows = {row["id"]: row for row in asset["fields"]}
    return [{"primary_key_position": None, **rows.get(row["id"], {}), **row} for row in value]
