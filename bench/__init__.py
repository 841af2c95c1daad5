"""Measures, never asserts: run `python dev.py bench` and read the table."""
