"""What a text may be, and how long it is."""
