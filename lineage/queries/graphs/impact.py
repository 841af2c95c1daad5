"""What breaks if an asset changes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from catalog.choices import AXES, Kind
from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from lineage.graph import Ways, walk_ways
from lineage.queries.cones import cone_arrows
from lineage.queries.nodes import nodes_of
from lineage.queries.owners import Owners, owners_of

TELL_MAX = 500  # nodes told one by one
Distances = Mapping[int, int]


class Fact(NamedTuple):
    """What is counted of each asset: its kind, and how sensitive it is (confidentiality first)."""

    kind: str
    weight: tuple[int, int]


def impact_read(actor: Actor, asset_id: int, at: datetime | None = None) -> dict[str, Any]:
    """What breaks if an asset changes.

    `{asset, total, by_distance, by_kind, assets, missing, cut, owners, most_sensitive, indicators}`: `assets` are the
    nearest `TELL_MAX`, with distance and owners; counts, owners and indicators are over all of them. Owners are those
    of now: whom to tell. Raises `NotFound`.
    """
    found = impacts_read(actor, [asset_id], at).get(asset_id)
    if found is None:
        raise NotFound()
    return found


def impacts_read(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """The same for several assets, in as many queries; those that are not there are left out."""
    roots = nodes_of(actor, asset_ids, at)
    ways = Ways.of(cone_arrows(list(roots), upstream=False, at=at))
    distances = {root: dict(walk_ways([root], ways).distances) for root in roots}
    for root, found in distances.items():
        del found[root]
    told = affected_told_each(actor, distances, at)
    return {root: {"asset": roots[root], **told[root]} for root in roots}


def affected_told_each(
    actor: Actor, affected: Mapping[int, Distances], at: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """What is told of affected assets, given by their distances, for each of several groups of them."""
    every = {pk for distances in affected.values() for pk in distances}
    facts = _facts(actor, every, at)
    owners = owners_of(every)
    near = {key: _nearest(distances, facts) for key, distances in affected.items()}
    indicators = {
        key: _nearest(
            distances, {pk: f for pk in distances if (f := facts.get(pk)) and f.kind == Kind.INDICATOR}
        )
        for key, distances in affected.items()
    }
    worst = {key: _most_sensitive(distances, facts) for key, distances in affected.items()}
    named = {pk for part in (near, indicators, worst) for ids in part.values() for pk in ids}
    nodes = nodes_of(actor, named, at)
    return {
        key: {
            **_counted(distances, facts),
            "assets": [
                {**nodes[pk], "distance": distances[pk], "owners": owners.get(pk, [])}
                for pk in near[key]
                if pk in nodes
            ],
            "missing": len(distances) - len(near[key]),
            "cut": len(distances) > len(near[key]),
            "owners": _by_owner(distances, owners),
            "most_sensitive": [nodes[pk] for pk in worst[key] if pk in nodes],
            "indicators": [{**nodes[pk], "distance": distances[pk]} for pk in indicators[key] if pk in nodes],
        }
        for key, distances in affected.items()
    }


def _counted(distances: Distances, facts: Mapping[int, Fact]) -> dict[str, Any]:
    by_distance = Counter(distances.values())
    return {
        "total": len(distances),
        "by_distance": [{"distance": steps, "count": by_distance[steps]} for steps in sorted(by_distance)],
        "by_kind": dict(sorted(Counter(facts[pk].kind for pk in distances if pk in facts).items())),
    }


def _nearest(distances: Distances, among: Collection[int]) -> list[int]:
    ids = [pk for pk in distances if pk in among]
    return sorted(ids, key=lambda pk: (distances[pk], pk))[:TELL_MAX]


def _facts(actor: Actor, ids: Collection[int], at: datetime | None) -> dict[int, Fact]:
    if at is not None:
        nodes = nodes_of(actor, ids, at).values()
        rows: Iterable[Any] = ((n["id"], n["kind"], *n["sensitivity"].values()) for n in nodes)
    else:
        rows = assets_visible(actor).filter(pk__among=ids).order_by().values_list("pk", "kind", *AXES)
    return {pk: _fact(*said) for pk, *said in rows}


@lru_cache(10_000)  # kinds and levels are few, assets many
def _fact(kind: str, *levels: int | None) -> Fact:
    known = [-1 if level is None else level for level in levels]
    return Fact(kind, (known[AXES.index("confidentiality")], sum(known)))


def _most_sensitive(distances: Distances, facts: Mapping[int, Fact]) -> list[int]:
    """The asset with the highest confidentiality, then the highest levels of all, then the nearest."""
    known = [pk for pk in distances if pk in facts]
    if not known:
        return []
    heaviest = max({facts[pk].weight for pk in known})
    return [min((distances[pk], pk) for pk in known if facts[pk].weight == heaviest)[1]]


def _by_owner(ids: Iterable[int], owners: Owners) -> list[dict[str, Any]]:
    """How many of the assets each accountable owner answers for; the empty name counts those without."""
    counts = Counter(name for pk in ids for name in owners.get(pk) or ("",))
    return [{"owner": name, "count": count} for name, count in counts.most_common()]
