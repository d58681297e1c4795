"""What stands over the middle of the screen: lists, questions, the roll call. None covers what is staged.

The entry line keeps the focus: an overlay is handed each key first, and what it has no use for goes on to the line.
"""
