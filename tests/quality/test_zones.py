"""Entering the lake: rules judge what moves, what fails stays in quarantine, and the store asks for more."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.errors import Conflict, Forbidden, NotFound
from exchange.models import Brick, Rejection
from exchange.movers import transfer
from exchange.queries.transfers import transfer_get
from quality.commands import incident_move, zone_enter
from quality.documents import EventDocument, IncidentFilter
from quality.queries.checks import checks_page
from quality.queries.incidents import incidents_page
from quality.queries.promotions import promotion_read
from tests.people import Room
from tests.quality.conftest import CLIENTS, Shop

BAD = {**CLIENTS[0], "client_id": 9, "region": "Mars"}


def enter(shop: Shop, source: int, target: int, by: str = "engineer") -> dict[str, Any]:
    pk = zone_enter(actor=shop.room[by], source_id=source, target_id=target)
    return transfer_get(shop.room[by], pk)


def counts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["copied_count"], row["updated_count"], row["rejected_count"]


def keys(asset: int) -> list[str]:
    return sorted(Brick.objects.filter(asset=asset).values_list("key", flat=True))


def incidents(shop: Shop) -> list[dict[str, Any]]:
    return incidents_page(shop.room["client"], IncidentFilter(open=True)).rows


@pytest.fixture
def lake(stocked: Shop) -> tuple[Shop, int, int, int]:
    """Clients with a rule on their source and one bad brick, and their copies: raw, cleansed, store."""
    stocked.rate(stocked.client)
    stocked.rule(stocked.client, "allowed", fields=["region"], values=["Nord", "Sud"], severity="blocking")
    stocked.send(stocked.client, [BAD])
    raw = stocked.copied(stocked.client, "datalake")
    cleansed = stocked.copied(raw, "etl")
    return stocked, raw, cleansed, stocked.copied(cleansed, "data-store")


def test_raw_takes_all_and_says_what_fails(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, *_rest = lake
    row = enter(shop, shop.client, raw)
    assert counts(row) == (4, 0, 0)
    (check,) = checks_page(shop.room["client"], asset=shop.client).rows
    assert (check["trigger"], check["transfer_id"], check["brick_count"]) == ("transfer", row["id"], 4)
    (incident,) = incidents(shop)
    assert (incident["state"], incident["asset"]["id"]) == ("reported", shop.client)


def test_further_on_failing_bricks_stay_in_quarantine_with_the_rule(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    enter(shop, shop.client, raw)
    row = enter(shop, raw, cleansed)
    assert counts(row) == (3, 0, 1)
    assert keys(cleansed) == ["1", "2", "3"]
    assert keys(row["quarantine_id"]) == ["9"]
    (rejection,) = Rejection.objects.filter(transfer=row["id"])
    (refusal,) = rejection.refusals
    assert refusal["en"] == "“region” is one of: “Nord”, “Sud”."
    assert len(incidents(shop)) == 1  # the same failure, met again in the raw zone


def test_corrected_at_the_source_it_enters_the_next_time(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    enter(shop, shop.client, raw)
    quarantine = enter(shop, raw, cleansed)["quarantine_id"]
    brick = Brick.objects.get(asset=shop.client, key="9")
    shop.correct(brick.pk, region="Nord")
    assert counts(enter(shop, shop.client, raw)) == (0, 1, 0)
    assert counts(enter(shop, raw, cleansed)) == (1, 0, 0)
    assert (keys(cleansed), keys(quarantine)) == (["1", "2", "3", "9"], [])


def test_a_cosmetic_failure_keeps_nothing_out(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    shop.rule(shop.client, "length", fields=["nom"], length_max=2, severity="cosmetic")
    enter(shop, shop.client, raw)
    assert counts(enter(shop, raw, cleansed)) == (3, 0, 1)


def test_what_is_waived_or_a_false_alarm_enters(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    enter(shop, shop.client, raw)
    (incident,) = incidents(shop)
    move(shop, incident["id"], "steward", "reject", text="Mars is a village")
    assert counts(enter(shop, raw, cleansed)) == (4, 0, 0)


def test_rules_of_the_target_judge_too(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    enter(shop, shop.client, raw)
    shop.rule(cleansed, "range", fields=["taille"], minimum="5")
    assert counts(enter(shop, raw, cleansed)) == (1, 0, 3)


def test_the_door_of_the_exchange_judges(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, _store = lake
    actor = shop.room["engineer"]
    transfer(actor=actor, source_id=shop.client, target_id=raw)
    pk = transfer(actor=actor.again(), source_id=raw, target_id=cleansed)
    assert counts(transfer_get(actor, pk)) == (3, 0, 1)


# The store


def move(shop: Shop, pk: int, by: str, kind: str, **values: Any) -> None:
    incident_move(actor=shop.room[by], incident_id=pk, document=EventDocument.read({"kind": kind, **values}))


def refused(shop: Shop, source: int, target: int, by: str = "engineer") -> list[str]:
    """What is missing, by code."""
    with pytest.raises(Conflict) as conflict:
        enter(shop, source, target, by)
    assert conflict.value.code == "promotion"
    assert all(str(error.message) for error in conflict.value.errors)
    return [error.code for error in conflict.value.errors]


def conditions(shop: Shop, asset: int) -> dict[str, bool]:
    return {one.code: one.is_met for one in promotion_read(shop.room["client"], asset)}


def test_the_store_lists_all_that_is_missing(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, store = lake
    enter(shop, shop.client, raw)
    enter(shop, raw, cleansed)
    assert refused(shop, cleansed, store) == ["incidents", "validated"]
    shop.rate(cleansed, proof=None)
    assert refused(shop, cleansed, store) == ["incidents", "validated", "dicp"]
    assert keys(store) == []


def test_the_store_takes_what_is_ready(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, store = lake
    enter(shop, shop.client, raw)
    enter(shop, raw, cleansed)
    (incident,) = incidents(shop)
    brick = Brick.objects.get(asset=shop.client, key="9")
    shop.correct(brick.pk, region="Nord")
    move(shop, incident["id"], "steward", "qualify", severity="blocking")
    move(shop, incident["id"], "steward", "assign")
    move(shop, incident["id"], "producer", "correct", text="typo")
    move(shop, incident["id"], "engineer", "verify")
    move(shop, incident["id"], "engineer", "close")
    shop.validate(cleansed)
    enter(shop, shop.client, raw)
    enter(shop, raw, cleansed)
    assert set(conditions(shop, cleansed).values()) == {False, True}  # not checked since
    shop.check(cleansed)
    assert set(conditions(shop, cleansed).values()) == {True}
    assert counts(enter(shop, cleansed, store, by="steward")) == (4, 0, 0)


def test_a_failing_rule_shuts_the_store_and_is_reported(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, cleansed, store = lake
    enter(shop, shop.client, raw)
    move(shop, incidents(shop)[0]["id"], "steward", "reject", text="Mars is a village")
    enter(shop, raw, cleansed)
    shop.validate(cleansed)
    shop.rule(cleansed, "volume", count_min=100, severity="major")
    assert refused(shop, cleansed, store) == ["rules_passed"]
    (incident,) = incidents(shop)
    assert (incident["asset"]["id"], incident["brick_count"]) == (cleansed, 0)
    move(shop, incident["id"], "steward", "qualify", severity="major")
    later = (timezone.now() + timedelta(days=1)).isoformat()
    move(shop, incident["id"], "owner", "waive", text="We are small", expires_at=later)
    assert counts(enter(shop, cleansed, store)) == (4, 0, 0)


def test_without_rules_nobody_knows(stocked: Shop) -> None:
    raw = stocked.copied(stocked.client, "datalake")
    cleansed = stocked.copied(raw, "etl")
    store = stocked.copied(cleansed, "data-store")
    enter(stocked, stocked.client, raw)
    enter(stocked, raw, cleansed)
    stocked.rate(cleansed)
    stocked.validate(cleansed)
    assert refused(stocked, cleansed, store) == ["rules"]
    assert conditions(stocked, cleansed)["rules"] is False


@pytest.mark.parametrize("role", ["facilitator", "owner", "steward", "engineer"])
def test_who_may_promote(lake: tuple[Shop, int, int, int], role: str) -> None:
    shop, _raw, cleansed, store = lake
    assert "validated" in refused(shop, cleansed, store, by=role)


@pytest.mark.parametrize("role", ["producer", "client", "consumer", "analyst", "scientist", "dpo"])
def test_who_may_not(lake: tuple[Shop, int, int, int], role: str) -> None:
    shop, raw, cleansed, store = lake
    for source, target in ((shop.client, raw), (raw, cleansed), (cleansed, store)):
        with pytest.raises(Forbidden):
            enter(shop, source, target, by=role)


def test_the_steward_promotes_but_does_not_copy(lake: tuple[Shop, int, int, int]) -> None:
    shop, raw, *_rest = lake
    with pytest.raises(Forbidden):
        enter(shop, shop.client, raw, by="steward")


def test_another_workshops_assets_do_not_exist(lake: tuple[Shop, int, int, int], other_room: Room) -> None:
    shop, raw, *_rest = lake
    with pytest.raises(NotFound):
        zone_enter(actor=other_room["engineer"], source_id=shop.client, target_id=raw)


def test_only_one_floor_at_a_time(lake: tuple[Shop, int, int, int]) -> None:
    shop, _raw, cleansed, _store = lake
    with pytest.raises(Conflict) as refused:
        enter(shop, shop.client, cleansed)
    assert refused.value.code == "zone"
