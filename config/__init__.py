"""How the product is put together: settings, root URLs, entry points. The only package that knows all others."""
