"""The edges of a job, made what its runs say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any

from django.db.models import Q

from catalog.models import Asset, Field
from common.prepared import Prepared
from common.rows import RowsByIds
from lineage.assertions import GONE, WHOLE, FieldLink, Pair
from lineage.choices import OriginKind, RunState, Side
from lineage.commands.ledger import Ledger, edges_known
from lineage.models import FieldEdge, Origin, Run
from lineage.timeline import Interval, Statement, replay

PAIR = ("source_id", "target_id")
LINK = (
    "edge__source_id", "source_field_id", "edge__target_id", "target_field_id",
    "dependency", "subtype", "masking", "description",
)  # fmt: skip
ROW = ("id", "valid_from", "valid_until")


def _touching(model: Any) -> Any:
    """Rows of a job that hold at a moment or later, those aside that ended because an asset left."""

    def question(job: int, since: datetime) -> Any:
        held = model.objects.filter(Q(valid_until=None) | Q(valid_until__gte=since), job_id=job)
        return held.filter(Q(closed=None) | Q(closed__assets_left=False))

    return question


_origins = Prepared(_touching(Origin), (*ROW, *PAIR), int, datetime)
_links = Prepared(_touching(FieldEdge), (*ROW, *LINK), int, datetime)
_said = Prepared(
    lambda job, since: (
        Run.objects.filter(job_id=job, at__gte=since)
        .exclude(state__in=(RunState.FAILED.value, RunState.ABORTED.value))
        .order_by("at", "run_id")
    ),
    ("id", "at", "state", "columns", "datasets__asset_id", "datasets__side"),
    int,
    datetime,
)
_living = RowsByIds(Asset.objects.order_by(), "id", ("id",))
_fields = RowsByIds(Field.objects.order_by(), "asset_id", ("id", "asset_id"))


@dataclass(slots=True)
class _Said:
    """What one run said."""

    at: datetime
    state: str
    links: list[FieldLink]
    inputs: list[int] = dataclass_field(default_factory=list)
    outputs: list[int] = dataclass_field(default_factory=list)

    @property
    def assets(self) -> set[int]:
        return {*self.inputs, *self.outputs, *(pk for link in self.links for pk in link.pair)}


def settle(ledger: Ledger, job_id: int, kind: OriginKind, since: datetime) -> None:
    """Make the edges of a job what its runs say, from `since` on; what held before is not touched."""
    runs = _runs(job_id, since)
    origins = [(row[:3], Pair(*row[3:])) for row in _origins(job_id, since)]
    links = [(row[:3], FieldLink(*row[3:])) for row in _links(job_id, since)]
    before_pairs = {key: row[1] for row, key in origins if row[1] < since}
    before_links = {key: row[1] for row, key in links if row[1] < since}
    held = {pk for row, pair in origins if row[2] is None for pk in pair}  # an edge of what is gone has ended
    after = replay(before_pairs, before_links, _statements(runs, held))
    new_pairs = _reconcile(ledger, Origin, origins, after.pairs)
    edges = ledger.open(new_pairs, kind, job_id) if new_pairs else {}
    new_links = _reconcile(ledger, FieldEdge, links, after.links)
    if new_links:
        missing = {interval.key.pair for interval in new_links} - edges.keys()
        ledger.open_links(new_links, {**edges, **edges_known(missing)}, kind, job_id)


# What the runs of the job said


def _runs(job_id: int, since: datetime) -> list[_Said]:
    """In order; failed runs say nothing."""
    runs: dict[int, _Said] = {}
    for pk, at, state, columns, asset_id, side in _said(job_id, since):
        if pk not in runs:
            runs[pk] = _Said(at, state, [FieldLink(*row) for row in columns])
        if asset_id is not None:
            (runs[pk].inputs if side == Side.INPUT else runs[pk].outputs).append(asset_id)
    return list(runs.values())


def _statements(runs: Sequence[_Said], held: Set[int]) -> list[Statement]:
    """Runs without datasets say nothing, and nobody says anything of assets that are gone."""
    named = {pk for run in runs for pk in run.assets}
    living = held | {row["id"] for row in _living(named - held)}
    whole = {link.target_id for run in runs for link in run.links if link.target_field_id == WHOLE}
    fields: dict[int, list[int]] = defaultdict(list)
    for row in _fields(whole & living):
        fields[row["asset_id"]].append(row["id"])
    return [_statement(run, living, fields) for run in runs if run.assets]


def _statement(run: _Said, living: Set[int], fields: Mapping[int, Sequence[int]]) -> Statement:
    said = [link for link in run.links if link.source_id in living and link.target_id in living]
    inputs, outputs = ([pk for pk in side if pk in living] for side in (run.inputs, run.outputs))
    pairs = {
        *(Pair(source, target) for source in inputs for target in outputs),
        *(link.pair for link in said),
    }
    links = frozenset(exact for link in said for exact in _exact(link, fields))
    return Statement(run.at, frozenset(pairs), links, closes=run.state == RunState.COMPLETED)


def _exact(link: FieldLink, fields: Mapping[int, Sequence[int]]) -> Iterable[FieldLink]:
    """A dependency of a whole dataset is one of each of its fields; of a field that is gone only the edge is left."""
    if link.source_field_id == GONE:
        return ()
    if link.target_field_id != WHOLE:
        return (link,)
    return (link._replace(target_field_id=pk) for pk in fields.get(link.target_id, ()))


# What is stored


def _reconcile(
    ledger: Ledger, model: Any, present: Sequence[tuple[Any, Any]], wanted: Sequence[Interval[Any]]
) -> list[Interval[Any]]:
    """Take away, end and reopen rows so that they are as wanted; answers the intervals that are still to be made."""
    ends = {(interval.key, interval.valid_from): interval.valid_until for interval in wanted}
    gone: list[int] = []
    moved: dict[datetime | None, list[int]] = defaultdict(list)
    for (pk, begun, until), key in present:
        if (key, begun) not in ends:
            gone.append(pk)
        elif (end := ends.pop((key, begun))) != until:
            moved[end].append(pk)
    if gone:
        model.objects.filter(pk__in=gone).delete()
    for end in sorted(
        moved, key=lambda end: end is None
    ):  # only one row of an edge and a job is open at a time
        closed = ledger.change_id if end else None
        model.objects.filter(pk__in=moved[end]).update(valid_until=end, closed_id=closed)
    return [Interval(key, begun, until) for (key, begun), until in ends.items()]
