"""Rules: what documentation proposes, how they follow renames, where they hold, how they read, how they score."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.commands import asset_delete, asset_update
from catalog.documents import AssetChange, AssetName
from catalog.queries.assets import asset_document, asset_get
from common.errors import Invalid, NotFound
from quality.choices import RuleType, Severity
from quality.commands import rules_propose, zone_enter
from quality.documents import RuleParametersDocument
from quality.queries.rules import rule_get, rules_holding, rules_page
from quality.rules.kinds import KINDS, Shape, is_of_type, rule_errors
from quality.rules.proposals import proposals
from quality.rules.scoring import Measured, by_dimension, mean, percent, rule_score, weighted
from quality.rules.sentences import duration, sentence
from tests.people import Room
from tests.quality.conftest import Shop


def said(shop: Shop, rule: int) -> str:
    return str(rule_get(shop.room["client"], rule)["sentence_en"])


def rename(shop: Shop, asset: int, before: str, after: str) -> None:
    document = asset_document(shop.room["steward"], asset)
    fields = [
        {**field, "name": after if field["name"] == before else field["name"]} for field in document["fields"]
    ]
    key = [after if name == before else name for name in document["primary_key"]]
    change = AssetChange.read({"fields": fields, "primary_key": key})
    asset_update(actor=shop.room["steward"], asset_id=asset, change=change)


# Proposals


def test_documentation_proposes_keys_links_required_fields_and_types(shop: Shop) -> None:
    found = proposals(asset_get(shop.room["steward"], shop.client))
    assert [(rule.type, rule.parameters.fields, rule.severity) for rule in found] == [
        ("unique", ["client_id"], "blocking"),
        ("not_null", ["client_id"], "blocking"),
        ("unique", ["email"], "major"),
        ("not_null", ["nom"], "major"),
        ("type", ["inscrit_le"], "major"),
    ]
    (link,) = [
        rule for rule in proposals(asset_get(shop.room["steward"], shop.order)) if rule.parameters.target
    ]
    assert link.parameters.target == AssetName(namespace="bricks", name="client")
    assert (link.parameters.target_fields, link.severity) == (["client_id"], "blocking")


def test_a_composite_key_is_one_rule_about_all_its_fields(room: Room) -> None:
    asset = room.asset(
        name="line",
        fields=[{"name": "order_id", "type": "integer"}, {"name": "rank", "type": "integer"}],
        primary_key=["order_id", "rank"],
    )
    found = proposals(asset_get(room["steward"], asset))
    assert [(rule.type, rule.parameters.fields) for rule in found] == [
        ("unique", ["order_id", "rank"]), ("not_null", ["order_id"]), ("not_null", ["rank"]),
    ]  # fmt: skip


def test_proposing_twice_proposes_nothing_new(shop: Shop) -> None:
    shop.rule(shop.client, "not_null", fields=["nom"], severity="cosmetic")
    first = rules_propose(actor=shop.room["steward"], asset_id=shop.client)
    assert len(first) == 4
    assert rules_propose(actor=shop.room["owner"], asset_id=shop.client) == []


def test_a_link_between_unlike_types_is_no_rule(room: Room) -> None:
    """Documentation may link what cannot be compared; the proposal passes it over."""
    room.asset(name="a", fields=[{"name": "id", "type": "string"}])
    link = {"name": "l", "target": {"name": "a"}, "columns": [{"field": "a_id", "target_field": "id"}]}
    asset = room.asset(
        name="b", fields=[{"name": "a_id", "type": "string"}], primary_key=[], foreign_keys=[link]
    )
    document = asset_document(room["steward"], asset)
    shape = [{**field, "type": "integer"} for field in document["fields"]]
    with pytest.raises(Invalid):
        asset_update(actor=room["steward"], asset_id=asset, change=AssetChange.read({"fields": shape}))
    assert len(rules_propose(actor=room["steward"], asset_id=asset)) == 1


# Renames, copies, ends


def test_a_rule_follows_its_renamed_fields_and_target(stocked: Shop) -> None:
    link = stocked.rule(
        stocked.order,
        "foreign_key",
        fields=["client_id"],
        target={"name": "client"},
        target_fields=["client_id"],
    )
    stocked.rule(stocked.client, "length", fields=["nom"], length_min=2)
    rename(stocked, stocked.client, "client_id", "number")
    rename(stocked, stocked.client, "nom", "full_name")
    change = AssetChange.read({"name": "customer", "title_fr": "", "title_en": ""})
    asset_update(actor=stocked.room["steward"], asset_id=stocked.client, change=change)
    assert said(stocked, link) == "“client_id” points to an existing brick of “customer”."
    assert rule_get(stocked.room["client"], link)["parameters"]["target_fields"] == ["number"]
    # The bricks still hold their values under the old name: nothing to check under the new one.
    assert stocked.result(stocked.client)["unmeasured"] == "no_bricks"


def test_a_rule_whose_field_is_gone_is_not_measured(stocked: Shop) -> None:
    stocked.rule(stocked.client, "range", fields=["taille"], minimum="1")
    document = asset_document(stocked.room["steward"], stocked.client)
    kept = [field for field in document["fields"] if field["name"] != "taille"]
    change = AssetChange.read({"fields": kept})
    asset_update(actor=stocked.room["steward"], asset_id=stocked.client, change=change)
    assert stocked.result(stocked.client)["unmeasured"] == "unfit"


def test_a_rule_whose_target_is_gone_is_not_measured(shop: Shop) -> None:
    other = shop.room.asset(name="other")
    shop.rule(shop.client, "reconciliation", measure="count", target={"name": "other"})
    asset_delete(actor=shop.room["steward"], asset_id=other)
    result = shop.result(shop.client)
    assert (result["unmeasured"], result["said_en"]) == (
        "unfit", "There are as many bricks as in “other”.",
    )  # fmt: skip


def test_rules_of_a_deleted_asset_wait_for_its_return(shop: Shop) -> None:
    from catalog.commands import change_undo
    from catalog.queries.versions import assets_deleted

    asset = shop.room.asset(name="brief")
    rule = shop.rule(asset, "volume", count_min=1)
    asset_delete(actor=shop.room["steward"], asset_id=asset)
    with pytest.raises(NotFound):
        rule_get(shop.room["client"], rule)
    assert rules_page(shop.room["client"]).total == 0
    (gone,) = [row for row in assets_deleted(shop.room["steward"]) if row["asset_id"] == asset]
    change_undo(actor=shop.room["steward"], request_id=gone["request_id"])
    assert rule_get(shop.room["client"], rule)["asset"]["name"] == "brief"


def test_rules_hold_of_copies_too(stocked: Shop) -> None:
    rule = stocked.rule(stocked.client, "not_null", fields=["email"])
    raw = stocked.copied(stocked.client, "datalake")
    assert rules_holding(stocked.room["client"], raw) == []
    zone_enter(actor=stocked.room["engineer"], source_id=stocked.client, target_id=raw)
    assert [held.id for held in rules_holding(stocked.room["client"], raw)] == [rule]
    own = stocked.rule(raw, "not_null", fields=["email"], severity="blocking")
    assert [held.id for held in rules_holding(stocked.room["client"], raw)] == [own]
    assert stocked.check(raw)["results"][0]["checked_count"] == 3


def test_only_active_rules_are_checked(stocked: Shop) -> None:
    for state in ("proposed", "paused", "active"):
        fields = {"proposed": "nom", "paused": "email", "active": "region"}[state]
        stocked.rule(stocked.client, "not_null", fields=[fields], state=state)
    results = stocked.check(stocked.client)["results"]
    assert [result["sentence"] for result in results] == [
        "«\N{NO-BREAK SPACE}region\N{NO-BREAK SPACE}» est rempli."
    ]


def test_history_of_a_rule_tells_who_changed_it(shop: Shop) -> None:
    from quality.commands import rule_update
    from quality.models import Rule
    from workshop.queries import row_versions

    rule = shop.rule(shop.client, "not_null", fields=["email"])
    rule_update(
        actor=shop.room["engineer"], rule_id=rule, values={"severity": "minor"}, reason="agreed in the room"
    )
    latest, first = row_versions(shop.room["steward"], Rule, rule)
    assert (latest["by"], latest["reason"], first["by"]) == ("engineer", "agreed in the room", "steward")


# Pure


def test_every_type_says_what_it_takes_and_reads_as_a_sentence() -> None:
    assert set(KINDS) == set(RuleType)
    fields: dict[str, Any] = {"fields": ["a"], "target": AssetName(name="t"), "target_fields": ["b"]}
    full = RuleParametersDocument(
        **{**fields, "fields": ["a", "b"]},
        values=["1"], minimum="1", pattern="x", length_min=1, operator="lt", measure="count", max_age_minutes=90,
        count_min=1, predicate="a > 1",
    )  # fmt: skip
    for type_ in RuleType:
        told = sentence(type_, full, "T")
        assert told[-1] in ".1"
        assert "%" not in told


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (90, "90 minutes"),
        (120, "2 hours"),
        (1440, "1 day"),
        (2880, "2 days"),
        (2881, "2,881 minutes"),
    ],
)
def test_a_duration_is_told_in_the_largest_unit_that_fits(minutes: int, said: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert duration(minutes) == said


@pytest.mark.parametrize(
    ("text", "type_", "fits"),
    [
        ("5", "integer", True), ("5.0", "integer", False), ("-5.25", "decimal", True), ("1e3", "decimal", False),
        ("NaN", "float", False), ("true", "boolean", True), ("yes", "boolean", False), ("2026-02-30", "date", False),
        ("2026-02-28", "date", True), ("10:00", "time", True), ("2026-02-28T10:00Z", "datetime", True),
        ("", "string", True),
        ("9" * 19, "integer", False),
    ],
)  # fmt: skip
def test_a_text_is_of_a_type(text: str, type_: str, fits: bool) -> None:
    assert is_of_type(text, type_) is fits


@given(
    type_=st.sampled_from(list(RuleType)),
    parameters=st.builds(
        RuleParametersDocument,
        fields=st.lists(st.sampled_from(["a", "b", "gone"]), max_size=3),
        values=st.lists(st.sampled_from(["1", "x"]), max_size=2),
        minimum=st.sampled_from(["", "1", "9"]),
        maximum=st.sampled_from(["", "5", "x"]),
        target=st.sampled_from([None, AssetName(name="t")]),
        target_fields=st.lists(st.sampled_from(["c", "gone"]), max_size=3),
        measure=st.sampled_from(["", "count", "sum", "values"]),
        operator=st.sampled_from(["", "lt"]),
        count_min=st.sampled_from([None, 3]),
        count_max=st.sampled_from([None, 1]),
    ),
)
def test_a_rule_is_judged_whatever_it_says(type_: RuleType, parameters: RuleParametersDocument) -> None:
    """Never an exception; and a rule without errors can be told."""
    shape, target = Shape("s", {"a": "integer", "b": "string"}), Shape("t", {"c": "integer"})
    errors = rule_errors(type_, parameters, shape, target)
    assert all(error.path.startswith("parameters.") for error in errors)
    if not errors:
        assert sentence(type_, parameters, "t")


# Scores


def test_scores_weigh_by_severity_and_leave_out_what_was_not_measured() -> None:
    rows = [
        Measured("validity", Severity.BLOCKING, 10, 5),
        Measured("validity", Severity.COSMETIC, 10, 10),
        Measured("accuracy", Severity.MAJOR, 0, 0),
    ]
    assert weighted(rows) == pytest.approx((0.5 * 8 + 1 * 1) / 9)
    found = by_dimension(rows)
    assert (found["accuracy"], found["uniqueness"]) == (None, None)
    assert weighted([]) is None
    assert rule_score(0, 0) is None
    assert rule_score(0, 3) == 0
    assert (mean([None, 0.5, 1.0]), mean([None])) == (0.75, None)


@given(passed=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_a_score_is_rounded_honestly(passed: int, more: int) -> None:
    """Never 100 when something failed, never 0 when something passed."""
    score = rule_score(passed, passed + more)
    said = percent(score)
    if score is None:
        assert said is None
    else:
        assert said is not None
        assert (said == 100) == (more == 0)
        assert (said == 0) == (passed == 0)
