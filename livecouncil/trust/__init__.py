"""Checking and redacting what is published."""
