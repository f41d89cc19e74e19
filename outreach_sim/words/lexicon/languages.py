"""Function words, by which a language is told and nonsense is seen; greetings, after which a name stands."""

from __future__ import annotations

import re

_WORDS = {
    "en": "the a an of to and in is are was were be been you your yours i i'm we our ours us for on with that this these "
    "those it its has have had having at as not no but or if would do does did don't can could from by about what who "
    "whom whose will more was there me my mine so they them their he she his her when which how why where than then "
    "into after before over under while until since because any some all each other another one two out up down off "
    "here just only very too also should may might must shall such own same still yet both most much many few i'd "
    "i've we've we're you're it's isn't doesn't didn't cannot can't what's let's",
    "de": "der die das und in zu den ist sind war waren sie ihr ihre ihren ihnen ihrer ihres ich wir uns unser unsere "
    "unseren unserer für mit auf dass nicht kein keine ein eine einen einem einer von vom es an am als auch wenn oder "
    "aber bei beim dem des haben hat hätte hatte würde würden über du dein deine dich dir mir mich was wie noch um im "
    "ins zum zur er sich man nur schon so dann denn doch weil ob wer wo aus nach vor seit bis durch gegen ohne wird "
    "werden wurde kann können könnten könnte möchte möchten mehr sehr hier dort diese dieser dieses dafür daran damit "
    "alle alles und/oder gern haben wäre wären sein",
    "fr": "le la les l de des du et d un une en est sont vous votre vos je j nous notre nos pour avec que qu qui dans sur "
    "pas ce cette ces c il elle on ils elles au aux ou où mais si avez avons ai ont par plus ne n se s sa son ses tu "
    "ton ta tes à y été être avoir quand comme chez sans leur leurs même très tout tous toute aussi bien peu moi toi "
    "lui dont donc car entre après avant depuis sous mon ma mes me m serait seriez pourquoi comment quel quelle",
    "es": "el la los las de del y e en un una unos unas es son era usted ustedes su sus yo nosotros nuestro nuestra "
    "nuestros nuestras para con que qué no por se lo al como o pero si sí tiene tienes tenemos ha han he hemos habéis "
    "más me mi mis te ti tu tus le les nos os está están este esta esto estos estas ese esa eso ya muy también sin "
    "sobre entre cuando donde quien cual todo toda todos hay ser estar sería podrías hasta desde después antes porque "
    "cada otro otra algo nada todavía ni hace hacer falta aquí ahora solo sólo son eres soy fue ser siempre nunca tanto cómo qué",
}  # fmt: skip
IMPOSSIBLE = {
    "en": re.compile(r"\b(?:the|a|an|my|our|their) (?:the|a|an|of|because|therefore|are|was|were|we|they|he|she|my|our)\b|\b(of|and|for|with|from|at|by|or|but|if) \1\b|\bof (?:and|or|is|are|because|therefore)\b"),
    "de": re.compile(r"\b(?:ein|eine|einen|einem|einer) (?:ein|eine|einen|einem|ich|wir|weil)\b|\b(und|oder|mit|von|für|auf|bei|aus) \1\b|\b(?:von|mit|für) (?:und|oder|weil|ist|sind)\b"),
    "fr": re.compile(r"\b(?:le|la|les|un|une|des|du) (?:le|la|les|des|du|je|nous|est|sont|parce)\b|\b(et|ou|avec|pour|dans|sur|par|de) \1\b|\bde (?:et|ou|est|sont)\b"),
    "es": re.compile(r"\b(?:el|los|las|un|una|del) (?:el|la|los|las|un|una|del|yo|porque)\b|\b(y|o|con|para|por|en|de|del) \1\b|\bde (?:y|o|es|son)\b"),
}  # fmt: skip
"""Small words of which the second never follows the first, within a sentence."""
FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
COMMON_HAN = "的是我你您在有们和了不这人一为到与对想请会能以就也都好吗还没从很把被让个上下来去说看"

_GREETINGS = (
    r"hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|liebe/r|lieber/liebe|sehr geehrte/r|lieber?|liebe[sn]?|hallo|servus|moin|"
    r"guten (?:tag|morgen|abend)|grüezi|grüß gott|sehr geehrte[rs]?|bonjour|bonsoir|cher|chère|salut|hola|buenos días|"
    r"buenas tardes|buenas|estimad[oa]|querid[oa]|尊敬的|亲爱的|你好|您好"
)
_TITLES = r"(?:mr|ms|mrs|miss|mx|dr|prof|professor|herr|frau|monsieur|madame|m|mme|mlle|señor|señora|sr|sra|don|doña)\b\.?"
GREETING = re.compile(rf"^\s{{0,3}}(?:{_GREETINGS})(?![^\W\u3040-\u9fff])|^[^\n]{{1,24}}(?:您好|你好)")
NAME_AFTER_GREETING = re.compile(
    rf"^\s{{0,3}}(?:{_GREETINGS})(?![^\W\u3040-\u9fff])(?:[^\S\n]|[,，]){{0,3}}(?:{_TITLES}\s{{0,2}}){{0,3}}"
    r"(?P<name>[^\n,:!?，：！。;]{1,40}?)\s{0,2}(?:博士|老师|教授|先生|女士)?\s{0,2}(?:[,:!，：！;.]|\n|$)",
    re.IGNORECASE,
)
NAME_BEFORE_GREETING = re.compile(
    r"^\s{0,3}(?P<name>[^\n,:!?，：！。;\s]{1,24})\s{0,2}(?:博士|老师|教授|先生|女士)?\s{0,2}(?:您好|你好)"
)
NOBODY = frozenset(
    [
        "there",
        "all",
        "team",
        "colleague",
        "colleagues",
        "candidate",
        "friend",
        "friends",
        "sir",
        "madam",
        "researcher",
        "researchers",
        "everyone",
        "everybody",
        "professional",
        "applicant",
        "sir/madam",
        "folks",
        "again",
        "kollege",
        "kollegin",
        "kolleginnen",
        "kollegen",
        "kandidat",
        "kandidatin",
        "damen",
        "herren",
        "zusammen",
        "interessent",
        "collègue",
        "collègues",
        "candidat",
        "candidate",
        "ami",
        "amie",
        "madame",
        "monsieur",
        "colega",
        "colegas",
        "candidato",
        "candidata",
        "amigo",
        "amiga",
        "todos",
        "先生",
        "女士",
        "同事",
        "候选人",
        "朋友",
        "各位",
        "先生/女士",
        "scientist",
        "talent",
        "kollegin/kollege",
    ]
)
"""Whom a letter to nobody greets."""
NO_NAME = frozenset(
    [
        "null",
        "undefined",
        "none",
        "nan",
        "nil",
        "n/a",
        "firstname",
        "thanks",
        "thank",
        "sorry",
        "quick",
        "just",
        "i",
        "we",
        "this",
        "that",
        "it",
        "congrats",
        "congratulations",
        "happy",
        "from",
        "to",
        "and",
        "or",
        "aus",
        "von",
        "de",
        "du",
        "des",
        "an",
        "nur",
        "kurz",
        "danke",
        "merci",
        "juste",
        "gracias",
        "solo",
        "world",
        "your",
        "my",
        "our",
        "the",
        "a",
        "one",
        "wieder",
        "encore",
        "nochmals",
    ]
)
"""What may follow a greeting and begins no name."""
