"""The REST door of quality."""
