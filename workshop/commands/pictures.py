"""The writers of the ice-breaker: deal the pictures, order them, reveal."""

from random import SystemRandom

from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, NotFound
from common.history import rows_delete, rows_insert, rows_update
from workshop import access
from workshop.models import Participant, Picture
from workshop.pictures import PICTURES

DRAW = SystemRandom()


@command
def pictures_deal(*, actor: Actor, reason: str = "") -> int:
    """Give one picture to everybody who has none, while there are any; answers how many were dealt."""
    require(actor, access.can_manage_workshop(actor))
    held = Picture.objects.filter(workshop_id=actor.workshop_id)
    if held.filter(revealed=True).exists():
        raise Conflict(_("The pictures are revealed. Collect them before you deal again."), code="revealed")
    taken, place = set(held.values_list("code", flat=True)), held.count()
    free = [code for code in PICTURES if code not in taken]
    DRAW.shuffle(free)
    without = Participant.objects.filter(workshop_id=actor.workshop_id, picture=None).order_by("pk")
    pairs = list(zip(without.values_list("pk", flat=True), free, strict=False))
    rows_insert(
        Picture,
        [
            {"workshop_id": actor.workshop_id, "participant_id": pk, "code": code, "place": place + number}
            for number, (pk, code) in enumerate(pairs)
        ],
    )
    return len(pairs)


@command
def picture_move(*, actor: Actor, picture_id: int, places: int, reason: str = "") -> None:
    """Move a picture so many places towards the largest (negative: the smallest); its neighbours close up."""
    require(actor, access.can_write_notes(actor))
    line = list(Picture.objects.select_for_update().filter(workshop_id=actor.workshop_id))
    index = next((number for number, picture in enumerate(line) if picture.pk == picture_id), None)
    if index is None:
        raise NotFound()
    if line[index].revealed:
        raise Conflict(_("The pictures are revealed: the order stands."), code="revealed")
    target = min(max(index + places, 0), len(line) - 1)
    line.insert(target, line.pop(index))
    changed = [picture for number, picture in enumerate(line) if picture.place != number]
    for number, picture in enumerate(line):
        picture.place = number
    for picture in changed:
        picture.version += 1
    rows_update(Picture, changed, ["place", "version"])


@command
def pictures_reveal(*, actor: Actor, reason: str = "") -> None:
    """Show every picture to its holder too; the order stands from now."""
    require(actor, access.can_manage_workshop(actor))
    hidden = list(Picture.objects.filter(workshop_id=actor.workshop_id, revealed=False))
    for picture in hidden:
        picture.revealed = True
        picture.version += 1
    rows_update(Picture, hidden, ["revealed", "version"])


@command
def pictures_collect(*, actor: Actor, reason: str = "") -> None:
    """Take all pictures back, for another round."""
    require(actor, access.can_manage_workshop(actor))
    rows_delete(Picture.objects.filter(workshop_id=actor.workshop_id))
