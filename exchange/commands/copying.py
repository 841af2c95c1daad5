"""The SQL of a transfer: copies, updates and removals by sets, so that a hundred thousand bricks take seconds.

Only ids, counts and names of our own tables are written into the SQL; all values are parameters.
"""
# ruff: noqa: S608

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from common.history import casts, rows_record_where, table_of
from exchange.models import Brick, BrickOrigin, Rejection

BRICK, ORIGIN, REJECTION = (table_of(model)[0] for model in (Brick, BrickOrigin, Rejection))


@dataclass(frozen=True, slots=True)
class Copying:
    """The bricks of one asset into another, within one transfer. `dropped` are fields that the target does not take.

    With `rejected` the bricks that the transfer rejected are copied (into quarantine), else those that it did not.
    """

    workshop_id: int
    transfer_id: int
    source_id: int
    target_id: int
    at: datetime
    dropped: Sequence[str] = ()
    rejected: bool = False

    def run(self) -> tuple[int, int]:
        """Copy what is new and update what changed; answers how many of each."""
        base = _ids_reserve()
        copied = self._origins_add(base)
        if copied:
            self._bricks_add(base)
        updated = self._bricks_update()
        if copied:
            rows_record_where(Brick, self._touched(f"> {base}"), [self.transfer_id, self.target_id], "+")
        if updated:
            rows_record_where(Brick, self._touched(f"<= {base}"), [self.transfer_id, self.target_id], "~")
        return copied, updated

    @property
    def _taken(self) -> str:
        """Which bricks `s` of the source; takes the source's id, and the transfer's."""
        exists = "EXISTS" if self.rejected else "NOT EXISTS"
        return (
            f"s.asset_id = %s AND s.state = 'accepted' AND {exists} "
            f"(SELECT 1 FROM {REJECTION} r WHERE r.transfer_id = %s AND r.brick_id = s.id)"
        )

    def _origins_add(self, base: int) -> int:
        """Say of each new copy, by the id it will have, what it is made from; answers how many there are."""
        return _execute(
            f"INSERT INTO {ORIGIN} (workshop_id, brick_id, asset_id, origin_id, origin_version, transfer_id) "
            f"SELECT {self.workshop_id}, {_new_id(base)}, {self.target_id}, s.id, s.version, {self.transfer_id} "
            f"FROM {BRICK} s WHERE {self._taken} AND NOT EXISTS (SELECT 1 FROM {ORIGIN} o "
            f"WHERE o.origin_id = s.id AND o.asset_id = %s AND o.transfer_id IS NOT NULL) ORDER BY s.id",
            [self.source_id, self.transfer_id, self.target_id],
        )

    def _bricks_add(self, base: int) -> None:
        moment = casts(Brick, ["created_at", "modified_at"])
        _execute(
            f'INSERT INTO {BRICK} (id, workshop_id, asset_id, key, "values", state, producer_id, version, '
            f"created_at, modified_at) "
            f"SELECT o.brick_id, {self.workshop_id}, {self.target_id}, s.key, {self._values}, 'accepted', "
            f"s.producer_id, 1, {moment} "
            f"FROM {ORIGIN} o JOIN {BRICK} s ON s.id = o.origin_id "
            f"WHERE o.transfer_id = %s AND o.asset_id = %s ORDER BY o.brick_id",
            [*self._dropped, self.at, self.at, self.transfer_id, self.target_id],
        )

    def _bricks_update(self) -> int:
        """Copies whose origin changed take its values, and become copies of this transfer."""
        changed = (
            f"FROM {ORIGIN} o JOIN {BRICK} s ON s.id = o.origin_id "
            f"WHERE {self._taken} AND o.asset_id = %s AND o.transfer_id IS NOT NULL AND o.origin_version < s.version"
        )
        where = [self.source_id, self.transfer_id, self.target_id]
        (moment,) = (casts(Brick, ["modified_at"]),)
        updated = _execute(
            f'UPDATE {BRICK} AS b SET key = f.key, "values" = f.vals, producer_id = f.producer_id, '
            f"version = b.version + 1, modified_at = {moment} "
            f"FROM (SELECT o.brick_id, s.key, {self._values} AS vals, s.producer_id {changed}) AS f "
            f"WHERE b.id = f.brick_id",
            [self.at, *self._dropped, *where],
        )
        if updated:
            _execute(
                f"UPDATE {ORIGIN} AS mine SET origin_version = f.version, transfer_id = {self.transfer_id} "
                f"FROM (SELECT o.id, s.version {changed}) AS f WHERE mine.id = f.id",
                where,
            )
        return updated

    @property
    def _values(self) -> str:
        """The values of `s` without what the target does not take; takes one parameter for each of `_dropped`."""
        if not self.dropped:
            return 's."values"'
        if connection.vendor == "postgresql":
            return 's."values" - %s::text[]'
        return f'json_remove(s."values", {", ".join(["%s"] * len(self.dropped))})'

    @property
    def _dropped(self) -> list[Any]:
        if not self.dropped:
            return []
        if connection.vendor == "postgresql":
            return [list(self.dropped)]
        return [f'$."{name}"' for name in self.dropped]

    @staticmethod
    def _touched(ids: str) -> str:
        """The copies that this transfer made or changed; takes its id and the target's."""
        of_transfer = f"SELECT o.brick_id FROM {ORIGIN} o WHERE o.transfer_id = %s AND o.asset_id = %s"
        return f"id IN ({of_transfer}) AND id {ids}"


def copies_orphaned(target_id: int) -> list[int]:
    """The copies in an asset none of whose origins is there any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT b.id FROM {BRICK} b JOIN {ORIGIN} o ON o.brick_id = b.id "
            f"LEFT JOIN {BRICK} s ON s.id = o.origin_id WHERE b.asset_id = %s "
            f"GROUP BY b.id HAVING count(s.id) = 0",
            [target_id],
        )
        return [pk for (pk,) in cursor.fetchall()]


def copies_released(source_id: int, target_id: int, quarantine_id: int) -> list[int]:
    """The bricks in quarantine whose origin has entered the target as it now is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT q.brick_id FROM {ORIGIN} q JOIN {BRICK} s ON s.id = q.origin_id "
            f"JOIN {ORIGIN} o ON o.origin_id = s.id AND o.asset_id = %s AND o.origin_version = s.version "
            f"WHERE q.asset_id = %s AND s.asset_id = %s AND o.transfer_id IS NOT NULL",
            [target_id, quarantine_id, source_id],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _execute(sql: str, parameters: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def _ids_reserve() -> int:
    """The highest id of a brick that was ever given: those of new copies are above it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT greatest((SELECT coalesce(max(id), 0) FROM {BRICK}), nextval({_sequence()}))"
            )
        else:
            cursor.execute(
                "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [Brick._meta.db_table]
            )
        (base,) = cursor.fetchone()
    return int(base)


def _sequence() -> str:
    return f"pg_get_serial_sequence('{Brick._meta.db_table}', 'id')"


def _new_id(base: int) -> str:
    if connection.vendor == "postgresql":
        return f"nextval({_sequence()})"
    return f"{base} + row_number() OVER (ORDER BY s.id)"
