"""One module a network."""
