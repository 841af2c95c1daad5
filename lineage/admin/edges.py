"""Edges in the admin: found by the names of their assets, drawn by choosing two, taken back; with their history."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.actor import Actor
from common.admin import CommandAdmin, CommandForm, Rows, actor_of
from lineage import access
from lineage.choices import Flag, OriginKind
from lineage.commands import edge_remove, edges_draw
from lineage.documents import Drawing
from lineage.models import Edge, Origin
from lineage.queries.edges import edge_history, edges_of, flagged
from lineage.zones import flag_of
from workshop.admin import site

OPEN = Prefetch(
    "origins",
    queryset=Origin.objects.filter(valid_until=None).select_related("job").order_by("valid_from", "pk"),
    to_attr="open_origins",
)


class HeldFilter(admin.SimpleListFilter):
    """Edges that hold; those that have ended on request."""

    title = gettext_lazy("validity")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("ended", _("Ended")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("They hold now")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edge]) -> QuerySet[Edge]:
        if self.value() == "all":
            return queryset
        held = edges_of(actor_of(request)).values("pk")
        return queryset.exclude(pk__in=held) if self.value() == "ended" else queryset.filter(pk__in=held)


class OriginFilter(admin.SimpleListFilter):
    title = gettext_lazy("origin")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return OriginKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edge]) -> QuerySet[Edge]:
        origins = Origin.objects.filter(edge=OuterRef("pk"), kind=self.value() or "")
        return queryset.filter(Exists(origins)) if self.value() else queryset


class FlagFilter(admin.SimpleListFilter):
    title = gettext_lazy("zones")
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Flag.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edge]) -> QuerySet[Edge]:
        return queryset.filter(flagged(self.value() or "")) if self.value() in Flag.values else queryset


class EdgeForm(CommandForm):
    places = {"0.source": "source", "0.target": "target"}


@admin.register(Edge, site=site)
class EdgeAdmin(CommandAdmin):
    form = EdgeForm
    list_display = ["source", "target", "told_origins", "told_since", "told_flag"]
    list_filter = [HeldFilter, OriginFilter, FlagFilter]
    list_per_page = 50
    search_fields = [
        f"{end}__{name}" for end in ("source", "target") for name in ("name", "title_fr", "title_en")
    ]
    search_help_text = gettext_lazy("Names or titles of the assets.")
    ordering = ["-pk"]
    fields = ["source", "target", "reason"]
    autocomplete_fields = ["source", "target"]
    object_history_template = "admin/lineage/edge/history.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edge]:
        """Of which both ends are in the catalogue."""
        edges = super().get_queryset(request).select_related("source__system", "target__system")
        return edges.prefetch_related(OPEN)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        told = ["told_origins", "told_since", "told_flag", "told_fields"]
        return ["source", "target", *told] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.can_draw(actor_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An edge is drawn or taken back, never another one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.can_draw(actor_of(request))

    # Writing

    def write(self, actor: Actor, form: Any, rows: Rows, pk: int | None) -> int:
        values = form.cleaned_data
        drawing = Drawing(values["source"].pk, values["target"].pk)
        (drawn,) = edges_draw(actor=actor, documents=[drawing], reason=values["reason"])
        return drawn

    def remove(self, actor: Actor, pk: int) -> None:
        edge_remove(actor=actor, edge_id=pk)

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return [{**spell, "origin": OriginKind(spell["kind"]).label} for spell in edge_history(actor, pk)]

    # What is shown

    @admin.display(description=gettext_lazy("origins"))
    def told_origins(self, edge: Any) -> str:
        told = (
            f"{origin.get_kind_display()} ({origin.job})" if origin.job else origin.get_kind_display()
            for origin in edge.open_origins
        )
        return ", ".join(told) or _("Ended")

    @admin.display(description=gettext_lazy("since"))
    def told_since(self, edge: Any) -> Any:
        return edge.open_origins[0].valid_from if edge.open_origins else None

    @admin.display(description=gettext_lazy("zones"))
    def told_flag(self, edge: Edge) -> Any:
        flag = flag_of(edge.source.system.zone, edge.target.system.zone)
        return Flag(flag).label if flag else ""

    @admin.display(description=gettext_lazy("fields"))
    def told_fields(self, edge: Edge) -> str:
        """Which fields it carries, as far as anybody said."""
        links = edge.fieldedges.filter(valid_until=None).select_related("source_field", "target_field")
        rows = [(link.source_field.name, link.target_field.name) for link in links.order_by("pk")]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} → {}</li>", rows)) if rows else ""
