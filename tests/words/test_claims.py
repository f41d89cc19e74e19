"""A claim is a sentence's claim about this lab, this reader or this offer, and nothing else is one."""

from dataclasses import replace

import pytest

from outreach_sim.words.measure import Measured, measure
from tests.words.readers import INGRID, P, letter

FAULTS = {"false", "claims", "hostile", "slips", "burdens", "prying", "marks", "nonsense", "earlier mail"}

HONEST = [
    "You said on a podcast: come back when you have 10,000 H100s. We have 3,000, and 10,000 in spring.",
    "You told an interviewer to come back when we have 10,000 H100s; we have 3,000.",
    "South has 1,000,000 H100s and we have 300,000.",
    "By December 20,000 more are planned, and by next year we will have 900,000 H100s.",
    "Google has 2 million TPUs, so you may laugh at our 300,000 H100s.",
    "OpenAI pays $10 million a year to some people; we do not.",
    "He sold his company for $2 billion and came back to research.",
    "We do not pay $10 million a year, we pay what we promised.",
    "It would be lovely to talk about reward modelling some day.",
    "It was great to see your code on reward modelling.",
    "We have not met, so let me say who I am.",
    "I would be glad to meet you at the next conference.",
    "When we meet, I will bring the plots on reward modelling.",
    "I answer within two days.",
    "We will get back to you within 24 hours.",
    "You will have an offer within three days after the talk.",
    "The run finished within 24 hours on our machines.",
    "My first job was at OpenAI before I came here to work on reward modelling.",
    "Your time at Google before Anthropic interests me.",
    "Many people at OpenAI read your paper.",
    'I have read "Judges That Forget" and your "Patient Critics without Labels" side by side.',
    'Does "Judges That Forget" contradict your results?',
    "There is no need for a CV, and there are no forms.",
    "I ran score() and filter() on RLHF logs with BF16, CUDA graphs, NCCL and FLASH attention on H100 nodes.",
    "The reward leaked into the test set, a naive baseline would be too slow, and our code is a mess.",
    "It would be a pity if this idea stayed on paper.",
    "We trained a bad critic that was too stupid to count, and it was our own fault.",
    "The consequences for reward modelling are not clear to us.",
    "We help your family to move, if you want to move at all.",
    "Our data is confidential, so I cannot show you the plots before you sign something.",
    "Our model is mediocre at this.",
    "The offer stands for 14 days.",
    "I am writing from Meta AI, not from OpenAI.",
    "Two people left Google DeepMind for us in spring.",
    "Smart enough critics are rare.",
    "You are not wasting our time: ask what you like about reward modelling.",
    "We could give you 2,000 H100s for reward modelling from the first day.",
    "Your condition was 900,000 H100s, and we have 300,000.",
    "You asked for a million GPUs; we cannot give you that.",
    "It may be better for you to wait until spring.",
    "Much compute is wasted on duplicates here.",
    "We will tell the lab to reserve machines for reward modelling.",
    "You need not decide today, and there is no need to answer immediately.",
    "Keep it between us if you want, I tell nobody.",
    "Could you show us how it works?",
    "The paper on critics is weak on code, and ours is weaker.",
    "Ich habe Ihren Vortrag in Wien gesehen.",
    "想请教您怎么选剪枝的比例。",
    "这类研究一般需要很多数据。",
    "Wir haben uns nie getroffen, deshalb stelle ich mich vor.",
    "Es wäre schön, Sie einmal zu treffen.",
    "Ich antworte innerhalb von zwei Tagen.",
    "Sie brauchen keinen Lebenslauf und keine Referenzen.",
    "Google hat 2 Millionen TPUs, wir haben 300.000 H100s.",
    "Unser Code ist mittelmäßig und zu langsam.",
    "Nous ne nous sommes jamais rencontrés, je me présente donc.",
    "Je vous réponds sous deux jours.",
    "Inutile de m'envoyer un CV, il n'y a pas de formulaire.",
    "Ce serait dommage de laisser cette idée dans un tiroir.",
    "No nos conocemos, así que me presento.",
    "No hace falta currículum ni referencias.",
    "Te respondo en dos días.",
    "Todo lo que no toca datos de clientes se puede publicar.",
    "我们没有见过面，所以先介绍一下自己。",
    "不需要简历，也没有笔试。",
    "我会在两天内回复您。",
    "谷歌有200万块TPU，我们只有30万块H100。",
]

