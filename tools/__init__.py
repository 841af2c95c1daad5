"""What dev.py calls. Nothing here is part of the product."""
