"""Publishing the data contract of an asset; earlier versions stay."""

from typing import Any

from django.utils.translation import gettext as _

from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, FieldError, Invalid
from exchange.commands.locks import assets_lock
from quality import access
from quality.contracts import breaks, version_after
from quality.documents import TermsDocument
from quality.models import Contract
from quality.queries.contracts import contract_current, documents_now


@command
def contract_publish(
    *,
    actor: Actor,
    asset_id: int,
    terms: TermsDocument,
    reason: str = "",
    accept_breaks: bool = False,
) -> int:
    """Publish what consumers of an asset may rely on: its fields, keys, active rules, people and terms; answers its id.

    A version that breaks the one before is a new major, and has to be accepted knowingly. Raises `NotFound`,
    `Forbidden`, `Conflict` when nothing changed or a break is not accepted, `Invalid` for an asset without fields.
    """
    require(actor, access.can_read(actor))
    asset = asset_get(actor, asset_id, ("fields",))
    require(actor, access.can_publish(actor, standings([asset_id])[asset_id]))
    if not asset["fields"]:
        raise Invalid.at("fields", "missing", _("Document its fields first: a contract is about them."))
    assets_lock(actor, asset_id)
    before = contract_current(actor, asset_id)
    document = documents_now(actor, {asset_id: terms.model_dump()})[asset_id]
    if before is None:
        return _add(actor, asset_id, (1, 0), document, [], reason)
    if before["document"] == document:
        raise Conflict(_("Nothing changed since the version that holds."), code="unchanged")
    broken = breaks(before["document"], document)
    if broken and not accept_breaks:
        message = _("This breaks what consumers rely on. Undo it, or publish a new major version knowingly.")
        errors = [FieldError(one.path, one.code, one.message) for one in broken]
        raise Conflict(message, code="breaking", errors=errors)
    number = version_after(before["major"], before["minor"], bool(broken))
    return _add(actor, asset_id, number, document, [one.as_dict() for one in broken], reason)


def _add(
    actor: Actor,
    asset_id: int,
    number: tuple[int, int],
    document: dict[str, Any],
    broken: list[dict[str, str]],
    reason: str,
) -> int:
    change = current_change()
    assert change is not None, "only inside a command"
    return Contract.objects.create(
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        major=number[0],
        minor=number[1],
        document=document,
        breaks=broken,
        published_by_id=actor.participant_id,
        published_at=change.at,
        reason=reason,
        door=change.door.value,
        request_id=change.request_id,
    ).pk
