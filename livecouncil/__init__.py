"""livecouncil: one griffier logs a Dutch council meeting live; everything public follows from that log."""

__version__ = "0.1.0"
