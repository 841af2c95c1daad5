"""Systems and terms: the small nouns that assets refer to."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import access
from catalog.documents import SystemDocument, TermDocument
from catalog.models import Asset, System, Term, TermLink
from catalog.queries.glossary import system_get, term_get
from catalog.search.entries import entries_refresh
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import FieldError, Invalid, Outdated, Referenced

Row = TypeVar("Row", System, Term)
SHOWN = 20  # of what refers to a row that cannot go


@command
def system_create(*, actor: Actor, document: SystemDocument, reason: str = "") -> System:
    """Add a system to the plates."""
    require(actor, access.can_edit_systems(actor))
    _check_code(System, actor, document.code)
    return System.objects.create(workshop_id=actor.workshop_id, **document.model_dump())


@command
def system_update(
    *,
    actor: Actor,
    system_id: int,
    values: dict[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> System:
    """Change what is given of a system (keys of `SystemDocument`)."""
    require(actor, access.can_edit_systems(actor))
    system = _changed(system_get(actor, system_id), actor, SystemDocument, values, expected_version)
    entries_refresh(list(Asset.objects.filter(system=system).values_list("pk", flat=True)))
    return system


@command
def system_delete(
    *, actor: Actor, system_id: int, reason: str = "", expected_version: int | None = None
) -> None:
    """Remove an empty system; raises `Referenced` naming its assets."""
    require(actor, access.can_edit_systems(actor))
    system = system_get(actor, system_id)
    _check_version(system, expected_version)
    names = Asset.objects.filter(system=system).values_list("name", flat=True)[:SHOWN]
    _refuse_referenced("system", names)
    system.delete()


@command
def term_create(*, actor: Actor, document: TermDocument, reason: str = "") -> Term:
    """Add a notion to the glossary."""
    require(actor, access.can_edit_glossary(actor))
    _check_code(Term, actor, document.code)
    return Term.objects.create(workshop_id=actor.workshop_id, **document.model_dump())


@command
def term_update(
    *,
    actor: Actor,
    term_id: int,
    values: dict[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> Term:
    """Change what is given of a term (keys of `TermDocument`)."""
    require(actor, access.can_edit_glossary(actor))
    term = _changed(term_get(actor, term_id), actor, TermDocument, values, expected_version)
    entries_refresh(list(TermLink.objects.filter(term=term).values_list("asset_id", flat=True).distinct()))
    return term


@command
def term_delete(*, actor: Actor, term_id: int, reason: str = "", expected_version: int | None = None) -> None:
    """Remove a term that nothing is linked to; raises `Referenced` naming the assets."""
    require(actor, access.can_edit_glossary(actor))
    term = term_get(actor, term_id)
    _check_version(term, expected_version)
    names = TermLink.objects.filter(term=term).values_list("asset__name", flat=True).distinct()[:SHOWN]
    _refuse_referenced("terms", names)
    term.delete()


def _check_code(model: Any, actor: Actor, code: str, except_id: int | None = None) -> None:
    if model.objects.filter(workshop_id=actor.workshop_id, code=code).exclude(pk=except_id).exists():
        message = _("The code “%(code)s” is already used here. Choose another one.")
        raise Invalid.at("code", "duplicate", message % {"code": code})


def _check_version(row: System | Term, expected_version: int | None) -> None:
    if expected_version is not None and expected_version != row.version:
        raise Outdated()


def _changed(row: Row, actor: Actor, shape: Any, values: dict[str, Any], expected_version: int | None) -> Row:
    _check_version(row, expected_version)
    before = {name: getattr(row, name) for name in shape.model_fields}
    after = shape.read({**before, **values}).model_dump()
    if after == before:
        return row
    _check_code(type(row), actor, after["code"], row.pk)
    for name, value in {**after, "version": row.version + 1, "modified_at": timezone.now()}.items():
        setattr(row, name, value)
    row.save()
    return row


def _refuse_referenced(path: str, names: Any) -> None:
    message = _("The asset “%(name)s” refers to it.")
    errors = [FieldError(path, "referenced", message % {"name": name}) for name in names]
    if errors:
        raise Referenced(errors=errors)
