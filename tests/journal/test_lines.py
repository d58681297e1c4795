"""Lines of form 2: what commits, what opens, and that nothing else is taken for either."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import time
import zlib
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from livecouncil.journal import chain, lines
from livecouncil.journal.lines import (
    GENESIS,
    ambiguous,
    body_of,
    canonical,
    commit,
    commitment,
    encode,
    head_of,
    header_of,
    salvage,
    whole,
)

AT = "2026-03-12T20:05:00+01:00"
SCRIPT = Path(__file__).parents[2] / "docs" / "verify-journal.sh"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TRICKY = (
    '","crc":"00000000"}',
    '","salt":"',
    '{"seq":1,"at":"',
    '"type":"segment","v":1',
    "%s %n \\n \\",
    "\n\r\x00é😀",
)


def line(seq: int, prev: str = GENESIS, **fact: Any) -> bytes:
    return commit({"seq": seq, "at": AT, "v": 2, **fact}, prev, secrets.token_bytes(32))


def journal(*texts: str) -> list[bytes]:
    """Chained lines, each with a text."""
    rows: list[bytes] = []
    prev = GENESIS
    for seq, text in enumerate(texts, 1):
        rows.append(line(seq, prev, type="message", text=text))
        prev = head_of(rows[-1])
    return rows


def joined(rows: list[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in rows)


@given(st.dictionaries(TEXTS.filter(lambda key: key not in ("seq", "at", "v", "type")), TEXTS))
def test_what_is_committed_to_is_what_is_read(fact: dict[str, str]) -> None:
    raw = line(7, type="message", fact=fact)
    assert b"\n" not in raw and whole(raw) and not ambiguous(raw)
    body = body_of(raw)
    assert (body["seq"], body["at"], body["v"], body["type"], body["fact"]) == (7, AT, 2, "message", fact)
    assert list(salvage(b"???" + raw + raw)) == [raw, raw]


def test_a_header_alone_tells_nothing_of_its_fact_and_chains_the_same() -> None:
    raw = line(7, type="message", text="kanarie")
    header = header_of(raw)
    assert raw.startswith(header[:-1]) and head_of(header) == head_of(raw)
    assert set(json.loads(header)) == {"seq", "at", "v", "commitment", "prev", "crc"}
    body = body_of(header)
    assert whole(header) and body["type"] == "private" and "text" not in body


def test_the_same_fact_is_never_committed_to_alike() -> None:
    assert (
        body_of(header_of(line(1, type="opened")))["commitment"]
        != body_of(header_of(line(1, type="opened")))["commitment"]
    )


def test_the_commitment_is_as_documented() -> None:
    salt = bytes(range(32))
    raw = commit({"seq": 1, "at": AT, "v": 2, "type": "message", "text": "é"}, GENESIS, salt)
    fact = '{"type":"message","text":"é"}'.encode()
    assert canonical({"type": "message", "text": "é"}) == fact
    assert json.loads(raw)["salt"] == salt.hex() and json.loads(raw)["commitment"] == commitment(salt, fact)


def test_every_flipped_bit_and_every_cut_is_seen() -> None:
    raw = line(7, type="message", text="één woord")
    size = len(header_of(raw)) - 1
    for at in range(len(raw)):
        assert not whole(raw[:at])
        for bit in range(8):
            flipped = bytearray(raw)
            flipped[at] ^= 1 << bit
            assert not whole(bytes(flipped))
            if at < size:
                assert body_of(bytes(flipped)) == {}, "a header that does not hold says nothing"
            else:
                assert body_of(bytes(flipped))["type"] == "private", "the header goes on to count"


def test_what_is_no_opening_of_this_header_is_seen() -> None:
    first, second, third = journal("een", "twee", "drie")
    swapped = header_of(second)[:-1] + third[len(header_of(third)) - 1 :]
    twice = second[:-1] + second[len(header_of(second)) - 1 :]
    for strange in (swapped, twice):
        walked = chain.walk(joined([first, strange, third]))
        assert [row.fault for row in walked.lines] == ["", "opening", ""] and walked.misopened == [2]
        assert not walked.unlinked and sorted(walked.bodies) == [1, 2, 3]


def test_a_fact_may_not_pass_for_what_holds_a_journal_together() -> None:
    for kind in ("segment", "private"):
        fact: dict[str, Any] = {"type": kind, "from": 1, "commitment": "0" * 64}
        raw = line(2, **fact)
        assert body_of(raw)["type"] == "private" and not whole(raw)
    lacking = line(2, type="checkpoint", size=1)
    assert body_of(lacking)["type"] == "private"


def test_a_fact_that_reads_two_ways_is_named() -> None:
    fact = b'{"text":"ja","text":"nee","type":"message"}'
    plain = line(1, type="message", text="ja")
    salt = json.loads(plain)["salt"]
    bound = commitment(bytes.fromhex(salt), fact).encode()
    header = header_of(plain).partition(b',"commitment"')[0] + b',"commitment":"%s","prev":"%s"' % (
        bound,
        GENESIS.encode(),
    )
    raw = header + b',"crc":"%08x","salt":"%s","fact":%s}' % (zlib.crc32(header), salt.encode(), fact)
    assert whole(raw) and ambiguous(raw) and not ambiguous(plain) and not ambiguous(header_of(plain))
    assert not ambiguous(plain.replace(b"ja", b"\xff\xff")) and not ambiguous(b"{}")


def test_one_journal_has_one_form() -> None:
    sealed = journal("een", "twee")
    clear = encode({"seq": 3, "at": AT, "type": "opened", "v": 1, "present": []}, head_of(sealed[1]))
    walked = chain.walk(joined([*sealed, clear]))
    assert walked.form == 2 and walked.lines[2].fault == "form" and sorted(walked.bodies) == [1, 2]
    assert b"opened" not in chain.published(joined([*sealed, clear]), until=9, revealed={1, 2, 3})


def test_published_is_the_trunk_with_what_was_released_opened() -> None:
    rows = journal(*TRICKY)
    shown = chain.published(joined(rows), until=0, revealed={1, 3, 4}).splitlines()
    assert shown == [rows[0], header_of(rows[1]), rows[2], rows[3]]
    walked = chain.walk(joined(shown))
    assert walked.head == head_of(rows[3]) and not walked.damaged and not walked.unlinked
    assert [walked.bodies[n]["type"] for n in (1, 2, 3, 4)] == ["message", "private", "message", "message"]


def test_nothing_of_a_damaged_line_is_published() -> None:
    rows = journal("een", "kanarie", "drie")
    damaged = rows[1].replace(b'"seq":2', b'"seq":3')
    made = chain.published(joined([rows[0], damaged, rows[2]]), until=9, revealed={1, 2, 3})
    assert b"kanarie" not in made and made.splitlines()[1] == chain.DAMAGED and rows[2] in made
    misopened = rows[1].replace(b"kanarie", b"kanaria")
    made = chain.published(joined([rows[0], misopened, rows[2]]), until=9, revealed={1, 2, 3})
    assert b"kanari" not in made and made.splitlines()[1] == header_of(rows[1])


def checked(path: Path, *rows: bytes, shell: str = "sh") -> tuple[int, str]:
    """What the script says, for whoever has no livecouncil."""
    path.write_bytes(joined(list(rows)))
    said = subprocess.run([shell, str(SCRIPT), str(path)], capture_output=True, text=True)
    return said.returncode, said.stdout


def test_the_script_checks_chain_and_openings(tmp_path: Path) -> None:
    rows = journal(*TRICKY)
    shown = chain.published(joined(rows), until=0, revealed={2, 4, 6}).splitlines()
    for shell in ("sh", "bash"):
        code, said = checked(tmp_path / "j.jsonl", *shown, shell=shell)
        assert code == 0 and "6 regels" in said and "3 geopend" in said and head_of(rows[-1]) in said
    assert checked(tmp_path / "j.jsonl", *rows)[0] == 0
    code, said = checked(tmp_path / "j.jsonl", rows[0], rows[1].replace(b"salt", b"sult", 1), *rows[2:])
    assert code == 1
    other = header_of(rows[1])[:-1] + rows[3][len(header_of(rows[3])) - 1 :]
    code, said = checked(tmp_path / "j.jsonl", rows[0], other, *rows[2:])
    assert code == 1 and "regel 2" in said
    assert checked(tmp_path / "j.jsonl", rows[0], rows[2])[0] == 1


def test_half_of_a_surrogate_pair_has_no_form_and_is_named() -> None:
    body = {"seq": 1, "at": "2026-03-12T19:30:00+01:00", "type": "note", "text": "PLAATS"}
    header, _, _ = lines.commit(body, lines.GENESIS, bytes(32)).partition(b',"crc"')
    fact = b'{"type":"note","text":"\\ud800"}'
    bound = lines.commitment(bytes(32), fact).encode()
    header = re.sub(rb'("commitment":")[0-9a-f]{64}', rb"\g<1>" + bound, header)
    forged = b'%s,"crc":"%08x","salt":"%s","fact":%s}' % (header, zlib.crc32(header), bytes(32).hex().encode(), fact)
    assert lines.body_of(forged)["text"] == "\ud800"
    assert lines.ambiguous(forged)


def test_a_thousand_beginnings_of_a_line_are_looked_through_at_once() -> None:
    forged = b'{"seq":' * 300_000 + b',"crc":"00000000"}'
    before = time.process_time()
    assert list(lines.salvage(forged)) == []
    assert time.process_time() - before < 5
