"""Votes of several meetings put together and drawn, from their published addresses alone; no dependencies.

    python votes.py picture.svg https://…/votes.csv https://…/votes.csv

Each row of `votes.csv` stands alone, so the tables are simply read one after the other. A row of the picture is a
member, a column a vote; shades, not colours, tell the choices apart, and each square says in words what it is.
"""

import csv
import io
import sys
import urllib.request
from html import escape

SHADE = {"yes": "#000", "no": "#fff", "abstain": "#999", "not voting": "#ccc", "absent": "#eee", "unknown": "#eee"}
SIZE = 16
NAMES = 240


def read(address):
    """The rows of one table, by the heads of its columns; where names still follow a row has no person."""
    with urllib.request.urlopen(address) as answer:
        text = answer.read().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    return [row for row in rows if row["person_id"]]


def picture(rows):
    """An SVG of member × vote; the name of a person is the eighth column, headed in the council's language."""
    votes = list(dict.fromkeys(row["vote_id"] for row in rows))
    people = {row["person_id"]: list(row.values())[7] for row in rows}
    order = list(people)
    lines = []
    for y, name in enumerate(people.values()):
        lines.append(f'<text x="0" y="{(y + 1) * SIZE - 3}">{escape(name)}</text>')
    for row in rows:
        x = NAMES + votes.index(row["vote_id"]) * SIZE
        y = order.index(row["person_id"]) * SIZE
        said = escape(f"{people[row['person_id']]}, {row['date']} {row['object']}: {row['choice']}")
        square = f'<rect x="{x}" y="{y}" width="{SIZE - 2}" height="{SIZE - 2}" fill="{SHADE[row["choice"]]}"'
        lines.append(f'{square} stroke="#000"><title>{said}</title></rect>')
    size = f'width="{NAMES + len(votes) * SIZE}" height="{len(people) * SIZE}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join(lines) + "\n</svg>\n"


def main():
    target, *addresses = sys.argv[1:]
    rows = [row for address in addresses for row in read(address)]
    with open(target, "w", encoding="utf-8") as file:
        file.write(picture(rows))
    meetings = {row["meeting"] for row in rows}
    votes = {row["vote_id"] for row in rows}
    print(f"{len(meetings)} meetings, {len(votes)} votes, {len({row['person_id'] for row in rows})} people")


if __name__ == "__main__":
    main()
