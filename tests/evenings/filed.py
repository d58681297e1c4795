"""An evening of what is filed, joined, merged, divided, moved and asked: every act that `everything` does not type.

The council of `proefstad`, with a member who is sworn in this very evening. Advice is a committee's, and what is
deleted and prepared is the desk's own: `bodies` and the tests of the desk have those.
"""

from __future__ import annotations

from pathlib import Path

from . import proefstad

NEWCOMER = '\n[[members]]\nname = "mevrouw A. de Jong-van der Veen"\ngroup = "Delta"\nnumber = 10\nfrom = 2024-05-16\n'
SCRIPT = """
af ibema
@19:30 open
ontslag ibema =
beedigd jong
n2
h =
aant alfa =
n3
bp1 v beta 7-2 =
bp2-3 u =
@19:35 v delta(1) 8-1 =
n4
@19:36 >11 4 =
@19:40 akker
@19:41 int groen
@19:42 mulder
@19:44 insp 1
@19:45 m1 i alfa fokkema: Starters eerst
m1 i+ beta
m1 i- fokkema
m1 gw: het derde streepje vervalt
tekst m1: De raad verzoekt het college starters voorrang te geven.
m1 d: https://raad.example/m1.pdf
m2 i haan: Hoogbouw
m3 i delta: Bomen
m4 i groen: Bomen en struiken
m5 i beta: Speelplek
m6 i delta: Fietspad
m7 i beta: Zebrapad
m8 i alfa: Losse stenen
a1 i gamma: Een jaar later
s1 i delta a1: Een half jaar later
@19:55 tm 2
cornelis
@19:56 vz
o1 i beta: Debat sluiten
o1v alfa 6-3 =
@20:00 z10 beta
@20:11 z
sv alfa
st s1
s1 verv =
a1 aang =
v delta 7-2 =
m1 ov college =
m3 op m4 =
m4 5-4 zn =
m5 m6 v delta 7-2 =
m2x
m7-m8x =
n11
@20:20 m9 i gamma: Nachtbus
m9 i+ haan
@20:25 u =
m9t gamma haan 3-6 =
n5
@20:26 vr elsinga: de opening van het zwembad
mulder
antw mulder
tz mulder beta voor 1-7: een brief over de opening
c tz mulder beta gamma voor 1-7: een brief over de opening
nd dekker: woont ernaast
n5 verw =
n6
@20:35 v beta(1) ~haan 7-1 =
vg akker n6
n7
pers 2 leden rekenkamer: Braas 7 Veen 5 Kuil 3 blanco 1 =
n8
@20:40 besloten
@20:44 af groen
@20:50 openbaar
openbaar 8 =
n9
@20:51 accl =
, nakijken of de motie ook op schrift is
-10 =
n
vz cornelis
vz linde
c m4 4-5 zn =
c m1 verv =
@21:00 sluit
"""


def write(folder: Path, **council: object) -> Path:
    """Council and agenda files, with the newcomer; returns the agenda's path."""
    agenda = proefstad.write(folder, **council)
    with (folder / "council.toml").open("a") as file:
        file.write(NEWCOMER)
    return agenda
