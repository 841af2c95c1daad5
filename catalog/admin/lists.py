"""How assets are found and shown in the admin's list."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog import search
from catalog.choices import AXES, AXIS_LETTERS, Responsibility, Zone
from catalog.models import Asset, Ownership
from catalog.queries.assets import assets_visible
from catalog.queries.glossary import systems_of
from catalog.templatetags.bricks import brick, dicp_text
from common.actor import Actor
from common.admin import CommandAdmin, actor_of

ACCOUNTABLE = Prefetch(
    "ownerships",
    queryset=Ownership.objects.filter(responsibility=Responsibility.ACCOUNTABLE).select_related(
        "participant"
    ),
    to_attr="accountable",
)


class SystemFilter(admin.SimpleListFilter):
    """The systems of this workshop: Django's own filter would list those of all."""

    title = _("system")
    parameter_name = "system"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(str(system.pk), str(system)) for system in systems_of(actor_of(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        chosen = self.value() or ""
        return queryset.filter(system=int(chosen)) if chosen.isdecimal() else queryset


class ZoneFilter(admin.SimpleListFilter):
    title = _("zone")
    parameter_name = "zone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Zone.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        systems = systems_of(actor_of(request)).filter(zone=self.value() or "")
        return queryset.filter(system__in=list(systems)) if self.value() else queryset


class ToCompleteFilter(admin.SimpleListFilter):
    title = _("to complete")
    parameter_name = "to_complete"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(search_entry__to_complete=wanted)


class AssetList(CommandAdmin):
    """The columns, filters and search of the list."""

    list_display = [
        "brick", "name_and_title", "system", "status", "completeness", "dicp", "owner", "modified_at",
    ]  # fmt: skip
    list_display_links = ["name_and_title"]
    list_filter = ["kind", ZoneFilter, SystemFilter, "status", ToCompleteFilter, "personal_data"]
    list_select_related = ["system", "search_entry"]
    list_per_page = 50
    list_max_show_all = 200
    search_fields = ["name"]  # makes Django show the search box; `get_search_results` does the finding
    search_help_text = _("Accents, capitals and small slips do not matter.")
    ordering = ["name", "id"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Asset], search_term: str
    ) -> tuple[QuerySet[Asset], bool]:
        """As everywhere: exact names before all, unless a column was clicked."""
        if not search_term.strip():
            return queryset, False
        wanted = search.search_for(actor_of(request).workshop_id, search_term)
        found = search.matching(queryset, wanted)
        if "o" not in request.GET:
            found = search.nearest_first(found, wanted)
        return found, False

    @staticmethod
    def with_owner(actor: Actor) -> QuerySet[Asset]:
        return assets_visible(actor).prefetch_related(ACCOUNTABLE)

    @admin.display(description=_("brick"))
    def brick(self, asset: Asset) -> str:
        return render_to_string("catalog/_brick.html", brick(asset.colour, asset.shape, size=32))

    @admin.display(description=_("name"), ordering="name")
    def name_and_title(self, asset: Asset) -> str:
        title = str(asset)
        return format_html("{} <small>{}</small>", asset.name, title) if title != asset.name else title

    @admin.display(description=_("completeness"), ordering="search_entry__completeness")
    def completeness(self, asset: Asset) -> str:
        done = asset.search_entry.completeness
        return format_html('<meter min="0" max="100" value="{0}">{0}</meter> {0} %', done)

    @admin.display(description="DICP")
    def dicp(self, asset: Asset) -> str:
        levels = {axis: getattr(asset, axis) for axis in AXES}
        short = " ".join(
            f"{AXIS_LETTERS[axis]}{'?' if level is None else level}" for axis, level in levels.items()
        )
        return format_html('<abbr title="{}">{}</abbr>', dicp_text(levels), short)

    @admin.display(description=_("owner"))
    def owner(self, asset: Any) -> str:
        return ", ".join(ownership.participant.nickname for ownership in asset.accountable)
