"""The read-only public server and its stream."""
