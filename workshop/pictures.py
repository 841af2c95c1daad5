"""The pictures of the ice-breaker, from the smallest thing to the largest. Drawn in `workshop/_picture.html`. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

PICTURES = {
    "grain": _("a grain of sand"),
    "ant": _("an ant"),
    "ladybird": _("a ladybird"),
    "key": _("a key"),
    "cup": _("a cup"),
    "book": _("a book"),
    "cat": _("a cat"),
    "chair": _("a chair"),
    "bicycle": _("a bicycle"),
    "car": _("a car"),
    "bus": _("a bus"),
    "house": _("a house"),
    "tree": _("a giant tree"),
    "boat": _("a liner"),
    "tower": _("a tower of a city"),
    "mountain": _("a mountain"),
    "island": _("an island"),
    "moon": _("the Moon"),
    "earth": _("the Earth"),
    "sun": _("the Sun"),
    "galaxy": _("a galaxy"),
}
SIZES = {code: size for size, code in enumerate(PICTURES)}


def neighbours_right(codes: Sequence[str]) -> int:
    """How many neighbours of a line stand in the right order."""
    return sum(SIZES[one] < SIZES[next_] for one, next_ in pairwise(codes))
