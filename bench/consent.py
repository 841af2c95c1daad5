"""Consent at size: a verdict over a cone of 1 000 assets and 100 000 persons, a trace over 100 000 bricks, events.

Measured inside one process, without HTTP: what the database and Python take.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.preparation import analyze
from catalog.commands import assets_create
from catalog.documents import AssetDocument
from catalog.models import Field
from common.actor import Actor
from consent.choices import Told
from consent.commands import (
    asset_collect_for,
    consents_record,
    notice_publish,
    purpose_declare,
    subjects_enrol,
)
from consent.documents import (
    CollectedForDocument,
    ConsentDocument,
    EnrolDocument,
    NoticeDocument,
    PurposeDocument,
    UseDocument,
)
from consent.models import Subject
from consent.queries.traces import withdrawal_trace
from consent.queries.verdicts import decided
from exchange.commands import submission_decide, submission_send
from exchange.models import Brick
from lineage.commands import edges_draw
from lineage.documents import EdgeDocument

ASSETS = 1_000
PEOPLE = 100_000
BATCH = 5_000
OWNER = [{"participant": "owner", "responsibility": "accountable"}]
RATED = {"availability": 1, "integrity": 1, "confidentiality": 3, "proof": 1, "reason": ""}


def run(actor: Actor) -> None:
    client, last = _catalogue(actor)
    _bricks(actor, client)
    _timed("enrol 100 000 persons", lambda: subjects_enrol(actor=actor, document=EnrolDocument(asset=client)))
    purpose, notice = _purpose(actor)
    asset_collect_for(actor=actor, asset_id=client, document=CollectedForDocument(purposes=[purpose]))
    spent = _answers(actor, purpose, notice, _subjects(client))
    print(f"consent events: {PEOPLE / spent:,.0f}/s, {BATCH:,} in one call")
    analyze()
    use = UseDocument(asset=last, kind="aggregate", purpose=purpose)
    _median("verdict over 1 000 assets and 100 000 persons", lambda: decided(actor, use))
    subject = Subject.objects.get(asset_id=client, key=str(PEOPLE // 2)).pk
    _median(f"trace over {Brick.objects.count():,} bricks", lambda: withdrawal_trace(actor, subject))


def _subjects(asset_id: int) -> list[int]:
    return list(Subject.objects.filter(asset_id=asset_id).order_by("pk").values_list("pk", flat=True))


def _catalogue(actor: Actor) -> tuple[int, int]:
    """A client asset and a chain of a thousand that come from it; each field goes into the next."""
    fields = [{"name": "id", "type": "integer", "personal_data_category": "identity"}]
    rows = [
        {"system": "crm" if n == 0 else "data-analyse", "name": f"consent-{n}", "personal_data": True,
         "fields": fields, "primary_key": ["id"], "sensitivity": RATED, "ownerships": OWNER}
        for n in range(ASSETS)
    ]  # fmt: skip
    ids = assets_create(actor=actor, documents=[AssetDocument.read(row) for row in rows])
    links = [{"source_field": "id", "target_field": "id"}]
    edges = [{"source": ids[(n - 1) // 2], "target": ids[n], "fields": links} for n in range(1, ASSETS)]
    edges += [{"source": ids[n], "target": ids[-1], "fields": links} for n in range(ASSETS // 2, ASSETS - 1)]
    edges_draw(actor=actor, documents=[EdgeDocument.read(edge) for edge in edges])
    assert Field.objects.filter(asset__in=ids).count() == ASSETS
    return ids[0], ids[-1]


def _bricks(actor: Actor, asset_id: int) -> None:
    for start in range(1, PEOPLE + 1, BATCH):
        rows = [{"id": n} for n in range(start, start + BATCH)]
        sent = submission_send(actor=actor, asset_id=asset_id, bricks=rows)
        submission_decide(actor=actor, submission_id=sent, verdict="accepted")


def _purpose(actor: Actor) -> tuple[int, int]:
    values: dict[str, Any] = {
        "code": "bench", "title_fr": "Mesure", "text_fr": "Mesurer.", "basis": "consent", "retention_days": 30,
        "categories": ["identity"], "dpia": "unneeded",
    }  # fmt: skip
    purpose = purpose_declare(actor=actor, document=PurposeDocument.read(values))
    notice = NoticeDocument(purpose=purpose, text_fr="Voulez-vous ?", told=list(Told.values))
    return purpose, notice_publish(actor=actor, document=notice)


def _answers(actor: Actor, purpose: int, notice: int, subjects: list[int]) -> float:
    """Two of three agree; seconds for all of them."""
    spent = 0.0
    shared: dict[str, Any] = {
        "purpose": purpose,
        "notice": notice,
        "channel": "room",
        "act": "button",
        "refusal_offered": True,
    }
    for start in range(0, len(subjects), BATCH):
        documents = [
            ConsentDocument(**shared, subject=pk, kind="refused" if pk % 3 == 0 else "given")
            for pk in subjects[start : start + BATCH]
        ]
        begin = time.perf_counter()
        consents_record(actor=actor, documents=documents)
        spent += time.perf_counter() - begin
    return spent


def _timed(name: str, function: Callable[[], Any]) -> None:
    begin = time.perf_counter()
    function()
    print(f"{name}: {time.perf_counter() - begin:.1f} s")


def _median(name: str, function: Callable[[], Any], runs: int = 7) -> None:
    spent = []
    for _run in range(runs):
        begin = time.perf_counter()
        function()
        spent.append((time.perf_counter() - begin) * 1000)
    print(f"{name}: median {statistics.median(spent):,.0f} ms, worst {max(spent):,.0f} ms")
