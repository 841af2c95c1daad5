"""Reads as Marquez's clients ask them: by names, in pages by offset, datasets with versions."""
