"""Letters and replies as mail files: an mbox or a Maildir that any mail reader opens and threads.

Nothing is sent: these are files. All addresses lie on reserved domains, and reach nobody.
"""

from __future__ import annotations

import mailbox
import os
import re
import time
from collections.abc import Iterable, Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

from outreach_sim.errors import RunError
from outreach_sim.inputs.text import clean_lines
from outreach_sim.inputs.writing import flush_all, made_folder, written
from outreach_sim.market.setup import SENDER_NAMES, number_of
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import reserved_address
from outreach_sim.storage.correspondence.mailheaders import (
    AsEncoded,
    address_header,
    display_name,
    header_text,
    misread,
    text_header,
)
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.values import ROLES

ID_DOMAIN = "outreach-sim.invalid"
HEADERS = (
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Simulated",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
)  # fmt: skip
"""Every header a message can have."""
_FROM = re.compile(r"^From ", re.MULTILINE)
"""What begins another message in an mbox."""


def message(scenario: Scenario, seed: int, mail: Mail) -> EmailMessage:
    """One letter or reply; ``as_bytes`` of this module writes it down."""
    lab, candidate = lab_address(scenario, mail), candidate_address(scenario, mail.candidate)
    result = EmailMessage(policy=AsEncoded())
    author, reader = (candidate, lab) if mail.from_candidate else (lab, candidate)
    result["From"], result["To"] = address_header("From", *author), address_header("To", *reader)
    result["Subject"] = text_header("Subject", header_text(mail.letter.subject, 250))
    result["Date"] = format_datetime(mail.when)
    result["Message-ID"] = message_id(seed, mail, mail.place)
    if mail.place:
        result["In-Reply-To"] = message_id(seed, mail, mail.place - 1)
        result["References"] = "\n ".join(message_id(seed, mail, place) for place in range(mail.place))
    result["X-Simulated"] = "yes; letters, offers and answers are made up, nothing was sent"
    _set_body(result, clean_lines(mail.letter.body) + "\n")
    return result


def _set_body(content: EmailMessage, text: str) -> None:
    """Put the text in; a line that would begin a message of an mbox is encoded, so that it stays as it is."""
    if not _FROM.search(text):
        content.set_content(text)
        return
    content.set_content(text, cte="quoted-printable")
    content.set_payload(_FROM.sub("=46rom ", str(content.get_payload())))


def as_bytes(content: EmailMessage) -> bytes:
    """The message as a file holds it.

    Raises:
        RunError: text has become a header of its own, as a mail reader would see it, or reads otherwise than
            it is meant.
    """
    raw = content.as_bytes()
    seen = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    wrong = [name for name in content.keys() if name not in HEADERS] or list(misread(content, seen))  # noqa: SIM118
    if wrong:
        whose = f"the mail from {content['From'].meant} to {content['To'].meant}"
        raise RunError(f"{whose} would hold a forged header ({', '.join(wrong)}); nothing was written")
    return raw


def lab_address(scenario: Scenario, mail: Mail) -> tuple[str, str]:
    """Name and address of a role at the lab; never a person's."""
    lab = scenario.setup.labs[mail.lab]
    return display_name(
        f"{ROLES[mail.sender]} at {lab.name}"
    ), f"{SENDER_NAMES[mail.sender]}@{lab.id}.example"


def candidate_address(scenario: Scenario, candidate: int) -> tuple[str, str]:
    """Name and address of the candidate at the lab they worked at on day 0."""
    name = scenario.population.book.name(candidate)
    lab = scenario.lab_ids[scenario.setup.people.employer[candidate]]
    return display_name(name), reserved_address(name, candidate, lab)


def message_id(seed: int, mail: Mail, place: int) -> str:
    """The id of a mail of the same thread; the same in every export."""
    local = f"s{seed}.l{mail.lab}.c{number_of(mail.candidate)}.a{mail.number}.m{place}"
    return f"<{local}@{ID_DOMAIN}>"


def write_mbox(path: Path, messages: Iterable[tuple[Mail, EmailMessage]], *, force: bool = False) -> int:
    """Write one mbox file, whole or not at all; returns how many messages it holds.

    Raises:
        BadInputError: the file is there and ``force`` is not set, or it cannot be written.
    """
    with written(path, force) as temporary:
        return _fill_mbox(temporary, messages)


def write_maildir(path: Path, messages: Iterable[tuple[Mail, EmailMessage]]) -> int:
    """Write a Maildir, whole or not at all; returns how many messages it holds.

    Raises:
        BadInputError: something is there already, or it cannot be written.
    """
    with made_folder(path) as temporary:
        return _fill_maildir(temporary, messages)


def _fill_mbox(path: Path, messages: Iterable[tuple[Mail, EmailMessage]]) -> int:
    box, count = mailbox.mbox(path), 0
    try:
        for mail, content in messages:
            # The separator line carries the envelope's sender and date; ``mailbox`` quotes others like it.
            sender = content["From"].address
            separator = f"From {sender} {time.asctime(mail.when.timetuple())}\n"
            box.add(separator.encode("ascii") + as_bytes(content))
            count += 1
        box.flush()
    finally:
        box.close()
    return count


def _fill_maildir(path: Path, messages: Iterable[tuple[Mail, EmailMessage]]) -> int:
    for folder in ("tmp", "cur", "new"):
        (path / folder).mkdir(parents=True)
    count = 0
    for mail, content in messages:
        # Names are ours, not ``mailbox``'s, so that an export is the same on every machine.
        stamp = int(mail.when.timestamp())
        file = path / "new" / f"{stamp}.{count:08d}.{ID_DOMAIN}"
        file.write_bytes(as_bytes(content))
        os.utime(file, (stamp, stamp))
        count += 1
    flush_all(path)  # before the rename makes them visible
    return count


def messages_of(scenario: Scenario, seed: int, mails: Iterable[Mail]) -> Iterator[tuple[Mail, EmailMessage]]:
    """Each mail with its message."""
    for mail in mails:
        yield mail, message(scenario, seed, mail)
