"""What a new workshop finds in its catalogue: the systems on their plates, and the glossary."""

import json
from pathlib import Path

from catalog.choices import Plate, Zone
from catalog.documents import SystemDocument, TermDocument
from catalog.models import System, Term
from common.actor import Actor
from common.history import rows_insert
from workshop.models import Workshop

GLOSSARY = Path(__file__).parent / "data" / "glossary.json"
SYSTEMS = (
    ("crm", "CRM", "CRM", Plate.WHITE, Zone.SOURCE),
    ("erp", "ERP", "ERP", Plate.WHITE, Zone.SOURCE),
    ("datalake", "Datalake", "Data lake", Plate.BLUE, Zone.RAW),
    ("quarantine", "Quarantaine", "Quarantine", Plate.BLUE, Zone.QUARANTINE),
    ("etl", "ETL", "ETL", Plate.BLUE, Zone.CLEANSED),
    ("data-store", "Data Store", "Data store", Plate.GREEN, Zone.STORE),
    ("data-analyse", "Data Analyse", "Data analysis", Plate.GREY, Zone.ANALYSIS),
    ("ia", "IA", "AI", Plate.GREY, Zone.AI),
)


def systems() -> list[SystemDocument]:
    return [
        SystemDocument(code=code, title_fr=fr, title_en=en, plate=plate.value, zone=zone.value, position=n)
        for n, (code, fr, en, plate, zone) in enumerate(SYSTEMS)
    ]


def glossary() -> list[TermDocument]:
    """The notions of the guide, in both languages."""
    return [TermDocument.read(term) for term in json.loads(GLOSSARY.read_text(encoding="utf-8"))]


def catalogue_start(workshop: Workshop, actor: Actor) -> None:
    """Runs inside `workshop_create`, which signs and audits it."""
    rows_insert(System, [{"workshop_id": workshop.pk, **system.model_dump()} for system in systems()])
    rows_insert(Term, [{"workshop_id": workshop.pk, **term.model_dump()} for term in glossary()])
