"""From the session to what each region shows: the one place where the screen reads the meeting.

Nothing is decided here and nothing is remembered of the meeting: each function asks the session and puts the answer
into the words of the council and the plain data of `regions`. What costs more late in the evening than early on is
asked for only as far as it is shown.
"""
