"""Public files as pure functions of the journal; one renderer an output."""
