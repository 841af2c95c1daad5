"""What requests may carry beside the documents."""

from typing import Annotated

from pydantic import Field as Rule

from common.api.pages import PageQuery
from common.document import Document, Id
from exchange.documents import BrickFilter


class BrickQuery(BrickFilter, PageQuery):
    """All conditions must hold; a repeated `state` gives alternatives."""

    @property
    def conditions(self) -> BrickFilter:
        return BrickFilter.model_construct(**{name: getattr(self, name) for name in BrickFilter.model_fields})


class StreamQuery(Document):
    asset: Annotated[Id, Rule(description="Where the bricks go.")]


class SubmissionQuery(PageQuery):
    asset: Annotated[Id | None, Rule(description="Into this asset only.")] = None
    producer: Annotated[Id | None, Rule(description="Of this participant only.")] = None


class DecisionQuery(PageQuery):
    asset: Annotated[Id | None, Rule(description="On bricks of this asset only.")] = None
    submission: Annotated[Id | None, Rule(description="On this submission as a whole only.")] = None


class TransferQuery(PageQuery):
    source: Annotated[Id | None, Rule(description="From this asset only.")] = None
    target: Annotated[Id | None, Rule(description="Into this asset only.")] = None


class Happiness(Document):
    happy: bool
