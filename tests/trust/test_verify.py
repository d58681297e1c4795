"""A published meeting checked by somebody else: what was cut off, rewritten or signed again is
found, and told which."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting.written import dump
from livecouncil.journal import chain
from livecouncil.journal.lines import GENESIS, body_of, encode, head_of, header_of, written
from livecouncil.journal.signing import signing_off as checkpointing
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import PublicKey, SecretKey
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.trust.verify import verify, verify_public
from tests.conftest import ROOT

ID = "2026-03-12-raadsvergadering"
MORE = """\
b: Koffie staat klaar =
b: Koffie staat klaar =
c b: Thee staat klaar =
tz wagenaar: nog een brief
c tz wagenaar: nog twee brieven
, een privénotitie""".splitlines()


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council's folder with a published meeting, in which there was something private of every kind."""
    folder = tmp_path_factory.mktemp("verifying") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    lines = (folder / "evening.txt").read_text().splitlines()
    at = lines.index("n7")
    errors = io.StringIO()
    plain.run(session, lines[:at] + MORE + lines[at:], io.StringIO(), errors, ask=False)
    session.close()
    assert errors.getvalue() == ""
    publishing.publish(folder, ID)
    return folder


@pytest.fixture
def raad(meeting: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(meeting, tmp_path / "raad"))


@pytest.fixture
def public(raad: Path, tmp_path: Path) -> Path:
    """Only what was published, the council's key beside it."""
    shutil.copy(raad / "public" / "livecouncil.pub", tmp_path / "raad.pub")
    return Path(shutil.copytree(raad / "public" / ID, tmp_path / "elsewhere" / ID))


def bodies(folder: Path) -> list[dict[str, Any]]:
    return [line.body for line in chain.walk((folder / "journal.jsonl").read_bytes()).lines]


def rechain(folder: Path, events: list[dict[str, Any]], key: SecretKey | None = None) -> None:
    """Write a journal that holds together; checkpoints signed again by `key`, or left as they were."""
    rows: list[bytes] = []
    head = GENESIS
    for body in events:
        body = {k: v for k, v in body.items() if k not in ("prev", "crc")}
        sealed = body["type"] == "private"
        if key and body["type"] == "checkpoint":
            note = SignedNote(ID, len(rows), head)
            again = checkpointing.signed(key, note, datetime.fromisoformat(body["at"]))
            body = dump(again) | {"seq": body["seq"]}
            (folder / "checkpoint.txt").write_text(note.text)
            (folder / "checkpoint.txt.minisig").write_text(again.signature)
        row = written(body, head, form=2)
        rows.append(header_of(row) if sealed else row)
        head = head_of(rows[-1])
    (folder / "journal.jsonl").write_bytes(b"".join(row + b"\n" for row in rows))


