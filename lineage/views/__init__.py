"""Pages of the lineage."""
