"""Where persons stand towards a purpose at a moment, for one and for a hundred thousand: one statement either way.

What it says is `consent.states.standing_of`, in SQL; a test compares them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, Q
from django.db.models.expressions import RawSQL

from common.actor import Actor
from common.rows import ids_parameter, ids_selected
from consent.choices import AGREEING, LegalBasis, Outcome, Right, Standing
from consent.models import ConsentEvent, Objection, Purpose, RightsRequest, Subject

# All columns are in two indexes, so that no table is read.
# Only what was both said and recorded by then counts, so that an answer about the past never changes.
LATEST = """
    latest AS (
        SELECT e.subject_id, e.kind, e.expires_at, e.by_parent, e.sound FROM {events} e
        WHERE e.purpose_id = %s AND e.at <= %s AND e.recorded_at <= %s AND NOT EXISTS (
            SELECT 1 FROM {events} later
            WHERE later.purpose_id = e.purpose_id AND later.subject_id = e.subject_id
              AND later.at <= %s AND later.recorded_at <= %s AND (later.at, later.id) > (e.at, e.id)
        )
    )"""
OBJECTED = """
    objected AS (
        SELECT DISTINCT subject_id FROM {objections}
        WHERE workshop_id = %s AND (purpose_id = %s OR ({marketing} AND purpose_id IS NULL))
          AND at <= %s AND (until IS NULL OR until > %s)
    )"""
RESTRICTED = """
    restricted AS (
        SELECT DISTINCT subject_id FROM {requests}
        WHERE workshop_id = %s AND "right" = %s AND outcome IN (%s, %s) AND answered_at <= %s
          AND (ended_at IS NULL OR ended_at > %s) AND (purpose_id IS NULL OR purpose_id = %s)
    )"""
AGREED = f"""
        WHEN l.kind IS NULL THEN '{Standing.NO_ANSWER}'
        WHEN l.kind NOT IN ({", ".join(f"'{kind}'" for kind in sorted(AGREEING))}) THEN l.kind
        WHEN l.expires_at <= %s THEN '{Standing.EXPIRED}'
        WHEN s.of_age_on > %s AND NOT l.by_parent THEN '{Standing.NEEDS_PARENT}'
        WHEN NOT l.sound THEN '{Standing.UNPROVEN}'"""
FIRST = f"""
        WHEN s.erased_at <= %s THEN '{Standing.ERASED}'
        WHEN o.subject_id IS NOT NULL THEN '{Standing.OBJECTED}'
        WHEN r.subject_id IS NOT NULL THEN '{Standing.RESTRICTED}'"""


def _standings_sql(purpose: Purpose, asset_ids: Collection[int], at: datetime) -> tuple[str, list[Any]]:
    """SQL that answers `id, asset_id, key, standing` of every person of these assets."""
    moment = connection.ops.adapt_datetimefield_value(at)
    tables = {
        "events": _table(ConsentEvent),
        "objections": _table(Objection),
        "requests": _table(RightsRequest),
        "marketing": "1 = 1" if purpose.direct_marketing else "1 = 0",
    }
    by_consent = purpose.basis == LegalBasis.CONSENT
    parts = [OBJECTED, RESTRICTED, *([LATEST] if by_consent else [])]
    kinds = [Outcome.GRANTED.value, Outcome.PARTLY.value]
    workshop = purpose.workshop_id
    parameters: list[Any] = [
        *(workshop, purpose.pk, moment, moment),
        *(workshop, Right.RESTRICTION.value, *kinds, moment, moment, purpose.pk),
        *((purpose.pk, *[moment] * 4) if by_consent else ()),
        moment,
        *((moment, connection.ops.adapt_datefield_value(at.date())) if by_consent else ()),
    ]
    sql = f"""
        WITH {", ".join(parts).format(**tables)}
        SELECT s.id, s.asset_id, s.key, CASE {FIRST}{AGREED if by_consent else ""}
               ELSE '{Standing.COVERED}' END AS standing
        FROM {_table(Subject)} s
        LEFT JOIN objected o ON o.subject_id = s.id
        LEFT JOIN restricted r ON r.subject_id = s.id
        {"LEFT JOIN latest l ON l.subject_id = s.id" if by_consent else ""}
        WHERE s.asset_id IN ({ids_selected(connection.vendor)}) AND s.created_at <= %s
    """  # noqa: S608 - names of our own tables and columns, and constants
    return sql, [*parameters, ids_parameter(connection.vendor, asset_ids), moment]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def people_counted(purpose: Purpose, asset_ids: Collection[int], at: datetime) -> dict[str, int]:
    """How many persons of these assets stand where."""
    sql, parameters = _standings_sql(purpose, asset_ids, at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT standing, count(*) FROM ({sql}) found GROUP BY standing", parameters)  # noqa: S608
        return dict(sorted(cursor.fetchall()))


def standings_of(
    actor: Actor, purpose: Purpose, at: datetime, subject_ids: Collection[int] | None = None
) -> dict[int, str]:
    """The standing of persons of the workshop, by their ids."""
    subjects = Subject.objects.filter(workshop_id=actor.workshop_id)
    if subject_ids is not None:
        subjects = subjects.filter(pk__in=subject_ids)
    assets = list(subjects.order_by().values_list("asset_id", flat=True).distinct())
    sql, parameters = _standings_sql(purpose, assets, at)
    wanted = f"WHERE id IN ({ids_selected(connection.vendor)})" if subject_ids is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, standing FROM ({sql}) found {wanted}",  # noqa: S608
            [
                *parameters,
                *([ids_parameter(connection.vendor, subject_ids)] if subject_ids is not None else []),
            ],
        )
        return dict(cursor.fetchall())


def covered_keys(purpose: Purpose, asset_id: int, at: datetime) -> RawSQL:
    """A query of the keys of those persons of an asset who are covered, to filter bricks with."""
    sql, parameters = _standings_sql(purpose, [asset_id], at)
    return RawSQL(  # noqa: S611 - parameters stay parameters
        f"SELECT key FROM ({sql}) found WHERE standing = %s",  # noqa: S608
        [*parameters, Standing.COVERED.value],
    )


def objections_to(purpose: Purpose) -> Q:
    """Those that count for a purpose."""
    marketing = Q(purpose=None) if purpose.direct_marketing else Q()
    return Q(purpose=purpose) | marketing if marketing else Q(purpose=purpose)
