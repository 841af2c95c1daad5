"""What may be read of quality, already restricted to an actor."""
