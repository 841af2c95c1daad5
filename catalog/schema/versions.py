"""The versions of assets and what each of them changed."""

from typing import Any

import graphene

from catalog.queries.versions import VERSION_COLUMNS, versions_differences, versions_of, versions_signed
from catalog.representation import by
from common.actor import Actor
from common.graphql.cohort import Cohort, Row
from common.graphql.columns import Json, listed
from common.graphql.connections import connection_in, connection_of
from common.pagination import pages_by_key


class DifferenceType(graphene.ObjectType):
    """One place that changed."""

    class Meta:
        name = "Difference"

    path = graphene.String(
        required=True, description="The place, rows by their name: `fields[email].required`."
    )
    before = Json(description="Null where there was nothing.")
    after = Json(description="Null where there is nothing any more.")


class VersionType(graphene.ObjectType):
    """A version of an asset: who changed it, when, through which door and why."""

    class Meta:
        name = "Version"

    version_id = graphene.Int(required=True, description="Names this version, for `assetRestore`.")
    version = graphene.Int(required=True, description="The number the asset had from then on.")
    asset_id = graphene.ID(required=True, description="Global id of the asset, also when it is gone.")
    name = graphene.String(required=True, description="The asset's name at that time.")
    at = graphene.DateTime(required=True, description="When.")
    type = graphene.String(required=True, description="created, changed or deleted.")
    by = graphene.String(required=True, description="Nickname of who did it.")
    door = graphene.String(required=True, description="The way in: page, admin, rest, graphql, cli …")
    reason = graphene.String(required=True, description="Why.")
    request_id = graphene.UUID(description="All versions of one change share it; for `changeUndo`.")
    differences = listed(DifferenceType, "What changed from the version before.")

    def resolve_version_id(row: Row, info: Any) -> int:
        return row["id"]

    def resolve_asset_id(row: Row, info: Any) -> str:
        return graphene.relay.Node.to_global_id("Asset", row["asset_id"])

    def resolve_differences(row: Row, info: Any) -> Any:
        def read() -> Any:
            return versions_differences(info.context.actor, row.cohort.values("id"))

        return row.cohort.once("differences", read)[row["id"]]


VersionConnection = connection_of(VersionType, "A page of versions.")


def versions_read(assets: Cohort, actor: Actor, wanted: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """A page of versions for each of these assets."""
    ids, versions = assets.values("id"), Cohort(VersionType, parent=assets)
    found = pages_by_key(
        versions_of(actor, ids),
        per="id",
        values=ids,
        columns=VERSION_COLUMNS,
        order=("-history_id",),
        **wanted,
    )
    signed = versions_signed(actor, (row for page in found.values() for row in page.rows))
    by_asset = by(signed, "asset_id")
    return {
        pk: connection_in(page.with_rows([dict(row) for row in by_asset[pk]]), versions)
        for pk, page in found.items()
    }
