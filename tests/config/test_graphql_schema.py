"""The schema as committed for its readers: docs/schema.graphql."""

from django.conf import settings
from graphql import GraphQLObjectType, print_schema

from config.schema import schema


def test_schema_snapshot_is_current() -> None:
    """When this fails and the change is meant: `manage.py graphql_schema`, and look at the difference."""
    committed = (settings.BASE_DIR / "docs" / "schema.graphql").read_text(encoding="utf-8")
    assert committed.strip() == print_schema(schema.graphql_schema).strip()


def test_every_type_and_query_is_described() -> None:
    types = schema.graphql_schema.type_map.values()
    silent = [t.name for t in types if isinstance(t, GraphQLObjectType) and not t.description]
    silent += [
        f"Query.{name}" for name, f in schema.graphql_schema.query_type.fields.items() if not f.description
    ]
    assert silent == []
