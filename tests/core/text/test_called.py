"""Names as people bear them: who is meant by what a clerk types, and who is offered for a slip. Nobody here exists."""

from __future__ import annotations

import pytest

from livecouncil.core.council.model import Group, Member, Official, surname
from livecouncil.core.council.roster import Roster
from livecouncil.core.text import nearest
from livecouncil.core.text.called import bare_name, name_key, take_apart, without_salutation
from livecouncil.core.text.nearest import slips_between
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

# A name as it stands in a list, its surname in the open data, and what may be typed for it.
BORNE: list[tuple[str, str, str]] = [
    (
        "mevrouw A. de Jong-van der Veen",
        "Jong-van der Veen",
        "jong · de jong · veen · van der veen · jongvanderveen · de jong-van der veen · jong-veen",
    ),
    ("Jan-Willem Bakkenes", "Bakkenes", "bakkenes · jan-willem bakkenes · jan willem bakkenes"),
    ("Sjoukje de Vries-Hoekstra", "Vries-Hoekstra", "vries · de vries · hoekstra · de vries-hoekstra · vrieshoekstra"),
    ("Gülşah Çelik-Yıldız", "Çelik-Yıldız", "celik · Çelik · yildiz · Yıldız · YILDIZ · celik-yildiz"),
    ("İbrahim Öztürk", "Öztürk", "ozturk · öztürk · ibrahim öztürk · İbrahim Öztürk"),
    ("Ilgın Işık", "Işık", "isik · ışık · IŞIK"),
    ("Wytze Ŷpma", "Ŷpma", "ypma · ŷpma · wytze ypma"),
    ("Durk fan 'e Wâl", "Wâl", "wal · wâl · 'e wâl · fan 'e wal · fan ’e wâl · fan e wal"),
    ("Sytske fan der Mear", "Mear", "mear · fan der mear"),
    ("Hendrik-Jan 't Hart", "Hart", "hart · 't hart · ’t hart · `t hart · thart"),
    ("Marie-Louise in ’t Veld", "Veld", "veld · in 't veld · 't veld · intveld"),
    ("de heer J.P. van den Berg", "Berg", "berg · van den berg · den berg · jp. van den berg · j.p. van den berg"),
    ("J. v.d. Berg", "Berg", "berg · v.d. berg · vd berg"),
    ("dhr. drs. K. op ten Noort", "Noort", "noort · op ten noort"),
    ("mw. prof. dr. ir. T. ter Braak", "Braak", "braak · ter braak"),
    ("prof.dr. E. uit den Bogaard", "Bogaard", "bogaard · uit den bogaard"),
    ("mefrou L. Veldstra-Lantinga", "Veldstra-Lantinga", "veldstra · lantinga · veldstra-lantinga"),
    ("de hear Y. Ytsma", "Ytsma", "ytsma · y. ytsma"),
    ("frou Tiemersma", "Tiemersma", "tiemersma"),
    ("hear Douma", "Douma", "douma"),
    ("Herr Dr. Groß", "Groß", "groß · gross · GROSS"),
    ("Frau Müller-Weiß", "Müller-Weiß", "muller · müller · weiss · weiß"),
    ("Mme Lefèvre", "Lefèvre", "lefevre · lefèvre"),
    ("mr. dr. C. van der Kooij", "Kooij", "kooij · kooij · van der kooij"),
    ("ing. W. Vermeulen", "Vermeulen", "vermeulen · ing. w. vermeulen"),
    ("ds. A. Terpstra", "Terpstra", "terpstra"),
    ("jhr. W. baron van Wassen tot Eik", "baron van Wassen tot Eik", "wassen tot eik · van wassen · wassen"),
    ("Søren Bjørnstad", "Bjørnstad", "bjornstad · bjørnstad"),
    ("Łucja Wałęga", "Wałęga", "walega · wałęga"),
    ("Đorđe Đukanov", "Đukanov", "dukanov · đukanov"),
    ("Æsa Sæmund", "Sæmund", "saemund · sæmund"),
    ("d'Hondt", "d'Hondt", "dhondt · d'hondt · d’hondt · hondt"),
    ("Siobhán O'Malley", "O'Malley", "omalley · o'malley · o’malley"),
    ("Mohamed El-Khattabi", "El-Khattabi", "khattabi · el khattabi · el-khattabi · elkhattabi"),
    ("Fatima Ait Benhaddou", "Benhaddou", "benhaddou · ait benhaddou"),
    ("Ahmed ben Salah", "Salah", "salah · ben salah"),
    ("Ben de Graaf", "Graaf", "graaf · de graaf · ben de graaf"),
    ("Ben Jansma", "Jansma", "jansma · ben jansma"),
    ("Yusuf bin Rashid", "Rashid", "rashid · bin rashid"),
    ("Teresa da Silva", "Silva", "silva · da silva"),
    ("João dos Santos", "Santos", "santos · dos santos · joao dos santos"),
    ("Luc du Bois", "Bois", "bois · du bois"),
    ("Inès de la Cruz", "Cruz", "cruz · de la cruz · la cruz"),
    ("Karl von der Heide", "Heide", "heide · von der heide"),
    ("M. Garcia Lopez", "Garcia Lopez", "garcia · lopez · garcia lopez · garcialopez"),
    ("Maria Garcia Lopez", "Lopez", "lopez · garcia · garcia lopez"),
    ("Garcia Lopez", "Lopez", "lopez · garcia lopez · garcia"),
    ("drs. Th. Jansma Steur", "Jansma Steur", "jansma · steur · jansma steur"),
    ("Jan Oude Lansink", "Oude Lansink", "lansink · oude lansink"),
    ("R. Klein Wolterink", "Klein Wolterink", "wolterink · klein wolterink"),
    ("Jansen, P. (Piet)", "Jansen", "jansen · piet jansen · p. jansen · p.jansen"),
    ("Berg, J. van den", "Berg", "berg · van den berg · j. van den berg"),
    ("Vries, de, Anna", "Vries", "vries · de vries · anna de vries"),
    ("Mulder J.P.", "Mulder", "mulder · j.p. mulder"),
    ("A. (Anneke) Smids", "Smids", "smids · anneke smids · a. smids"),
    ("Jan de Boer jr.", "Boer jr.", "boer · de boer · de boer jr. · boer jr"),
    ("Jan Bakker Sr.", "Bakker Sr.", "bakker · bakker sr · jan bakker"),
    ("K. Postma MSc", "Postma MSc", "postma · k. postma"),
    ("Piet Junior", "Junior", "junior · piet junior"),
    ("Cher", "Cher", "cher"),
    ("mevrouw De Heer", "Heer", "heer · de heer"),
    ("Nguyen Van", "Van", "van · nguyen van"),
    ("Lotte Op", "Op", "op · lotte op"),
    ("Omar El", "El", "el · omar el"),
    ("Griffier", "Griffier", "griffier"),
    ("wethouder Wagner", "Wagner", "wagner · wethouder wagner"),
    ("Anna Jansma-de Wit", "Jansma-de Wit", "jansma · wit · de wit · jansma-de wit · a. de wit"),
    ("Anna Jansma – de Wit", "Jansma-de Wit", "jansma · de wit · jansma de wit"),
    ("prof.dr.ir. W.A. 's-Gravesande", "'s-Gravesande", "gravesande · 's-gravesande · s gravesande"),
    ("J.-P. Aerts", "Aerts", "aerts · j.-p. aerts"),
    ("dhr.J.Postma", "Postma", "postma · j.postma · j. postma"),
    ("mw.drs.K.de Ruiter", "Ruiter", "ruiter · de ruiter · k. de ruiter"),
    ("DE VRIES Anneke", "VRIES", "vries · de vries · anneke de vries"),
    ("A.M. JANSMA-DE WIT", "JANSMA-DE WIT", "jansma · wit · de wit"),
    ("T. à Nijeholt", "Nijeholt", "nijeholt · à nijeholt · a nijeholt"),
    ("Anna van der Meer Mohr", "Meer Mohr", "meer mohr · mohr · meer · van der meer mohr"),
    ("Abd el Rahman Ouali", "Rahman Ouali", "ouali · rahman · el rahman ouali"),
    ("C. Mensink op 't Hof", "Mensink op 't Hof", "mensink · hof · 't hof · op 't hof · mensink op 't hof"),
    ("Т. Шевченко", "Шевченко", "шевченко · ШЕВЧЕНКО"),
    ("Joh. Wiersma", "Wiersma", "wiersma · joh. wiersma"),
]
OTHERS = (Member(name="de heer Quist", group="B"), Member(name="mevrouw Xander", group="B"))
GROUPS = (Group(name="A"), Group(name="B"), Group(name="Zomerpartij", short="ZP", aliases=("zomer",)))


