"""Assets and what is around them. Relations are read for a whole cohort at once."""

from collections.abc import Sequence
from typing import Any

import graphene

from catalog.access import rights_on
from catalog.choices import (
    AXES,
    Colour,
    FieldType,
    Kind,
    Missing,
    PersonalDataCategory,
    Plate,
    Responsibility,
    Shape,
    Status,
    Zone,
)
from catalog.models import Asset, Field, ForeignKey, Ownership, System, Term, UniqueKey
from catalog.queries.assets import assets_get, assets_of_systems, standings
from catalog.queries.glossary import systems_of, terms_of
from catalog.queries.parts import (
    fields_by_id,
    fields_of,
    foreign_keys_of,
    ownerships_of,
    referring_keys_of,
    term_links_of,
    unique_keys_of,
)
from catalog.representation import by
from catalog.schema.versions import VersionConnection, versions_read
from common.actor import Actor
from common.graphql.cohort import Cohort, Row, RowData, joined, many, one
from common.graphql.columns import RowType, column, described, enum_of, listed
from common.graphql.connections import FORWARD, connection_in, connection_of, paging
from common.graphql.nodes import NodeType, Numbered
from common.models import bilingual
from workshop.schema import ParticipantType

SYSTEM_COLUMNS = "code title_fr title_en description_fr description_en position version"
TERM_COLUMNS = "code name_fr name_en definition_fr definition_en version"