def other_votes(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same meeting with one vote turned round."""
    vote = next(e for e in events if e["type"] == "decided" and e.get("vote", {}).get("against"))
    vote["vote"]["for"], vote["vote"]["against"] = vote["vote"]["against"], vote["vote"]["for"]
    return events


def test_a_published_meeting_is_verified_from_its_files_alone(public: Path, tmp_path: Path, capsys: Any) -> None:
    assert verify_public(public, tmp_path / "raad.pub") == []
    said = capsys.readouterr().out
    assert "alleen de raad heeft" not in said, "what was released is opened"
    key = PublicKey.parse((tmp_path / "raad.pub").read_text())
    assert key.name in said and "dezelfde map" not in said
    shutil.copy(tmp_path / "raad.pub", public.parent / "livecouncil.pub")
    assert verify_public(public) == [] and "dezelfde map" in capsys.readouterr().out


def cut(folder: Path, lines: int) -> None:
    rows = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "journal.jsonl").write_bytes(b"".join(rows[:lines]))


def flip(folder: Path) -> None:
    """In the fact of a line in the middle."""
    data = bytearray((folder / "journal.jsonl").read_bytes())
    data[data.index(b'"fact":{"type":"', len(data) // 2) + 16] ^= 1
    (folder / "journal.jsonl").write_bytes(data)


def roll_back(folder: Path) -> None:
    """As it was at the suspension, with the checkpoint of then: all validly signed."""
    events = bodies(folder)
    first = next(i for i, e in enumerate(events) if e["type"] == "checkpoint")
    cut(folder, first + 1)
    note = SignedNote(ID, events[first]["size"], events[first]["head"])
    (folder / "checkpoint.txt").write_text(note.text)
    (folder / "checkpoint.txt.minisig").write_text(events[first]["signature"])


def same_id(folder: Path) -> None:
    """Signed again by a key that calls itself by the council's."""
    known = PublicKey.parse((folder.parents[1] / "raad.pub").read_text())
    rechain(folder, other_votes(bodies(folder)), SecretKey(known.id, bytes(32)))


def supersede(folder: Path) -> None:
    """A new segment that puts other events in the place of signed ones."""
    walked = chain.walk((folder / "journal.jsonl").read_bytes())
    vote = next(line.body for line in walked.trunk if line.body["type"] == "decided")
    segment = {"seq": vote["seq"], "at": vote["at"], "type": "segment", "v": 1, "from": vote["seq"]}
    rechain(folder, [*bodies(folder), segment])


def fork(folder: Path) -> None:
    """A new segment that goes on from long before the checkpoint: all after it is a dead branch."""
    walked = chain.walk((folder / "journal.jsonl").read_bytes())
    at = walked.trunk[9]
    rows = (folder / "journal.jsonl").read_bytes()
    segment = encode({"seq": 11, "at": at.body["at"], "type": "segment", "v": 1, "from": 11}, at.head)
    (folder / "journal.jsonl").write_bytes(rows + segment + b"\n")


def afterwards(folder: Path) -> None:
    events = bodies(folder)
    rechain(
        folder,
        [*events, {"seq": len(events) + 1, "at": events[-1]["at"], "type": "finalized", "v": 1, "on": "2026-04-16"}],
    )


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_bytes()
        assert old.encode() in text
        (folder / name).write_bytes(text.replace(old.encode(), new.encode(), 1))

    return change


def without_message(folder: Path) -> None:
    feed = json.loads((folder / "feed.json").read_text())
    feed["items"] = [i for i in feed["items"] if i["_livecouncil"]["kind"] != "toezegging"]
    (folder / "feed.json").write_text(json.dumps(feed))


def extra_message(folder: Path) -> None:
    feed = json.loads((folder / "feed.json").read_text())
    new = json.loads(json.dumps(next(i for i in feed["items"] if i["_livecouncil"]["kind"] == "vrij_bericht")))
    new["date_published"] = "2026-03-12T21:44:00+01:00"
    feed["items"].insert(2, new)
    (folder / "feed.json").write_text(json.dumps(feed))


def bytes_of(name: str) -> Callable[[Path], None]:
    """With bytes in `name` that are no text."""

    def change(folder: Path) -> None:
        (folder / name).write_bytes(b"\xff\xfe\x00")

    return change


def unlink(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


FOUND: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda f: cut(f, 40), r"afgekapt: \d+ regels zijn ondertekend, hier staan er 40"),
    "rolled back": (roll_back, "afgekapt: de sluiting van de vergadering ontbreekt"),
    "a flipped bit": (flip, r"journal.jsonl, regel \d+: past niet bij wat er is vastgelegd"),
    "a line left out": (
        lambda f: (f / "journal.jsonl").write_bytes(
            b"".join((r := (f / "journal.jsonl").read_bytes().splitlines(keepends=True))[:9] + r[10:])
        ),
        "regel 10: sluit niet aan",
    ),
    "rewritten": (
        lambda f: rechain(f, other_votes(bodies(f))),
        r"herschreven: regel \d+ is niet meer die van het controlepunt",
    ),
    "signed by another": (
        lambda f: rechain(f, other_votes(bodies(f)), SecretKey.new()),
        "minisig: ondertekend met een andere sleutel",
    ),
    "signed in the council's name": (same_id, "minisig: de handtekening past niet"),
    "superseded": (supersede, "vervangt wat al ondertekend was"),
    "forked": (fork, "het journaal ervoor is niet meer wat is ondertekend"),
    "added afterwards": (afterwards, "staat na het laatste controlepunt en is niet ondertekend"),
    "another meeting's checkpoint": (
        replace("checkpoint.txt", "2026-03-12", "2026-03-13"),
        "geen controlepunt van deze vergadering",
    ),
    "a smaller checkpoint": (
        lambda f: (f / "checkpoint.txt").write_text(re.sub(r"\n\d+\n", "\n7\n", (f / "checkpoint.txt").read_text())),
        "past niet: het controlepunt is veranderd",
    ),
    "no checkpoint": (unlink("checkpoint.txt"), "checkpoint.txt ontbreekt: het journaal is niet ondertekend"),
    "no signature": (unlink("checkpoint.txt.minisig"), "checkpoint.txt.minisig ontbreekt"),
    "no signature in it": (lambda f: (f / "checkpoint.txt.minisig").write_text("x"), "onleesbaar"),
    "figures in the feed": (replace("feed.json", '"against": 24', '"against": 4'), "feed.json: volgt niet"),
    "a sentence in the feed": (
        replace("feed.json", "is verworpen", "is aangenomen"),
        r"feed.json: volgt niet",
    ),
    "a vote": (replace("votes.json", '"option": "no"', '"option": "yes"'), "votes.json: volgt niet"),
    "a row": (replace("votes.csv", ";tegen;", ";voor;"), "votes.csv: volgt niet"),
    "the page": (replace("index.html", "is verworpen", "is aangenomen"), "index.html: volgt niet"),
    "the status": (replace("state.json", '"closed"', '"open"'), "state.json: volgt niet"),
    "a file that is gone": (unlink("decisions.atom"), "decisions.atom ontbreekt"),
    "no feed": (unlink("feed.json"), "feed.json ontbreekt"),
    "a checkpoint of other bytes": (bytes_of("checkpoint.txt"), "checkpoint.txt: geen controlepunt"),
    "a signature of other bytes": (bytes_of("checkpoint.txt.minisig"), "handtekening is onleesbaar"),
    "a private text in one file": (
        replace("transcript.html", "nog twee brieven", "nog drie brieven"),
        "transcript.html: volgt niet",
    ),
    "a private text in the feed": (replace("feed.json", "Thee staat klaar", "Soep staat klaar"), "volgt niet"),
    "a commitment left out": (without_message, r"feed.json"),
    "a message too many": (extra_message, r"feed.json: volgt niet"),
}


