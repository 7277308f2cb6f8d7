"""Visits counted from logs: those of people, by the municipality's day, from whole files and torn ones."""

import gzip
import os
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sources.access_line import parse
from sources.access_log import AccessLog, Wanted
from sources.people import is_person
from sources.telling import NoFigure, Span

BOGOTA = ZoneInfo("America/Bogota")
FOURTH, FIFTH, SIXTH = (Span(date(2026, 1, day), date(2026, 1, day)) for day in (4, 5, 6))
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def line(
    when: str,
    path: str = "/",
    who: str = "192.0.2.7",
    agent: str = FIREFOX,
    status: int = 200,
    method: str = "GET",
    zone: str = "-0500",
) -> str:
    """As nginx and Apache write it, in the format `combined`."""
    moment = datetime.fromisoformat(f"2026-01-{when}")
    return f'{who} - - [{moment:%d/%b/%Y:%H:%M:%S} {zone}] "{method} {path} HTTP/1.1" {status} 512 "-" "{agent}"'


BEFORE = line("04T23:59:59", "/antes", who="192.0.2.99")


def count(folder: Path, *lines: str, wanted: Wanted = "visitas", day: Span = FIFTH, **more: object) -> float:
    """The figure of a day out of one file, which begins before it."""
    (folder / "access.log").write_text("\n".join([BEFORE, *lines]) + "\n", encoding="utf-8")
    given = {"people_only": True, "paths": (), **more}
    return AccessLog(f"{folder}/access.log*", wanted, **given).figures([day], BOGOTA)[day]  # type: ignore[arg-type]  # keywords go through


def test_a_visit_ends_after_half_an_hour_without_a_page(tmp_path: Path) -> None:
    """Pages are counted one by one; whoever comes again after half an hour is a new visit and the same visitor."""
    lines = [line(f"05T10:{minute}:00", f"/{minute}") for minute in ("00", "20", "49")] + [line("05T11:19:00")]
    assert [count(tmp_path, *lines, wanted=wanted) for wanted in ("visitas", "paginas-vistas", "visitantes")] == [
        2,
        4,
        1,
    ]


def test_a_visit_is_of_the_day_on_which_it_begins(tmp_path: Path) -> None:
    """Who reads on past midnight is no second visit."""
    late = [line("04T23:50:00", who="192.0.2.1"), line("05T00:10:00", who="192.0.2.1")]
    assert count(tmp_path, *late) == 0
    assert count(tmp_path, *late, wanted="paginas-vistas") == 1


def test_a_day_is_the_municipalitys(tmp_path: Path) -> None:
    """A server that writes in UTC is read all the same: five hours are of the day before."""
    lines = [line("06T04:59:59", zone="+0000"), line("06T05:00:00", who="192.0.2.8", zone="+0000")]
    assert count(tmp_path, *lines) == 1
    assert count(tmp_path, *lines, day=SIXTH) == 1


@pytest.mark.parametrize(
    "other",
    [
        line("05T10:00:00", agent=GOOGLE),
        line("05T10:00:00", agent="curl/8.5.0"),
        line("05T10:00:00", agent="-"),
        line("05T10:00:00", status=404),
        line("05T10:00:00", status=301),
        line("05T10:00:00", method="POST"),
        line("05T10:00:00", method="HEAD"),
        line("05T10:00:00", "/estilo.css"),
        line("05T10:00:00", "/escudo.png?v=2"),
        line("05T10:00:00", "/feed.xml"),
        "",
        "basura",
        '192.0.2.7 - - [99/Xyz/2026:10:00:00 -0500] "GET / HTTP/1.1" 200 5 "-" "x"',
        '192.0.2.7 - - [31/Jan/2026:10:00:00 -05] "GET / HTTP/1.1" 200 5 "-" "x"',
        '192.0.2.7 - - [05/Jan/2026:10:00:00 -0500] "\\x16\\x03\\x01" 400 150 "-" "-"',
        '192.0.2.7 - - [05/Jan/2026:10:00:00 -0500] "GET / HT',
    ],
)
def test_what_is_no_persons_page_is_left_out(tmp_path: Path, other: str) -> None:
    """Programs, what was not shown, what is no page, and what is no line; the lines beside it count."""
    assert count(tmp_path, other, line("05T11:00:00", who="192.0.2.8")) == 1


@pytest.mark.parametrize(
    "page",
    [
        line("05T10:00:00", "/noticias/?pagina=2"),
        line("05T10:00:00", "/tr%C3%A1mites.html"),
        line("05T10:00:00", "/trámites.PHP?q=ñ"),
        line("05T10:00:00", status=304),
        line("05T10:00:00", who="2001:db8::7"),
        line("05T10:00:00").replace(" - - ", " - alcaldía de segovia "),
        line("05T10:00:00").replace('"-"', '"https://x.co/?q=\\"así\\""'),
        line("05T10:00:00", agent='Mozilla/5.0 (un \\"raro\\" navegador)'),
        line("05T10:00:00", agent="Mozilla/5.0 (Linux; Android 8.1.0; CUBOT_X18_Plus) Chrome/70.0 Mobile"),
        line("05T10:00:00") + " 0.004 segovia.gov.co",
    ],
)
def test_a_persons_page_counts_however_it_is_written(tmp_path: Path, page: str) -> None:
    """IPv6, accents, quotes, names of users, fields of one's own behind it."""
    assert count(tmp_path, page) == 1


