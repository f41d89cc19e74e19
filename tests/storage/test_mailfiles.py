"""Mail files: threads that mail readers follow, headers nobody forges, addresses that reach nobody."""

import email
import email.policy
import mailbox
import re
import unicodedata
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import islice
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError, RunError
from outreach_sim.mail.letter import Letter
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import Profile
from outreach_sim.scenario.population import Population, StoredBook
from outreach_sim.storage.correspondence.mailfiles import (
    HEADERS,
    as_bytes,
    message,
    messages_of,
    write_maildir,
    write_mbox,
)
from outreach_sim.storage.correspondence.mailheaders import address_header
from outreach_sim.storage.correspondence.threads import Mail, correspondence
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.played import played_game, played_scenario
from tests.storage.small import play

DAYS = 45
HOSTILE = [
    "Eve\r\nBcc: victim@real.com",
    "=?utf-8?q?A=0D=0ABcc:_v@x.com?=",
    "=?utf-8?b?DQpCY2M6IHZAeC5jb20=?=",
    '"Eve" <eve@real.com>, Mallory',
    "Eve <x@y.com>",
    "a@b.com",
    "The " + "E, " * 38,
    "J. R. O'Neill-Smith",
    "Zoë \u202e\u2066 \x1b]52;c;x\x07 Łukasz \ud800 \U0001f600 李",
    ",;:<>@\\\"()[]",
    "E" * 118,
    "\nFrom nobody@real.com Mon Jan  1 00:00:00 2024",
    "Subject: x\n\nbody",
]  # fmt: skip


def a_mail(body: str = "Hello", subject: str = "A word", place: int = 0, candidate: int = 0) -> Mail:
    when = datetime(2024, 1, 5, 9, tzinfo=UTC)
    return Mail(0, candidate, 1, place, False, Sender.CEO, when, Letter(subject, body))


def named(scenario: Scenario, names: list[str]) -> Scenario:
    """The scenario with people called so, as a hostile source would if the gate for names were open."""
    profiles = [Profile(name, "victim@real.com", *["x"] * 4) for name in names]
    return replace(
        scenario,
        population=Population(
            scenario.population.people, StoredBook(lambda i: profiles[i].name, profiles.__getitem__)
        ),
    )


def read(raw: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage) and not parsed.defects
    return parsed


def in_mbox(path: Path) -> list[EmailMessage]:
    with closing(mailbox.mbox(path)) as found:
        return [read(m.as_bytes()) for m in found]


