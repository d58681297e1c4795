"""Evenings of other councils, in small: each once came to nothing, and comes to what was said in the chamber."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode
from livecouncil.sitting.session import Session
from tests.evenings.everything import listed, text_of

MEMBERS = ("Adema", "Boersma", "Calsbeek", "Douma", "Eringa", "Feenstra", "Galema", "Hiemstra", "Idsinga")
TITLES = (
    "Opening",
    "Vaststelling agenda",
    "Vaststelling besluitenlijst",
    "Woonvisie",
    "Benoeming lid rekenkamer",
    "Sluiting",
)
KINDS = ("procedural", "procedural", "procedural", "proposal", "proposal", "procedural")


@dataclass(frozen=True)
class Played:
    """What the griffier read, line by line, and what the feed told."""

    answers: list[str]
    told: list[str]
    refused: int
    record: PublicRecord

    @property
    def listed(self) -> str:
        """What the list of decisions says."""
        return text_of(listed(self.record))

    def answer(self, part: str) -> str:
        return next(answer for answer in self.answers if part in answer)


def play(folder: Path, *script: str, language: str = "nl") -> Played:
    (folder / "agendas").mkdir(parents=True)
    groups = "\n".join(f'[[groups]]\nname = "{name}"' for name in "ABC")
    members = "\n".join(
        f'[[members]]\nname = "{name}"\ngroup = "{group}"\nnumber = {n}'
        for n, (name, group) in enumerate(zip(MEMBERS, "AAAABBBCC", strict=True), 1)
    )
    officials = '[[officials]]\nname = "wethouder Jorna"\nrole = "wethouder"'
    head = f'[council]\nmunicipality = "Terp"\nseats = 9\nlanguage = "{language}"\nhashtag = "RaadTerp"'
    (folder / "council.toml").write_text("\n".join((head, groups, members, officials)))
    items = "\n".join(
        f'[[items]]\nnumber = "{n}"\ntitle = "{title}"\nkind = "{kind}"'
        for n, (title, kind) in enumerate(zip(TITLES, KINDS, strict=True), 1)
    )
    agenda = folder / "agendas" / "2024-03-14-raadsvergadering.toml"
    meeting = '[meeting]\ntitle = "Raadsvergadering"\nstart = 2024-03-14T19:30:00+01:00\nchair = "burgemeester Kuik"'
    agenda.write_text(f"{meeting}\n{items}\n")
    session = Session.open(folder, agenda, hold=0)
    said = io.StringIO()
    line_mode.run(session, ["@19:30 open", *script], said, io.StringIO(), ask=False)
    record = publishing.record_of(session.journal.events)
    session.close()
    answers = said.getvalue().splitlines()
    told = [entry.texts[language] for entry in record.feed.entries]
    return Played(answers, told, sum(a.startswith("FOUT") for a in answers), record)


def test_who_abstains_is_in_the_sentence_and_it_is_not_unanimous(tmp_path: Path) -> None:
    told = play(tmp_path, "n4", "v ~c 7-0 =").told[-1]
    assert "algemene stemmen" not in told and "Niet gestemd: C (2)" in told


@pytest.mark.parametrize("withdrawn", [("nd adema: belang", "x ="), ("m1 i a: Een", "nd adema m1: belang", "m1x")])
def test_of_a_vote_that_never_came_nobody_has_not_taken_part(tmp_path: Path, withdrawn: tuple[str, ...]) -> None:
    played = play(tmp_path, "n4", *withdrawn, "n6", "sluit")
    assert "Adema neemt niet deel" in " ".join(played.told)
    assert not [text for text in (*played.told, played.listed) if "eelgenomen" in text]
    voted = play(tmp_path / "voted", "n4", "nd adema: belang", "v c =")
    assert "Niet deelgenomen (art. 28): Adema" in voted.told[-1] and "eelgenomen" in voted.listed


def test_confidence_in_somebody_is_voted_on_openly_and_no_rule_on_persons_is_named(tmp_path: Path) -> None:
    """A motion of no confidence is no appointment (art. 31)."""
    played = play(tmp_path, "n4", "m1 i c: Motie van wantrouwen wethouder", "loot 3", "m1r3 vvttttttt 2-7 =")
    assert played.refused == 0 and "is verworpen. Voor 2: A (2). Tegen 7: A (2), B, C." in played.told[-1]
    assert not [answer for answer in played.answers if "art. 31" in answer or "personen" in answer]


def test_one_item_has_one_outcome_and_a_second_is_told_how_to_correct(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "v c 7-2 =", "k =", "x =", "h =")
    assert played.refused == 3 and all("Typ c" in answer for answer in played.answers if answer.startswith("FOUT"))
    assert sum("punt 4 ‘Woonvisie’ is" in told for told in played.told) == 1


def test_members_on_a_ballot_are_written_as_they_are_called(tmp_path: Path) -> None:
    told = play(tmp_path, "n5", "pers Voorzitter: adema 5 galema 3 blanco 1 =").told[-1]
    assert "Adema 5, Galema 3, blanco 1. Adema is benoemd." in told


def test_the_last_of_several_who_are_appointed_is_named_with_and(tmp_path: Path) -> None:
    told = play(tmp_path, "n5", "pers 2 leden: adema 8 galema 7 nauta 3 =").told[-1]
    assert "Adema en Galema zijn benoemd." in told


def test_somebody_appointed_is_not_voted_on_again(tmp_path: Path) -> None:
    played = play(tmp_path, "n5", "pers Lid: Nauta 9 =", "pers Lid: Postma 9 =")
    assert "is al besloten" in played.answer("FOUT") and "is benoemd" in played.told[-1]


def test_two_points_of_one_item_have_two_results_and_the_item_its_own(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "bp1 v b 6-3 =", "bp2 t c 2-7 =", "v b 6-3 =")
    assert played.refused == 0
    assert ["Besluitpunt 1" in t for t in played.told[-3:]] == [True, False, False]
    assert "met uitzondering van besluitpunt 2" in played.told[-1]


def test_groups_as_announced_are_told_and_the_divided_one_without_names(tmp_path: Path) -> None:
    told = play(tmp_path, "n4", "v a(3) c 4-5 =").told[-1]
    assert "Voor 4: A (1), B." in told and "Tegen 5: A (3), C." in told and "Namen" not in told


def test_who_leaves_does_not_withdraw_for_the_others(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "m1 i a b: Een", "m1x b", "m1v c 7-2 =")
    refused = played.answer("FOUT")
    assert "‘m1 i- b’" in refused and "‘m1x’" in refused and "aangenomen" in played.told[-1]


@pytest.mark.parametrize(("language", "word"), [("nl", "vastgesteld"), ("fy", "fêststeld")])
@pytest.mark.parametrize("line", ["k =", "h ="])
def test_an_agenda_and_a_list_are_confirmed_however_it_is_typed(
    tmp_path: Path, line: str, language: str, word: str
) -> None:
    told = play(tmp_path, "n2", line, "n3", line, language=language).told
    assert word in told[-3] and word in told[-1]


def test_names_that_never_came_are_asked_for_and_then_said_not_to_be_recorded(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "m1 i a: Een", "m1 6-3 =", "h =", "@22:00 sluit")
    assert "‘m1 zn’" in played.answer("volgen nog namen")
    assert "Namen niet vastgelegd bij: M1." in played.told[-1]
    of_item = play(tmp_path / "item", "n4", "6-3 =", "@22:00 sluit")
    assert "Van punt 4 volgen nog namen. Typ ze, of ‘n4 zn’" in of_item.answer("volgen nog namen")
    assert "Namen niet vastgelegd bij: punt 4." in of_item.told[-1]


def test_a_vote_that_lands_on_the_closing_names_it_first(tmp_path: Path) -> None:
    played = play(tmp_path, "n6", "v c 7-2 =")
    assert "punt 6 ‘Sluiting’" in played.answer("Dit gaat over")


def test_an_amendment_that_lapses_is_offered_and_then_told(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "a1 i a: Een", "a2 i b: Twee", "a1u =", "v c =", "a2 verv =", "sluit")
    assert "a2 verv" in played.answer("Vervalt dat hierdoor")
    assert "Amendement A2 ‘Twee’ is vervallen." in played.told[-2]


@pytest.mark.parametrize("line", ["accl =", "u =", "v c ="])
def test_persons_are_not_decided_on_openly_without_a_warning(tmp_path: Path, line: str) -> None:
    assert play(tmp_path, "n5", line).answer("Over personen")


def test_a_vote_without_figures_invents_nobody(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "n4 aang =")
    assert "de voorzitter noemde geen aantallen" in played.told[-1] and "art. 29" in played.answer(
        "De voorzitter noemde"
    )


def test_who_left_during_the_roll_call_is_absent_in_its_sentence(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "m1 i a: Een", "m1r1 vvvv", "af eringa", "m1r1 vvvvtttt 4-4 =")
    assert "4 voor, 4 tegen" in played.told[-1] and "Afwezig: Eringa." in played.told[-1]


def test_a_motion_taken_over_by_another_group_is_no_correction(tmp_path: Path) -> None:
    told = play(tmp_path, "n4", "m1 i a: Een", "m1 i+ b", "m1 i- a", "m1v c =").told
    assert not [text for text in told if text.startswith("Correctie")]
    assert "B dient Motie M1 ‘Een’ mee in." in told[-3]


def test_a_procedural_motion_is_called_so(tmp_path: Path) -> None:
    told = play(tmp_path, "n2", "o1 i b: Hoogdringendheid", "o1t b 3-6 =").told
    assert "Ordevoorstel O1" in told[-1] and "verworpen" in told[-1]


def test_a_vote_after_a_refused_item_is_asked_back_with_the_items_name(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "n4b", "v c 7-2 =")
    assert "punt 4 ‘Woonvisie’" in played.answers[-1] and not [t for t in played.told if "aangenomen" in t]


def test_everything_new_survives_the_closing_of_the_laptop(tmp_path: Path) -> None:
    """What was logged is read back from the journal as it was: the same sentences from the same lines."""
    script = ("n4", "m1 i a: Een", "m2 i b: Twee", "m1 m2 v a(1) 8-1 =", "bp1u =", "tz jorna b voor 1-5: brief =")
    first = play(tmp_path, *script)
    session = Session.open(tmp_path, tmp_path / "agendas" / "2024-03-14-raadsvergadering.toml", hold=0)
    record = publishing.record_of(session.journal.events)
    session.close()
    assert [entry.texts["nl"] for entry in record.feed.entries] == first.told
    assert json.dumps(first.told)


def test_a_sentence_that_begins_with_a_name_begins_with_a_capital_and_a_message_as_it_was_typed(tmp_path: Path) -> None:
    told = play(tmp_path, "n4", "vr adema: Het zwembad", "antw jorna", "b: jongeren zingen =").told
    assert told[-2].startswith("Wethouder Jorna heeft") and told[-1].startswith("jongeren zingen")


def test_a_meeting_that_goes_on_another_day_says_which(tmp_path: Path) -> None:
    told = play(tmp_path, "n4", "@21:50 z 15-3 19:30", "@15-3 19:30 z", "@15-3 20:00 z10", "@15-3 20:10 z").told
    assert any("De vergadering is op 15-03 om 19:30 hervat bij punt 4." in line for line in told)
    assert "De vergadering is om 20:10 hervat bij punt 4." in told[-1]


def test_who_has_left_the_council_since_still_counts_in_a_vote_put_right(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "m1 i a: Een", "m1 aang =", "ontslag adema =", "c m1v c =")
    assert played.refused == 0 and "Juist is: voor 7, tegen 2." in played.told[-1]


def test_warnings_and_refusals_name_an_item_as_one(tmp_path: Path) -> None:
    played = play(tmp_path, "n4", "m1 i a: Een", "m1u =", "v b =", "aant c =")
    assert played.answer("reglement").endswith("gaat punt 4 hieraan vooraf.")
    assert "Over punt 4 is gestemd" in played.answer("FOUT")