def test_old_files_are_read_in_their_order(tmp_path: Path) -> None:
    """Also packed ones; the order of their names says nothing."""
    files = {
        "access.log": [line("05T12:10:00")],
        "access.log.1": [line("05T11:50:00"), line("05T11:59:00", "/b")],
        "access.log.2.gz": [BEFORE, line("05T11:30:00")],
    }
    for name, lines in files.items():
        text = ("\n".join(lines) + "\n").encode()
        (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    log = AccessLog(f"{tmp_path}/access.log*", "visitas", people_only=True, paths=())
    assert log.figures([FIFTH], BOGOTA) == {FIFTH: 1}


def test_several_days_come_at_once_and_only_whole_ones(tmp_path: Path) -> None:
    """A log that begins at noon does not have that day whole: it is not told."""
    lines = [line("04T12:00:00"), line("05T12:00:00"), line("06T12:00:00"), line("06T12:00:00", who="192.0.2.8")]
    (tmp_path / "access.log").write_text("\n".join(lines))
    log = AccessLog(f"{tmp_path}/access.log", "visitas", people_only=True, paths=())
    assert log.figures([FOURTH, FIFTH, SIXTH], BOGOTA) == {FIFTH: 1, SIXTH: 2}
    with pytest.raises(NoFigure, match=re.escape("empieza el 2026-01-04 12:00: no tiene completo 2026-01-04")):
        log.figures([FOURTH], BOGOTA)


def test_pages_of_a_part_of_the_site_are_counted_alone(tmp_path: Path) -> None:
    """By how their path begins."""
    lines = [line("05T10:00:00", "/noticias/a"), line("05T10:01:00", "/otra", who="192.0.2.8")]
    assert count(tmp_path, *lines, paths=("/noticias/",)) == 1


def test_a_log_without_browsers_cannot_tell_programs(tmp_path: Path) -> None:
    """It says so, and is counted whole where that is wanted."""
    common = '192.0.2.7 - - [05/Jan/2026:10:00:00 -0500] "GET / HTTP/1.1" 200 512'
    with pytest.raises(NoFigure, match="sin-robots: no"):
        count(tmp_path, common)
    assert count(tmp_path, common, people_only=False) == 1


@pytest.mark.parametrize(("text", "said"), [(None, "no se encuentra ningún archivo"), ("hola\n", "ninguna línea")])
def test_what_is_no_log_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    """With what to look at."""
    if text is not None:
        (tmp_path / "access.log").write_text(text)
    with pytest.raises(NoFigure, match=said) as problem:
        AccessLog(f"{tmp_path}/access.log", "visitas", people_only=True, paths=()).figures([FIFTH], BOGOTA)
    assert problem.value.needs_person


def test_a_torn_file_is_told(tmp_path: Path) -> None:
    """A packed one whose end is missing."""
    whole = gzip.compress("\n".join([BEFORE, *[line("05T10:00:00", f"/{n}") for n in range(5_000)]]).encode())
    (tmp_path / "access.log.1.gz").write_bytes(whole[:-40])
    with pytest.raises(NoFigure, match="No se puede leer"):
        AccessLog(f"{tmp_path}/access.log*", "visitas", people_only=True, paths=()).figures([FIFTH], BOGOTA)


def test_a_file_that_ended_long_before_is_not_read(tmp_path: Path) -> None:
    """Only where it begins: years of logs cost nothing."""
    old = tmp_path / "access.log.9.gz"
    old.write_bytes(gzip.compress((BEFORE + "\n").encode())[:-8] + b"torn")
    os.utime(old, (1_700_000_000, 1_700_000_000))
    (tmp_path / "access.log").write_text(line("05T10:00:00") + "\n")
    log = AccessLog(f"{tmp_path}/access.log*", "visitas", people_only=True, paths=())
    assert log.figures([FIFTH], BOGOTA) == {FIFTH: 1}


@pytest.mark.parametrize("agent", [FIREFOX, CHROME, CHROME + " Instagram 340.0", "Opera/9.80 (Windows NT 6.1)"])
def test_browsers_are_peoples(agent: str) -> None:
    """Also those within an app."""
    assert is_person(agent.encode())


def test_a_moment_is_read_in_its_own_zone() -> None:
    """Half hours too."""
    read = parse(b'::1 - - [05/Jan/2026:10:15:30 +0530] "GET / HTTP/1.1" 200 - "-" "x"')
    assert read is not None
    assert read.moment == datetime.fromisoformat("2026-01-05T10:15:30+05:30").timestamp()
