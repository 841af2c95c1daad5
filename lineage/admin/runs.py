"""Jobs, runs and events in the admin: to look at."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from common.actor import Actor
from common.admin import CommandAdmin
from lineage.choices import Side
from lineage.models import Event, Job, Run, RunDataset
from workshop.admin import site


class Looked(CommandAdmin):
    """What machines write through OpenLineage, and people only look at."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        """None: an event is kept as it came, and what is known of a job or a run are its events."""
        return []


def pretty(value: Any) -> str:
    """JSON as people read it."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))


@admin.register(Job, site=site)
class JobAdmin(Looked):
    list_display = ["name", "namespace", "kind", "updated_at"]
    list_filter = ["kind"]
    search_fields = ["name", "namespace", "description"]
    ordering = ["name", "pk"]
    fields = [
        "namespace", "name", "kind", "description", "location", "parent", "tags", "told_facets", "created_at",
        "updated_at",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).select_related("parent")

    @admin.display(description=gettext_lazy("facets"))
    def told_facets(self, job: Job) -> str:
        return pretty(job.facets)


@admin.register(Run, site=site)
class RunAdmin(Looked):
    list_display = ["run_id", "job", "state", "at", "started_at", "ended_at"]
    list_filter = ["state"]
    search_fields = ["job__name", "run_id"]
    ordering = ["-at", "-pk"]
    fields = [
        "run_id", "job", "state", "started_at", "ended_at", "nominal_start_at", "nominal_end_at", "parent_run_id",
        "error", "inputs", "outputs", "told_facets",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        """Executions; what a job is only designed to do is not one."""
        datasets = RunDataset.objects.select_related("asset").order_by("pk")
        runs = super().get_queryset(request).filter(is_design=False).select_related("job")
        return runs.prefetch_related(Prefetch("datasets", queryset=datasets, to_attr="known_datasets"))

    @admin.display(description=gettext_lazy("what it read"))
    def inputs(self, run: Any) -> str:
        return _names(run, Side.INPUT)

    @admin.display(description=gettext_lazy("what it wrote"))
    def outputs(self, run: Any) -> str:
        return _names(run, Side.OUTPUT)

    @admin.display(description=gettext_lazy("facets"))
    def told_facets(self, run: Run) -> str:
        return pretty(run.facets)


def _names(run: Any, side: Side) -> str:
    return ", ".join(dataset.asset.name for dataset in run.known_datasets if dataset.side == side)


@admin.register(Event, site=site)
class EventAdmin(Looked):
    list_display = ["event_time", "kind", "run", "received_at"]
    list_filter = ["kind"]
    search_fields = ["run__run_id", "run__job__name"]
    ordering = ["-event_time", "-pk"]
    fields = ["kind", "event_time", "received_at", "run", "told_body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("run")

    @admin.display(description=gettext_lazy("body"))
    def told_body(self, event: Event) -> str:
        return pretty(event.body)