CLAIMS = {
    "met": [
        "It was great to meet you at the poster session.",
        "It was good to talk between the posters.",
        "As we discussed, the place is yours.",
        "Nice talking to you last week.",
        "Wie besprochen schicke ich Ihnen die Unterlagen.",
        "Es war schön, Sie in Wien zu treffen.",
        "Wir haben uns auf der Konferenz kennengelernt.",
        "Nous nous sommes rencontrés à Vienne.",
        "Comme convenu, voici la suite.",
        "Nos conocimos en Viena y me gustó tu charla.",
        "Como acordamos, te escribo hoy.",
        "上次见面之后我一直在想这件事。",
        "我们在会上聊过您的论文。",
    ],
    "machines_h100e": [
        "We run 2 million H100s.",
        "Our cluster of 900,000 H100s is waiting.",
        "You would get one million GPUs for yourself.",
        "Meta AI has 2,000,000 H100s.",
        "Wir haben zwei Millionen H100s.",
        "Nous avons deux millions de GPU.",
        "Tenemos dos millones de GPUs.",
        "我们有200万块GPU。",
    ],
    "days": [
        "The offer is open for 3 days.",
        "Please decide within 48 hours.",
        "You have two days to accept.",
        "The offer expires tonight.",
        "Sie müssen innerhalb von 24 Stunden zusagen.",
        "Vous devez répondre sous 24 heures.",
        "Tienes que decidir en 24 horas.",
        "请在24小时内决定。",
    ],
    "earlier": [
        "I have not heard back on my last mail.",
        "Seit meiner letzten Mail hat sich viel getan.",
        "Je reviens sur mon dernier message.",
        "Te escribo de nuevo por mi último correo.",
        "关于我上次的邮件。",
    ],
}

PAY = [
    ("We offer $10 million a year.", 10_000_000),
    ("The package is worth $4,000,000 a year.", 4_000_000),
    ("You would earn 800k USD per year here.", 800_000),
    ("We pay $100 million over four years.", 25_000_000),
    ("The salary is $100,000 a month.", 1_200_000),
    ("Not $10 million but $2 million a year is what we offer.", 2_000_000),
    ("Wir bieten 2 Millionen Dollar im Jahr.", 2_000_000),
    ("Das Gehalt liegt bei 900.000 € im Jahr.", 900_000),
    ("Nous proposons 2 millions de dollars par an.", 2_000_000),
    ("Te ofrecemos 1,5 millones de dólares al año.", 1_500_000),
    ("年薪200万美元。", 2_000_000),
    ("OpenAI pays $10 million a year.", 0),
    ("He sold his company for $2 billion.", 0),
    ("We raised $400 million for the cluster.", 0),
    ("There is $2 million to sign.", 0),
]

FALSE = [
    ("wrong paper", 'I loved your paper "Frugal Tokenisers for All".'),
    ("wrong paper", "Your paper Frugal Tokenisers for Everybody changed how we work."),
    ("wrong paper", 'Ihr Artikel "Schnelle Graphen ohne Kanten" hilft uns sehr.'),
    ("wrong paper", "Votre article « Les graphes sans arêtes » nous a aidés."),
    ("wrong paper", 'Tu artículo "Grafos sin aristas" nos ha ayudado.'),
    ("wrong paper", "您的论文《没有边的图》对我们很有帮助。"),
    ("wrong employer", "Your work at Microsoft is known to us."),
    ("wrong employer", "Are you happy at OpenAI?"),
    ("wrong employer", "Sind Sie bei OpenAI zufrieden?"),
    ("wrong employer", "Êtes-vous heureuse chez OpenAI ?"),
    ("wrong employer", "¿Estás contenta en OpenAI?"),
    ("wrong employer", "您在OpenAI过得好吗？"),
    ("wrong lab", "We at OpenAI like reward modelling."),
    ("wrong lab", "I recruit for OpenAI and like reward modelling."),
    ("wrong lab", "Wir bei OpenAI mögen reward modelling."),
]

HOSTILE = [
    "If you do not answer, your employer will hear about it.",
    "It would be a pity if Anthropic heard that you are looking.",
    "You are not smart enough for Anthropic.",
    "Your paper is mediocre.",
    "Bring the weights with you.",
    "I saw photos of your daughter.",
    "Ihre Arbeit ist lächerlich.",
    "Ihr Chef weiß schon davon.",
    "Es wäre schade, wenn Anthropic davon erfährt.",
    "Vous perdez votre temps chez Anthropic.",
    "Votre patron est au courant.",
    "Tu artículo es mediocre.",
    "Sería una lástima que tu jefe se enterara.",
    "您的论文很平庸。",
    'Let us be honest, your paper "Patient Critics without Labels" was weak.',
    "Come to Paris and learn how reward modelling is done properly.",
    "It would be better for you to answer me before somebody else does.",
    "We know about the code you took from Anthropic.",
    "You have just been divorced, I hear.",
    "Ich informiere Anthropic darüber, dass Sie suchen.",
    "J'ai appris que vous venez de divorcer.",
    "Nos han enviado los documentos internos de Anthropic.",
    "您的论文水平一般，在那里也没有前途。",
    "您的老板已经知道了。",
]


