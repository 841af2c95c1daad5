"""Verdicts as they were given, whether they still hold, and the rows that one lets through."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Asset, Field
from common.actor import Actor
from common.errors import Conflict, NotFound
from common.models import bilingual
from common.pagination import Page, page_by_key
from consent.choices import USABLE, Standing
from consent.decide import Decision, Reason, decide
from consent.documents import UseDocument
from consent.models import ConsentEvent, Objection, Purpose, RightsRequest, Subject, Verdict
from consent.queries.facts import Case, case_read
from consent.queries.links import Link, bricks_about
from consent.queries.people import covered_keys
from consent.wording import reason_said
from exchange.models import Brick

COLUMNS = (
    "id", "purpose_id", "purpose__title_fr", "purpose__title_en", "asset_id", "kind", "use", "at", "answer", "reasons",
    "people", "field_ids", "inputs", "participant__nickname", "asked_at",
)  # fmt: skip


def verdicts_of(actor: Actor) -> QuerySet[Verdict]:
    return Verdict.objects.filter(workshop_id=actor.workshop_id)


def verdicts_page(
    actor: Actor,
    *,
    asset: int | None = None,
    purpose: int | None = None,
    answer: str = "",
    **window: Any,
) -> Page:
    """Verdicts as they were given, latest first. Whether one still holds is asked one at a time (`verdict_row`)."""
    rows = verdicts_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    rows = rows.filter(purpose=purpose) if purpose is not None else rows
    rows = rows.filter(answer=answer) if answer else rows
    page = page_by_key(rows, columns=COLUMNS, order=("-id",), **window)
    return page.with_rows(verdicts_told(actor, page.rows))


def verdicts_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these verdicts that are of the actor's workshop, as they were given."""
    return verdicts_told(actor, verdicts_of(actor).filter(pk__in=ids).values(*COLUMNS))


def verdict_row(actor: Actor, pk: int) -> dict[str, Any]:
    """One verdict, with `holds`: whether asking again now would be asking of the same, with the same answer."""
    row = _row(actor, pk)
    now = timezone.now()
    case = case_read(actor, UseDocument.read(row["use"]), now)
    decision = decide(case.facts)
    told = verdicts_told(actor, [row])[0]
    return {
        **told,
        "holds": fingerprint(case) == row["inputs"] and decision.answer == row["answer"],
        "now": decision.answer.value,
    }


def _row(actor: Actor, pk: int) -> dict[str, Any]:
    row: dict[str, Any] | None = verdicts_of(actor).filter(pk=pk).values(*COLUMNS).first()
    if row is None:
        raise NotFound()
    return row


