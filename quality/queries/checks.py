"""Checks and scores: what rules said, now and over time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from common.models import bilingual
from common.pagination import Page, page_by_key
from quality.models import Check, CheckResult
from quality.rules.scoring import Measured, by_dimension, mean, rule_score

CHECK_COLUMNS = (
    "id", "asset_id", "participant_id", "participant__nickname", "trigger", "door", "at", "duration", "brick_count",
    "score", "transfer_id",
)  # fmt: skip
RESULT_COLUMNS = (
    "id", "check_run_id", "rule_id", "rule_version", "said_fr", "said_en", "dimension", "severity", "outcome",
    "unmeasured", "checked_count", "passed_count", "found", "failing",
)  # fmt: skip
ASSET = ("namespace", "name", "title_fr", "title_en")
SERIES = 30  # checks in a picture of an asset over time


def checks_of(actor: Actor) -> QuerySet[Check]:
    return Check.objects.filter(workshop_id=actor.workshop_id)


def checks_page(actor: Actor, *, asset: int | None = None, **window: Any) -> Page:
    """Checks with their results, latest first; `window` is that of `page_by_key`."""
    rows = checks_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    page = page_by_key(rows, columns=CHECK_COLUMNS, order=("-id",), **window)
    return replace(page, rows=checks_told(actor, page.rows))


def checks_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of `ids` that the actor may see, latest first."""
    return checks_told(actor, checks_of(actor).filter(pk__in=ids).order_by("-id").values(*CHECK_COLUMNS))


def check_get(actor: Actor, check_id: int) -> dict[str, Any]:
    """One check with its results; raises `NotFound`."""
    row = checks_of(actor).filter(pk=check_id).values(*CHECK_COLUMNS).first()
    if row is None:
        raise NotFound()
    return checks_told(actor, [row])[0]


def check_latest(actor: Actor, asset_id: int) -> dict[str, Any] | None:
    """The latest check of an asset, if there was any."""
    return checks_latest(actor, [asset_id]).get(asset_id)


def checks_latest(actor: Actor, asset_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The latest check of each of these assets, by asset."""
    latest = checks_of(actor).filter(asset=OuterRef("asset")).order_by("-id").values("pk")[:1]
    rows = checks_of(actor).filter(asset__in=asset_ids, pk=Subquery(latest)).values(*CHECK_COLUMNS)
    return {check["asset_id"]: check for check in checks_told(actor, rows)}


def checks_told(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `CHECK_COLUMNS` with results, scores by dimension and the name of the asset."""
    rows = list(rows)
    results = results_of([row["id"] for row in rows])
    assets = assets_visible(actor).filter(pk__in={row["asset_id"] for row in rows}).values("id", *ASSET)
    names = {row["id"]: row for row in assets}
    gone = {"namespace": "", "title_fr": "", "title_en": ""}
    return [
        {
            **row,
            "by": row["participant__nickname"],
            "duration_ms": round(row["duration"].total_seconds() * 1000),
            "asset": names.get(
                row["asset_id"], {"id": row["asset_id"], "name": f"#{row['asset_id']}", **gone}
            ),
            "dimensions": by_dimension(_measured(result) for result in results[row["id"]]),
            "results": results[row["id"]],
        }
        for row in rows
    ]


def results_of(check_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What the rules said in these checks, failures first, then by rule."""
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in check_ids}
    rows = CheckResult.objects.filter(check_run__in=check_ids).order_by("outcome", "rule_id")
    for row in rows.values(*RESULT_COLUMNS):
        score = rule_score(row["passed_count"], row["checked_count"])
        told = {
            **row,
            "sentence": bilingual(row, "said"),
            "failed_count": row["checked_count"] - row["passed_count"],
            "score": score,
        }
        found[row["check_run_id"]].append(told)
    return found


def _measured(row: Mapping[str, Any]) -> Measured:
    return Measured(row["dimension"], row["severity"], row["checked_count"], row["passed_count"])


# Over time, by zone


def scores_series(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The last `SERIES` checks of each asset, earliest first: `{id, at, score}`."""
    rank = Window(RowNumber(), partition_by=[F("asset_id")], order_by=["-id"])
    rows = checks_of(actor).filter(asset__in=asset_ids).annotate(rank=rank).filter(rank__lte=SERIES)
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in asset_ids}
    for row in rows.order_by("id").values("id", "asset_id", "at", "score"):
        found[row["asset_id"]].append({**row})
    return found


def scores_latest(actor: Actor) -> list[dict[str, Any]]:
    """The assets that were ever checked, each with its zone and its latest scores, in the order of the flow."""
    latest = checks_of(actor).order_by().values("asset").annotate(last=Max("pk")).values("last")
    checks = checks_told(
        actor, checks_of(actor).filter(pk__in=latest).order_by("asset").values(*CHECK_COLUMNS)
    )
    ids = [check["asset_id"] for check in checks]
    columns = ("id", "system__zone", "system__code", "colour", "shape", *ASSET)
    assets = {row["id"]: row for row in assets_visible(actor).filter(pk__in=ids).values(*columns)}
    return [
        {
            "asset": assets[check["asset_id"]],
            "zone": assets[check["asset_id"]]["system__zone"],
            "check": check["id"],
            "at": check["at"],
            "score": check["score"],
            "dimensions": check["dimensions"],
        }
        for check in checks
        if check["asset_id"] in assets
    ]


def scores_by(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, float | None]:
    """The mean score of the assets in each zone (or of each other value of `key`)."""
    grouped: dict[str, list[float | None]] = {}
    for row in rows:
        grouped.setdefault(row[key], []).append(row["score"])
    return {value: mean(scores) for value, scores in grouped.items()}
