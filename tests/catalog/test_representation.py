"""An asset's own document can be written back and changes nothing, whatever is in it."""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.choices import Colour, FieldType, Kind, PersonalDataCategory, Responsibility, Shape
from catalog.commands import asset_create, asset_update
from catalog.commands.together import Wanted, assets_write
from catalog.documents import AssetChange, AssetDocument
from catalog.models import PARTS, Asset
from catalog.queries.assets import asset_document, asset_get
from catalog.queries.versions import asset_at, asset_history, version_differences
from catalog.representation import as_document
from common.history import history_of
from tests.people import Room

NO_SHRINKING = [phase for phase in Phase if phase is not Phase.shrink]  # it would take minutes
MODELS: tuple[type[Any], ...] = (Asset, *PARTS)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
NAMES = TEXTS.filter(lambda text: text.strip() != "")
LEVELS = st.none() | st.integers(0, 4)
TERMS = st.lists(st.sampled_from(["personal-data", "master-data", "foreign-key"]), unique=True)
FIELDS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES, "type": st.sampled_from(FieldType.values), "required": st.booleans(),
            "description_fr": TEXTS, "description_en": TEXTS, "confidentiality": LEVELS, "terms": TERMS,
            "personal_data_category": st.sampled_from(["", *PersonalDataCategory.values]),
        }
    ),
    max_size=5,
    unique_by=lambda field: str(field["name"]).strip(),
)  # fmt: skip
OWNERS = st.lists(
    st.fixed_dictionaries(
        {
            "participant": st.sampled_from(["owner", "steward", "producer"]),
            "responsibility": st.sampled_from([r for r in Responsibility.values if r != "accountable"]),
        }
    ),
    max_size=4,
    unique_by=lambda owner: (owner["participant"], owner["responsibility"]),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A sound asset document with keys, one of them to itself."""
    fields = draw(FIELDS)
    names = [str(field["name"]).strip() for field in fields]
    keys = st.lists(st.sampled_from(names), min_size=1, unique=True) if names else st.just([])
    primary = draw(keys)
    sensitivity = dict.fromkeys(("availability", "integrity", "confidentiality", "proof"), LEVELS)
    own = [{"field": name, "target_field": name} for name in primary]
    unique = draw(st.lists(keys, max_size=2)) if names else []
    return {
        "system": draw(st.sampled_from(["crm", "erp"])), "name": draw(NAMES),
        "kind": draw(st.sampled_from(Kind.values)),
        "title_fr": draw(TEXTS), "description_en": draw(TEXTS), "tags": draw(st.lists(NAMES, max_size=3)),
        "colour": draw(st.sampled_from(Colour.values)), "shape": draw(st.sampled_from(Shape.values)),
        "importance": draw(st.none() | st.integers(1, 4)), "personal_data": draw(st.none() | st.booleans()),
        "sensitivity": draw(st.fixed_dictionaries({**sensitivity, "reason": TEXTS})),
        "fields": fields, "primary_key": primary,
        "unique_keys": [{"name": f"u{n}", "fields": key} for n, key in enumerate(unique)],
        "foreign_keys": [{"name": "self", "target": {"name": ""}, "columns": own}] if own else [],
        "ownerships": draw(OWNERS), "terms": draw(TERMS),
    }  # fmt: skip


def read(plain: dict[str, Any]) -> AssetDocument:
    name = plain["name"]
    keys = [{**key, "target": {"name": name}} for key in plain["foreign_keys"]]
    return AssetDocument.read({**plain, "foreign_keys": keys})


def history_count() -> int:
    return sum(history_of(model).objects.count() for model in MODELS)


each_example = settings(
    max_examples=30,
    deadline=None,
    phases=NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@each_example
@given(plain=documents())
def test_writing_a_document_back_changes_nothing(room: Room, plain: dict[str, Any]) -> None:
    with transaction.atomic():
        pk = asset_create(actor=room["facilitator"], document=read(plain))
        before, own = history_count(), asset_document(room["client"], pk)
        change = AssetChange.read(own)
        assert asset_update(actor=room["facilitator"], asset_id=pk, change=change) == 1
        wanted = Wanted(document=AssetDocument.read(own), asset_id=pk)
        assert assets_write(room["facilitator"], [wanted]) == [pk]
        assert history_count() == before
        assert asset_document(room["client"], pk) == own
        transaction.set_rollback(True)


@each_example
@given(plain=documents())
def test_what_was_written_is_read(room: Room, plain: dict[str, Any]) -> None:
    with transaction.atomic():
        document = read(plain)
        pk = asset_create(actor=room["facilitator"], document=document)
        written, found = document.model_dump(), asset_document(room["client"], pk)
        for name in (
            "system",
            "name",
            "kind",
            "title_fr",
            "tags",
            "sensitivity",
            "primary_key",
            "importance",
        ):
            assert found[name] == written[name]
        assert [{**f, "id": None, "terms": sorted(f["terms"])} for f in found["fields"]] == [
            {**f, "terms": sorted(f["terms"])} for f in written["fields"]
        ]
        assert found["unique_keys"] == written["unique_keys"]
        assert sorted(map(str, found["ownerships"])) == sorted(map(str, written["ownerships"]))
        assert sorted(found["terms"]) == sorted(written["terms"])
        transaction.set_rollback(True)


@each_example
@given(plain=documents(), other=documents())
def test_a_version_reads_as_it_was(room: Room, plain: dict[str, Any], other: dict[str, Any]) -> None:
    with transaction.atomic():
        pk = asset_create(actor=room["facilitator"], document=read(plain))
        first = asset_document(room["client"], pk)
        change = AssetChange.read({**read({**other, "name": plain["name"]}).model_dump(), "system": "erp"})
        asset_update(actor=room["facilitator"], asset_id=pk, change=change)
        history = list(asset_history(room["client"], pk).values_list("history_id", flat=True))
        versions = [comparable(as_document(asset_at(room["client"], pk, version))) for version in history]
        assert versions[-1] == comparable(first)
        assert versions[0] == comparable(asset_document(room["client"], pk))
        told = version_differences(room["client"], pk, history[0]) if len(history) > 1 else []
        assert bool(told) == (len(history) > 1)
        assert asset_get(room["client"], pk)["version"] == len(history)
        transaction.set_rollback(True)


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """Lists without an order of their own, sorted."""
    rows = ("unique_keys", "foreign_keys", "ownerships", "terms")
    fields = [{**field, "terms": sorted(field["terms"])} for field in document["fields"]]
    return {**document, "fields": fields, **{name: sorted(document[name], key=str) for name in rows}}