def verdicts_told(actor: Actor, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Verdicts with their reasons as sentences, the assets and fields they speak of by name."""
    rows = list(rows)
    reasons = [reason for row in rows for reason in row["reasons"]]
    assets = {pk for reason in reasons for pk in (reason["asset_id"], *reason["path"]) if pk}
    names = _titles(actor, {*assets, *(row["asset_id"] for row in rows)})
    fields = _field_names(actor, {reason["field_id"] for reason in reasons if reason["field_id"]})
    return [_told(row, names, fields) for row in rows]


def _told(row: dict[str, Any], names: Mapping[int, str], fields: Mapping[int, str]) -> dict[str, Any]:
    people = row["people"]
    reasons = [
        {
            **{name: reason[name] for name in ("step", "code", "effect", "asset_id", "field_id")},
            "deciding": reason.get("deciding", False),
            "said": reason_said(reason, names, fields),
            "path": [{"id": pk, "title": names.get(pk, "")} for pk in reason["path"]],
        }
        for reason in row["reasons"]
    ]
    kept = {
        name: row[name]
        for name in ("id", "purpose_id", "asset_id", "kind", "use", "at", "answer", "field_ids")
    }
    titles = {f"title_{code}": row[f"purpose__title_{code}"] for code in ("fr", "en")}
    return {
        **kept,
        "purpose": bilingual(titles, "title"),
        "asset": names.get(row["asset_id"], ""),
        "reasons": reasons,
        "deciding": next((r for r in reasons if r["deciding"]), None),
        "covered": None if people is None else people.get(Standing.COVERED, 0),
        "excluded": {k: n for k, n in (people or {}).items() if k != Standing.COVERED and n},
        "asked_by": row["participant__nickname"],
        "asked_at": row["asked_at"],
    }


def _titles(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    rows = Asset.objects.filter(workshop_id=actor.workshop_id, pk__among=ids).order_by()
    return {
        row["id"]: bilingual(row, "title") or row["name"]
        for row in rows.values("id", "name", "title_fr", "title_en")
    }


def _field_names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    rows = Field.objects.filter(workshop_id=actor.workshop_id, pk__among=ids).order_by()
    return dict(rows.values_list("pk", "name"))


# Deciding


def decided(actor: Actor, use: UseDocument, at: datetime | None = None) -> tuple[Case, Decision]:
    """The answer to a question, now or as of a past moment, without keeping it."""
    now = timezone.now()
    case = case_read(actor, use, at or now, is_past=at is not None and at < now)
    return case, decide(case.facts)


def reasons_kept(decision: Decision) -> list[dict[str, Any]]:
    """Reasons as a verdict keeps them; one is marked as deciding."""
    deciding = decision.deciding
    return [_kept(reason) | ({"deciding": True} if reason is deciding else {}) for reason in decision.reasons]


def _kept(reason: Reason) -> dict[str, Any]:
    return {
        **asdict(reason),
        "effect": reason.effect.value,
        "path": list(reason.path),
        "values": dict(reason.values),
    }


def fingerprint(case: Case) -> str:
    """SHA-256 of all that a decision is made from: two equal ones mean that nothing has changed in between."""
    facts = {**asdict(case.facts), "arrows": sorted(arrow[1:] for arrow in case.facts.arrows)}
    parts = [facts, [asdict(link) for link in case.links], _watermark(case.purpose, case.at)]
    return hashlib.sha256(json.dumps(parts, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | set) else str(value)


def _watermark(purpose: Purpose | None, at: datetime) -> list[Any]:
    """How far what people said about a purpose had got: it moves with whatever any of them says."""
    if purpose is None:
        return []
    events = ConsentEvent.objects.filter(purpose=purpose, recorded_at__lte=at).aggregate(Max("pk"))
    workshop = {"workshop_id": purpose.workshop_id}
    objections = Objection.objects.filter(**workshop, at__lte=at)
    said = objections.aggregate(Max("pk"), Max("until"))
    requests = RightsRequest.objects.filter(**workshop, answered_at__lte=at).aggregate(
        Max("answered_at"), Max("ended_at")
    )
    subjects = Subject.objects.filter(**workshop).aggregate(Count("pk"), Max("erased_at"))
    return [events, said, requests, subjects]


# Enforcing


def rows_allowed(actor: Actor, verdict_id: int, asset_id: int) -> QuerySet[Brick]:
    """The bricks of an asset that a use may read under its verdict, decided again at this moment.

    The asset must be the one used, or lie upstream of it. Whoever withdrew, objected, or was erased since is out at
    once. Raises `NotFound`, and `Conflict` (`not_allowed`) when the answer is no longer a yes.
    """
    row = _row(actor, verdict_id)
    case, decision = decided(actor, UseDocument.read(row["use"]))
    if row["answer"] not in USABLE or decision.answer not in USABLE:
        raise Conflict(_("The verdict does not allow this use. Ask for a new one."), code="not_allowed")
    if asset_id not in case.facts.assets:
        raise NotFound()
    bricks = Brick.objects.filter(workshop_id=actor.workshop_id, asset=asset_id)
    link = next((link for link in case.links if link.asset_id == asset_id), None)
    if link is None:
        return bricks if _is_impersonal(case, asset_id) else bricks.none()
    if case.purpose is None:  # a yes without purpose: no personal data comes out, whoever it is about
        return bricks
    return _bricks_covered(case.purpose, link, case.at)


def fields_allowed(actor: Actor, verdict_id: int) -> list[str]:
    """The names of the fields that a use may show under its verdict, decided again at this moment."""
    row = _row(actor, verdict_id)
    _case, decision = decided(actor, UseDocument.read(row["use"]))
    allowed = decision.field_ids if decision.answer in USABLE and row["answer"] in USABLE else frozenset()
    fields = Field.objects.filter(asset=row["asset_id"], pk__among=allowed).order_by("position", "pk")
    return list(fields.values_list("name", flat=True))


def _is_impersonal(case: Case, asset_id: int) -> bool:
    """Whether no field of the asset that enters the use is personal; rows of unknown persons do not pass."""
    asset = case.facts.assets[asset_id]
    rows = [row for row in case.facts.fields if row.asset_id == asset_id]
    return all((row.category or ("none" if asset.personal is False else "")) == "none" for row in rows)


def _bricks_covered(purpose: Purpose, link: Link, at: datetime) -> QuerySet[Brick]:
    return bricks_about(link, covered_keys(purpose, link.subject_asset_id, at))