def roster(*names: str) -> Roster:
    """A council of these members of A, and two of B that look like nobody."""
    return Roster((*(Member(name=n, group="A", number=i) for i, n in enumerate(names, 1)), *OTHERS), GROUPS)


@pytest.mark.parametrize(("name", "in_data", "typed"), BORNE, ids=[b[0] for b in BORNE])
def test_a_member_answers_to_every_form_of_the_surname(name: str, in_data: str, typed: str) -> None:
    council = roster(name)
    member = council.members[0]
    assert surname(member) == in_data
    for form in typed.split(" · "):
        words = [Word(w) for w in form.casefold().split()]
        assert council.find(form.casefold(), council.speakers()) == member, form
        assert [n.who for n in council.list(words, council.voters())] == [member], form


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("jong", "mevrouw A. de Jong-van der Veen"),
        ("jongs", "de heer Jongsma"),
        ("veen", "mevrouw A. de Jong-van der Veen"),
        ("bakker", "Jan Bakker"),
        ("bakken", "Jan-Willem Bakkenes"),
        ("#3", "Jan Bakker"),
        ("van der vee", "mevrouw A. de Jong-van der Veen"),
    ],
)
def test_an_exact_surname_wins_over_the_beginning_of_another(typed: str, who: str) -> None:
    council = roster("mevrouw A. de Jong-van der Veen", "de heer Jongsma", "Jan Bakker", "Jan-Willem Bakkenes")
    words = [Word(w) for w in typed.split()]
    assert [n.who.name for n in council.list(words, council.voters())] == [who]


