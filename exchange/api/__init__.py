"""REST: what data is there."""
