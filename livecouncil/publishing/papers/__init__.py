"""Transcript and decision list: page, PDF, ODT."""
