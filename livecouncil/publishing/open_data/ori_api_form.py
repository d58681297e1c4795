"""What the ORI API 2.0 allows and calls things: its paths, lengths of texts, kinds of pieces."""

from __future__ import annotations

import json

from . import shared as od

STANDARD = "ORI API 2.0.0-beta.4"
"""The specification that the file is valid by, as that calls itself."""
TITLE = 100
LONG_TITLE = 200
TEXT = 200
PROMISE = 500
NUMBER = 3
"""Characters the API allows."""
PATHS = (
    "vergaderingen",
    "mediabronnen",
    "agendapunten",
    "informatieobjecten",
    "indieners",
    "stemmingen",
    "besluiten",
    "fracties",
    "stemresultatenperfractie",
    "dagelijksebesturen",
    "natuurlijkpersonen",
    "fractielidmaatschappen",
    "dagelijksbestuurlidmaatschappen",
    "aanwezigedeelnemers",
    "stemmen",
    "spreekfragmenten",
)
PIECE = {
    "motion": "motie",
    "amendment": "amendement",
    "subamendment": "amendement",
    "order": "motie",
    "point": "voorstel",
}
OWN_PIECE: dict[str, od.Row] = {
    "motion_item": {"informatieobjecttype": "motie", "motietype": "vreemd"},
    "proposal": {"informatieobjecttype": "voorstel"},
}


def if_cut(text: str, limit: int) -> str:
    """A text that does not fit where it belongs, to be said whole elsewhere; '' for one that fits."""
    if len(text) > limit:
        return text
    return ""


def paragraphs(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


_AS_WRITTEN = json.JSONEncoder(ensure_ascii=False)


def json_rows(rows: list[od.Row]) -> str:
    return ",".join("\n" + _AS_WRITTEN.encode(row) for row in rows)
