"""The REST door of consent."""
