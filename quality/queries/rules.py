"""Rules: lists, one of them, and those that hold of an asset."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language, override

from catalog.documents import AssetName
from catalog.models import Asset
from catalog.queries.assets import assets_get
from common.actor import Actor
from common.errors import NotFound
from common.models import bilingual
from common.pagination import Page, page_by_key
from quality.choices import RuleState
from quality.documents import RuleParametersDocument
from quality.models import Rule
from quality.queries.families import sources_above
from quality.rules.kinds import Shape
from quality.rules.naming import renamed
from quality.rules.sentences import sentence

COLUMNS = (
    "id", "version", "asset_id", "type", "parameters", "references", "dimension", "severity", "state", "why",
    "created_at", "modified_at",
)  # fmt: skip
AssetRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule with the names of now, and its sentence in both languages."""

    id: int
    version: int
    asset_id: int
    type: str
    parameters: RuleParametersDocument
    dimension: str
    severity: str
    said_fr: str
    said_en: str
    target_id: int | None = None
    view: str = ""  # of an SQL condition: what it calls its own asset …
    reads: tuple[tuple[str, str, int], ...] = ()  # … and others: schema, name, id

    @property
    def said(self) -> str:
        return self.said_en if (get_language() or "fr").startswith("en") else self.said_fr


def rules_of(actor: Actor) -> QuerySet[Rule]:
    """The rules of the workshop's assets; those of assets that are gone wait for their return."""
    present = Asset.objects.filter(pk=OuterRef("asset_id"), workshop_id=actor.workshop_id)
    return Rule.objects.filter(Exists(present), workshop_id=actor.workshop_id)


def rule_get(actor: Actor, rule_id: int) -> dict[str, Any]:
    """One rule as the doors tell it; raises `NotFound`."""
    row = rules_of(actor).filter(pk=rule_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound()
    return rules_told(actor, [row])[0]


def rules_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of `ids` that the actor may see, in the order in which they were written."""
    return rules_told(actor, rules_of(actor).filter(pk__in=ids).order_by("id").values(*COLUMNS))


def rules_page(actor: Actor, *, asset: int | None = None, state: Collection[str] = (), **window: Any) -> Page:
    """Rules in the order in which they were written; `window` is that of `page_by_key`."""
    rows = rules_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    rows = rows.filter(state__in=state) if state else rows
    page = page_by_key(rows, columns=COLUMNS, order=("id",), **window)
    return replace(page, rows=rules_told(actor, page.rows))


def rules_of_assets(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """All rules of each of these assets, as the doors tell them."""
    rows = list(rules_of(actor).filter(asset__in=asset_ids).order_by("id").values(*COLUMNS))
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in asset_ids}
    for rule in rules_told(actor, rows):
        found[rule["asset_id"]].append(rule)
    return found


def rules_told(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `COLUMNS` as the doors tell them: parameters and sentence with the names of now."""
    rows = list(rows)
    return [
        {
            **{name: row[name] for name in COLUMNS if name != "references"},
            "parameters": rule.parameters.model_dump(exclude_defaults=True),
            "sentence": rule.said,
            "sentence_fr": rule.said_fr,
            "sentence_en": rule.said_en,
            "asset": {name: asset[name] for name in ("id", "namespace", "name", "title_fr", "title_en")},
            "target_id": rule.target_id,
        }
        for row, (rule, asset) in zip(rows, _held(actor, rows), strict=True)
    ]


def rules_holding(actor: Actor, asset_id: int) -> list[HeldRule]:
    """The active rules of an asset and of those it is a copy of; of two that say the same, the nearest asset's."""
    return _distinct(actor, [asset_id, *sources_above(actor, [asset_id])[asset_id]])


def rules_of_target(actor: Actor, source_id: int, target_id: int) -> list[HeldRule]:
    """The active rules of an asset that bricks are about to enter, beyond those that hold of where they come from."""
    above = [source_id, *sources_above(actor, [source_id])[source_id]]
    known = {rule.id for rule in _distinct(actor, above)}
    return [rule for rule in _distinct(actor, [*above, target_id]) if rule.id not in known]


def _distinct(actor: Actor, family: Sequence[int]) -> list[HeldRule]:
    rows = list(rules_of(actor).filter(asset__in=family, state=RuleState.ACTIVE).values(*COLUMNS))
    rows.sort(key=lambda row: (family.index(row["asset_id"]), row["id"]))
    held: dict[Any, HeldRule] = {}
    for rule, _asset in _held(actor, rows):
        held.setdefault((rule.type, rule.parameters.model_dump_json(exclude={"target"})), rule)
    return list(held.values())


def rule_held(actor: Actor, rule_id: int) -> HeldRule | None:
    """One rule, active or not; nothing when it is gone."""
    rows = list(rules_of(actor).filter(pk=rule_id).values(*COLUMNS))
    return _held(actor, rows)[0][0] if rows else None


def _held(actor: Actor, rows: Collection[Mapping[str, Any]]) -> list[tuple[HeldRule, AssetRow]]:
    """Rules with the names that their fields and assets have now, each with its asset."""
    targets = {row["references"].get("target") for row in rows} - {None}
    ids = {row["asset_id"] for row in rows} | targets
    assets = {asset["id"]: asset for asset in assets_get(actor, sorted(ids), ("fields",))} if ids else {}
    return [(_one(row, assets), assets[row["asset_id"]]) for row in rows]


def _one(row: Mapping[str, Any], assets: Mapping[int, AssetRow]) -> HeldRule:
    references = row["references"]
    target = assets.get(references.get("target"))
    parameters = renamed(
        RuleParametersDocument.model_validate(row["parameters"]),
        references,
        _names(assets[row["asset_id"]]),
        AssetName(namespace=target["namespace"], name=target["name"]) if target else None,
        _names(target) if target else {},
    )
    said = {}
    for code in ("fr", "en"):
        with override(code):
            title = (bilingual(target, "title") or target["name"]) if target else _target_name(parameters)
            said[code] = sentence(row["type"], parameters, title)
    return HeldRule(
        id=row["id"],
        version=row["version"],
        asset_id=row["asset_id"],
        type=row["type"],
        parameters=parameters,
        dimension=row["dimension"],
        severity=row["severity"],
        said_fr=said["fr"],
        said_en=said["en"],
        target_id=target["id"] if target else None,
        view=references.get("view", ""),
        reads=tuple((schema, name, pk) for schema, name, pk in references.get("reads", ())),
    )


def _names(asset: AssetRow) -> dict[int, str]:
    return {field["id"]: field["name"] for field in asset["fields"]}


def _target_name(parameters: RuleParametersDocument) -> str:
    return parameters.target.name if parameters.target else ""


def shape_of(asset: AssetRow) -> Shape:
    """An asset with its fields, as rules see it."""
    return Shape(asset["name"], {field["name"]: field["type"] for field in asset["fields"]})
