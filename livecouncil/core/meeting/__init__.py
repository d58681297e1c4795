"""Events, their fold into a state, the line's grammar and every rule of the meeting."""
