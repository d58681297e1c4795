"""The operating system: the only room that knows it."""
