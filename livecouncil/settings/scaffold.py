"""`init`: the folder a council keeps, with a `council.toml` that explains itself."""

from __future__ import annotations

import shlex
from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED, replace

COUNCIL = """# De raad. Controleer met: livecouncil check agendas/….toml
# Ledenlijst overnemen: livecouncil import --roster leden.csv

[council]
municipality = "Mijn gemeente"
# code = "GM0000"                      # CBS/TOOI-code van de gemeente
zone = "Europe/Amsterdam"              # tijdzone van alle tijden
seats = 9                              # aantal zetels (Gemeentewet art. 8)
language = "nl"                        # nl, fy of en
# wall_language = "fy"                 # tweede taal op de wand
hashtag = "RaadMijnGemeente"           # zonder #; letters en cijfers
# public_url = "https://raad.example/live"  # openbaar adres; weglaten: geen links
# contact = "griffie@example.org"      # staat op elke pagina bij ‘Fout gezien?’
# initials = "ab"                      # wie er verzendt
# unofficial = true                    # niet-officieel verslag, door een inwoner of journalist
# reporter = "PolitiekVoorbeeld"       # dan: wie het verslag maakt; contact is dan van de verslaglegger

[release]
policy = "live"                                # chamber (alleen de wand), live, afterwards
hold = { wall = 0, feed = 10, networks = 30 }  # seconden na de hamer
# floor_on_wall = true                         # wie het woord heeft op de wand
# also = ["punt", "ingediend"]                 # berichten die netwerken alleen op uw verzoek krijgen

# [channels.mastodon]                  # netwerken; geheimen nooit hier: livecouncil channels mastodon
# server = "https://social.overheid.nl"
# [channels.bluesky]
# account = "raad.example.nl"
# [channels.x]
# network = "copy"                     # getelde tekst kopiëren bij F3; "x" plaatst via de betaalde API

# [wall]                                # meet het op: livecouncil wall --diagonal 65 --distance 10
# diagonal = 65                         # inch
# distance = 10                         # meter tot de verste stoel
# theme = "light"                       # of "dark"

[procedure]                            # het reglement van orde van uw raad
object_numbers = "meeting"             # of "item": A8.1 is amendement 1 bij punt 8
vacancy_counts = true                  # een lege zetel telt mee voor ‘voltallig’ (art. 32)
blank_counts = false                   # blanco telt als uitgebrachte stem over personen
start_number = "on_request"            # nummer loten voor de hoofdelijke stemming, of "always"
mistaken_vote = "until_next"           # herstellen tot het volgende lid antwoordt, of "until_close"
explanation = "before"                 # stemverklaring vooraf, of "after"
vote_order = ["subamendment", "amendment", "proposal", "motion"]  # volgorde van stemmen
group_totals = false                   # true: de voorzitter noemt aantallen per fractie
foreign_motions = "letter"             # vreemde motie wordt punt 13a, of "number": het volgende nummer
# recusal = "debate"                   # art. 28: sinds 2023 debat en stemming; weglaten: het recht van de dag

[procedure.speaking_time]
per = "none"                           # of "group" (fractie), "member" (lid)
minutes = 10                           # voor ieder; eigen minuten: groups = { CU = 12 }
over = "meeting"                       # of "item": bij ieder punt opnieuw
pauses = ["suspension", "vote", "chair", "official"]  # hierbij staat de klok stil
wall = false                           # true: aftellen op de wand

# Vul hieronder de fracties, raadsleden en bestuurders in, of gebruik import --roster.
# [[groups]]
# name = "ChristenUnie"
# short = "CU"
# aliases = ["cu"]
#
# [[members]]
# name = "mevrouw Jansen"
# group = "ChristenUnie"
# number = 1                           # nummer op de presentielijst
# # surname = "Jansen"                 # als de achternaam niet uit de naam blijkt
# # aliases = ["tante an"]             # wat ook getypt mag worden
# # from = 2026-03-30                  # lid vanaf (na de eed) en until = tot en met
#
# [[officials]]
# name = "burgemeester A. Voorbeeldsma"
# role = "burgemeester"                # burgemeester, wethouder, griffier, secretaris
"""


def init(folder: Path) -> int:
    """Make `folder` with `council.toml` and `agendas/`. Raises InputFault when there is a council already."""
    path = folder / "council.toml"
    if path.exists():
        raise InputFault(f"{path} bestaat al. Er is niets veranderd; kies een lege map met --data.")
    (folder / "agendas").mkdir(parents=True, exist_ok=True)
    replace(path, COUNCIL.encode(), SHARED)
    print(f"Gemaakt: {path} en {folder / 'agendas'}.")
    print(
        f"Vul gemeente, zetels, hashtag en bestuurders in {path} in; de raadsleden kunnen met: livecouncil import{given(folder)} --roster leden.csv"
    )
    return 0


def given(data: Path) -> str:
    """The option to type after a command for the folder `data`; nothing where one stands in it."""
    if data == Path():
        return ""
    return f" --data {shlex.quote(str(data))}"
