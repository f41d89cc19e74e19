"""``save search``: what was written in a saved game, found by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.export import mails_of
from outreach_sim.cli.options import Whole, json_option
from outreach_sim.cli.progress import Progress
from outreach_sim.formatting import counted, dated

if TYPE_CHECKING:
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.storage.correspondence.search import Found, Hit, Marked

MAX_SHOWN = 10_000


@click.command("search")
@click.argument("source", metavar="NAME", shell_complete=complete.saves)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--lab", shell_complete=complete.labs, help="Only letters of this lab, and the replies to them."
)
@click.option(
    "--from", "author", type=click.Choice(["candidates", "labs"]), help="Only what these have written."
)
@click.option("--newest", is_flag=True, help="The newest first, in place of the best.")
@click.option(
    "--limit", type=Whole(1, MAX_SHOWN), default=20, show_default=True, help="So many mails are shown."
)
@json_option
def search(
    source: str,
    words: tuple[str, ...],
    lab: str | None,
    author: str | None,
    newest: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Search all letters and replies of the game NAME for WORDS, which must all be there.

    A word finds all that begin like it, names of people and labs included; "words in quotes" stand side by
    side as they are. Accents and capitals do not matter.
    """
    from outreach_sim.storage.correspondence.inbox import names_in
    from outreach_sim.storage.correspondence.search import Index, query_of
    from outreach_sim.storage.saves.played import played_game

    # What the shell has taken the quotes of was in quotes.
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    query_of(asked)  # what cannot be looked for is said before the game is gone through
    with played_game(source) as played, Progress(f"Mails of {played.scenario.title}") as progress:
        index = Index(names_in(played.scenario))
        index.add(mails_of(played, lab, progress))
        found = index.find(
            asked,
            limit,
            lambda mail: author is None or mail.from_candidate == (author == "candidates"),
            newest_first=newest,
        )
    if as_json:
        known = {"name": source, "words": asked, "searched": len(index), "found": found.total}
        output.print_json(known | {"mails": [_for_programs(played.scenario, hit) for hit in found.hits]})
    else:
        _show(played.scenario, found, len(index))


def _for_programs(scenario: Scenario, hit: Hit) -> dict[str, Any]:
    """A hit as JSON; marks are pairs of places in the snippet, from 0, the second after the last."""
    mail = hit.mail
    return {
        "date": mail.when.date().isoformat(),
        "lab": scenario.lab_ids[mail.lab],
        "candidate": mail.candidate + 1,
        "name": scenario.population.book.name(mail.candidate),
        "from": "candidate" if mail.from_candidate else "lab",
        "step": mail.step,
        "place": mail.place,
        "subject": mail.letter.subject,
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
    }


def _show(scenario: Scenario, found: Found, searched: int) -> None:
    for hit in found.hits:
        mail = hit.mail
        lab, who = scenario.setup.labs[mail.lab].name, scenario.population.book.name(mail.candidate)
        between = f"{who} to {lab}" if mail.from_candidate else f"{lab} to {who}"
        output.heading(f"{dated(mail.when, '%-d %b %Y')}  {between}")
        output.sentence(_told(hit.subject), 2)
        output.sentence(_told(hit.snippet), 2)
    rest = found.total - len(found.hits)
    more = f", {counted(rest, 'more is', 'more are')} not shown (--limit)" if rest else ""
    output.sentence(f"{counted(found.total, 'mail')} of {searched:,} found{more}.")


def _told(text: Marked) -> str:
    """What was found stands in brackets, and bold where the terminal can show it."""
    told, at = "", 0
    for begin, end in text.marks:
        told += text.text[at:begin] + click.style(f"[{text.text[begin:end]}]", bold=True)
        at = end
    return told + text.text[at:]
