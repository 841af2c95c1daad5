"""REST: where it comes from, where it goes."""
