"""Letters to begin with: small, sound, with comments that say what may be changed."""

from __future__ import annotations

from outreach_sim.mail.template import STAGES

_LETTER_FRONT = """\
+++
# {stage_told}
# What it says is yours: "outreach-sim template check" tells what is wrong, with line and column.
name = "{name}"                # as shown in lists
stage = "{stage}"
senders = ["recruiter", "hiring-manager", "ceo"]  # who may sign it
subject = "{subject}"
{follow_ups}+++
{body}
"""
_REPLY_FRONT = """\
+++
# A reply: how somebody answers, or what the lab writes after an answer. It is dealt before those that ship.
# What it says is yours: "outreach-sim template check" tells what is wrong, with line and column.
name = "{name}"                # as shown in lists
stage = "reply"
outcome = "declined"           # what happened; docs/templates.md names all outcomes and reasons
# reason = "pay"               # why; without it, the reply fits any reason
+++
{body}
"""
_ANSWER_FRONT = """\
+++
# {stage_told}
# What it says is yours: "outreach-sim template check" tells what is wrong, with line and column.
name = "{name}"                # as shown in lists
stage = "answer"               # its subject and who signs it follow from the thread
+++
{body}
"""
_FOLLOW_UPS = """\
# The mails after it, if nobody answers, at most five: shipped letters, or files beside this one.
follow_ups = ["follow-up", "follow-up-again", "follow-up-last"]
# spacing_days = [3, 7]        # days before the first of them, the second ...
"""
_TOLD = {
    "outreach": "A letter that opens an approach.",
    "follow-up": "A letter that comes after another of which nobody took notice.",
    "answer": "What the lab says to somebody who has answered: an invitation, an offer, an end.",
}
_SUBJECTS = {
    "en": ("A question, {{ first_name }}", "Once more, {{ first_name }}"),
    "de": ("Eine Frage, {{ first_name }}", "Noch einmal, {{ first_name }}"),
    "fr": ("Une question, {{ first_name }}", "Encore une fois, {{ first_name }}"),
    "es": ("Una pregunta, {{ first_name }}", "Una vez más, {{ first_name }}"),
    "zh": ("{{ name }}，有一个问题", "{{ name }}，再次打扰"),
}
"""By language: of a letter that opens an approach, and of one that follows up."""
_BODIES = {
    ("en", "outreach"): """\
Hi {{ first_name }},

{% if paper %}I read "{{ paper }}".{% else %}I follow {{ topic | default("your field") }}.{% endif %}

Would you talk to us about your work at {{ lab }}? Half an hour is enough, and a plain no is fine as well.

{{ sender }}, {{ lab }}""",
    ("en", "follow-up"): """\
Hi {{ first_name }},

I wrote to you about {{ topic | default("your work") }}, and would still like to talk.

{{ sender }}, {{ lab }}""",
    ("en", "answer"): """\
Hi {{ first_name }},

Thank you for your answer. We would like you to meet the people you would work with.
{% if topic %}They have questions about {{ topic }}, and you may ask them anything.{% endif %}

A plain no is fine at any time.

{{ sender }}, {{ lab }}""",
    ("en", "reply"): """\
Thank you for the offer of {{ lab }}. I am staying where I am.

{{ first_name }}""",
    ("de", "outreach"): """\
Guten Tag {{ name }},

{% if paper %}ich habe „{{ paper }}“ gelesen.{% else %}ich verfolge, was Sie tun.{% endif %}

Hätten Sie eine halbe Stunde für ein Gespräch mit {{ lab }}? Auch ein einfaches Nein ist in Ordnung.

{{ sender }}, {{ lab }}""",
    ("de", "follow-up"): """\
Guten Tag {{ name }},

ich habe Ihnen geschrieben, und würde noch immer gern mit Ihnen sprechen.

{{ sender }}, {{ lab }}""",
    ("de", "answer"): """\
Hallo {{ first_name }},

danke für Ihre Antwort. Wir möchten Ihnen gern die Leute vorstellen, mit denen Sie arbeiten würden.

Ein einfaches Nein ist jederzeit in Ordnung.

{{ sender }}, {{ lab }}""",
    ("de", "reply"): """\
Vielen Dank für das Angebot. Ich bleibe, wo ich bin.

{{ first_name }}""",
    ("fr", "outreach"): """\
Bonjour {{ first_name }},

{% if paper %}J'ai lu « {{ paper }} ».{% else %}Je suis votre travail avec intérêt.{% endif %}

Auriez-vous une demi-heure pour parler avec {{ lab }} ? Un simple non convient aussi.

{{ sender }}, {{ lab }}""",
    ("fr", "follow-up"): """\
Bonjour {{ first_name }},

Je vous ai écrit, et j'aimerais toujours parler avec vous de votre travail.

{{ sender }}, {{ lab }}""",
    ("fr", "answer"): """\
Bonjour {{ first_name }},

Merci de votre réponse. Nous aimerions vous présenter les personnes avec qui vous travailleriez.

Un simple non nous va aussi, à tout moment.

{{ sender }}, {{ lab }}""",
    ("fr", "reply"): """\
Merci pour votre offre. Je reste où je suis.

{{ first_name }}""",
    ("es", "outreach"): """\
Hola {{ first_name }},

{% if paper %}He leído «{{ paper }}».{% else %}Sigo su trabajo con interés.{% endif %}

¿Tendría media hora para hablar con {{ lab }}? Un simple no también está bien.

{{ sender }}, {{ lab }}""",
    ("es", "follow-up"): """\
Hola {{ first_name }},

Le escribí hace poco, y todavía me gustaría hablar con usted de su trabajo.

{{ sender }}, {{ lab }}""",
    ("es", "answer"): """\
Hola {{ first_name }},

Gracias por su respuesta. Nos gustaría presentarle a las personas con las que trabajaría.

Un simple no también está bien, en cualquier momento.

{{ sender }}, {{ lab }}""",
    ("es", "reply"): """\
Gracias por la oferta. Me quedo donde estoy.

{{ first_name }}""",
    ("zh", "outreach"): """\
{{ name }}，您好：

{% if paper %}我读了您的论文《{{ paper }}》。{% else %}我一直关注您的工作。{% endif %}

您愿意和 {{ lab }} 聊半个小时吗？直接说不也没关系。

{{ sender }}, {{ lab }}""",
    ("zh", "follow-up"): """\
{{ name }}，您好：

我之前给您写过信，现在仍然很想和您聊聊您的工作。

{{ sender }}, {{ lab }}""",
    ("zh", "answer"): """\
{{ name }}，您好：

谢谢您的回复。我们想请您和未来的同事们见一面，谈谈您的工作。

您随时都可以直接说不。

{{ sender }}, {{ lab }}""",
    ("zh", "reply"): """\
谢谢 {{ lab }} 的邀请。我决定留在现在的地方。

{{ first_name }}""",
}
LANGUAGES = tuple(_SUBJECTS)
"""Codes of the languages that there is a letter to begin with in."""


def starter(identity: str, stage: str, language: str) -> str:
    """The text of a letter's file to begin with; it is sound as it stands.

    Args:
        identity: what the file will be called by.
        stage: one of ``STAGES``.
        language: one of ``LANGUAGES``.
    """
    name, body = identity.replace("-", " ").capitalize(), _BODIES[language, stage]
    if stage == "reply":
        return _REPLY_FRONT.format(name=name, body=body)
    if stage == "answer":
        return _ANSWER_FRONT.format(name=name, stage_told=_TOLD[stage], body=body)
    opens = stage == STAGES[0]
    return _LETTER_FRONT.format(
        name=name,
        stage=stage,
        stage_told=_TOLD[stage],
        subject=_SUBJECTS[language][not opens],
        follow_ups=_FOLLOW_UPS if opens else "",
        body=body,
    )
