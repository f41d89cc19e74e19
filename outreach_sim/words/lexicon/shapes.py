"""What things look like in a letter: holes, markup, addresses, figures, titles, who is spoken of."""

from __future__ import annotations

import re

from outreach_sim.words.facts import MARKS
from outreach_sim.words.lexicon import claims as said

_FIELD_WORD = (
    "(?:first|last|full|given|family|candidate|recipient|contact|person|personal|details?|job|role|position|company|lab|employer|firm|team|paper|"
    "title|topic|field|skill|city|location|insert|your|here|name|vor|nach|vorname|nachname|anrede|firma|titel|prénom|nom|entreprise|nombre|"
    "apellido|empresa|fname|lname|姓名|名字|公司|论文|职位)"
)
_FIELD = rf"{_FIELD_WORD}(?:[ _.-]?{_FIELD_WORD}){{0,4}}"
HOLE = re.compile(
    r"(?<![\w)])\(\s{0,3}\)|\{\{[^{}\n]{0,60}\}\}|\{\{|\}\}|\{%[^%\n]{0,60}%\}|\{%|%%\w{1,30}%%|\*\|\w{1,30}\|\*|<<\s?\w{1,30}\s?>>"
    r"|<%[^%>\n]{0,60}%>|\$\{[\w.]{1,40}\}|(?<![\w%\"'(`])%[sd](?![\w\"'`)])|\[object Object\]|(?<![\w{<\[%#@*|$:])(?:first|last|full)_name\b|\bundefined\s?[-,|/:]?\s?(?:undefined|null)\b|(?<![\w_])_{4,40}(?![\w_])|(?<![.\w])\.{6,40}(?![.\w])"
    rf"|\[{_FIELD}\](?!\()|<{_FIELD}>|(?<![\w\"'`$])\{{{_FIELD}\}}(?![\"'`])|%{_FIELD}%|#{_FIELD}#|@{_FIELD}@|::{_FIELD}::|\${_FIELD}\b|\"(?:vorname|nachname|anrede|titel|position|standort|stelle|ort|first ?name|last ?name|prénom|poste|ville|nombre|puesto|ciudad|firma|company)\""
    r"|(?-i:\b(?:XXX+|TODO|TBD)\b)|\blorem ipsum\b|(?<=[^\W\d]) [.,](?=\s|$)"
    r"|(?:^|\n)(?:hi|hello|hey|dear|hallo|bonjour|hola|liebe|lieber) (?:,|(?:null|undefined|none|nan|nil|n/a|firstname|name)\b)",
    re.IGNORECASE,
)
"""A place where something was to stand; a name of a function with its brackets is none."""
MARKUP = (
    re.compile(
        r"</?(?:div|p|br|span|a|td|tr|table|html|body|head|style|img|font|strong|em|ul|li|h[1-6])(?:\s[^<>\n]{0,300})?/?>",
        re.I,
    ),
    re.compile(r"&(?:nbsp|amp|quot|lt|gt|apos|euro|[a-z]uml|#x?[0-9a-f]{1,6});", re.I),
    re.compile(
        r"(?:[^;\s][^;\n]{0,40};(?=\S)){4}|[;|\t]\s?(?:null|none|nan|undefined|n/a)(?=\s?(?:[;|\t\n]|$))",
        re.I,
    ),
    re.compile(r"<!--|-->|<!\[CDATA|!important|mso-", re.I),
)
"""What programs leave of a page that was to be shown: tags, entities, records, comments."""
MIXED_SCRIPT = re.compile(
    "(?<![^\\W\\d_])(?:[a-zA-Z]{1,30}[\u0400-\u04ff]|[\u0400-\u04ff]{1,30}[a-zA-Z])[a-zA-Z\u0400-\u04ff]{0,30}"
)
"""A word of Latin and Cyrillic letters, to pass for another."""
QUOTED = re.compile(r'"([^"\n]{0,120})"')
LINK = re.compile(
    r"https?://\S{1,300}|\bwww\.\S{1,300}|\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:com|io|ai|org|net|ly|co|de|fr|es|cn)/\S{0,300}",
    re.I,
)
CODE_NAME = re.compile(
    r"\b\w{1,40}\(\)|\b[a-z]{1,30}_[a-z_]{1,30}\b|\b(?=\w{0,12}\d)[A-Z]{2,8}\d{1,4}\w{0,3}\b|\b[A-Z]{3,7}\b"
)
MEASURED = re.compile(
    rf"(?:(?<![\w$€£.,])\d(?:[\d.,]{{0,14}}\d)?|[{MARKS['fleet']}{MARKS['compute_per_researcher']}])\s?(?:%|percent|per cent|prozent|pour cent|por ciento|x\b|k\b|b\b|tokens?|steps?|parameters?|schritte?n?|tokens?|pas\b|pasos|parámetros|layers?|heads?|runs?|tasks?|examples?|"
    r"points?|seeds?|epochs?|prompts?|papers?|people|leute|personas?|personnes?|of \d|von \d|sur \d|de \d|h100|gpus?|步|次|个点|倍|人|篇)",
    re.IGNORECASE,
)
YOUR_WORK = re.compile(
    r"\byour (?:\w{1,16} ){0,3}(?:paper|papers|article|work|talk|code|thesis|repo|repository|ablation|results?|kernel|proof|dataset|benchmark|research|post|critics?|model|library|tool|idea|figure|table|appendix)\b"
    r"|\b(?:ihr|dein)\w{0,2} (?:\w{1,16} ){0,2}(?:artikel|paper|aufsatz|arbeit\w{0,2}|veröffentlichung\w{0,2}|vortrag|code|forschung|ergebnis\w{0,3}|studie)\b"
    r"|\b(?:votre|vos|ton) (?:\w{1,16} ){0,2}(?:articles?|papiers?|travaux|travail|publications?|recherches?|code|résultats?|exposé|thèse)\b"
    r"|\b(?:tu|tus|su|sus) (?:\w{1,16} ){0,2}(?:artículos?|paper|trabajos?|publicaci\w{2,5}|investigaci\w{2,5}|código|resultados?|charla|tesis)\b"
    r"|(?:您|你)的?(?:论文|文章|工作|研究|代码|报告|实验)"
)
GENERIC = frozenset(
    [
        "about",
        "would",
        "could",
        "their",
        "there",
        "where",
        "which",
        "group",
        "groups",
        "people",
        "paper",
        "papers",
        "research",
        "question",
        "questions",
        "offer",
        "years",
        "going",
        "something",
        "another",
        "great",
        "opportunity",
        "position",
        "write",
        "thing",
        "things",
        "first",
        "under",
        "still",
        "working",
        "arbeit",
        "frage",
        "gruppe",
        "travail",
        "question",
        "recherche",
        "trabajo",
        "pregunta",
        "grupo",
    ]
)


