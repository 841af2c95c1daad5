"""REST as Marquez: namespaces, sources, tags."""

from typing import Any

from common.api.media import JsonAnswer
from common.api.operations import operation
from lineage.api.marquez import shapes
from lineage.api.marquez.base import TAGS
from lineage.api.marquez.inputs import OffsetQuery
from lineage.api.marquez.told import namespace_told, source_told, tag_told
from lineage.commands import namespace_put, source_put, tag_put
from lineage.marquez import NamespacePut, SourcePut, TagPut
from lineage.queries.marquez import names
from workshop.api.base import ApiView


class NamespacesView(ApiView):
    @operation(
        "marquez_namespaces_list",
        "List namespaces",
        query=OffsetQuery,
        answer=shapes.MarquezNamespaces,
        tags=TAGS,
    )
    def get(self, request: Any, *, query: OffsetQuery) -> JsonAnswer:
        """By name. A namespace that assets or jobs are in exists without having been created."""
        rows = names.namespaces_page(self.actor, **query.window)
        return JsonAnswer({"namespaces": [namespace_told(row) for row in rows]})


class NamespaceView(ApiView):
    @operation("marquez_namespaces_retrieve", "Read a namespace", answer=shapes.MarquezNamespace, tags=TAGS)
    def get(self, request: Any, *, namespace: str) -> JsonAnswer:
        return self._answer(namespace)

    @operation(
        "marquez_namespaces_put",
        "Create or change a namespace",
        body=NamespacePut,
        answer=shapes.MarquezNamespace,
        tags=TAGS,
    )
    def put(self, request: Any, *, namespace: str, body: NamespacePut) -> JsonAnswer:
        namespace_put(name=namespace, document=body, **self.signed)
        return self._answer(namespace)

    def _answer(self, namespace: str) -> JsonAnswer:
        return JsonAnswer(namespace_told(names.namespace_get(self.actor, namespace)))


class SourcesView(ApiView):
    @operation(
        "marquez_sources_list", "List sources", query=OffsetQuery, answer=shapes.MarquezSources, tags=TAGS
    )
    def get(self, request: Any, *, query: OffsetQuery) -> JsonAnswer:
        """By name."""
        rows = names.sources_page(self.actor, **query.window)
        return JsonAnswer({"sources": [source_told(row) for row in rows]})


class SourceView(ApiView):
    @operation("marquez_sources_retrieve", "Read a source", answer=shapes.MarquezSource, tags=TAGS)
    def get(self, request: Any, *, source: str) -> JsonAnswer:
        return self._answer(source)

    @operation(
        "marquez_sources_put",
        "Create or change a source",
        body=SourcePut,
        answer=shapes.MarquezSource,
        tags=TAGS,
    )
    def put(self, request: Any, *, source: str, body: SourcePut) -> JsonAnswer:
        """A password in the address is not kept."""
        source_put(name=source, document=body, **self.signed)
        return self._answer(source)

    def _answer(self, source: str) -> JsonAnswer:
        return JsonAnswer(source_told(names.source_get(self.actor, source)))


class TagsView(ApiView):
    @operation("marquez_tags_list", "List tags", query=OffsetQuery, answer=shapes.MarquezTags, tags=TAGS)
    def get(self, request: Any, *, query: OffsetQuery) -> JsonAnswer:
        """By name; also those that assets and fields have and nobody described."""
        rows = names.tags_page(self.actor, **query.window)
        return JsonAnswer({"tags": [tag_told(row) for row in rows]})


class TagView(ApiView):
    @operation("marquez_tags_put", "Create or change a tag", body=TagPut, answer=shapes.MarquezTag, tags=TAGS)
    def put(self, request: Any, *, tag: str, body: TagPut) -> JsonAnswer:
        tag_put(name=tag, document=body, **self.signed)
        return JsonAnswer(tag_told({"name": tag, "description": body.description}))
