"""Data contracts: those published, and whether their assets still keep them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet

from catalog.models import Asset
from catalog.queries.assets import asset_get, assets_get
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from quality.choices import RuleState
from quality.contracts import FIELD_KEYS, breaks, contract_document
from quality.documents import TermsDocument
from quality.models import Contract
from quality.queries.rules import rules_of_assets

CONTRACT_COLUMNS = (
    "id", "asset_id", "major", "minor", "document", "breaks", "published_by__nickname", "published_at", "reason",
)  # fmt: skip
TERMS = tuple(TermsDocument.model_fields)


def contracts_of(actor: Actor) -> QuerySet[Contract]:
    """Every published version for assets that are there."""
    present = Asset.objects.filter(pk=OuterRef("asset_id"), workshop_id=actor.workshop_id)
    return Contract.objects.filter(Exists(present), workshop_id=actor.workshop_id)


def contracts_page(actor: Actor, *, asset: int | None = None, **window: Any) -> Page:
    """The contract that holds of each asset; of one `asset`, all its versions. Latest first."""
    rows = contracts_of(actor)
    if asset is not None:
        rows = rows.filter(asset=asset)
    else:
        rows = rows.filter(pk__in=rows.order_by().values("asset").annotate(last=Max("pk")).values("last"))
    page = page_by_key(rows, columns=CONTRACT_COLUMNS, order=("-id",), **window)
    return replace(page, rows=contracts_told(actor, page.rows))


def contracts_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of `ids` that the actor may see, latest first."""
    rows = contracts_of(actor).filter(pk__in=ids).order_by("-id").values(*CONTRACT_COLUMNS)
    return contracts_told(actor, rows)


def contract_get(actor: Actor, contract_id: int) -> dict[str, Any]:
    """One version; raises `NotFound`."""
    row = contracts_of(actor).filter(pk=contract_id).values(*CONTRACT_COLUMNS).first()
    if row is None:
        raise NotFound()
    return contracts_told(actor, [row])[0]


def contract_current(actor: Actor, asset_id: int) -> dict[str, Any] | None:
    """The contract that holds of an asset, if it has one."""
    row = contracts_of(actor).filter(asset=asset_id).order_by("-id").values(*CONTRACT_COLUMNS).first()
    return contracts_told(actor, [row])[0] if row else None


def contracts_told(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `CONTRACT_COLUMNS` with their number, and what of them the asset as it is now does not keep."""
    rows = list(rows)
    now = documents_now(actor, {row["asset_id"]: _terms_of(row["document"]) for row in rows})
    return [
        {
            **{name: row[name] for name in CONTRACT_COLUMNS if name not in ("major", "minor")},
            "number": f"{row['major']}.{row['minor']}",
            "major": row["major"],
            "minor": row["minor"],
            "published_by": row["published_by__nickname"],
            "broken_now": [one.as_dict() for one in breaks(row["document"], now[row["asset_id"]])],
        }
        for row in rows
    ]


def _terms_of(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: document["terms"].get(name, "") for name in TERMS}


def documents_now(actor: Actor, terms: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """What contracts of these assets would say if they were published now with these terms."""
    assets = assets_get(actor, list(terms))
    rules = rules_active(actor, list(terms))
    return {asset["id"]: contract_document(asset, rules[asset["id"]], terms[asset["id"]]) for asset in assets}


def rules_active(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    return {
        pk: [rule for rule in rules if rule["state"] == RuleState.ACTIVE]
        for pk, rules in rules_of_assets(actor, asset_ids).items()
    }


def contract_breaks(actor: Actor, asset_id: int, change: Mapping[str, Any]) -> list[dict[str, str]]:
    """What of an asset's contract a change of it (keys of an asset document) would break; nothing without contract.

    Raises `NotFound`.
    """
    asset = asset_get(actor, asset_id)
    contract = contract_current(actor, asset_id)
    if contract is None:
        return []
    changed = {**asset, **change}
    changed["fields"] = [{**dict.fromkeys(FIELD_KEYS), **field} for field in changed["fields"]]
    changed["foreign_keys"] = asset["foreign_keys"]
    after = contract_document(
        changed, rules_active(actor, [asset_id])[asset_id], contract["document"]["terms"]
    )
    return [one.as_dict() for one in breaks(contract["document"], after)]