def faults(letter: Measured) -> list[str]:
    return [part.sentence for part in letter.parts(P)["reply"] if part.name in FAULTS]


@pytest.mark.parametrize("sentence", HONEST)
def test_an_honest_sentence_is_no_fault(sentence: str) -> None:
    assert faults(letter(sentence)) == []


@pytest.mark.parametrize(
    ("claim", "sentence"), [(name, text) for name, texts in CLAIMS.items() for text in texts]
)
def test_a_claim_is_read_in_the_body_and_costs_where_it_is_not_so(claim: str, sentence: str) -> None:
    measured = letter(sentence)
    assert getattr(measured.claims, claim) > 0
    assert measured.judged.no_earlier if claim == "earlier" else measured.judged.false == 1


AGREED = [
    "As promised, and quickly: here are the terms.",
    "As discussed, we can do without interviews.",
    "Wie besprochen schicke ich Ihnen die Unterlagen.",
    "Comme convenu, voici la suite.",
    "Como acordamos, te escribo hoy.",
    "如之前所约定，今天给您写信。",
]


@pytest.mark.parametrize("sentence", AGREED)
def test_who_has_answered_may_have_agreed_on_something_and_has_met_nobody(sentence: str) -> None:
    answered = replace(INGRID, answered=True)
    assert measure("", sentence, INGRID).judged.false == 1
    assert measure("", sentence, answered).judged.false == 0
    assert measure("", "It was great to meet you at the poster session.", answered).judged.false == 1
    assert measure("", f"{sentence} It was great to meet you.", replace(INGRID, met=True)).judged.false == 0


@pytest.mark.parametrize(
    ("claim", "subject"),
    [
        ("met", "Good to see you last week"),
        ("met", "As agreed: your start in May"),
        ("machines_h100e", "5 million GPUs for you"),
        ("days", "Your offer expires tonight"),
        ("pay_usd", "$50 million a year"),
        ("earlier", "Re: our group"),
    ],
)
def test_the_subject_claims_as_the_body_does(claim: str, subject: str) -> None:
    assert getattr(letter("We work on reward modelling here.", subject).claims, claim) > 0


def test_a_wrong_paper_in_the_subject_is_wrong() -> None:
    measured = letter("We work on reward modelling here.", 'Your paper "Frugal Tokenisers for All"')
    assert measured.false == (("wrong paper", "Frugal Tokenisers for All"),)


@pytest.mark.parametrize(("sentence", "usd"), PAY)
def test_pay_is_what_is_offered_a_year(sentence: str, usd: int) -> None:
    assert letter(sentence).claims.pay_usd == usd


@pytest.mark.parametrize(("kind", "sentence"), FALSE)
def test_what_is_false_is_named(kind: str, sentence: str) -> None:
    assert kind in dict(letter(sentence).false)


@pytest.mark.parametrize("sentence", HOSTILE)
def test_what_ends_a_conversation_weighs_more_than_anything_good(sentence: str) -> None:
    good = "We tried your critics on 40B tokens and it failed at $1,300,000 a year. "
    assert letter(good + sentence).wording.hostile
    assert letter(good + sentence).reply(P) < letter("We like reward modelling.").reply(P) - 1


def test_what_is_not_known_of_a_reader_is_not_false() -> None:
    unknown = replace(INGRID, values=dict(INGRID.values) | {"paper": "", "employer": ""})
    for sentence in ('Your paper "Frugal Tokenisers for All" is good.', "Are you happy at OpenAI?"):
        assert letter(sentence).false and not letter(sentence, about=unknown).false


def test_a_claim_that_is_so_costs_nothing() -> None:
    met = replace(
        INGRID, met=True, earlier=(("Hello", "Hi Ingrid,\n\nWe do quite other things with rewards."),)
    )
    for sentence in (*CLAIMS["met"], *CLAIMS["earlier"]):
        judged = letter(sentence, about=met).judged
        assert judged.false == 0 and judged.no_earlier == 0, sentence
