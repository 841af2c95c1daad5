"""REST: who is here. Also who asks: the authentication and the base view of every noun."""