@pytest.mark.parametrize("typed", ["jon", "bakke", "veen", "de vee"])
def test_what_two_may_answer_to_is_asked_back_with_what_to_type(typed: str) -> None:
    council = roster(
        "mevrouw A. de Jong-van der Veen",
        "de heer Jongsma",
        "Jan Bakker",
        "Jan-Willem Bakkenes",
        "E. van der Veen",
        "Dekema",
    )
    with pytest.raises(Refusal) as refused:
        council.list([Word(w) for w in typed.split()], council.voters())
    assert refused.value.code == "ambiguous"
    for name, remedy in zip(refused.value.slots["names"], refused.value.slots["remedies"], strict=True):  # type: ignore[call-overload]
        assert str(name).startswith(council.find(remedy, council.voters()).name)


def test_a_letter_is_a_group_and_a_letter_with_a_dot_is_an_initial() -> None:
    """`m3v p jansen` names two; the whole name of P. Jansen never takes the vote of group P."""
    members = (
        Member(name="P. Jansen", group="Rood"),
        Member(name="mevrouw B. Ram", group="Rood"),
        Member(name="Bramsma", group="Rood"),
    )
    council = Roster(members, (Group(name="Paars"), Group(name="Rood")))
    assert [n.who.name for n in council.list([Word("p"), Word("jansen")], council.voters())] == ["Paars", "P. Jansen"]
    assert [n.who.name for n in council.list([Word("p."), Word("jansen")], council.voters())] == ["P. Jansen"]
    assert (
        council.find("bram", council.voters()).name == "Bramsma"
        and council.find("b. ram", council.voters()) == members[1]
    )


def test_members_of_one_surname_are_told_by_number_or_first_name() -> None:
    council = roster("Pieter Jansen", "Anna Jansen", "Klaas de Boer", "Trudy de Boer")
    with pytest.raises(Refusal) as refused:
        council.find("de boer", council.voters())
    assert refused.value.slots["remedies"] == ["#3", "#4"]
    assert council.find("trudy de boer", council.voters()) == council.members[3]
    assert council.find("anna jansen", council.voters()) == council.members[1]


def test_an_own_surname_and_aliases_are_all_that_a_member_answers_to_besides_the_name() -> None:
    member = Member(name="A. de Jong-van der Veen", group="A", surname="de Jong", aliases=("tante An",))
    council = Roster(
        (member, Member(name="van der Veen", group="B"), Member(name="de heer Jongsma", group="B")), GROUPS
    )
    assert council.find("jong", council.voters()) == council.find("tante an", council.voters()) == member
    assert council.find("veen", council.voters()).name == "van der Veen"


# -- the nearest name ----------------------------------------------------------------------------------------------


SAMPLE = (
    "Tjitske Wagner",
    "Bert Smit",
    "Wytze Ŷpma",
    "mevrouw A. de Jong-van der Veen",
    "Gülşah Çelik-Yıldız",
    "Marijke van der Meer",
    "Ulbe Zijlstra",
    "de heer Jansen",
)


