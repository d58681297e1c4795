"""The Gemeentewet in figures and dates; a jurist can read it."""
