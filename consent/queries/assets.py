"""Assets as the forms of consent offer them."""

from catalog.models import Asset
from common.actor import Actor
from common.models import bilingual
from consent.queries.purposes import purposes_of


def assets_offered(actor: Actor) -> list[tuple[int, str]]:
    """Ids and titles, by name."""
    rows = Asset.objects.filter(workshop_id=actor.workshop_id).order_by("name", "pk")
    columns = ("id", "name", "title_fr", "title_en", "system__code")
    return [
        (r["id"], f"{bilingual(r, 'title') or r['name']} · {r['system__code']}")
        for r in rows.values(*columns)
    ]


def assets_of_persons(actor: Actor) -> list[tuple[int, str]]:
    """Those in the sources that hold personal data and have a primary key of their own."""
    rows = Asset.objects.filter(
        workshop_id=actor.workshop_id,
        personal_data=True,
        system__zone="source",
        fields__primary_key_position=1,
    )
    known = set(rows.order_by().values_list("pk", flat=True))
    return [choice for choice in assets_offered(actor) if choice[0] in known]


def purposes_offered(actor: Actor) -> list[tuple[int, str]]:
    return [(purpose.pk, bilingual(purpose, "title")) for purpose in purposes_of(actor).order_by("code")]