def offered(typed: str, *names: str) -> tuple[list[str], str]:
    council = roster(*(names or SAMPLE))
    with pytest.raises(Refusal) as refused:
        council.list([Word(w) for w in typed.split()], council.voters())
    assert refused.value.code == "unknown"
    slots = refused.value.slots
    return list(slots["suggestion"]), str(slots["take"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("typed", "who", "take"),
    [
        ("wagnr", "Tjitske Wagner (A)", "wagner"),
        ("wganer", "Tjitske Wagner (A)", "wagner"),
        ("wagnerr", "Tjitske Wagner (A)", "wagner"),
        ("qagner", "Tjitske Wagner (A)", "wagner"),
        ("awgner", "Tjitske Wagner (A)", "wagner"),
        ("smti", "Bert Smit (A)", "smit"),
        ("zijsltra", "Ulbe Zijlstra (A)", "zijlstra"),
        ("celikk", "Gülşah Çelik-Yıldız (A)", "çelik"),
        ("vander meerr", "Marijke van der Meer (A)", "van der meer"),
        ("van der meerr", "Marijke van der Meer (A)", "van der meer"),
        ("zomre", "Zomerpartij", "zomer"),
        ("zmoerpartij", "Zomerpartij", "zomerpartij"),
        ("jns", "de heer Jansen (A)", "jansen"),
        ("ypmq", "Wytze Ŷpma (A)", "ŷpma"),
    ],
)
def test_a_slip_is_offered_the_nearest_name(typed: str, who: str, take: str) -> None:
    assert offered(typed) == ([who.removeprefix("de heer ")], take)


@pytest.mark.parametrize(
    "typed", ["xyz", "dekker", "kuipers", "brouwer", "zz", "ab", "a=", "zp=", "wagnr=", "9999", "hamer", "ontslag"]
)
def test_a_stranger_is_never_offered(typed: str) -> None:
    assert offered(typed) == ([], "")


def test_two_that_are_equally_near_are_both_named() -> None:
    council = roster("de heer Bakker", "mevrouw Bekker")
    with pytest.raises(Refusal) as refused:
        council.find("bokker", council.voters())
    assert refused.value.slots == {
        "typed": "bokker",
        "suggestion": ["de heer Bakker (A)", "mevrouw Bekker (A)"],
        "remedies": ["bakker", "bekker"],
        "take": "",
    }


def test_what_is_offered_means_whom_it_is_offered_for() -> None:
    """Two of one surname: the number is taken, for the surname would be asked back."""
    names, take = offered("trudi de boer", "Klaas de Boer", "Trudy de Boer")
    assert (names, take) == (["Trudy de Boer (A)"], "trudydeboer")
    assert offered("boerr", "Klaas de Boer", "Trudy de Boer")[1] == ""


@pytest.mark.parametrize(
    ("typed", "name", "slips"),
    [
        ("wagnr", "wagner", 1),
        ("wganer", "wagner", 1),
        ("jns", "jansen", 1.5),
        ("wagner", "wagner", 0),
        ("abc", "xyz", None),
        ("vanderwalk", "vanderwal", 1),
    ],
)
def test_slips_are_counted_as_changes_and_swaps(typed: str, name: str, slips: float | None) -> None:
    assert slips_between(typed, name) == slips


def test_names_are_compared_without_what_is_not_heard() -> None:
    assert {name_key(t) for t in ("Fan 'e Wâl", "fan ’e wal", "FAN-E-WAL", "fan\u00a0`e\u2011wâl")} == {"fanewal"}
    assert name_key("İZGİ") == name_key("ızgı") == "izgi"


def test_a_salutation_is_dropped_and_the_last_word_never() -> None:
    assert bare_name("de heer drs. J.P. van Dam") == "van Dam"
    assert without_salutation("De Heer") == "De Heer" and without_salutation("wethouder") == "wethouder"
    assert take_apart("").family == "" and surname(Official(name="griffier A. Bloemhof", role="griffier")) == "Bloemhof"


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("de heer drs. J.P. van Dam", "Van Dam"),
        ("mevrouw L. d'Hondt", "D'Hondt"),
        ("de heer P. in 't Veld", "In 't Veld"),
        ("de heer K. 't Hart", "'t Hart"),
        ("Kees van Dam", "Kees van Dam"),
        ("", ""),
    ],
)
def test_a_surname_that_stands_alone_begins_with_a_capital(name: str, alone: str) -> None:
    assert without_salutation(name) == alone


def test_what_is_longer_than_any_slip_makes_it_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_distances", None)
    assert slips_between("jansen" * 9_000, "jansen") is None
