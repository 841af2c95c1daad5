"""Constants of the workshop: roles and the phases of the guide."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("Facilitator")
    STEWARD = "steward", _("Steward")
    PRODUCER = "producer", _("Producer")
    CLIENT = "client", _("Client")
    OWNER = "owner", _("Owner")
    CONSUMER = "consumer", _("Consumer")
    ENGINEER = "engineer", _("Data engineer")
    ANALYST = "analyst", _("Data analyst")
    SCIENTIST = "scientist", _("Data scientist")
    DPO = "dpo", _("DPO")


CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which look alike
JOIN_CODE_LENGTH = 6
RESUME_CODE_LENGTH = 8
JOIN_ATTEMPTS_MAX = 30  # wrong codes from one address (a whole room may share it) …
JOIN_ATTEMPTS_MINUTES = 10  # … within this time


@dataclass(frozen=True, slots=True)
class StepTemplate:
    code: str
    title_fr: str
    title_en: str
    starts_minute: int
    minutes: int
    slides: str


# The ten phases of the guide with its own times (domain.md §1).
STEPS = (
    StepTemplate("installation", "Installation", "Set-up", 0, 0, ""),
    StepTemplate("collaborer", "Collaborer", "Collaborate", 0, 7, ""),
    StepTemplate("introduction", "Introduction", "Introduction", 7, 10, "1–4"),
    StepTemplate("jeu", "Introduire le jeu", "Introduce the game", 17, 10, "5–7"),
    StepTemplate("trouver", "Trouver", "Find", 27, 20, "8–9"),
    StepTemplate("echanger", "Échanger", "Exchange", 47, 35, "10–11"),
    StepTemplate("ingerer", "Ingérer", "Ingest", 82, 25, "12–14"),
    StepTemplate("comprendre", "Comprendre", "Understand", 107, 35, "15–16"),
    StepTemplate("apprendre", "Apprendre", "Learn", 142, 25, "17–18"),
    StepTemplate("revue", "Revue des concepts", "Review of concepts", 167, 10, "19–20"),
)
