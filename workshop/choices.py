"""Constants of the workshop: roles and the phases of the guide."""

from dataclasses import dataclass
from typing import Any

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


class Press(models.TextChoices):
    """What the facilitator presses on the clock."""

    START = "start", _("start")
    PAUSE = "pause", _("pause")
    RESUME = "resume", _("resume")
    GO = "go", _("go to an activity")
    ADJUST = "adjust", _("add or take time")


class Move(models.TextChoices):
    """What the buttons of the clock are called; each becomes one press."""

    START = "start", _("Start")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Go on")
    NEXT = "next", _("Next")
    BACK = "back", _("Back")
    MORE = "more", _("+1 minute")
    LESS = "less", _("−1 minute")
    CLOSE = "close", _("Close the phase")


class NoteKind(models.TextChoices):
    WORD = "word", _("A word")
    NOTION = "notion", _("A notion met")
    LINK = "link", _("An answer to the question")
    DEBRIEF = "debrief", _("Debrief")


class Dimension(models.TextChoices):
    """The six dimensions of the maturity grid."""

    KNOWLEDGE = "knowledge", _("Knowledge")
    ROLES = "roles", _("Roles")
    QUALITY = "quality", _("Quality")
    USE = "use", _("Use")
    COMPLIANCE = "compliance", _("Compliance, security")
    CULTURE = "culture", _("Culture, AI")


LEVELS = {1: _("Initial"), 2: _("Awakened"), 3: _("Defined"), 4: _("Measured"), 5: _("Optimised")}
# What each level means in each dimension (domain.md §7).
GRID: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    Dimension.KNOWLEDGE: (
        _("nobody knows which data there is"), _("lists in files"), _("a catalogue of the key data"),
        _("its coverage is measured"), _("fed automatically, used daily"),
    ),
    Dimension.ROLES: (
        _("no roles"), _("volunteers"), _("owners and stewards are named"),
        _("they have objectives, the RACI is followed"),
        _("in job profiles, reviewed"),
    ),
    Dimension.QUALITY: (
        _("errors are found by users"), _("fixed case by case"), _("rules, and a way for incidents"),
        _("scores and targets"), _("prevented at the source"),
    ),
    Dimension.USE: (
        _("private sheets"), _("some reports"), _("shared and defined indicators"), _("used in decisions"),
        _("the value is measured"),
    ),
    Dimension.COMPLIANCE: (
        _("ignored"), _("reacting"), _("a register, DICP rated"), _("checked before each use"),
        _("by design, and audited"),
    ),
    Dimension.CULTURE: (
        _("unaware"), _("a curious few"), _("a training path"), _("literacy measured, model cards"),
        _("learning never ends"),
    ),
}  # fmt: skip

TABLES_MAX = 10
PEOPLE_MAX = 200
PEOPLE_EXPECTED = 13  # nobody of the guide's roles then doubles
LATE_RATIO = 0.2  # of an activity's time left: the clock turns orange …
LAST_RATIO = 0.05  # … and red
SEEN_SECONDS = 45  # whoever asked within this time is here
WORD_LENGTH_MAX = 40
VOTES_MIN = 3  # fewer would tell who voted what


@dataclass(frozen=True, slots=True)
class StepTemplate:
    code: str
    title_fr: str
    title_en: str
    starts_minute: int
    minutes: int
    slides: str
    purpose_fr: str = ""
    purpose_en: str = ""


# The ten phases of the guide with its own times (domain.md §1).
STEPS = (
    StepTemplate(
        "installation", "Installation", "Set-up", 0, 0, "",
        "Préparer la salle : rôles, briques, plateaux.",
        "Prepare the room: roles, bricks, plates.",
    ),
    StepTemplate(
        "collaborer", "Collaborer", "Collaborate", 0, 7, "",
        "Entrer dans un jeu collaboratif.", "Enter a game that is played together.",
    ),
    StepTemplate(
        "introduction", "Introduction", "Introduction", 7, 10, "1–4",
        "Accueillir et introduire l’objectif : la donnée est un actif, on la gère comme tel.",
        "Welcome, and introduce the objective: data is an asset, and is managed as one.",
    ),
    StepTemplate(
        "jeu", "Introduire le jeu", "Introduce the game", 17, 10, "5–7",
        "Pourquoi un jeu, ses cinq étapes et son objectif.", "Why a game, its five steps and its objective.",
    ),
    StepTemplate(
        "trouver", "Trouver", "Find", 27, 20, "8–9",
        "Où sont les données ? Comment sont-elles construites ? De quoi sont-elles formées ?",
        "Where is the data? How is it built? What is it made of?",
    ),
    StepTemplate(
        "echanger", "Échanger", "Exchange", 47, 35, "10–11",
        "Produire et consommer des données sous l’égide de leurs propriétaires.",
        "Produce and consume data under the authority of its owners.",
    ),
    StepTemplate(
        "ingerer", "Ingérer", "Ingest", 82, 25, "12–14",
        "Ingérer les données, mesurer leur qualité.", "Ingest the data, measure its quality.",
    ),
    StepTemplate(
        "comprendre", "Comprendre", "Understand", 107, 35, "15–16",
        "Analyser nos données, répondre à des questions, calculer des indicateurs.",
        "Analyse our data, answer questions, compute indicators.",
    ),
    StepTemplate(
        "apprendre", "Apprendre", "Learn", 142, 25, "17–18",
        "Créer un modèle, l’entraîner, le tester, le déployer.", "Create a model, train it, test it, deploy it.",
    ),
    StepTemplate(
        "revue", "Revue des concepts", "Review of concepts", 167, 10, "19–20",
        "Revenir sur les différents concepts.", "Look back on the concepts.",
    ),
)  # fmt: skip