@pytest.mark.parametrize("change, expected", FOUND.values(), ids=FOUND)
def test_what_was_done_to_it_is_found_and_named(
    public: Path, tmp_path: Path, change: Callable[[Path], None], expected: str
) -> None:
    change(public)
    faults = verify_public(public, tmp_path / "raad.pub")
    assert any(re.search(expected, fault) for fault in faults), faults
    assert all(fault.startswith(f"{ID}: ") for fault in faults)


GARBAGE = [
    b"",
    b"\n",
    b"[]\n",
    b'{"seq":1}\n',
    encode({"seq": 1, "at": "x", "type": "snapshot", "v": 1}, GENESIS) + b"\n",
    b"\xff\xfe",
]


@pytest.mark.parametrize("data", GARBAGE)
def test_what_is_no_journal_gets_a_sentence(public: Path, data: bytes, capsys: Any) -> None:
    (public / "journal.jsonl").write_bytes(data)
    assert main(["verify", "--public", str(public)]) == 1
    assert "geen journaal van livecouncil" in capsys.readouterr().err


WRONG_FEEDS = [
    "{}",
    "[]",
    '{"items": [1]}',
    '{"items": [{"_livecouncil": 1}]}',
    '{"items": [{"_livecouncil": {"seq": 1, "kind": "x"}}]}',
    '{"items": ' * 100_000,
    '{"items": [' + "9" * 5_000 + "]}",
]


@pytest.mark.parametrize("text", WRONG_FEEDS)
def test_what_is_no_feed_gets_a_sentence(public: Path, tmp_path: Path, text: str) -> None:
    (public / "feed.json").write_text(text)
    assert verify_public(public, tmp_path / "raad.pub") == [f"{ID}: feed.json ontbreekt of is onleesbaar."]


def test_the_command(public: Path, tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", "--public", str(public), "--key", str(tmp_path / "raad.pub")]) == 0
    assert main(["verify", "--public", str(public)]) == 1 and "livecouncil.pub ontbreekt" in capsys.readouterr().err
    assert main(["verify", "--public", str(public), "--key", str(tmp_path / "no.pub")]) == 1
    assert main(["verify", "--public", str(tmp_path)]) == 1
    flip(public)
    assert main(["verify", "--public", str(public), "--key", str(tmp_path / "raad.pub")]) == 1
    assert "past niet bij wat er is vastgelegd" in capsys.readouterr().err


def test_in_the_councils_own_folder(raad: Path, capsys: Any) -> None:
    assert verify(raad, ID) == [] and "ondertekend tot regel" in capsys.readouterr().out
    journal = raad / "journal" / f"{ID}.jsonl"
    shutil.copy(journal, raad / "journal.jsonl")
    rechain(raad, other_votes(bodies(raad)), SecretKey.new())
    shutil.copy(raad / "journal.jsonl", journal)
    faults = verify(raad, ID)
    assert any("andere sleutel" in fault for fault in faults) and any("votes.json" in fault for fault in faults)


def test_a_meeting_of_before_the_key_was_replaced_is_checked_with_the_old_one(
    raad: Path, tmp_path: Path, capsys: Any
) -> None:
    (old := raad / "public" / "livecouncil.pub").rename(tmp_path / "old.pub")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "new"))
        council_key("GM9999", raad)
        assert any("andere sleutel" in fault for fault in verify(raad, ID))
        shutil.copy(tmp_path / "old.pub", old)
        assert main(["verify", ID, "--data", str(raad), "--key", str(tmp_path / "old.pub")]) == 0
    assert main(["verify", ID, "--data", str(raad), "--key", str(tmp_path / "none.pub")]) == 1


