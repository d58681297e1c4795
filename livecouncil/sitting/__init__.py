"""One sitting: the griffier's desk joined to its journal, and line mode."""
