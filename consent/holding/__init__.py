"""Who holds a person: one object per kind of store, joined by the app that owns it (`registry.holder`)."""
