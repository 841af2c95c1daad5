"""From failing bricks to incidents: one for each rule and producer, and never a second one for the same failure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.choices import Responsibility
from catalog.models import Ownership
from common.actor import Actor
from exchange.queries.bricks import bricks_of
from exchange.queries.origins import sources_of
from quality.choices import EventKind, IncidentOrigin, IncidentState, Outcome
from quality.commands.timeline import bricks_add, event_add, findings_lock, incident_open
from quality.measuring import Judgement
from quality.models import Incident, IncidentBrick, IncidentEvent
from quality.queries.incidents import incidents_of

LOOKED_AT = 2_000  # failing bricks of one rule; of more, the counts say enough
CHUNK = 400
# While an incident is in one of these, more bricks with the same failure join it.
JOINED = frozenset(
    {IncidentState.REPORTED, IncidentState.QUALIFIED, IncidentState.ASSIGNED, IncidentState.REOPENED}
)


@dataclass(frozen=True, slots=True)
class Failing:
    """A failing brick, and where it comes from."""

    brick_id: int
    source_id: int
    source_version: int
    producer_id: int | None

    @property
    def row(self) -> dict[str, int]:
        return {
            "brick_id": self.brick_id,
            "source_id": self.source_id,
            "source_version": self.source_version,
        }


def findings_take_in(
    actor: Actor, asset_id: int, judgements: Sequence[Judgement], check_id: int
) -> list[int]:
    """Open incidents for what fails and is not known yet; answers their ids. Inside commands only."""
    findings_lock(actor, {asset_id, *(judgement.rule.asset_id for judgement in judgements)})
    opened: list[int] = []
    for judgement in judgements:
        if judgement.outcome == Outcome.PASSED:
            _note_pass(actor, asset_id, judgement, check_id)
        elif judgement.outcome == Outcome.FAILED:
            opened += _report(actor, asset_id, judgement, check_id)
    return opened


def _report(actor: Actor, asset_id: int, judgement: Judgement, check_id: int) -> list[int]:
    known = _known(actor, judgement.rule.id)
    if not judgement.failing:
        producer_id = producer_of(asset_id)
        is_known = any(one.covers_whole(judgement.rule.version) for one in known)
        return [] if is_known else [_open(actor, asset_id, judgement, check_id, producer_id, ())]
    opened = []
    for producer_id, bricks in _by_producer(actor, judgement.failing).items():
        fresh = [brick for brick in bricks if not any(one.covers(brick) for one in known)]
        if not fresh:
            continue
        joined = next((one for one in known if one.takes(producer_id)), None)
        if joined is None:
            opened.append(_open(actor, asset_id, judgement, check_id, producer_id, fresh))
        else:
            bricks_add(joined.id, [brick.row for brick in fresh])
            facts = {"check": check_id, "count": len(fresh), "asset": asset_id}
            event_add(actor, joined.id, EventKind.FOUND, facts=facts)
    return opened


def _by_producer(actor: Actor, failing: Sequence[int]) -> dict[int | None, list[Failing]]:
    found: dict[int | None, list[Failing]] = defaultdict(list)
    for brick in failing_bricks(actor, failing[:LOOKED_AT]):
        found[brick.producer_id].append(brick)
    return found


def failing_bricks(actor: Actor, brick_ids: Collection[int]) -> list[Failing]:
    """These bricks with their beginnings; in the order of ids."""
    sources = sources_of(actor, brick_ids)
    rows = _rows(actor, {*brick_ids, *sources.values()})
    return [
        Failing(pk, sources[pk], rows[sources[pk]][0], rows[pk][1])
        for pk in sorted(brick_ids)
        if pk in rows and sources[pk] in rows
    ]


def _rows(actor: Actor, ids: Iterable[int]) -> dict[int, tuple[int, int | None]]:
    """The version and the producer of bricks."""
    ordered = sorted(set(ids))
    found: dict[int, tuple[int, int | None]] = {}
    for start in range(0, len(ordered), CHUNK):
        rows = bricks_of(actor).filter(pk__in=ordered[start : start + CHUNK])
        found |= {
            pk: (version, producer)
            for pk, version, producer in rows.values_list("pk", "version", "producer_id")
        }
    return found


def producer_of(asset_id: int) -> int | None:
    """Who produces an asset, where its documentation names one person."""
    rows = Ownership.objects.filter(asset=asset_id, responsibility=Responsibility.PRODUCER)
    people = list(rows.values_list("participant_id", flat=True)[:2])
    return people[0] if len(people) == 1 else None


@dataclass(frozen=True, slots=True)
class Known:
    """An incident of a rule, as far as it says that a failure is no news."""

    id: int
    state: str
    producer_id: int | None
    rule_version: int | None
    versions: Mapping[int, int]  # of its bricks at the source, when they were found

    def covers(self, brick: Failing) -> bool:
        """Known while it is open or waived; a false alarm as long as nobody has changed the brick since.

        What was verified and fails again is news.
        """
        if brick.source_id not in self.versions or self.state == IncidentState.VERIFIED:
            return False
        return self.state != IncidentState.REJECTED or self.versions[brick.source_id] == brick.source_version

    def covers_whole(self, rule_version: int) -> bool:
        if self.versions or self.state == IncidentState.VERIFIED:
            return False
        return self.state != IncidentState.REJECTED or self.rule_version == rule_version

    def takes(self, producer_id: int | None) -> bool:
        return self.state in JOINED and self.producer_id == producer_id

    @property
    def is_excused(self) -> bool:
        return self.state in (IncidentState.WAIVED, IncidentState.REJECTED)


def _known(actor: Actor, rule_id: int) -> list[Known]:
    """The incidents of a rule that are not closed, latest first."""
    rows = incidents_of(actor).filter(rule=rule_id).exclude(state=IncidentState.CLOSED)
    found = list(rows.order_by("-id").values_list("pk", "state", "producer_id"))
    versions: dict[int, dict[int, int]] = defaultdict(dict)
    ids = [pk for pk, *_rest in found]
    bricks = IncidentBrick.objects.filter(incident__in=ids)
    for pk, source_id, version in bricks.values_list("incident_id", "source_id", "source_version"):
        versions[pk][source_id] = version
    reports = IncidentEvent.objects.filter(incident__in=ids, kind=EventKind.REPORT)
    facts = dict(reports.values_list("incident_id", "facts"))
    return [
        Known(pk, state, producer_id, facts[pk].get("rule_version"), versions[pk])
        for pk, state, producer_id in found
    ]


def excused(actor: Actor, judgement: Judgement) -> set[int]:
    """The failing bricks that somebody has waived, or judged to be a false alarm."""
    allowances = [one for one in _known(actor, judgement.rule.id) if one.is_excused and one.versions]
    if not allowances:
        return set()
    bricks = failing_bricks(actor, judgement.failing)
    return {brick.brick_id for brick in bricks if any(one.covers(brick) for one in allowances)}


def is_excused_whole(actor: Actor, judgement: Judgement) -> bool:
    """The same for a rule about the whole."""
    known = _known(actor, judgement.rule.id)
    return any(one.is_excused and one.covers_whole(judgement.rule.version) for one in known)


def _open(
    actor: Actor,
    asset_id: int,
    judgement: Judgement,
    check_id: int,
    producer_id: int | None,
    bricks: Sequence[Failing],
) -> int:
    rule = judgement.rule
    facts = {
        "check": check_id,
        "count": len(bricks),
        "found": judgement.found,
        "rule_version": rule.version,
        "said": {"said_fr": rule.said_fr, "said_en": rule.said_en},
    }
    return incident_open(
        actor,
        asset_id=asset_id,
        key=f"rule:{rule.id}:{producer_id or 0}",
        origin=IncidentOrigin.RULE,
        rule_id=rule.id,
        field=rule.parameters.fields[0] if len(rule.parameters.fields) == 1 else "",
        producer_id=producer_id,
        check_run_id=check_id,
        report={"severity": rule.severity, "dimension": rule.dimension, "facts": facts},
        bricks=[brick.row for brick in bricks],
    )


def _note_pass(actor: Actor, asset_id: int, judgement: Judgement, check_id: int) -> None:
    """Say once, on incidents of the rule that are still open here, that it passes again."""
    rows = incidents_of(actor).filter(rule=judgement.rule.id, asset=asset_id)
    rows = rows.filter(state__in=[*JOINED, IncidentState.CORRECTED])
    for pk in rows.values_list("pk", flat=True):
        latest = (
            IncidentEvent.objects.filter(incident=pk).order_by("-id").values_list("kind", flat=True).first()
        )
        if latest != EventKind.PASSED:
            event_add(actor, pk, EventKind.PASSED, facts={"check": check_id})


def incident_open_keyed(actor: Actor, key: str) -> Incident | None:
    """The latest incident with this key about which something is still to be done."""
    rows = incidents_of(actor).filter(key=key[:300])
    incident: Incident | None = rows.filter(state__in=JOINED).order_by("-id").first()
    return incident
