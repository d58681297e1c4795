"""The command line: one function a command, shells imported only when they are asked for.

Errors go to standard error as one sentence; exit 2 for wrong use, 1 for a fault, 3 when line mode refused a line.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from livecouncil import __version__
from livecouncil.errors import LivecouncilError, UsageError
from livecouncil.system import crash, streams
from livecouncil.system.caught import Caught

PORT = 8080


class _Parser(argparse.ArgumentParser):
    """Exit 2 with one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{self.prog}: {message}. Er is niets gedaan; `{self.prog} --help` toont een voorbeeld.")


def _command(commands: argparse._SubParsersAction[_Parser], name: str, does: str, example: str) -> _Parser:
    parser = commands.add_parser(
        name,
        help=does,
        description=does,
        epilog=f"voorbeeld: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=Path(), help="map van de raad (standaard: waar u staat)")
    return parser


def build_parser() -> _Parser:
    """All commands with their options; every `--help` ends with an example."""
    parser = _Parser(prog="livecouncil", description="Een raadsvergadering live vastleggen, vanaf het toetsenbord.")
    parser.add_argument("--version", action="version", version=f"livecouncil {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht", parser_class=_Parser)
    demo = _command(commands, "demo", "oefening met een verzonnen raad", "livecouncil demo")
    demo.add_argument("--port", type=int, default=PORT, help="poort van de openbare server (standaard 8080)")
    demo.add_argument("--hold", type=int, default=None, metavar="SECONDEN", help="alle wachttijden; 0 is direct")
    _command(commands, "init", "maakt de map van een raad", "livecouncil init --data raad/")
    imp = _command(
        commands, "import", "agenda of ledenlijst overnemen", "livecouncil import agenda.pdf --date 2026-03-12T19:30"
    )
    imp.add_argument("file", type=Path, nargs="+", metavar="FILE")
    imp.add_argument("--date", help="dag en tijd als de bron die niet heeft: 2026-03-12T19:30")
    imp.add_argument("--yes", action="store_true", help="niet vragen")
    imp.add_argument(
        "--carry", action="store_true", help="gestaakte en aangehouden punten uit eerdere journalen meenemen"
    )
    imp.add_argument("--roster", action="store_true", help="de bron is een ledenlijst (CSV, XLSX of Popolo-JSON)")
    check = _command(
        commands, "check", "controleert agenda en raad", "livecouncil check agendas/2026-03-12-raadsvergadering.toml"
    )
    check.add_argument("agenda", type=Path, metavar="AGENDA")
    live = _command(
        commands, "live", "de vergadering vastleggen", "livecouncil live agendas/2026-03-12-raadsvergadering.toml"
    )
    live.add_argument("agenda", type=Path, metavar="AGENDA")
    live.add_argument("--plain", action="store_true", help="regels van standaardinvoer")
    live.add_argument("--rehearsal", action="store_true", help="oefening, eigen journaal onder oefening/")
    live.add_argument("--no-serve", action="store_true", help="zonder de openbare server")
    live.add_argument("--no-post", action="store_true", help="zonder de netwerken")
    live.add_argument("--hold", type=int, default=None, metavar="SECONDEN", help="alle wachttijden; 0 is direct")
    live.add_argument("--port", type=int, default=PORT, help="poort van de openbare server (standaard 8080)")
    _public_commands(commands)
    _afterwards_commands(commands)
    _counting_commands(commands)
    return parser


def _public_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    serve = _command(commands, "serve", "de openbare server alleen", "livecouncil serve --port 8080")
    serve.add_argument(
        "--host", default="127.0.0.1", help="adres waarop de server luistert (standaard alleen deze machine)"
    )
    serve.add_argument("--port", type=int, default=PORT, help="poort van de openbare server (standaard 8080)")
    serve.add_argument("--rehearsal", action="store_true", help="van de oefening, onder oefening/")
    channels = _command(
        commands, "channels", "netwerken instellen, proberen en tonen", "livecouncil channels bluesky --data raad"
    )
    channels.add_argument("name", nargs="?", metavar="KANAAL", help="stapsgewijs instellen; zonder naam: alle tonen")
    channels.add_argument("--check", action="store_true", help="aanmelden zonder iets te plaatsen")
    post = _command(commands, "post", "plaatst berichten op de netwerken", "livecouncil post --data raad")
    post.add_argument("meeting", nargs="?", metavar="MEETING", help="zonder naam: de laatste vergadering")
    wall = _command(commands, "wall", "maat van de wand, met testkaart", "livecouncil wall --diagonal 65 --distance 10")
    wall.add_argument("--diagonal", type=_measure(10, 400), required=True, metavar="INCH")
    wall.add_argument("--distance", type=_measure(1, 60), required=True, metavar="METER", help="tot de verste stoel")
    wall.add_argument("--theme", choices=("light", "dark"), default="light")


def _afterwards_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    publish = _command(
        commands, "publish", "openbare bestanden opnieuw maken", "livecouncil publish 2026-03-12-raadsvergadering"
    )
    publish.add_argument("meeting", nargs="?", metavar="MEETING", help="zonder naam: alle vergaderingen")
    publish.add_argument("--rehearsal", action="store_true", help="van de oefening, onder oefening/")
    publish.add_argument(
        "--final",
        nargs="?",
        type=_day,
        const=_TODAY,
        metavar="DATUM",
        help="vastgesteld, in de vergadering van die dag (vandaag)",
    )
    publish.add_argument(
        "--all", action="store_true", help="alle vergaderingen, met archief en zoeken in public/archief/"
    )
    publish.add_argument("--captions", type=Path, metavar="FILE", help="ondertitels van de opname (WebVTT of SRT)")
    publish.add_argument(
        "--offset", metavar="TIJD", help="hoe laat de opname begint (19:28:30), als dat niet te vinden is"
    )
    verify = _command(commands, "verify", "controleert journaal en openbare bestanden", "livecouncil verify")
    verify.add_argument("meeting", nargs="?", metavar="MEETING", help="zonder naam: alle vergaderingen")
    verify.add_argument("--rehearsal", action="store_true", help="van de oefening, onder oefening/")
    verify.add_argument(
        "--public", type=Path, metavar="DIR", help="de gepubliceerde map van één vergadering, zonder de map van de raad"
    )
    verify.add_argument("--key", type=Path, metavar="FILE", help="de openbare sleutel van de raad (livecouncil.pub)")
    commitments = _command(
        commands,
        "commitments",
        "toezeggingen: stand tonen, afdoen",
        "livecouncil commitments 2026-03-12-raadsvergadering 2 --done 2026-05-01",
    )
    commitments.add_argument("meeting", nargs="?", metavar="MEETING", help="zonder: van alle vergaderingen")
    commitments.add_argument("number", nargs="?", type=int, metavar="NUMMER", help="van de toezegging, zoals getoond")
    commitments.add_argument("--done", type=_day, metavar="DATUM", help="afgedaan op die dag")
    commitments.add_argument("--reopen", action="store_true", help="toch weer open")
    commitments.add_argument("--rehearsal", action="store_true", help="de map oefening/")
    redact = _command(
        commands,
        "redact",
        "verwijdert een tekst op verzoek",
        'livecouncil redact 2026-03-12-raadsvergadering 41 --reason "verzoek van betrokkene"',
    )
    redact.add_argument("meeting", metavar="MEETING")
    redact.add_argument(
        "seq", nargs="?", type=int, metavar="REGEL", help="nummer (seq) in het journaal; zonder: toon wat kan"
    )
    redact.add_argument("--reason", metavar="TEKST", help="waarom; blijft privé")
    redact.add_argument("--rehearsal", action="store_true", help="van de oefening, onder oefening/")


_TODAY = "vandaag"


def _day(text: str) -> date:
    """A day as 2026-04-16, or argparse's own sentence."""
    try:
        if text == _TODAY:
            return datetime.now().date()
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is geen dag als 2026-04-16") from None


def _measure(least: float, most: float) -> Callable[[str], float]:
    """A figure within bounds, or argparse's own sentence with them."""

    def measure(text: str) -> float:
        value = float(text.replace(",", "."))
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} ligt niet tussen {least:g} en {most:g}")
        return value

    return measure