@pytest.fixture(scope="module")
def box(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> list[EmailMessage]:
    """All mails of the first weeks of a scripted game, read back from an mbox."""
    path = tmp_path_factory.mktemp("mail") / "box"
    played = played_scenario(scenario, 5)
    mails = correspondence(scenario, played.templates, islice(played.days, DAYS))
    write_mbox(path, messages_of(scenario, 5, mails))
    return in_mbox(path)


def test_every_letter_and_every_reply_is_there(scenario: Scenario, box: list[EmailMessage]) -> None:
    with Game.new("a", scenario, 5, keep_script=True) as game:
        log = game.advance(DAYS)
    kinds = log.kind.tolist()
    from_labs = [m for m in box if re.match("(ceo|recruiter|hiring-manager)@", sender(m))]
    of_labs = (Event.SENT, Event.INVITED, Event.NO_OFFER, Event.OFFERED, Event.IMPROVED, Event.WITHDRAWN)
    assert len(from_labs) == sum(map(kinds.count, of_labs))
    of_people = (
        Event.REPLIED, Event.ACCEPTED, Event.DECLINED, Event.COUNTERED, Event.QUIT, Event.TURNED_BACK,
        Event.CAME_BACK,
    )  # fmt: skip
    assert len(box) - len(from_labs) == sum(map(kinds.count, of_people)) > 10


def sender(mail: EmailMessage) -> str:
    return str(mail["From"].addresses[0].addr_spec)


def test_threads_hang_together_and_time_goes_forward(scenario: Scenario, box: list[EmailMessage]) -> None:
    by_id = {mail["Message-ID"]: mail for mail in box}
    assert len(by_id) == len(box)
    answers = [mail for mail in box if mail["In-Reply-To"]]
    assert answers
    for mail in answers:
        parent = by_id[mail["In-Reply-To"]]
        assert mail["References"].split() == [*(parent["References"] or "").split(), parent["Message-ID"]]
        assert parent["Date"].datetime < mail["Date"].datetime
    dates = [mail["Date"].datetime for mail in box]
    assert dates == sorted(dates)
    assert dates[0].date() >= scenario.start and dates[-1].date() < scenario.date_of(DAYS)


def test_every_address_and_id_is_on_a_reserved_domain(box: list[EmailMessage]) -> None:
    domains = {a.domain for mail in box for header in ("From", "To") for a in mail[header].addresses}
    assert domains and all(domain.endswith(".example") for domain in domains)
    assert all(mail["Message-ID"].endswith("@outreach-sim.invalid>") for mail in box)
    text = "\n".join(mail.as_string() for mail in box)
    found = re.findall(r"[\w.+-]+@([\w.-]+)", text)
    assert {domain.rpartition(".")[2] for domain in found} == {"example", "invalid"}


def test_senders_are_roles(box: list[EmailMessage]) -> None:
    names = {a.display_name for m in box for a in m["From"].addresses if a.username in ("ceo", "recruiter")}
    assert names == {"The CEO at North Lab", "The recruiting team at East Lab"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_header_or_an_address(scenario: Scenario, text: str) -> None:
    clean_name = text.replace("\ud800", "")
    hostile = named(scenario, [clean_name] * 60)
    lab = replace(hostile.setup.labs[0], name=text)
    hostile = replace(hostile, setup=replace(hostile.setup, labs=(lab, *hostile.setup.labs[1:])))
    raw = as_bytes(message(hostile, 5, a_mail(body=text, subject=text, place=1)))
    mail = read(raw)
    assert set(mail.keys()) <= set(HEADERS) and len(set(mail.keys())) == len(mail.keys())
    addresses = [a for header in ("From", "To") for a in mail[header].addresses]
    assert len(addresses) == 2 and all(a.domain.endswith(".example") for a in addresses)
    for value in mail.values():
        assert not re.search(r"[\r\n\x00-\x08\x1b\u202e]", str(value))


def test_a_header_that_got_through_all_the_same_stops_the_export(scenario: Scenario) -> None:
    forged = message(scenario, 5, a_mail())
    forged["Bcc"] = "victim@mail.example"
    with pytest.raises(RunError, match="forged header"):
        as_bytes(forged)


NAMES = [
    "Константин Александрович Преображенский",
    "Παναγιώτης-Ευάγγελος Παπαδημητρακόπουλος της Θεσσαλονίκης",
    "ศิริวัฒนาพรชัยมงคลเจริญสุขสวัสดิ์",
    "श्रीनिवास रामानुजन् अय्यङ्गार् चक्रवर्ती राजगोपालाचारी",
    "Hans-Jürgen Freiherr von und zu Müller-Lüdenscheidt-Großkreuz-Weißenböck auf Schönau",
    "👩\u200d👩\u200d👧 李 שלום مریم",
    'Dr. Anna "Anni" Berg, Ph.D. (Zürich), Müller & Söhne; Abteilung: Forschung\\Entwicklung',
    "Berg, Anna",
    'J. R. "Bob" Smith, Jr., of the Department of Extremely Long Names and Titles of Every Kind',
    "E" * 118,
    "é" * 118,
]


def decoded(header: str) -> str:
    """What RFC 2047 makes of it, not what ``email.policy.default`` does."""
    return str(make_header(decode_header(header.replace("\n ", " "))))


@pytest.mark.parametrize("name", NAMES)
def test_names_and_subjects_in_any_script_and_length_are_read_as_they_were_given(
    scenario: Scenario, tmp_path: Path, name: str
) -> None:
    mail = a_mail(subject=name)
    write_mbox(tmp_path / "box", messages_of(named(scenario, [name] * 60), 5, [mail]))
    with closing(mailbox.mbox(tmp_path / "box")) as box:
        (found,) = list(box)
    to, address = parseaddr(found["To"].replace("\n ", " "))
    assert decoded(to) == unicodedata.normalize("NFC", name)
    assert re.fullmatch(r"[a-z0-9.-]{1,64}@[a-z]+\.example", address)
    assert decoded(found["Subject"]) == unicodedata.normalize("NFC", name)
    head = (tmp_path / "box").read_bytes().partition(b"\n\n")[0].split(b"\n")[1:]
    assert all(line.isascii() and len(line) <= 78 for line in head)
    # Whoever writes it again, in the old way of Python's library, changes nothing either.
    again = email.message_from_bytes(found.as_bytes())
    assert parseaddr(again["To"].replace("\n ", " ")) == (to, address)


def test_a_header_that_reads_otherwise_stops_the_export_and_names_the_person(
    scenario: Scenario,
) -> None:
    content = message(named(scenario, ["Анна Берг"] * 60), 5, a_mail())
    del content["To"]
    content["To"] = address_header("To", "Анна Берг", "a@south.example")
    content["To"].meant = "Анна Бергер"
    with pytest.raises(RunError, match=r"from The CEO at North Lab to Анна Бергер .* header \(To\); nothing"):
        as_bytes(content)


def test_a_line_that_begins_with_from_stays_one(scenario: Scenario, tmp_path: Path) -> None:
    body = "From Zürich, with regards\n\nFrom here on\n>From\n\tFrom"
    write_mbox(tmp_path / "box", messages_of(scenario, 5, [a_mail(body)]))
    write_maildir(tmp_path / "dir", messages_of(scenario, 5, [a_mail(body)]))
    (file,) = (tmp_path / "dir" / "new").iterdir()
    for mail in (*in_mbox(tmp_path / "box"), read(file.read_bytes())):
        assert mail.get_content() == f"{body}\n"


def test_a_line_that_begins_with_from_divides_no_mbox(scenario: Scenario, tmp_path: Path) -> None:
    body = "Hello\nFrom here on it is another mail\n\nFrom: nobody\nFrom x@y.example Mon Jan  1 00:00:00 2024"
    mails = [a_mail(body), a_mail(body, place=1)]
    assert write_mbox(tmp_path / "box", messages_of(scenario, 5, mails)) == 2
    assert len(in_mbox(tmp_path / "box")) == 2


def test_an_export_is_the_same_every_time_in_both_formats(scenario: Scenario, tmp_path: Path) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 8)
    for number in (1, 2):
        with played_game("a") as played:
            mails = list(correspondence(played.scenario, played.templates, played.days))
        write_mbox(tmp_path / f"box{number}", messages_of(scenario, 5, mails))
        count = write_maildir(tmp_path / f"dir{number}", messages_of(scenario, 5, mails))
        assert count == len(mails) > 5
    assert (tmp_path / "box1").read_bytes() == (tmp_path / "box2").read_bytes()
    first, second = (sorted((tmp_path / folder / "new").iterdir()) for folder in ("dir1", "dir2"))
    assert [(f.name, f.read_bytes()) for f in first] == [(f.name, f.read_bytes()) for f in second]
    texts = [read(f.read_bytes()).get_content() for f in first]
    assert sorted(texts) == sorted(m.get_content() for m in in_mbox(tmp_path / "box1"))


def test_one_labs_mails_are_its_own(scenario: Scenario) -> None:
    played = played_scenario(scenario, 5)
    mails = list(correspondence(scenario, played.templates, islice(played.days, 20), lab=2))
    assert mails and {mail.lab for mail in mails} == {2}


def test_a_file_that_is_there_is_not_written_over(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_text("mine")
    with pytest.raises(BadInputError, match="the file is there already, use --force"):
        write_mbox(path, messages_of(scenario, 5, [a_mail()]))
    with pytest.raises(BadInputError, match="something is there already"):
        write_maildir(tmp_path, messages_of(scenario, 5, [a_mail()]))
    with pytest.raises(BadInputError, match="its folder does not exist"):
        write_mbox(tmp_path / "x" / "box", messages_of(scenario, 5, [a_mail()]))
    assert path.read_text() == "mine"
    assert write_mbox(path, messages_of(scenario, 5, [a_mail()]), force=True) == 1


def test_an_export_that_fails_midway_leaves_nothing_and_harms_nothing(
    scenario: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "box"
    path.write_text("mine")

    def failing():
        yield from messages_of(scenario, 5, [a_mail()])
        raise OSError(28, "No space left on device")

    for write in (
        lambda: write_mbox(path, failing(), force=True),
        lambda: write_maildir(tmp_path / "d", failing()),
    ):
        with pytest.raises(BadInputError, match="no space left on device"):
            write()
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("home", "box")] == []
