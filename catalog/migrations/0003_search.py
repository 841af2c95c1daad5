"""The full-text structures behind `catalog.search`, in the database's own language."""

from django.db import migrations

SQLITE_FORWARDS = [
    # External content: the text stands once, in catalog_searchentry.
    """CREATE VIRTUAL TABLE catalog_search USING fts5(
        names, titles, body, content='catalog_searchentry', content_rowid='asset_id',
        tokenize='unicode61', prefix='2 3')""",
    """CREATE VIRTUAL TABLE catalog_spelling USING fts5(
        names, titles, content='catalog_searchentry', content_rowid='asset_id', tokenize='trigram')""",
    """CREATE TRIGGER catalog_search_insert AFTER INSERT ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(rowid, names, titles, body)
            VALUES (new.asset_id, new.names, new.titles, new.body);
        INSERT INTO catalog_spelling(rowid, names, titles) VALUES (new.asset_id, new.names, new.titles);
    END""",
    """CREATE TRIGGER catalog_search_delete AFTER DELETE ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, names, titles, body)
            VALUES ('delete', old.asset_id, old.names, old.titles, old.body);
        INSERT INTO catalog_spelling(catalog_spelling, rowid, names, titles)
            VALUES ('delete', old.asset_id, old.names, old.titles);
    END""",
    """CREATE TRIGGER catalog_search_update AFTER UPDATE OF names, titles, body ON catalog_searchentry BEGIN
        INSERT INTO catalog_search(catalog_search, rowid, names, titles, body)
            VALUES ('delete', old.asset_id, old.names, old.titles, old.body);
        INSERT INTO catalog_spelling(catalog_spelling, rowid, names, titles)
            VALUES ('delete', old.asset_id, old.names, old.titles);
        INSERT INTO catalog_search(rowid, names, titles, body)
            VALUES (new.asset_id, new.names, new.titles, new.body);
        INSERT INTO catalog_spelling(rowid, names, titles) VALUES (new.asset_id, new.names, new.titles);
    END""",
]
SQLITE_BACKWARDS = [
    "DROP TRIGGER catalog_search_insert",
    "DROP TRIGGER catalog_search_delete",
    "DROP TRIGGER catalog_search_update",
    "DROP TABLE catalog_search",
    "DROP TABLE catalog_spelling",
]
POSTGRESQL_FORWARDS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """ALTER TABLE catalog_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', names), 'A')
        || setweight(to_tsvector('simple', titles), 'B')
        || setweight(to_tsvector('simple', body), 'D')) STORED""",
    "CREATE INDEX catalog_search_vector ON catalog_searchentry USING gin (vector)",
    """CREATE INDEX catalog_search_spelling ON catalog_searchentry
        USING gin ((names || ' ' || titles) gin_trgm_ops)""",
]
POSTGRESQL_BACKWARDS = [
    "DROP INDEX catalog_search_spelling",
    "DROP INDEX catalog_search_vector",
    "ALTER TABLE catalog_searchentry DROP COLUMN vector",
]
STATEMENTS = {
    "sqlite": (SQLITE_FORWARDS, SQLITE_BACKWARDS),
    "postgresql": (POSTGRESQL_FORWARDS, POSTGRESQL_BACKWARDS),
}


def forwards(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
