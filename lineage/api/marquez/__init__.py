"""REST as Marquez speaks it: same addresses, same JSON. Refusals are our problems; its clients read their status."""
