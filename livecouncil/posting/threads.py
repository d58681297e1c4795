"""What a post answers on a network: one root a meeting, one branch an item, a correction under what it corrects.

Only what surely stands there is answered: a parent that was refused, cancelled or never answered for gives way to the
meeting's root, and where that is missing too the post stands by itself. A thread never keeps a post back.
"""

from __future__ import annotations

from collections.abc import Mapping

from .networks.client import Thread
from .outbox import Sending
from .posts import Post


def thread_of(post: Post, rows: Mapping[int, Sending]) -> Thread:
    """The thread of `post` on the channel whose outbox is `rows`, by post."""
    root = _standing_there(rows, post.root)
    parent = _standing_there(rows, post.parent) or root
    corrects = _standing_there(rows, post.corrects)
    if parent is None:
        return Thread(corrects=corrects)
    if root is None:
        return Thread(parent.ref, corrects=corrects)
    return Thread(parent.ref, root.ref, corrects)


def _standing_there(rows: Mapping[int, Sending], seq: int | None) -> Sending | None:
    if not seq:
        return None
    row = rows.get(seq)
    if row and row.state == "done" and row.ref:
        return row
    return None
