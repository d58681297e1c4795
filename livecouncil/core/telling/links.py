"""Where a fact stands on the public pages: addresses that never change their meaning; and which may be linked to."""

from __future__ import annotations

import re

from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.telling import Telling
from livecouncil.core.text.numbers import address_of, item_anchor


def url_of(state: MeetingState, told: Telling) -> str:
    """Where what is told of can be read; '' when the council has no public address. A motion, and an item that was
    decided, have a page of their own; anything else stands on the meeting's."""
    where = url_at(state, anchor_of(state, told))
    if where and told.object:
        return f"{url_at(state, '')}{address_of(told.object, is_item=told.object not in state.objects)}/"
    return where


def url_at(state: MeetingState, anchor: str) -> str:
    """Permalink of a place on the meeting's page; '' when the council has no public address."""
    base = state.council.council.public_url.rstrip("/")
    if not base:
        return ""
    if not anchor:
        return f"{base}/{state.agenda.id}/"
    return f"{base}/{state.agenda.id}/#{anchor}"


def anchor_of(state: MeetingState, told: Telling) -> str:
    """Fragment that never changes meaning: 'm3', 'punt-7b', 'm3-stemming'; numbers are escaped."""
    if told.object:
        base = address_of(told.object, is_item=told.object not in state.objects)
        if told.outcome and told.kind != "correctie":
            return f"{base}-stemming"
        return base
    if told.item:
        return item_anchor(told.item)
    return ""


_WEB_OR_OWN = re.compile(r"https?://|(?![\w.+-]*:)", re.IGNORECASE)


def web_address(address: str) -> str:
    """An address of the web, or one within the council's own site; '' for any other: a page would run `javascript:`."""
    if _WEB_OR_OWN.match(address):
        return address
    return ""
