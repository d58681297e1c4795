"""The griffier's terminal app: a shell over core, without rules of its own."""
