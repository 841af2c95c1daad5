"""The example at the end of Échanger and the beginning of Ingérer: bricks sent, verified, copied into the lake.

Everything goes through the commands, by the people whose role it is. Drawn with a fixed seed: the same each time.
Some bricks are wrong, as they are in a room; two orders are wrong on purpose, and that is the producer's secret.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from catalog.models import Asset
from common.actor import Actor
from exchange.commands import (
    brick_change,
    bricks_decide,
    error_seed,
    shop_introduce,
    shop_order,
    shop_rate,
    submission_decide,
    submission_send,
    transfer_run,
)
from exchange.documents import SeedDocument, ShopLine, ShopOrder, ShopperDocument
from exchange.models import Brick
from workshop.choices import Role
from workshop.commands import workshop_go_to_step
from workshop.models import Step, Workshop

SEED = 20260611
CLIENTS, ORDERS, BATCH = 60, 400, 80
FIRST_ORDER = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
FIRST_NAMES = (
    "Adèle", "Ahmed", "Aïcha", "Antoine", "Awa", "Camille", "Chloé", "David", "Élodie", "Fatou", "Gabriel", "Hugo",
    "Inès", "Jeanne", "Karim", "Léa", "Louis", "Manon", "Nadia", "Noé", "Olivier", "Rose", "Samuel", "Yasmine",
)  # fmt: skip
LAST_NAMES = (
    "Bernard", "Blanc", "Diallo", "Dubois", "Durand", "Fontaine", "Garnier", "Girard", "Haddad", "Lambert", "Le Goff",
    "Lefèvre", "Martin", "Mercier", "Moreau", "Nguyen", "Petit", "Robert", "Rousseau", "Traoré",
)  # fmt: skip
REGIONS = (
    "Bretagne", "Île-de-France", "Occitanie", "Normandie", "Grand Est", "Nouvelle-Aquitaine", "Hauts-de-France",
    "Pays de la Loire",
)  # fmt: skip
PRODUCTS = (
    ("Lampion rond", "vert clair", 12.5), ("Lampion étoile", "vert", 14.0), ("Guirlande", "vert foncé", 24.9),
    ("Lanterne de table", "vert", 32.0), ("Lanterne de jardin", "vert sapin", 45.0), ("Veilleuse", "vert pâle", 18.5),
    ("Applique", "vert", 39.0), ("Suspension", "vert olive", 64.0), ("Bougeoir", "vert clair", 9.9),
    ("Photophore", "vert d’eau", 11.0), ("Lampe de poche", "vert", 16.5), ("Lampadaire", "vert bouteille", 89.0),
)  # fmt: skip


def example_exchange(workshop: Workshop, people: dict[str, Actor]) -> None:
    """Sends, verification, secrets, the shop, and the copies into the lake."""
    facilitator = people[Role.FACILITATOR]
    step = Step.objects.get(workshop=workshop, code="echanger")
    workshop_go_to_step(actor=facilitator.again(), step_id=step.pk, reason="Début de l’étape")
    assets = dict(Asset.objects.filter(workshop=workshop, system__zone="source").values_list("name", "pk"))
    draw = Random(SEED)  # noqa: S311 - an example, not a secret
    _reference_send(people, assets, draw)
    orders = _orders_send(people, assets, draw)
    _errors_hide(people, orders)
    _shop_visit(people)
    _verify(people, orders)
    _copy(people, assets)


def _send(people: dict[str, Actor], asset_id: int, bricks: list[dict[str, Any]], reason: str) -> int:
    actor = people[Role.PRODUCER].again()
    return submission_send(actor=actor, asset_id=asset_id, bricks=bricks, reason=reason)


def _accept(people: dict[str, Actor], submission: int) -> None:
    submission_decide(actor=people[Role.OWNER].again(), submission_id=submission, verdict="accepted")


def _reference_send(people: dict[str, Actor], assets: dict[str, int], draw: Random) -> None:
    """Products and clients; the owner accepts both as a whole."""
    products = [
        {"produit_id": n, "libelle": label, "couleur": colour, "prix": price}
        for n, (label, colour, price) in enumerate(PRODUCTS, start=1)
    ]
    _accept(people, _send(people, assets["produit"], products, "Le catalogue de la boutique"))
    clients = [_client(n, draw) for n in range(1, CLIENTS + 1)]
    _accept(people, _send(people, assets["client"], clients, "Nos clients"))


def _client(number: int, draw: Random) -> dict[str, Any]:
    """A client; every fifteenth has no region, and two share an address: nobody meant to."""
    first, last = draw.choice(FIRST_NAMES), draw.choice(LAST_NAMES)
    client: dict[str, Any] = {
        "client_id": number,
        "nom": f"{first} {last}",
        "email": f"client{number if number != 37 else 36}@example.org",
        "taille": draw.choice((4, 4, 5)),
    }
    return client if number % 15 == 0 else {**client, "region": draw.choice(REGIONS)}


def _orders_send(people: dict[str, Actor], assets: dict[str, int], draw: Random) -> list[int]:
    """The orders in several sends; answers the submissions."""
    orders = [_order(n, draw) for n in range(1, ORDERS + 1)]
    orders[57]["client_id"] = 612  # nobody of this number
    orders[141]["produit_id"] = 13  # nothing of this number
    orders[203]["quantite"] = 0
    orders[260]["satisfaction"] = "bof"
    orders[318] = {**orders[317]}  # sent twice
    orders[390].pop("satisfaction", None)
    batches = [orders[start : start + BATCH] for start in range(0, ORDERS, BATCH)]
    return [
        _send(people, assets["commande"], batch, f"Commandes, envoi {n}")
        for n, batch in enumerate(batches, start=1)
    ]


def _order(number: int, draw: Random) -> dict[str, Any]:
    at = FIRST_ORDER + timedelta(minutes=37 * number + draw.randrange(30))
    order: dict[str, Any] = {
        "commande_id": number,
        "client_id": draw.randint(1, CLIENTS),
        "produit_id": min(draw.randint(1, 12), draw.randint(1, 12)),
        "quantite": draw.choice((1, 1, 1, 2, 2, 3, 5)),
        "date_commande": at.isoformat(),
    }
    mood = draw.random()
    return order if mood > 0.9 else {**order, "satisfaction": "content" if mood < 0.7 else "pas content"}


def _errors_hide(people: dict[str, Actor], orders: list[int]) -> None:
    """Two orders of the second send are wrong on purpose, and only the producer knows."""
    producer = people[Role.PRODUCER]
    secrets = {
        3: ("value", "La quantité devait être 1 à 5 : j’ai mis 400."),
        11: ("link", "Le client 99 n’existe pas."),
    }
    bricks = Brick.objects.filter(submission=orders[1]).order_by("pk")
    for place, (kind, note) in secrets.items():
        brick = bricks[place]
        wrong = {"quantite": 400} if kind == "value" else {"client_id": 99}
        brick_change(actor=producer.again(), brick_id=brick.pk, values=wrong)
        error_seed(actor=producer.again(), document=SeedDocument(brick=brick.pk, kind=kind, note=note))


def _shop_visit(people: dict[str, Actor]) -> None:
    """The client buys two things in the shop, and says that one of them pleases."""
    client = people[Role.CLIENT]
    document = ShopperDocument(name="Zoé Client", email="zoe@example.org", region="Corse")
    shop_introduce(actor=client.again(), document=document)
    lanterns = Brick.objects.filter(workshop_id=client.workshop_id, asset__name="produit", key__in=("1", "4"))
    lines = [ShopLine(product=lantern.pk, quantity=n) for n, lantern in enumerate(lanterns, start=1)]
    submission = shop_order(actor=client.again(), document=ShopOrder(lines=lines))
    order = Brick.objects.filter(submission=submission).earliest("pk")
    shop_rate(actor=client.again(), order_id=order.pk, happy=True)


def _verify(people: dict[str, Actor], orders: list[int]) -> None:
    """The owner accepts most as a whole, one on a sample, returns one brick, and leaves what came last."""
    owner = people[Role.OWNER]
    strange = Brick.objects.get(submission=orders[3], values__satisfaction="bof")
    reason = "Ni content ni pas content : que veut dire bof ?"
    bricks_decide(actor=owner.again(), brick_ids=[strange.pk], verdict="returned", reason=reason)
    for submission in orders[:3]:
        _accept(people, submission)
    seen = list(Brick.objects.filter(submission=orders[3]).values_list("pk", flat=True)[:10])
    submission_decide(actor=owner.again(), submission_id=orders[3], verdict="accepted", seen=seen)


def _copy(people: dict[str, Actor], assets: dict[str, int]) -> None:
    """The engineer copies clients, products and orders into the lake, as they are."""
    engineer = people[Role.ENGINEER]
    lake = Asset.objects.filter(workshop_id=engineer.workshop_id, system__zone="raw")
    raw = dict(lake.values_list("name", "pk"))
    for name in ("client", "produit", "commande"):
        ends = {"source_id": assets[name], "target_id": raw[f"{name}_brut"]}
        transfer_run(actor=engineer.again(), reason="Première copie", **ends)
