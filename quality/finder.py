"""What quality tells the exchange: which bricks were found wrong, and which are red now (`exchange.findings`)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from common.actor import Actor
from quality.choices import IncidentState
from quality.queries.incidents import first_reports, incidents_of, incidents_open_by_brick


class QualityFinder:
    def found(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, datetime]:
        """When a problem was first reported on exactly these bricks; false alarms found nothing."""
        return first_reports(actor, brick_ids)

    def marks(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, int]:
        """How many incidents are open on each of these bricks."""
        return {pk: len(ids) for pk, ids in incidents_open_by_brick(actor, brick_ids).items()}

    def false_alarms(self, actor: Actor) -> int:
        """How many incidents were rejected."""
        return incidents_of(actor).filter(state=IncidentState.REJECTED).count()
