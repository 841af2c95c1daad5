"""The example workshop's persons: sixty clients with what they said, three purposes, verdicts, the record.

One call, `consent_example(people)`, after the assets; clients that others have sent already are taken as they are.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from catalog.models import Asset
from common.actor import Actor
from consent.choices import Told
from consent.commands import (
    asset_collect_for,
    consents_record,
    notice_publish,
    objection_raise,
    processing_write,
    purpose_declare,
    request_file,
    subject_claim,
    subject_update,
    subjects_enrol,
    verdict_ask,
)
from consent.documents import (
    CollectedForDocument,
    ConsentDocument,
    EnrolDocument,
    NoticeDocument,
    ObjectionDocument,
    ProcessingDocument,
    PurposeDocument,
    RequestDocument,
    SubjectChange,
    UseDocument,
)
from consent.models import Subject
from consent.queries.subjects import own_subject_id
from exchange.commands import submission_decide, submission_send
from exchange.models import Brick
from workshop.choices import Role

CLIENTS = 60
FIRST_NAMES = "Alice Bruno Chloé David Emma Farid Gaëlle Hugo Inès Jules Karim Léa Malo Nadia Oscar".split()
LAST_NAMES = "Martin Bernard Petit Robert".split()
REGIONS = ("Bretagne", "Occitanie", "Île-de-France", "Grand Est", "Corse")
# What the clients say of the newsletter, in the order of their numbers; the rest has not answered, which is no.
ANSWERS = ("given",) * 34 + ("refused",) * 9 + ("preticked",) * 2 + ("expired",) * 2 + ("withdrawn",)
CHILD = 5  # position of the client under 15, whose parent has not agreed
OBJECTOR = 8  # agreed once, then objected to all direct marketing
PLAYED = 50  # the client that the account “client” plays: not asked yet

PURPOSES: list[dict[str, Any]] = [
    {
        "code": "newsletter", "title_fr": "Lettre d’information", "title_en": "Newsletter",
        "text_fr": "Envoyer par courriel, une fois par mois, les nouveautés de la boutique.",
        "text_en": "Send the shop’s news by e-mail, once a month.",
        "basis": "consent", "retention_days": 1095, "categories": ["identity", "location"],
        "recipients": ["Service marketing"], "controller": "La boutique", "dpo": "dpo@boutique.example",
        "direct_marketing": True, "dpia": "unneeded",
    },
    {
        "code": "orders", "title_fr": "Gestion des commandes", "title_en": "Order management",
        "text_fr": "Préparer, livrer et suivre les commandes.", "text_en": "Prepare, deliver and follow orders.",
        "basis": "contract", "retention_days": 1825, "categories": ["identity", "location", "personal_life"],
        "recipients": ["Service commandes", "Transporteur"], "controller": "La boutique",
        "dpo": "dpo@boutique.example", "dpia": "unneeded",
    },
    {
        "code": "accounts", "title_fr": "Pièces comptables", "title_en": "Accounts",
        "text_fr": "Garder dix ans les pièces qui justifient les ventes.",
        "text_en": "Keep for ten years the documents that prove sales.",
        "basis": "legal", "retention_days": 3650, "categories": ["identity"], "recipients": ["Comptabilité"],
        "controller": "La boutique", "dpo": "dpo@boutique.example", "dpia": "unneeded",
    },
]  # fmt: skip
NOTICES: dict[str, tuple[str, str]] = {
    "newsletter": (
        """Voulez-vous recevoir chaque mois la lettre de la boutique ?
Nous utilisons votre nom, votre adresse et votre région, pour cela seulement, dans l’Union européenne, sans décision
automatique. Vous pouvez changer d’avis à tout moment.""",
        """Would you like the shop’s letter every month?
We use your name, address and region, for this alone, within the European Union, without automated decisions. You may
change your mind at any time.""",
    ),
    "orders": (
        "Nous utilisons votre numéro, votre nom et votre adresse pour vous livrer ce que vous commandez.",
        "We use your number, your name and your address to deliver what you order.",
    ),
    "accounts": (
        "La loi nous oblige à garder dix ans ce qui justifie nos ventes.",
        "The law obliges us to keep what proves our sales for ten years.",
    ),
}
COLLECTED = {"client": ("newsletter", "orders"), "commande": ("orders", "accounts")}


def consent_example(people: Mapping[str, Actor]) -> None:
    """Fill the consent pages of a workshop that has the guide's assets, and nobody enrolled yet."""
    consumer = people[Role.CONSUMER]
    here = Asset.objects.filter(workshop_id=consumer.workshop_id, system__zone="source")
    assets = {asset.name: asset.pk for asset in here.filter(name__in=COLLECTED)}
    _clients_send(people, assets["client"])
    purposes, notices = _purposes_declare(consumer)
    for name, codes in COLLECTED.items():
        document = CollectedForDocument(purposes=[purposes[code] for code in codes])
        asset_collect_for(actor=consumer.again(), asset_id=assets[name], document=document)
    subjects_enrol(actor=consumer.again(), document=EnrolDocument(asset=assets["client"]))
    rows = Subject.objects.filter(asset_id=assets["client"]).order_by("pk").values_list("pk", flat=True)
    subjects = list(rows)
    _clients_answer(people, subjects, purposes["newsletter"], notices["newsletter"])
    _uses_ask(consumer, assets, purposes)
    _record_keep(people[Role.DPO], assets, purposes)


