"""Writes ``docs/gallery.md``: the letters to learn from, measured for one reader.

Run: python docs/generate_gallery.py
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

from outreach_sim.mail.letter import sample_values
from outreach_sim.mail.reading import SAMPLE_READS, all_letters, judged_by, sample_reader
from outreach_sim.mail.template import Template, gallery, shipped_templates
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.model.wording import LANGUAGES
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.storage.correspondence.values import ROLES
from outreach_sim.words.measure import Measured

PAGE = Path(__file__).parent / "gallery.md"
_CALLED = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "zh": "Chinese"}
_SIGNS = {SENDER_NAMES[role]: signature for role, signature in ROLES.items()}
_HEAD = """<!-- python docs/generate_gallery.py -->
# Letters to learn from

What is measured are features of a text, not its prose ([words](words.md)); what no list knows is not
seen here, and no number was measured on these readers. Each letter lies in `templates/gallery/` and teaches
one thing. None of them is offered at the desk or to a bot:

```
outreach-sim template list --gallery
outreach-sim template show question-on-the-paper
outreach-sim template measure question-on-the-paper
outreach-sim template measure wrong-paper --scenario personal-email --candidate 3 --json
```

To play with one, put a copy beside your scenario ([letters](templates.md#letters-of-your-own)).

"""


def measured(template: Template, met: bool) -> Measured:
    """A letter as the reader of the page notices it."""
    return judged_by(template, sample_reader(_SIGNS[template.senders[0]], met), all_letters())


def rows(letters: Mapping[str, Template]) -> Iterator[tuple[float, float, str, Template, Measured]]:
    """Reply, opening, name, letter and what was noticed; twice where it matters whether people have met."""
    p = load_parameters()
    for name, template in letters.items():
        found = measured(template, met=False)
        meetings = {False: "", True: ""} if not found.claims.met else {False: ", not met", True: ", met"}
        for met, said in meetings.items():
            if said or not met:
                found = measured(template, met)
                yield found.reply(p), found.opening(p), f"`{name}`{said}", template, found


def signed(value: float) -> str:
    """A number with its sign."""
    return f"{value:+.2f}".replace("-", "−").replace("+0.00", "0").replace("−0.00", "0")


def opens(template: Template, value: float) -> str:
    """What a subject is worth; a follow-up is opened or not as the mails before it were."""
    return signed(value) if template.stage == "outreach" else ""


def style(template: Template, found: Measured) -> str:
    """Who writes, at which stage, in which language."""
    stage = "first" if template.stage == "outreach" else "follow-up"
    language = _CALLED.get(LANGUAGES[found.wording.language], "no language")
    return f"{template.senders[0]}, {stage}, {language}"


def table(letters: Mapping[str, Template], *, taught: bool) -> Iterator[str]:
    """Letters in the order of what their words are worth at the reply."""
    yield "| letter | who, stage, language | opening | reply |" + (" what it teaches |" if taught else "")
    yield "|---|---|---:|---:|" + ("---|" if taught else "")
    for reply, opening, name, template, found in sorted(rows(letters), key=lambda row: (-row[0], row[2])):
        last = f" {template.teaches} |" if taught else ""
        yield f"| {name} | {style(template, found)} | {opens(template, opening)} | {signed(reply)} |{last}"


def reader() -> str:
    """Whom they are measured for."""
    v = sample_values()
    languages = ", ".join(_CALLED[code] for code in _CALLED if code in SAMPLE_READS)
    return (
        f'For {v["name"]}, who works on {v["topic"]} at {v["employer"]}, wrote "{v["paper"]}", was with '
        f"{v['former_team']}, lives in {v['city']} and reads {languages}. {v['lab']} writes, with "
        f"{v['fleet']} H100s, and offers {v['terms']}, with {v['deadline_days']} days to decide; nobody "
        "there has met the reader. A follow-up comes after the mails of the first sequence that has it. "
        "Opening and reply are log-odds: +0.10 is odds of 1.1, −1.50 of 0.22; a subject counts in first "
        "mails only."
    )


_PLAYED = """
## The letters one plays with

They say nothing that is false of anybody, whoever signs them and whoever gets them, met or not. None boasts
of machines: how many there are is said, and whether that is much is left to a reader who may have more. And
for some reader each is the best that its senders have: `recruiter` for somebody of whom only a former team
and a city are known, `hiring-manager` where it is the city alone, `compute-pledge` where it is nothing,
`conference-hello` where it is a paper, `short-note` where it is a topic.

"""


def page() -> str:
    """The page."""
    bad = {name: letter for name, letter in shipped_templates().items() if letter.teaches}
    play = {name: letter for name, letter in shipped_templates().items() if name not in bad}
    taught = "\n".join(table({**gallery(), **bad}, taught=True))
    played = "\n".join(table(play, taught=False))
    return f"{_HEAD}{fill(reader(), 110)}\n\n{taught}\n{_PLAYED}{played}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
