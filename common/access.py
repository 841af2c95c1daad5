"""Small helpers with which each app says who may do what."""

from django.utils.translation import gettext as _

from common.actor import Actor
from common.errors import Forbidden, Unauthenticated


def require(actor: Actor, allowed: bool, message: str = "") -> None:
    """Raise `Unauthenticated` or `Forbidden` unless `allowed`."""
    if not actor.workshop_id:
        raise Unauthenticated(_("Join a workshop or log in first."))
    if not allowed:
        raise Forbidden(message or None)