def _counting_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    tally = _command(
        commands,
        "tally",
        "wat de wet zegt van een telling",
        "livecouncil tally --seats 25 --sitting 25 --recused 1 --for 6 --against 6",
    )
    _tally_arguments(tally)
    length = _command(
        commands, "length", "lengte van een tekst op elk netwerk", 'livecouncil length "Motie M3 is verworpen"'
    )
    length.add_argument("text", metavar="TEXT")
    length.add_argument("--json", action="store_true", help="als JSON")


def _tally_arguments(parser: _Parser) -> None:
    """The figures of one vote as options, or `-` for many."""
    parser.add_argument("many", nargs="?", metavar="-", help="lees JSON van standaardinvoer, een telling per regel")
    for name, does in (("seats", "zetels"), ("sitting", "zittende leden"), ("recused", "doen niet mee (art. 28)")):
        parser.add_argument(f"--{name}", type=int, metavar="N", help=does)
    parser.add_argument("--for", type=int, metavar="N", dest="for_", help="stemmen voor")
    parser.add_argument("--against", type=int, metavar="N", help="stemmen tegen")
    parser.add_argument("--earlier", choices=("tie", "invalid"), help="hoe een eerdere stemming hierover afliep")
    parser.add_argument("--second-convocation", action="store_true", help="vergadering na een tweede oproep (art. 20)")
    parser.add_argument("--no-vacancy-counts", action="store_true", help="een lege zetel telt niet mee voor voltallig")
    parser.add_argument("--json", action="store_true", help="als JSON")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the one crash boundary of the process: no traceback, no locals."""
    streams.prepare()
    try:
        with Caught(passing=(LivecouncilError, OSError)) as fault:
            args = build_parser().parse_args(argv)
            crash.watch(args.command)
            return int(_RUN[args.command](args))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except LivecouncilError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        crash.note(error, "command")
        print(
            f"{error.filename or 'Bestand'}: {error.strerror}. Het journaal is heel; controleer map en schijf.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130
    return _fell(fault.error)


def _fell(error: Exception) -> int:
    """Report what nobody expected, and say where the report lies."""
    report = crash.shown(crash.note(error, "command"))
    print(
        f"Een fout in livecouncil zelf ({type(error).__name__} in {crash.place(error)}). Wat bevestigd was is bewaard; start opnieuw en meld dit. "
        f"Verslag, zonder getypte tekst: {report}",
        file=sys.stderr,
    )
    return 1


def _demo(args: argparse.Namespace) -> int:
    from .demo import run

    return run(args.data, port=args.port, hold=args.hold)


def _init(args: argparse.Namespace) -> int:
    from livecouncil.settings.scaffold import init

    return init(args.data) or 0


def _import(args: argparse.Namespace) -> int:
    from livecouncil import importing as importers

    return importers.command(
        args.file, data=args.data, date=args.date, yes=args.yes, as_roster=args.roster, carry=args.carry
    )


def _check(args: argparse.Namespace) -> int:
    from livecouncil.settings.check import check
    from livecouncil.sitting.session import council_path

    faults = check(args.agenda, council_path(args.data, args.agenda))
    for fault in faults:
        print(fault, file=sys.stderr if fault.level == "fault" else sys.stdout)
    wrong = sum(f.level == "fault" for f in faults)
    print(f"Fouten: {wrong}; let op: {len(faults) - wrong}." if faults else "Geen fouten gevonden.")
    if wrong:
        return 1
    return 0


def _live(args: argparse.Namespace) -> int:
    from .live import run

    return run(args)


def _serve(args: argparse.Namespace) -> int:
    from livecouncil.server.process import serve

    return serve(args.data, host=args.host, port=args.port, rehearsal=args.rehearsal) or 0


def _channels(args: argparse.Namespace) -> int:
    from livecouncil.posting.setup import set_up_channels

    return set_up_channels(args.data, args.name, args.check)


def _post(args: argparse.Namespace) -> int:
    from livecouncil.posting.process import post_until_told

    return post_until_told(args.data, args.meeting)


def _publish(args: argparse.Namespace) -> int:
    from livecouncil.archive.build import publish_all
    from livecouncil.journal.inventory import look
    from livecouncil.publishing.folder import meeting_ids, publish, publish_each

    from .finalizing import finalize

    if args.rehearsal:
        base = args.data / "oefening"
    else:
        base = args.data
    found = meeting_ids(base, args.meeting)
    if args.captions and not args.meeting:
        raise UsageError(f"--captions hoort bij één vergadering. Er is niets gemaakt; kies uit: {', '.join(found)}.")
    if args.all:
        publish_all(base)
        if look(base / "journal").strays:
            return 1
        return 0
    if args.captions:
        _heard(base, args.meeting, args.captions, args.offset)
    if args.final and not args.meeting:
        raise UsageError(f"--final hoort bij één vergadering. Er is niets vastgelegd; kies uit: {', '.join(found)}.")
    if args.meeting:
        if args.final:
            written = finalize(base, args.meeting, args.final)
        else:
            written = publish(base, args.meeting)
        print(f"{args.meeting}: {len(written)} bestanden bijgewerkt in {base / 'public' / args.meeting}")
        return 0
    return publish_each(base)


def _heard(base: Path, meeting: str, path: Path, offset: str | None) -> None:
    """Keep the captions of a meeting, saying where the recording begins and what was mended in them."""
    from livecouncil.journal.reading import read
    from livecouncil.publishing.folder import record_of
    from livecouncil.recording.kept import keep_recording

    kept = keep_recording(base, record_of(read(base / "journal", meeting).events), path, offset)
    for note in kept.captions.notes:
        print(note)
    if kept.offset.of:
        found = f"; {kept.offset.matches} van {kept.offset.of} momenten kloppen"
    else:
        found = ""
    print(f"Opname begint om {kept.offset.at:%H:%M:%S}{found}.")


def _verify(args: argparse.Namespace) -> int:
    from livecouncil.journal.inventory import look
    from livecouncil.publishing.folder import meeting_ids
    from livecouncil.trust.verify import verify, verify_public

    if args.public:
        faults = verify_public(args.public, args.key)
    else:
        if args.rehearsal:
            base = args.data / "oefening"
        else:
            base = args.data
        found = meeting_ids(base, args.meeting, blind=True)
        faults = [] if args.meeting else look(base / "journal").sentences
        faults += [fault for meeting in found for fault in verify(base, meeting, args.key)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    return 0


def _commitments(args: argparse.Namespace) -> int:
    from .commitments import command

    if args.rehearsal:
        base = args.data / "oefening"
    else:
        base = args.data
    return command(base, args.meeting, args.number, args.done, args.reopen)


def _redact(args: argparse.Namespace) -> int:
    from livecouncil.trust.redact import command

    return command(args)


def _wall(args: argparse.Namespace) -> int:
    from .wall import command

    return command(args.data, args.diagonal, args.distance, args.theme)


def _tally(args: argparse.Namespace) -> int:
    from .tally import run

    return run(args)


def _length(args: argparse.Namespace) -> int:
    from livecouncil.core.text.length import lengths

    measured = lengths(args.text)
    if args.json:
        print(json.dumps({m.network: m.figures for m in measured}))
    else:
        print(" · ".join(f"{m.name} {m.length}/{m.limit}{'' if m.fits else ' te lang'}" for m in measured))
    return 0


_RUN = {
    "demo": _demo,
    "init": _init,
    "import": _import,
    "check": _check,
    "live": _live,
    "serve": _serve,
    "publish": _publish,
    "verify": _verify,
    "length": _length,
    "tally": _tally,
    "wall": _wall,
    "post": _post,
    "channels": _channels,
    "redact": _redact,
    "commitments": _commitments,
}
