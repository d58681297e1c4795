"""A council's released lines, sent to a hub: what goes over the line, and who sends it."""
