"""Agendas and rosters from what griffiers already have; one module a format."""
