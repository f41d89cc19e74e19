"""Letters and replies as mail files: an mbox or a Maildir that any mail reader opens and threads.

Nothing is sent: these are files. All addresses lie on reserved domains, and reach nobody.
"""

from __future__ import annotations

import mailbox
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

from outreach_sim.errors import BadInputError, Problem, RunError
from outreach_sim.intake.text import clean
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.notebook.database import flush, put_in_place
from outreach_sim.notebook.threads import Mail
from outreach_sim.notebook.values import ROLES
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import reserved_address

ID_DOMAIN = "outreach-sim.invalid"
HEADERS = (
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Simulated",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
)  # fmt: skip
"""Every header a message can have."""
_MAX_NAME = 60
_SPECIAL = re.compile(r"[()<>\[\]:;@\\,.\"]")


def message(scenario: Scenario, seed: int, mail: Mail) -> EmailMessage:
    """One letter or reply; ``as_bytes`` of this module writes it down."""
    lab, candidate = lab_address(scenario, mail), candidate_address(scenario, mail.candidate)
    result = EmailMessage()
    result["From"], result["To"] = (candidate, lab) if mail.from_candidate else (lab, candidate)
    result["Subject"] = header_text(mail.letter.subject, 250)
    result["Date"] = format_datetime(mail.when)
    result["Message-ID"] = message_id(seed, mail, mail.place)
    if mail.place:
        result["In-Reply-To"] = message_id(seed, mail, mail.place - 1)
        result["References"] = " ".join(message_id(seed, mail, place) for place in range(mail.place))
    result["X-Simulated"] = "yes; letters, offers and answers are made up, nothing was sent"
    result.set_content("\n".join(clean(line) for line in mail.letter.body.split("\n")) + "\n")
    return result


def as_bytes(content: EmailMessage) -> bytes:
    """The message as a file holds it.

    Raises:
        RunError: text has become a header of its own, as a mail reader would see it.
    """
    raw = content.as_bytes()
    seen = BytesHeaderParser(policy=policy.default).parsebytes(raw)
    people = [address for name in ("From", "To") for address in seen[name].addresses]
    meant = [address for name in ("From", "To") for address in content[name].addresses]
    if seen.keys() != content.keys() or not set(seen.keys()) <= set(HEADERS) or people != meant:
        raise RunError(f"the mail {content['Message-ID']} would hold a forged header; nothing was written")
    return raw


def header_text(text: str, length: int) -> str:
    """Text that stays one header: no line ends, and nothing that a parser decodes into one."""
    return clean(text, length).replace("=?", "= ?")


def shown_name(name: str) -> str:
    """A name that needs no quotes: folding long headers can lose them, and then a comma parts addresses."""
    return header_text(_SPECIAL.sub(" ", name), _MAX_NAME)


def lab_address(scenario: Scenario, mail: Mail) -> Address:
    """A role at the lab; never a person."""
    lab = scenario.setup.labs[mail.lab]
    name = shown_name(f"{ROLES[mail.sender]} at {lab.name}")
    return Address(name, SENDER_NAMES[mail.sender], f"{lab.id}.example")


def candidate_address(scenario: Scenario, candidate: int) -> Address:
    """The candidate at the lab they worked at on day 0."""
    name = scenario.population.book.name(candidate)
    lab = scenario.lab_ids[scenario.setup.people.employer[candidate]]
    username, _, domain = reserved_address(name, candidate, lab).rpartition("@")
    return Address(shown_name(name), username, domain)


def message_id(seed: int, mail: Mail, place: int) -> str:
    """The id of a mail of the same thread; the same in every export."""
    local = f"s{seed}.l{mail.lab}.c{mail.candidate + 1}.a{mail.number}.m{place}"
    return f"<{local}@{ID_DOMAIN}>"


def write_mbox(path: Path, messages: Iterable[tuple[Mail, EmailMessage]], *, force: bool = False) -> int:
    """Write one mbox file, whole or not at all; returns how many messages it holds.

    Raises:
        BadInputError: the file is there and ``force`` is not set, or it cannot be written.
    """
    _check_target(path, force)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        count = _fill_mbox(temporary, messages)
        put_in_place(temporary, path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)
    return count


def write_maildir(path: Path, messages: Iterable[tuple[Mail, EmailMessage]]) -> int:
    """Write a Maildir, whole or not at all; returns how many messages it holds.

    Raises:
        BadInputError: something is there already, or it cannot be written.
    """
    _check_target(path, force=False)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        count = _fill_maildir(temporary, messages)
        temporary.rename(path)
        flush(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return count


def _fill_mbox(path: Path, messages: Iterable[tuple[Mail, EmailMessage]]) -> int:
    box, count = mailbox.mbox(path), 0
    try:
        for mail, content in messages:
            # The separator line carries the envelope's sender and date; ``mailbox`` quotes others like it.
            sender = content["From"].addresses[0].addr_spec
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
    # Thousands of small files: one call for all of them before the rename makes them visible.
    os.sync()
    return count


def _check_target(path: Path, force: bool) -> None:
    if path.is_dir() or (path.exists() and not force):
        hint = "name another path" if path.is_dir() or not path.is_file() else "use --force to write over it"
        raise BadInputError(Problem(str(path), 0, 0, "", "something is there already", hint))
    if not path.parent.is_dir():
        raise BadInputError(Problem(str(path), 0, 0, "", "there is no such folder to write into"))


def _unwritable(path: Path, error: OSError) -> BadInputError:
    reason = (error.strerror or str(error)).lower()
    return BadInputError(Problem(str(path), 0, 0, "", f"this cannot be written ({reason})"))


def messages_of(scenario: Scenario, seed: int, mails: Iterable[Mail]) -> Iterator[tuple[Mail, EmailMessage]]:
    """Each mail with its message."""
    for mail in mails:
        yield mail, message(scenario, seed, mail)
