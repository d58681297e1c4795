"""The record in the standards others read."""