def test_the_councils_own_key_counts_whatever_is_published(raad: Path) -> None:
    (raad / "public" / "livecouncil.pub").write_text(SecretKey.new().public.text)
    assert any("hoort niet bij public/livecouncil.pub" in fault for fault in verify(raad, ID))


def test_the_shell_script_holds_the_checkpoint_against_the_chain(public: Path) -> None:
    script = ROOT / "docs" / "verify-journal.sh"

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", script, public / "journal.jsonl"], capture_output=True, text=True, timeout=60)

    assert run().returncode == 0 and "controlepunt klopt" in run().stdout
    rechain(public, other_votes(bodies(public)))
    done = run()
    assert done.returncode == 1 and "is niet wat is ondertekend" in done.stdout


def test_the_head_stands_in_state_and_documents_and_not_in_feed_and_page(raad: Path) -> None:
    folder = raad / "public" / ID
    signed = SignedNote.parse((folder / "checkpoint.txt").read_text())
    assert signed
    head = json.loads((folder / "state.json").read_text())["head"]
    assert SignedNote(head["origin"], head["size"], head["head"]) == signed
    assert head["signature"] == (folder / "checkpoint.txt.minisig").read_text()
    for page in ("transcript.html", "decisions.html"):
        text = (folder / page).read_text()
        assert signed.head in text.replace("<wbr>", "") and 'href="journal.jsonl"' in text
    assert 'href="checkpoint.txt"' in (folder / "index.html").read_text()
    for path in ("index.html", "embed.html", "feed.json", "feed.atom", "../feed.json", "votes.json"):
        assert signed.head[:16] not in (folder / path).read_text(), path


def test_an_open_meeting_shows_neither_head_nor_chain(session: Session, council: Path) -> None:
    for line in ("open", "n6", "m1 i pvda: A", "z10", "z"):
        session.enter(line, confirmed=True)
    session.clock.now = session.clock.now.replace(minute=45)  # type: ignore[attr-defined]
    session.tick()
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    folder = council / "public" / ID
    assert (folder / "checkpoint.txt").exists() and not (folder / "journal.jsonl").exists()
    assert (
        '"head"' not in (folder / "feed.json").read_text()
        and "checkpoint.txt" not in (folder / "index.html").read_text()
    )
    assert verify(council, ID) == []


def test_what_is_still_held_after_the_close_is_not_in_the_public_chain(session: Session, council: Path) -> None:
    """A correction after the close is held back like anything else; the chain is published up to it."""
    for line in ("open", "n6", "m1 i pvda: A", "m1 29-8", "=", "n11", "sluit"):
        session.enter(line, confirmed=True)
    session.clock.now = session.clock.now.replace(minute=45)  # type: ignore[attr-defined]
    session.tick()
    session.enter("c m1 28-9", confirmed=True)
    session.enter("=")
    folder = council / "public" / ID
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    assert [b["type"] for b in bodies(folder)][-1] == "released"
    assert "corrected" in (council / "journal" / f"{ID}.jsonl").read_text()
    session.clock.now = session.clock.now.replace(minute=50)  # type: ignore[attr-defined]
    session.tick()
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    local = (council / "journal" / f"{ID}.jsonl").read_bytes()
    shown = (folder / "journal.jsonl").read_bytes()
    assert [line.head for line in chain.walk(shown).lines] == [line.head for line in chain.walk(local).lines]
    assert b'"corrected"' in shown


def test_segments_are_published_as_one_chain(raad: Path, tmp_path: Path) -> None:
    """Whatever the disk did: the chain goes on over a damaged line in a new file, and both are published."""
    journal = raad / "journal" / f"{ID}.jsonl"
    rows = journal.read_bytes().splitlines(keepends=True)
    last = len(rows) - 1
    head = head_of(rows[-2].rstrip())
    again = body_of(rows[-1].rstrip())
    seq = again["seq"]
    segment = {"seq": seq, "at": "2026-03-12T21:55:00+01:00", "type": "segment", "v": 1, "from": seq, "reason": "proef"}
    second = encode(segment, head)
    row = written({k: v for k, v in again.items() if k != "prev"}, head_of(second), form=2)
    (raad / "journal" / f"{ID}.2.jsonl").write_bytes(second + b"\n" + row + b"\n")
    publishing.publish(raad, ID)
    assert verify(raad, ID) == []
    public = raad / "public" / ID
    assert len((public / "journal.jsonl").read_bytes().splitlines()) == last + 2, "the dead branch is nobody's"
    assert verify_public(public, raad / "public" / "livecouncil.pub") == []


def test_the_key_of_the_tests_is_the_councils(raad: Path) -> None:
    key = council_key("GM9999", raad, make=False)
    assert key and key.public.text == (raad / "public" / "livecouncil.pub").read_text()