class SystemType(NodeType):
    """An application or a store, on its plate and in its zone."""

    class Meta:
        name = "System"
        model = System
        columns = SYSTEM_COLUMNS

    plate = column(System, "plate", enum_of(Plate))
    zone = column(System, "zone", enum_of(Zone))
    title = graphene.String(required=True, description="Title in your language.")
    assets = graphene.Field(
        lambda: AssetConnection, required=True, description="The assets that stand on it, by name.", **FORWARD
    )

    def resolve_title(row: Row, info: Any) -> str:
        return bilingual(row, "title")

    def resolve_assets(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        wanted = paging(**pages)

        def read() -> dict[int, dict[str, Any]]:
            assets = Cohort(AssetType, parent=row.cohort)
            found = assets_of_systems(info.context.actor, row.cohort.values("id"), **wanted)
            return {system: connection_in(page, assets) for system, page in found.items()}

        return row.cohort.once(("assets", *wanted.values()), read)[row["id"]]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return systems_read(actor, pk__in=ids)


def systems_read(actor: Actor, **wanted: Any) -> list[RowData]:
    return list(systems_of(actor).filter(**wanted).values("id", "plate", "zone", *SYSTEM_COLUMNS.split()))


class TermType(NodeType):
    """A notion of the glossary."""

    class Meta:
        name = "Term"
        model = Term
        columns = TERM_COLUMNS

    name = graphene.String(required=True, description="Name in your language.")
    definition = graphene.String(required=True, description="Definition in your language.")

    def resolve_name(row: Row, info: Any) -> str:
        return bilingual(row, "name")

    def resolve_definition(row: Row, info: Any) -> str:
        return bilingual(row, "definition")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(terms_of(actor).filter(pk__in=ids).values("id", *TERM_COLUMNS.split()))


def _terms(assets: Cohort, asset_id: int, field_id: int | None) -> list[Row]:
    """The terms of an asset or of one of its fields, the links of all `assets` being read at once."""

    def read() -> dict[tuple[int, int | None], list[Row]]:
        links = Cohort(None, (link for own in term_links_of(assets.values("id")).values() for link in own))
        found: dict[tuple[int, int | None], list[Row]] = {}
        for link in links.rows:
            found.setdefault((link["asset_id"], link["field_id"]), []).append(
                joined(link, "term_id", TermType)
            )
        return found

    return assets.once("terms", read).get((asset_id, field_id), [])


class FieldNode(NodeType):
    """A column of an asset."""

    class Meta:
        name = "Field"
        model = Field
        columns = "name position required description_fr description_en primary_key_position confidentiality"

    type = column(Field, "type", enum_of(FieldType))
    personal_data_category = graphene.Field(
        enum_of(PersonalDataCategory), description="Null when nobody has said it yet."
    )
    terms = listed(TermType, "The notions this field is about.")

    def resolve_personal_data_category(row: Row, info: Any) -> str | None:
        return row["personal_data_category"] or None

    def resolve_terms(row: Row, info: Any) -> list[Row]:
        assets = row.cohort.parent or row.cohort.once("assets", lambda: _assets_of(row.cohort))
        return _terms(assets, row["asset_id"], row["id"])

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return fields_by_id(actor, ids)


def _assets_of(fields: Cohort) -> Cohort:
    """The assets of fields that were found by themselves."""
    return Cohort(AssetType, [{"id": pk} for pk in fields.values("asset_id")])


class UniqueKeyType(graphene.ObjectType):
    """Fields that together identify a record, beside the primary key."""

    class Meta:
        name = "UniqueKey"

    name = column(UniqueKey, "name")
    fields = listed(graphene.String, "The names of its fields, in order.")


class ForeignKeyColumnType(graphene.ObjectType):
    """One pair of a foreign key."""

    class Meta:
        name = "ForeignKeyColumn"

    field = graphene.String(required=True, description="Name of the field here.")
    target_field = graphene.String(required=True, description="Name of the field it points to.")


class ForeignKeyType(RowType):
    """A link from fields of an asset to a key of another one, or of itself."""

    class Meta:
        name = "ForeignKey"
        model = ForeignKey
        columns = "name proposed"

    columns = listed(ForeignKeyColumnType, "The pairs of fields, in order.")
    asset = graphene.Field(lambda: AssetType, required=True, description="The asset that refers.")
    target = graphene.Field(lambda: AssetType, required=True, description="The asset referred to.")

    def resolve_asset(row: Row, info: Any) -> Row | None:
        return one(row, "asset_id", AssetType, lambda ids: AssetType.read(info.context.actor, ids))

    def resolve_target(row: Row, info: Any) -> Row | None:
        return one(row, "target_id", AssetType, lambda ids: AssetType.read(info.context.actor, ids))


class OwnershipType(graphene.ObjectType):
    """Who answers for what of an asset."""

    class Meta:
        name = "Ownership"

    participant = graphene.Field(ParticipantType, required=True, description="The person.")
    responsibility = column(Ownership, "responsibility", enum_of(Responsibility))

    def resolve_participant(row: Row, info: Any) -> Row:
        return joined(row, "participant_id", ParticipantType)


class Sensitivity(RowType):
    """DICP as declared: each axis from 0 (no need) to 4 (critical); null is “not assessed”."""

    class Meta:
        model = Asset
        columns = " ".join(AXES)

    reason = graphene.String(required=True, description="Why.")


class Rights(graphene.ObjectType):
    """What you may do with an asset now."""

    describe = graphene.Boolean(required=True, description="Describe it and name its owners.")
    rate = graphene.Boolean(required=True, description="Set DICP and importance.")
    key = graphene.Boolean(required=True, description="Define keys and links.")
    delete = graphene.Boolean(required=True, description="Delete it.")
    move = listed(enum_of(Status), "The states you may move it to.")


class AssetType(Numbered, NodeType):
    """A data asset as built in the room: a dataset, an indicator, a dashboard, a model, a campaign."""

    class Meta:
        name = "Asset"
        model = Asset
        columns = (
            "namespace name title_fr title_en description_fr description_en importance importance_reason "
            "personal_data version created_at modified_at"
        )

    kind = column(Asset, "kind", enum_of(Kind))
    colour = column(Asset, "colour", enum_of(Colour))
    shape = column(Asset, "shape", enum_of(Shape))
    status = column(Asset, "status", enum_of(Status))
    title = graphene.String(required=True, description="Title in your language, else the name.")
    description = graphene.String(required=True, description="Description in your language.")
    tags = listed(graphene.String, "Free words.")
    sensitivity = graphene.Field(Sensitivity, required=True, description="DICP as declared.")
    completeness = graphene.Int(required=True, description="How complete its documentation is, 0 to 100.")
    missing = listed(enum_of(Missing), "What it still lacks, heaviest first.")
    system = graphene.Field(SystemType, required=True, description=described(Asset, "system"))
    fields = listed(FieldNode, "Its columns, in order.")
    primary_key = listed(graphene.String, "The names of the fields of its primary key, in order.")
    unique_keys = listed(UniqueKeyType, "Its further keys.")
    foreign_keys = listed(ForeignKeyType, "Its links to keys of other assets.")
    referring_keys = listed(ForeignKeyType, "The links of other assets (or its own) that point to it.")
    ownerships = listed(OwnershipType, "Who answers for it.")
    terms = listed(TermType, "The notions it is about.")
    versions = graphene.Field(
        VersionConnection, required=True, description="Its history, latest first.", **FORWARD
    )
    rights = graphene.Field(Rights, required=True, description="What you may do with it now.")

    def resolve_title(row: Row, info: Any) -> str:
        return bilingual(row, "title") or row["name"]

    def resolve_description(row: Row, info: Any) -> str:
        return bilingual(row, "description")

    def resolve_system(row: Row, info: Any) -> Row | None:
        actor = info.context.actor
        return one(
            row, "system", SystemType, lambda codes: systems_read(actor, code__in=codes), target="code"
        )

    def resolve_fields(row: Row, info: Any) -> list[Row]:
        return _fields(row)

    def resolve_primary_key(row: Row, info: Any) -> list[str]:
        key = [field for field in _fields(row) if field["primary_key_position"]]
        return [field["name"] for field in sorted(key, key=lambda field: field["primary_key_position"])]

    def resolve_unique_keys(row: Row, info: Any) -> list[dict[str, Any]]:
        keys, columns = row.cohort.once("unique_keys", lambda: unique_keys_of(row.cohort.values("id")))
        own = by(columns.get(row["id"], ()), "unique_key_id")
        return [
            {"name": key["name"], "fields": [column["field__name"] for column in own[key["id"]]]}
            for key in keys.get(row["id"], ())
        ]

    def resolve_foreign_keys(row: Row, info: Any) -> list[Row]:
        def read(assets: Cohort) -> Any:
            return _with_columns(*foreign_keys_of(assets.values("id")))

        return many(row, "foreign_keys", ForeignKeyType, read)

    def resolve_referring_keys(row: Row, info: Any) -> list[Row]:
        def read(assets: Cohort) -> Any:
            return _with_columns(*referring_keys_of(assets.values("id")))

        return many(row, "referring_keys", ForeignKeyType, read)

    def resolve_ownerships(row: Row, info: Any) -> list[Row]:
        return many(row, "ownerships", OwnershipType, lambda assets: ownerships_of(assets.values("id")))

    def resolve_terms(row: Row, info: Any) -> list[Row]:
        return _terms(row.cohort, row["id"], None)

    def resolve_versions(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        wanted = paging(**pages)
        read = lambda: versions_read(row.cohort, info.context.actor, wanted)  # noqa: E731
        return row.cohort.once(("versions", *wanted.values()), read)[row["id"]]

    def resolve_rights(row: Row, info: Any) -> dict[str, Any]:
        found = row.cohort.once("standings", lambda: standings(row.cohort.values("id")))
        return rights_on(info.context.actor, found[row["id"]])

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> Sequence[RowData]:
        return assets_get(actor, ids, ())


AssetConnection: Any = connection_of(AssetType, "A page of assets.")


def _fields(row: Row) -> list[Row]:
    return many(row, "fields", FieldNode, lambda assets: fields_of(assets.values("id")))


def _with_columns(keys: dict[int, list[RowData]], columns: dict[int, list[RowData]]) -> Any:
    by_key = by((column for own in columns.values() for column in own), "foreign_key_id")
    return {
        asset: [
            {
                **key,
                "columns": [
                    {"field": pair["field__name"], "target_field": pair["target_field__name"]}
                    for pair in by_key[key["id"]]
                ],
            }
            for key in own
        ]
        for asset, own in keys.items()
    }
