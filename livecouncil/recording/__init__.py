"""Captions: read, aligned with what was logged, written."""
