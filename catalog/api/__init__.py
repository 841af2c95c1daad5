"""REST: what exists."""
