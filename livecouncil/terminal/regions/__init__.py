"""What stands in each region of the screen: pure functions of (space, what was seen) to rows, one file a region.

A region reads no meeting and no clock. What it shows is a frozen dataclass beside it, which `seen` makes of a session;
so every state of every region can be drawn, and tested, from plain data. Words come with the space, never from here.
"""
