"""Two assets that turn out to be one: a symlink or a rename told it after both were seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from catalog.commands.naming import asset_absorb, asset_rename, is_written_on
from catalog.models import Asset
from catalog.observed import AssetKey
from common.actor import Actor
from lineage.assertions import FieldLink
from lineage.choices import OriginKind
from lineage.commands.facets import facets_join
from lineage.commands.ledger import Ledger
from lineage.commands.settling import settle
from lineage.models import Alias, Edge, FieldEdge, Lowering, Origin, Run, RunDataset


def assets_unite(actor: Actor, one: int, two: int, other: AssetKey) -> None:
    """Make one asset of `one` and of `two`, which machines knew as `other`; two that people wrote on stay two.

    The asset that people wrote on stays; it bears the name of `one`.
    """
    kept, gone = (two, one) if _is_peoples(two) else (one, two)
    if _is_peoples(gone):
        return
    name = Asset.objects.values_list("namespace", "name").get(pk=one)
    jobs = _jobs_of(gone)
    _edges_remove(gone)
    fields = asset_absorb(actor, kept, gone)
    facets_join(actor, kept, gone)
    Alias.objects.filter(asset=gone).update(asset=kept)
    for job_id in jobs:
        _runs_rewrite(job_id, kept, gone, fields)
    ledger = Ledger(actor)
    for job_id, since in jobs.items():
        settle(ledger, job_id, OriginKind.OPENLINEAGE, since)
    if kept == two:
        asset_rename(actor, two, other, name)


def _is_peoples(asset_id: int) -> bool:
    """Whether people wrote on it, or drew its edges."""
    edges = Edge.objects.filter(Q(source=asset_id) | Q(target=asset_id))
    drawn = Origin.objects.filter(edge__in=edges, job=None).exists()
    return is_written_on(asset_id) or drawn or Lowering.objects.filter(edge__in=edges).exists()


def _jobs_of(asset_id: int) -> dict[int, datetime]:
    """The jobs that read or wrote an asset, each with the first moment at which a run of it speaks."""
    jobs = set(RunDataset.objects.filter(asset=asset_id).values_list("run__job", flat=True))
    shown = Origin.objects.filter(Q(source_id=asset_id) | Q(target_id=asset_id))
    jobs |= set(shown.exclude(job=None).values_list("job", flat=True))
    return dict(Run.objects.filter(job__in=jobs).values_list("job").annotate(Min("at")))


def _edges_remove(asset_id: int) -> None:
    """Its edges never were: they are drawn anew from what the runs say."""
    edges = Edge.objects.filter(Q(source=asset_id) | Q(target=asset_id))
    FieldEdge.objects.filter(edge__in=edges).delete()
    Origin.objects.filter(edge__in=edges).delete()
    edges.delete()


def _runs_rewrite(job_id: int, kept: int, gone: int, fields: Mapping[int, int]) -> None:
    """What the runs of a job said of the one, they said of the other."""
    for run in Run.objects.filter(job=job_id).only("columns"):
        links = [FieldLink(*row) for row in run.columns]
        if any(gone in link.pair for link in links):
            after = {_rewritten(link, kept, gone, fields) for link in links}
            run.columns = [list(link) for link in sorted(after)]
            run.save(update_fields=["columns"])
    _datasets_rewrite(RunDataset.objects.filter(run__job=job_id, asset=gone), kept)


def _rewritten(link: FieldLink, kept: int, gone: int, fields: Mapping[int, int]) -> FieldLink:
    changes: dict[str, Any] = {}
    for end in ("source", "target"):
        if getattr(link, f"{end}_id") == gone:
            field = getattr(link, f"{end}_field_id")
            changes |= {f"{end}_id": kept, f"{end}_field_id": fields.get(field, field)}
    return link._replace(**changes)


def _datasets_rewrite(rows: Any, kept: int) -> None:
    for row in rows:
        twin = RunDataset.objects.filter(run=row.run_id, side=row.side, asset=kept).first()
        if twin is None:
            row.asset_id = kept
            row.save(update_fields=["asset"])
        else:
            twin.facets, twin.whole = {**row.facets, **twin.facets}, twin.whole or row.whole
            twin.save(update_fields=["facets", "whole"])
            row.delete()
