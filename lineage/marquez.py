"""What Marquez's clients send, and the OpenLineage events that it means. Pure.

Marquez's own writes came before OpenLineage and say no more than an event can. So each becomes one event, which the
same ingestion takes in: there is no second way for a machine to make an asset, a job or a run.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict
from pydantic import Field as Rule
from pydantic.alias_generators import to_camel

from common.document import Document, LongName, Name, Text

PRODUCER = "https://github.com/MarquezProject/marquez"
SPEC = "https://openlineage.io/spec"
EVENT_SCHEMA = f"{SPEC}/2-0-2/OpenLineage.json#/$defs"
DatasetType = Literal["DB_TABLE", "STREAM"]
JobType = Literal["BATCH", "STREAM", "SERVICE"]
Moment = datetime


class MarquezDocument(Document):
    """Keys are in camelCase; unknown ones are passed over, as Marquez does."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, alias_generator=to_camel)
