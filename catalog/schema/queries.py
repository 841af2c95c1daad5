"""What can be asked of the catalogue."""

from typing import Any

import graphene
from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case

from catalog.documents import AssetFilter
from catalog.models import Asset
from catalog.queries.assets import ORDERS, asset_facets, asset_named, assets_page
from catalog.queries.glossary import systems_of, terms_of
from catalog.queries.versions import assets_deleted_page, changes_of
from catalog.schema.types import (
    SYSTEM_COLUMNS,
    TERM_COLUMNS,
    AssetConnection,
    AssetType,
    SystemType,
    TermType,
)
from catalog.schema.versions import VersionConnection, VersionType
from common.errors import Invalid
from common.graphql.cohort import Cohort, Row
from common.graphql.columns import input_of, listed, plain
from common.graphql.connections import BOTH_WAYS, connection, connection_of, paging
from common.graphql.nodes import Node, node_find, node_get
from common.pagination import page_by_key

AssetFilterInput = input_of(AssetFilter, "AssetFilterInput", Asset)
AssetOrder = graphene.Enum(
    "AssetOrder",
    [(f"{name.lstrip('-').upper()}{'_DESC' if name.startswith('-') else ''}", name) for name in ORDERS],
    description=lambda value: "How assets are sorted; words searched for (`q`) come best match first.",
)


SystemConnection = connection_of(SystemType, "A page of systems.")
TermConnection = connection_of(TermType, "A page of the glossary.")


class FacetValue(graphene.ObjectType):
    """One value of a facet."""

    value = graphene.String(description="A code, or true and false; null where nothing is said.")
    count = graphene.Int(required=True, description="How many assets it would give.")


class Facet(graphene.ObjectType):
    """How many assets each value of one condition would give beside the other conditions."""

    name = graphene.String(required=True, description="The condition, as in the filter.")
    values = listed(FacetValue, "Its values, commonest first.")


class CatalogQuery(graphene.ObjectType):
    node = graphene.Field(Node, id=graphene.ID(required=True), description="Any object by its global id.")
    asset = graphene.Field(
        AssetType,
        id=graphene.ID(description="Global id."),
        namespace=graphene.String(description="With `name`, instead of `id`."),
        name=graphene.String(description="With `namespace`, instead of `id`."),
        description="One asset, by its id or by its name.",
    )
    assets = graphene.Field(
        AssetConnection,
        required=True,
        filter=graphene.Argument(AssetFilterInput),
        order=graphene.Argument(AssetOrder, default_value="name"),
        description="Assets that meet every condition, in an order or by relevance.",
        **BOTH_WAYS,
    )
    facets = listed(
        Facet, "Counts for each condition of the filter.", filter=graphene.Argument(AssetFilterInput)
    )
    systems = graphene.Field(
        SystemConnection, required=True, description="The systems on their plates, in order.", **BOTH_WAYS
    )
    system = graphene.Field(SystemType, id=graphene.ID(required=True), description="One system.")
    terms = graphene.Field(
        TermConnection,
        required=True,
        q=graphene.String(description="Words in names and definitions."),
        description="The glossary, by code.",
        **BOTH_WAYS,
    )
    term = graphene.Field(TermType, id=graphene.ID(required=True), description="One notion.")
    deleted_assets = graphene.Field(
        VersionConnection,
        required=True,
        description="The last version of each asset that is gone, latest first.",
        **BOTH_WAYS,
    )
    changes = listed(
        VersionType,
        "The asset versions that one change wrote, earliest first.",
        request_id=graphene.UUID(required=True),
    )

    def resolve_node(root: Any, info: Any, id: str) -> Row:
        return node_find(info.context.actor, id)

    def resolve_asset(
        root: Any, info: Any, id: str | None = None, namespace: str | None = None, name: str | None = None
    ) -> Row:
        if id is not None and (name, namespace) == (None, None):
            return node_get(info.context.actor, AssetType, id)
        if id is None and name is not None and namespace is not None:
            return Cohort(AssetType, [asset_named(info.context.actor, namespace, name)]).rows[0]
        raise Invalid.at("id", "one_of", _("Name the asset by id, or by namespace and name."))

    def resolve_assets(
        root: Any, info: Any, order: Any, filter: dict[str, Any] | None = None, **pages: Any
    ) -> dict[str, Any]:
        wanted = _filter(filter)
        page = assets_page(
            info.context.actor, wanted, order=getattr(order, "value", order), **paging(**pages)
        )
        return connection(page, AssetType)

    def resolve_facets(root: Any, info: Any, filter: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        found = asset_facets(info.context.actor, _filter(filter))
        return [
            {
                "name": to_camel_case(name),
                "values": [
                    {"value": _facet_value(value), "count": count}
                    for value, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
                ],
            }
            for name, counts in found.items()
        ]

    def resolve_systems(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        columns = ("id", "plate", "zone", *SYSTEM_COLUMNS.split())
        order = ("position", "code", "id")
        systems = systems_of(info.context.actor)
        return connection(page_by_key(systems, columns=columns, order=order, **paging(**pages)), SystemType)

    def resolve_system(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, SystemType, id)

    def resolve_terms(root: Any, info: Any, q: str | None = None, **pages: Any) -> dict[str, Any]:
        columns = ("id", *TERM_COLUMNS.split())
        terms = terms_of(info.context.actor, q or "")
        return connection(
            page_by_key(terms, columns=columns, order=("code", "id"), **paging(**pages)), TermType
        )

    def resolve_term(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, TermType, id)

    def resolve_deleted_assets(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        page = assets_deleted_page(info.context.actor, **paging(**pages))
        return connection(page, VersionType)

    def resolve_changes(root: Any, info: Any, request_id: Any) -> list[Row]:
        return Cohort(VersionType, changes_of(info.context.actor, request_id)).rows


def _filter(given: dict[str, Any] | None) -> AssetFilter:
    return AssetFilter.read(plain(AssetFilter, given or {}), path="filter")


def _facet_value(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
