"""REST: where data comes from and where it goes."""
