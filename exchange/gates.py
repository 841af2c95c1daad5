"""Registry: who must not come (back) in. Above, `consent` bars the keys of persons who were erased.

An app joins in its `AppConfig.ready()`: `gate(function)`; `function(actor, asset_id, keys)` answers the barred ones.
"""

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from common.actor import Actor
from common.errors import Conflict, FieldError

Gate = Callable[[Actor, int, Collection[str]], Collection[str]]
GATES: list[Gate] = []
SHOWN = 100  # refused keys that one answer names


def gate(function: Gate) -> Gate:
    if function not in GATES:
        GATES.append(function)
    return function


def gates_pass(actor: Actor, asset_id: int, keys: Collection[str]) -> None:
    """Raises `Conflict` (`barred`) naming the keys that must not come in."""
    barred = sorted({key for found in GATES for key in found(actor, asset_id, keys)})
    message = _("The person “%(key)s” was erased and must not come back. Leave this brick out.")
    if barred:
        errors = [FieldError("key", "barred", message % {"key": key}) for key in barred[:SHOWN]]
        raise Conflict(code="barred", errors=errors)
