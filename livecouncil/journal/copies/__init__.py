"""A second copy of a journal while it happens, and putting it back."""
