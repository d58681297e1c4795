"""Two clerks at one meeting: one journal, one hammer, two terminals of one user on one machine."""
