"""What every governed row has: its workshop, its history, its version."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.history import History


class Governed(models.Model):
    """A row of one workshop, with history, and a version that rises at each change (ETag)."""

    workshop = models.ForeignKey(
        "workshop.Workshop", on_delete=models.CASCADE, verbose_name=_("workshop"), related_name="+"
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified"), default=timezone.now, editable=False)
    history = History(inherit=True)

    class Meta:
        abstract = True


def bilingual(row: Any, name: str) -> str:
    """`name` of an object or a dict in the reader's language, else in the other one."""
    read = row.get if isinstance(row, dict) else lambda key: getattr(row, key)
    english = (get_language() or "fr").startswith("en")
    first, second = ("en", "fr") if english else ("fr", "en")
    return read(f"{name}_{first}") or read(f"{name}_{second}") or ""