PLAIN_WORDS = frozenset(
    [
        "labs",
        "lab",
        "research",
        "general",
        "thinking",
        "machines",
        "safe",
        "quiet",
        "systems",
        "technologies",
        "superintelligence",
        "intelligence",
        "science",
        "north",
        "south",
        "east",
        "west",
        "open",
        "team",
        "group",
        "institute",
        "university",
        "company",
        "future",
        "deep",
    ]
)
YOUR_PAPER = re.compile(
    r"(?:\byour (?:\w{1,14} ){0,2}?(?:paper|article|preprint|thesis|study|publication|book|talk)"
    r"|\b(?:ihr\w{0,2}|dein\w{0,2}) (?:\w{1,14} ){0,2}?(?:artikel|paper|aufsatz|arbeit|veröffentlichung|studie|preprint|vortrag)"
    r"|\b(?:votre|ton) (?:\w{1,14} ){0,2}?(?:article|papier|publication|étude|thèse|prépublication)"
    r"|\b(?:tu|su) (?:\w{1,14} ){0,2}?(?:artículo|paper|publicación|estudio|tesis|trabajo)"
    r"|(?:您|你)的?(?:论文|文章|大作|研究))"
    r'(?:[ ,:]{1,2}(?:on|about|called|titled|über|zu|mit dem titel|sur|intitulée?|sobre|titulad[oa]))?[ ,:(]{0,3}(?P<title>"[^"\n]{4,120}")',
)
YOURS_AFTER = re.compile(r'"(?P<title>[^"\n]{6,120})",? (?:by you\b|of yours\b|von ihnen\b|de vous\b)')
UNQUOTED = re.compile(
    r"\b[Yy]our (?:paper|article|preprint) (?:on |about |called )?"
    r"(?P<title>(?:[A-Z][\w'-]{1,24} )(?:(?:of|for|the|without|with|in|and|from|to|on|a|are|is|by) |[A-Z][\w'-]{1,24} ){1,10}[A-Z]?[\w'-]{1,24})"
)
YOU_AT = (
    r"(?:\b(?:your|you|you've|ihr\w{0,2}|sie|vous|votre|vos|tu|su|tus|sus|usted)\b|您|你|\best[áa]s?\b|\btrabajas?\b|\bllevas?\b)[^.?!;。！？\n]{0,60}?"
    r"(?:\b(?:at|for|bei|für|chez|pour|en|para|with)\s|在\s?)"
)
LEAVE = r"\b(?:leav(?:e|ing)|quit(?:ting)?|verlassen|quitte[rz]?|dejar) "
WE_AT = (
    r"\b(?:we|us|here|team|group|people|colleagues|wir|uns|hier|nous|ici|nosotros|aquí) (?:all )?(?:at|bei|chez|en|von|de) "
    r"|\b(?:join|joining) (?:us at )?|\bi (?:work|recruit|hire|am hiring|lead a \w{1,14}) (?:for|at) |\b(?:on behalf of|writing (?:to you )?from|recruiting for|hiring for|im namen von|de la part de|en nombre de) "
)
MOVES = re.compile(
    r"\b(?:would|could|will|might|'d|'ll|join|come|work here|würde\w{0,2}|könnte\w{0,2}|pourriez|seriez|podrías|serías|if|wenn|si)\b"
)
CLAUSE = re.compile(
    r"[;:—–]\s|,? (?:but|and|aber|und|doch|mais|et|pero|y) (?=(?:we|i|you|he|she|they|wir|ich|sie|nous|je|vous|nosotros|[A-Z])\b)|[，；]"
)
MACHINES = re.compile(said.NUMBER + r"(?:\s?" + said.SCALE + r")?[\s-]{0,2}" + said.MACHINES)
MONEY = re.compile(
    rf"(?P<before>{said.CURRENCY})?\s?{said.NUMBER}\s?{said.SCALE}\s?(?P<after>{said.CURRENCY_AFTER})?(?![\w])"
)
DEADLINE = re.compile(
    said.DEADLINE.replace(
        "{words}", "|".join(word for word in said.NUMBER_WORDS if word.isascii() or word[0] < "\u3000")
    )
)
SUBJECT = re.compile(
    rf"(?P<other>\b{said.OTHERS}\b)|(?P<we>(?<![\w]){said.WE}(?![a-z])|{MARKS['lab']})|(?P<you>(?<![\w]){said.YOU}(?![a-z]))|(?P<employer>{MARKS['employer']})"
)
OVER_YEARS = re.compile(
    r"(?:over|in|across|spread over|über|sur|en|durante)\s(?:the (?:next|first) )?(?P<years>\d|two|three|four|five|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro)\s(?:years?|jahren?|ans|años)|(?P<han>[两二三四五\d])年(?:内|共)"
)
