"""How the griffier's screen looks: colours by role, signs by meaning, rows of cells. Nothing here knows a meeting.

Theory. A region says *what* a cell means (`ink`), never which colour that is: a colour means one thing and is rare.
`hammer` waits for the chair's hammer, `out` is leaving or outside, `loud` is wrong or shut; all else is grey. No colour
ever lies on a party, a side or an outcome. What must be seen on a terminal without colour is bold or reverse as well.
"""
