"""Reads of consent, already restricted to an actor."""
