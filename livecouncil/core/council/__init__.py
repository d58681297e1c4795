"""Who sits, and what is on the agenda."""
