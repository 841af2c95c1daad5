"""From failing bricks to incidents: one for each rule and producer, and never a second one for the same failure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.choices import Responsibility
from catalog.models import Ownership
from common.actor import Actor
from exchange.queries.bricks import bricks_of
from exchange.queries.origins import sources_of
from quality.choices import IncidentEventKind, IncidentOrigin, IncidentState, ResultOutcome
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
    failed = [judgement for judgement in judgements if judgement.outcome == ResultOutcome.FAILED]
    known = known_of(actor, [judgement.rule.id for judgement in failed])
    looked_at = {pk for judgement in failed for pk in judgement.failing[:LOOKED_AT]}
    bricks = {brick.brick_id: brick for brick in failing_bricks(actor, looked_at)}
    opened: list[int] = []
    for judgement in failed:
        found = [bricks[pk] for pk in judgement.failing[:LOOKED_AT] if pk in bricks]
        opened += _report(actor, asset_id, judgement, check_id, known[judgement.rule.id], found)
    passed = [j.rule.id for j in judgements if j.outcome == ResultOutcome.PASSED]
    _note_passes(actor, asset_id, passed, check_id)
    return opened


def _report(
    actor: Actor,
    asset_id: int,
    judgement: Judgement,
    check_id: int,
    known: Sequence["Known"],
    found: Sequence[Failing],
) -> list[int]:
    if not judgement.failing:
        is_known = any(one.covers_whole(judgement.rule.version) for one in known)
        return [] if is_known else [_open(actor, asset_id, judgement, check_id, producer_of(asset_id), ())]
    opened = []
    for producer_id, bricks in _by_producer(found).items():
        fresh = [brick for brick in bricks if not any(one.covers(brick) for one in known)]
        if not fresh:
            continue
        joined = next((one for one in known if one.takes(producer_id)), None)
        if joined is None:
            opened.append(_open(actor, asset_id, judgement, check_id, producer_id, fresh))
        else:
            bricks_add(joined.id, [brick.row for brick in fresh])
            facts = {"check": check_id, "count": len(fresh), "asset": asset_id}
            event_add(actor, joined.id, IncidentEventKind.FOUND, facts=facts)
    return opened


def _by_producer(bricks: Iterable[Failing]) -> dict[int | None, list[Failing]]:
    found: dict[int | None, list[Failing]] = defaultdict(list)
    for brick in bricks:
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
        found |= {pk: (version, who) for pk, version, who in rows.values_list("pk", "version", "producer_id")}
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


def known_of(actor: Actor, rule_ids: Collection[int]) -> dict[int, list[Known]]:
    """The incidents of each of these rules that are not closed, latest first."""
    rows = incidents_of(actor).filter(rule__in=rule_ids).exclude(state=IncidentState.CLOSED)
    found = (
        list(rows.order_by("-id").values_list("pk", "rule_id", "state", "producer_id")) if rule_ids else []
    )
    ids = [pk for pk, *_rest in found]
    versions: dict[int, dict[int, int]] = defaultdict(dict)
    bricks = IncidentBrick.objects.filter(incident__in=ids)
    for pk, source_id, version in bricks.values_list("incident_id", "source_id", "source_version"):
        versions[pk][source_id] = version
    reports = IncidentEvent.objects.filter(incident__in=ids, kind=IncidentEventKind.REPORT)
    facts = dict(reports.values_list("incident_id", "facts"))
    known: dict[int, list[Known]] = {pk: [] for pk in rule_ids}
    for pk, rule_id, state, producer_id in found:
        known[rule_id].append(Known(pk, state, producer_id, facts[pk].get("rule_version"), versions[pk]))
    return known


def excused(actor: Actor, judgements: Sequence[Judgement]) -> dict[int, frozenset[int]]:
    """By rule, the failing bricks that somebody has waived or judged to be a false alarm.

    A rule about the whole that is excused has no bricks; it is told by the id 0.
    """
    known = known_of(actor, [judgement.rule.id for judgement in judgements])
    return {
        judgement.rule.id: _excused(actor, judgement, [o for o in known[judgement.rule.id] if o.is_excused])
        for judgement in judgements
    }


def _excused(actor: Actor, judgement: Judgement, allowances: Sequence[Known]) -> frozenset[int]:
    if not judgement.failing:
        return frozenset({0} if any(one.covers_whole(judgement.rule.version) for one in allowances) else ())
    if not any(one.versions for one in allowances):
        return frozenset()
    bricks = failing_bricks(actor, judgement.failing)
    return frozenset(brick.brick_id for brick in bricks if any(one.covers(brick) for one in allowances))


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


def _note_passes(actor: Actor, asset_id: int, rule_ids: Collection[int], check_id: int) -> None:
    """Say once, on incidents of these rules that are still open here, that their rule passes again."""
    rows = incidents_of(actor).filter(rule__in=rule_ids, asset=asset_id)
    ids = list(rows.filter(state__in=[*JOINED, IncidentState.CORRECTED]).values_list("pk", flat=True))
    events = IncidentEvent.objects.filter(incident__in=ids).order_by("id")
    latest = dict(events.values_list("incident_id", "kind"))  # of each, the last one stays
    for pk in ids:
        if latest[pk] != IncidentEventKind.PASSED:
            event_add(actor, pk, IncidentEventKind.PASSED, facts={"check": check_id})


def incident_open_keyed(actor: Actor, key: str) -> Incident | None:
    """The latest incident with this key about which something is still to be done."""
    rows = incidents_of(actor).filter(key=key[:300])
    incident: Incident | None = rows.filter(state__in=JOINED).order_by("-id").first()
    return incident
