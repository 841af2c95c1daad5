"""REST: fields, keys, links and owners by themselves. Writing one is a change of its asset."""

from typing import Any

from pydantic import BaseModel

from catalog.api import inputs, shapes
from catalog.api.examples import example
from catalog.api.inputs import PartQuery
from catalog.commands import part_create, part_delete, part_update
from catalog.queries.parts import part_get, parts_page
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.api.preconditions import unless_known, versioned
from workshop.api.base import ApiView, created, nothing


def part_views(
    noun: str,
    part: str,
    *,
    create: type[BaseModel],
    change: type[BaseModel],
    answer: type[BaseModel],
    page: type[BaseModel],
    sample: dict[str, Any],
) -> tuple[type[ApiView], type[ApiView]]:
    """The views of the list and of one row."""
    name = noun.replace(" ", "_")

    class Rows(ApiView):
        @operation(f"{name}s_list", f"List {noun}s", query=PartQuery, answer=page)
        def get(self, request: Any, *, query: PartQuery) -> JsonAnswer:
            """Of one asset, or of the whole workshop."""
            return page_answer(request, parts_page(self.actor, part, asset_id=query.asset, **query.window))

        @operation(
            f"{name}s_create",
            f"Add a {noun} to an asset",
            body=create,
            answer=answer,
            status=201,
            guarded=True,
            examples=example(f"A {noun}", sample),
        )
        def post(self, request: Any, *, body: Any) -> JsonAnswer:
            """Raises the version of its asset; the ETag here and in `If-Match` is that of the asset."""
            row = body.model_dump(exclude={"asset"})
            pk = part_create(part=part, asset_id=body.asset, row=row, **self.guarded)
            return created(request, part_get(self.actor, part, pk))

    class Row(ApiView):
        @operation(f"{name}s_retrieve", f"Read a {noun}", answer=answer, guarded=True)
        def get(self, request: Any, *, part_id: int) -> JsonAnswer:
            answer = versioned(part_get(self.actor, part, part_id))
            return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

        @operation(f"{name}s_update", f"Change a {noun}", body=change, answer=answer, guarded=True)
        def patch(self, request: Any, *, part_id: int, body: Any) -> JsonAnswer:
            """What is not given stays."""
            values = body.model_dump(include=body.model_fields_set)
            pk = part_update(part=part, part_id=part_id, values=values, **self.guarded)
            return versioned(part_get(self.actor, part, pk))

        @operation(f"{name}s_delete", f"Remove a {noun}", status=204, guarded=True)
        def delete(self, request: Any, *, part_id: int) -> JsonAnswer:
            part_delete(part=part, part_id=part_id, **self.guarded)
            return nothing()

    return Rows, Row


FieldsView, FieldView = part_views(
    "field",
    "fields",
    create=inputs.FieldCreate,
    change=inputs.FieldChange,
    answer=shapes.Field,
    page=shapes.FieldPage,
    sample={"asset": 1, "name": "phone", "type": "string", "personal_data_category": "identity"},
)
UniqueKeysView, UniqueKeyView = part_views(
    "unique key",
    "unique_keys",
    create=inputs.UniqueKeyCreate,
    change=inputs.UniqueKeyChange,
    answer=shapes.UniqueKey,
    page=shapes.UniqueKeyPage,
    sample={"asset": 1, "name": "phone_unique", "fields": ["phone"]},
)
ForeignKeysView, ForeignKeyView = part_views(
    "foreign key",
    "foreign_keys",
    create=inputs.ForeignKeyCreate,
    change=inputs.ForeignKeyChange,
    answer=shapes.ForeignKey,
    page=shapes.ForeignKeyPage,
    sample={
        "asset": 2,
        "name": "order_client",
        "target": {"name": "client"},
        "columns": [{"field": "client_id", "target_field": "id"}],
    },
)
OwnershipsView, OwnershipView = part_views(
    "ownership",
    "ownerships",
    create=inputs.OwnershipCreate,
    change=inputs.OwnershipChange,
    answer=shapes.Ownership,
    page=shapes.OwnershipPage,
    sample={"asset": 1, "participant": "owner", "responsibility": "accountable"},
)
