"""Keys of an asset: what identifies its records, and the links from and to other assets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.commands import asset_update
from catalog.documents import AssetChange, AssetFilter
from catalog.forms import KeysForm, LinkForm
from catalog.queries.assets import asset_get, assets_page
from catalog.representation import as_document
from catalog.views.pages import Asset, asset_for, references_titled, section_edit
from common.errors import Conflict, NotFound
from workshop.middleware import PageRequest

TARGETS_SHOWN = 24


@require_http_methods(["GET", "HEAD", "POST"])
def asset_keys(request: PageRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "key")
    form = KeysForm(request.POST or None, asset=asset)
    return section_edit(
        request,
        asset,
        form,
        "catalog/asset_keys.html",
        document=form.document,
        again=lambda merged: KeysForm(asset=_with_positions(merged)),
        context={"references": references_titled(request.actor, pk)},
    )


def _with_positions(asset: Asset) -> Asset:
    """The asset whose fields stand in the key as its `primary_key` says."""
    places = {name: n for n, name in enumerate(asset["primary_key"], start=1)}
    fields = [{**row, "primary_key_position": places.get(row["name"])} for row in asset["fields"]]
    return {**asset, "fields": fields}


@require_safe
def link_target(request: PageRequest, pk: int) -> HttpResponse:
    """First step of a new link: which asset does it point to?"""
    asset = asset_for(request.actor, pk, "key")
    wanted = AssetFilter(q=request.GET.get("q", "")[:200].strip())
    page = assets_page(request.actor, wanted, limit=TARGETS_SHOWN)
    context = {"asset": asset, "page": page, "q": wanted.q}
    partial = request.htmx and not request.htmx.history_restore_request
    template = "catalog/_link_targets.html" if partial else "catalog/link_target.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def link_create(request: PageRequest, pk: int, target_pk: int) -> HttpResponse:
    """Second step: which fields point to the fields of the target's key?"""
    return _link(request, asset_for(request.actor, pk, "key"), target_pk, None)


@require_http_methods(["GET", "HEAD", "POST"])
def link_update(request: PageRequest, pk: int, link_pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "key")
    link = _link_of(asset, link_pk)
    return _link(request, asset, link["target"]["id"], link)


def _link_of(asset: Asset, link_pk: int) -> dict[str, Any]:
    link = next((link for link in asset["foreign_keys"] if link["id"] == link_pk), None)
    if link is None:
        raise NotFound()
    return link


def _link(request: PageRequest, asset: Asset, target_pk: int, link: dict[str, Any] | None) -> HttpResponse:
    target = asset_get(request.actor, target_pk, ["keys"])
    keys = [key for key in [target["primary_key"], *(key["fields"] for key in target["unique_keys"])] if key]
    chosen = _key_chosen(request, keys, link)
    key = keys[chosen] if keys else []
    links = as_document(asset)["foreign_keys"]
    form = LinkForm(request.POST or None, asset=asset, target=target, key=key, link=link)
    return section_edit(
        request,
        asset,
        form,
        "catalog/link_form.html",
        document=lambda: form.document(links),
        again=lambda _merged: LinkForm(asset=asset, target=target, key=key, link=link),
        context={"target": target, "keys": list(enumerate(keys)), "chosen": chosen, "link": link},
    )


def _key_chosen(request: PageRequest, keys: list[list[str]], link: dict[str, Any] | None) -> int:
    """The number of the target's key: asked for in the address, else that of the link, else the first."""
    asked = request.GET.get("key", "")
    if asked.isdigit() and int(asked) < len(keys):
        return int(asked)
    if link is not None:
        pointed = sorted(pair["target_field"] for pair in link["columns"])
        return next((n for n, key in enumerate(keys) if sorted(key) == pointed), 0)
    return 0


@require_POST
def link_delete(request: PageRequest, pk: int, link_pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "key")
    link = _link_of(asset, link_pk)
    links = [kept for kept in as_document(asset)["foreign_keys"] if kept["name"] != link["name"]]
    change = AssetChange.read({"foreign_keys": links})
    try:
        asset_update(actor=request.actor, asset_id=pk, change=change, expected_version=asset["version"])
    except Conflict as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The link “%(name)s” is gone.") % {"name": link["name"]})
    return redirect("catalog:asset-keys", pk)