def _clients_send(people: Mapping[str, Actor], asset_id: int) -> None:
    """Sixty clients in all: those that are missing are sent and accepted."""
    present = set(Brick.objects.filter(asset=asset_id).values_list("key", flat=True))
    numbers = [n for n in range(1, CLIENTS + 1) if str(n) not in present]
    missing = [_client(n) for n in numbers[: max(0, CLIENTS - len(present))]]
    if missing:
        reason = "Clients de la boutique"
        sent = submission_send(actor=people[Role.PRODUCER], asset_id=asset_id, bricks=missing, reason=reason)
        submission_decide(actor=people[Role.OWNER], submission_id=sent, verdict="accepted")


def _client(number: int) -> dict[str, Any]:
    first, last = FIRST_NAMES[(number - 1) % 15], LAST_NAMES[(number - 1) // 15]
    return {
        "client_id": number,
        "nom": f"{first} {last}",
        "email": f"client{number}@exemple.example",
        "region": REGIONS[number % len(REGIONS)],
        "taille": 4 + number % 2,
    }


def _purposes_declare(consumer: Actor) -> tuple[dict[str, int], dict[str, int]]:
    purposes, notices = {}, {}
    for values in PURPOSES:
        code = values["code"]
        purposes[code] = purpose_declare(actor=consumer.again(), document=PurposeDocument.read(values))
        french, english = NOTICES[code]
        document = NoticeDocument(
            purpose=purposes[code], text_fr=french, text_en=english, told=list(Told.values)
        )
        notices[code] = notice_publish(actor=consumer.again(), document=document)
    return purposes, notices


def _clients_answer(people: Mapping[str, Actor], subjects: list[int], purpose: int, notice: int) -> None:
    now = timezone.now()
    documents = []
    for subject, said in zip(subjects, ANSWERS, strict=False):
        if said == "withdrawn":
            documents.append(_said(subject, purpose, notice, "given"))
        documents.append(_said(subject, purpose, notice, said))
    consumer = people[Role.CONSUMER]
    consents_record(actor=consumer.again(), documents=documents, reason="Question posée dans la salle")
    child = SubjectChange(of_age_on=now.date() + timedelta(days=700))
    subject_update(actor=consumer.again(), subject_id=subjects[CHILD], change=child)
    objection = ObjectionDocument(subject=subjects[OBJECTOR], channel="telephone")
    objection_raise(actor=consumer.again(), document=objection)
    if own_subject_id(people[Role.CLIENT]) is None:
        subject_claim(actor=people[Role.CLIENT].again(), subject_id=subjects[PLAYED])
    request = RequestDocument(subject=subjects[OBJECTOR], right="access")
    request_file(actor=people[Role.DPO].again(), document=request)


def _said(subject: int, purpose: int, notice: int, said: str) -> ConsentDocument:
    """In the room, with a button, and a refusal as easy – but for the box that was ticked beforehand."""
    kind = "given" if said == "preticked" else said
    act = "preticked" if said == "preticked" else "button"
    values = {
        "subject": subject,
        "purpose": purpose,
        "notice": notice,
        "kind": kind,
        "channel": "room",
        "act": act,
    }
    return ConsentDocument.read({**values, "refusal_offered": True})


def _uses_ask(consumer: Actor, assets: Mapping[str, int], purposes: Mapping[str, int]) -> None:
    uses = [
        UseDocument(asset=assets["client"], kind="list", purpose=purposes["newsletter"]),
        UseDocument(asset=assets["client"], kind="aggregate", purpose=purposes["newsletter"]),
        UseDocument(asset=assets["commande"], kind="list", purpose=purposes["newsletter"]),
        UseDocument(asset=assets["client"], kind="profile"),
    ]
    for use in uses:
        verdict_ask(actor=consumer.again(), use=use)


def _record_keep(dpo: Actor, assets: Mapping[str, int], purposes: Mapping[str, int]) -> None:
    rows = [
        ("prospection", "Lettre d’information", "Newsletter", ["newsletter"], ["client"]),
        (
            "commandes",
            "Commandes et comptabilité",
            "Orders and accounts",
            ["orders", "accounts"],
            ["client", "commande"],
        ),
    ]
    for code, french, english, codes, names in rows:
        values = {
            "code": code, "title_fr": french, "title_en": english, "controller": "La boutique",
            "dpo": "dpo@boutique.example", "people": ["Clients"],
            "security": "Accès par rôle, journal des changements, sauvegarde chaque nuit.",
            "purposes": [purposes[name] for name in codes], "assets": [assets[name] for name in names],
        }  # fmt: skip
        processing_write(actor=dpo.again(), document=ProcessingDocument.read(values))
