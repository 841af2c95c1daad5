"""REST: lineage in and out, as OpenLineage's clients send it."""
