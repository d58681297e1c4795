"""The public server: read-only."""
