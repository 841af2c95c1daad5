"""Pages of the workshop: coming in, oneself, the people."""
