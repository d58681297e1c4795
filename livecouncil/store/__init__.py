"""The append-only journal and whole-file writing: the only place that touches the disk for a meeting."""
