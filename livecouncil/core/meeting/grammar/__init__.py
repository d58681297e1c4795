"""How the parts of a typed line are read; `core.meeting.entry` puts them together, and says in which order.

`words` has the words there are, `line` what a line comes to, `numbers` which motion or item stands at an edge, `behind`
what may follow it, `first` the lines that are known by their first word.
"""
