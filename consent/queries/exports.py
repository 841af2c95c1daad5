"""The registers as tables: a head, then rows of plain cells."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.access import require
from common.actor import Actor
from consent import access
from consent.choices import Act, Channel, ConsentKind, Criterion, LegalBasis
from consent.queries.processings import COLUMNS, processings_of, sheets_of
from consent.queries.purposes import purposes_of
from consent.queries.subjects import EVENT_COLUMNS, event_told, events_of

Table = tuple[list[str], Iterator[list[Any]]]


def consents_table(actor: Actor) -> Table:
    """The whole register, earliest first. Persons by number."""
    require(actor, access.can_read(actor) and access.can_read_persons(actor))
    head = [
        _("Number"), _("Person"), _("Purpose"), _("What"), _("When"), _("Until"), _("Channel"), _("Act"), _("Notice"),
        *(str(criterion.label) for criterion in Criterion), _("A parent agreed too"), _("Proof"),
    ]  # fmt: skip
    codes = dict(purposes_of(actor).values_list("pk", "code"))
    rows = events_of(actor).order_by("pk").values(*EVENT_COLUMNS).iterator(2_000)
    return head, (_consent_cells(event_told(row), codes) for row in rows)


def _consent_cells(row: dict[str, Any], codes: dict[int, str]) -> list[Any]:
    return [
        row["id"],
        row["subject_id"],
        codes.get(row["purpose_id"], ""),
        str(ConsentKind(row["kind"]).label),
        row["at"].isoformat(),
        row["expires_at"].isoformat() if row["expires_at"] else "",
        str(Channel(row["channel"]).label),
        str(Act(row["act"]).label),
        row["notice_number"] or "",
        *(yes_no(row["criteria"][criterion]) for criterion in Criterion),
        yes_no(row["by_parent"]),
        row["proof"],
    ]


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def processings_table(actor: Actor) -> Table:
    """The record of processing, by reference."""
    require(actor, access.can_read(actor))
    head = [
        _("Reference"), _("Title"), _("Form"), _("Controller"), _("Joint controller"), _("Representative"), _("DPO"),
        _("Software"), _("Purposes"), _("Legal bases"), _("Categories of persons"), _("Categories of data"),
        _("Sensitive data"), _("Retention in days"), _("Recipients"), _("Transfers outside the EU"),
        _("Security measures"), _("Created"), _("Changed"),
    ]  # fmt: skip
    rows = list(processings_of(actor).order_by("code").values(*COLUMNS))
    return head, (_processing_cells(sheet) for sheet in sheets_of(actor, rows))


def _processing_cells(sheet: dict[str, Any]) -> list[Any]:
    bases = [str(LegalBasis(p["basis"]).label) for p in sheet["purposes"] if p["basis"]]
    return [
        sheet["code"], sheet["title_fr"], sheet["form"], sheet["controller"], sheet["joint_controller"],
        sheet["representative"], sheet["dpo"], ", ".join(sheet["software"]),
        ", ".join(p["title_fr"] for p in sheet["purposes"]), ", ".join(dict.fromkeys(bases)),
        ", ".join(sheet["people"]), ", ".join(sheet["categories"]), yes_no(sheet["sensitive"]),
        sheet["retention_days"] or "", ", ".join(sheet["recipients"]), ", ".join(sheet["transfers"]),
        sheet["security"], sheet["created_at"].isoformat(), sheet["modified_at"].isoformat(),
    ]  # fmt: skip
