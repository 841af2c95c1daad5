"""What requests may carry beside the documents."""

from typing import Annotated, Any

from pydantic import Field as Rule
from pydantic import create_model

from catalog.documents import AssetChange
from common.api.pages import PageQuery
from common.document import Document, Id, OneOf
from quality.choices import RuleState
from quality.documents import IncidentFilter, RuleDocument, TermsDocument


class AssetQuery(PageQuery):
    asset: Annotated[Id | None, Rule(description="Of this asset only.")] = None


class RuleQuery(AssetQuery):
    state: list[Annotated[str, OneOf(RuleState)]] = []


class IncidentQuery(IncidentFilter, PageQuery):
    """All conditions must hold; a repeated parameter gives alternatives."""

    @property
    def conditions(self) -> IncidentFilter:
        return IncidentFilter.model_construct(
            **{name: getattr(self, name) for name in IncidentFilter.model_fields}
        )


class QualityRuleCreate(RuleDocument):
    """A rule about the bricks of an asset. Without dimension, that of its type."""

    asset: Id


def _change() -> type[Document]:
    fields: dict[str, Any] = {
        name: (field.rebuild_annotation(), None) for name, field in RuleDocument.model_fields.items()
    }
    return create_model("QualityRuleChange", __base__=Document, __doc__="What is not given stays.", **fields)


QualityRuleChange = _change()


class OfAsset(Document):
    asset: Id


class RuleIds(Document):
    ids: Annotated[list[Id], Rule(min_length=1, max_length=500)]


class ContractCreate(TermsDocument):
    """Terms of use; fields, keys, rules and people are those of the asset now."""

    asset: Id
    accept_breaks: Annotated[
        bool, Rule(description="Publish a new major version although it breaks the one before.")
    ] = False


class ContractQuestion(Document):
    """A change that somebody thinks of: what of the asset's contract would it break?"""

    asset: Id
    change: AssetChange
