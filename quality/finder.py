"""What quality tells the apps below: which bricks and assets are red now, and which bricks were found wrong."""

from collections.abc import Collection, Mapping
from datetime import datetime

from common.actor import Actor
from quality.choices import IncidentState
from quality.queries.incidents import counts_open, first_reports, incidents_of, incidents_open_by_brick


class QualityFinder:
    """For `exchange.findings`."""

    def found(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, datetime]:
        """When a problem was first reported on exactly these bricks; false alarms found nothing."""
        return first_reports(actor, brick_ids)

    def marks(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, int]:
        """How many incidents are open on each of these bricks."""
        return {pk: len(ids) for pk, ids in incidents_open_by_brick(actor, brick_ids).items()}

    def false_alarms(self, actor: Actor) -> int:
        """How many incidents were rejected."""
        return incidents_of(actor).filter(state=IncidentState.REJECTED).count()


def asset_marks(actor: Actor, asset_ids: Collection[int]) -> Mapping[int, int]:
    """How many incidents are open on each of these assets; for `catalog.marks`."""
    return {pk: count for pk, count in counts_open(actor, asset_ids).items() if count}
