"""The rules of a meeting as pure functions: no clock, no files, no network, no framework."""
