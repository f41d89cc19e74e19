"""How texts claim things: a meeting, an earlier mail, an offer, machines, a deadline; and how they do not."""

from __future__ import annotations

from outreach_sim.words.lexicon.phrases import Phrases

_GOOD = r"(?:so |really |very |truly )?(?:good|great|nice|lovely|wonderful|a pleasure|fun)"
_SPOKE = r"(?:met|spoke|talked|chatted|discussed|agreed|sat together|had (?:coffee|lunch|dinner))"
MET = Phrases(
    rf"was {_GOOD} (?:to (?:finally )?(?:meet|see|talk (?:to|with)|speak (?:to|with)|chat with)|meeting|seeing|talking (?:to|with)|speaking (?:to|with)|chatting with|catching up with) you",
    rf"{_GOOD} (?:to have (?:met|seen)|meeting|seeing|talking (?:to|with)|speaking (?:to|with)|chatting with|catching up with) you",
    rf"^{_GOOD} to (?:see|meet) you(?: (?:at|last|on|in|again|yesterday)\b|[.!,]|$)|was {_GOOD} to (?:meet|talk|speak|chat)",
    rf"(?:when|since|after) we {_SPOKE}|we {_SPOKE} (?:at|in|on|last|about this|over|that)|we (?:have|'ve) (?:already )?{_SPOKE}",
    r"our (?:recent |last |first |good )?(?:chat|conversation|talk|meeting|call|dinner|lunch|coffee) (?:at|on|in|last|yesterday|over|about)|(?:thanks|thank you) for (?:the|our|your) (?:chat|conversation|call|time (?:yesterday|last))|as i (?:said|told you|mentioned) (?:there|then|when|over|at|on the phone|in person)",
    r"(?:as|what|which|that) you (?:have |had |already )?(?:agreed|promised|accepted|signed|confirmed|told (?:me|us))|you (?:told me|told us|agreed|promised|accepted|confirmed) (?:at|when|last|yesterday|to|that you|on the phone|over)",
    r"nach unserem (?:\w{1,12} )?(?:gespräch|treffen|telefonat)|(?:wir|uns) (?:\w{1,14} ){0,6}(?:getroffen|kennengelernt|gesprochen|unterhalten|verabredet)|(?:schön|gut|nett|freude),? (?:\w{1,6} )?(?:sie|dich) (?:\w{1,14} ){0,5}(?:getroffen|kennengelernt|gesehen|gesprochen) zu haben|(?:als|seit|nachdem) wir (?:uns|miteinander)|war (?:schön|nett|gut|eine freude),? (?:sie|dich|mit ihnen|mit dir) (?:\w{1,14} ){0,5}zu (?:treffen|sehen|sprechen)|(?:sie|du) (?:\w{1,12} ){0,3}(?:zugesagt|versprochen|zugestimmt) (?:haben|hast)",
    r"(?:nous nous sommes|on s'est) (?:\w{1,8} )?(?:rencontr|parl|vus|croisé|mis d'accord)\w{0,4}|(?:après|depuis|suite à|lors de) notre (?:conversation|rencontre|échange|discussion|appel|entretien)|ravie? de vous avoir (?:rencontrée?|vue?|parlé)|c'était (?:un plaisir|bien|super) de vous (?:rencontrer|voir|parler)|vous m'(?:avez|aviez) (?:dit|promis)|vous (?:avez|aviez) accepté",
    r"(?:cuando|desde que) (?:nos conocimos|hablamos|nos vimos)|(?:nos conocimos|nos vimos|hablamos) (?:en|el|la|ayer|por)|(?:tras|después de) nuestra (?:conversación|charla|reunión|llamada)|(?:fue|ha sido) un placer (?:conocerte|verte|conocerle|hablar contigo)|encantad[oa] de haberte conocido|me (?:dijiste|prometiste)|aceptaste",
    r"_上次(?:见面|聊|和您|跟您|碰面)|我们(?:在[^。]{0,10})?(?:见过|聊过|谈过|约好|说好)|(?:和|跟)(?:您|你)(?:聊过|见过|谈过)|很高兴(?:上次|上周|昨天|在)?[^。]{0,12}(?:见到|认识|遇到)(?:了)?(?:您|你)|(?:您|你)(?:已经)?(?:答应|同意)(?:过|了)",
)  # fmt: skip
"""Writer and reader have met or spoken, in the past."""
AGREED = Phrases(
    r"as (?:we )?(?:discussed|agreed|promised|talked about|arranged)",
    r"wie (?:besprochen|vereinbart|abgesprochen|verabredet|versprochen)",
    r"comme (?:convenu|discuté|promis)",
    r"como (?:acordamos|hablamos|quedamos|quedó|prometí)",
    r"_(?:正)?如(?:我们)?(?:之前)?(?:所)?(?:商量|约定|讨论|说好|承诺)",
)
"""They have written to each other, if no more."""
NOT_SO = Phrases(
    r"would|could|might|if|hope|hoping|want to|like to|never|not|haven't|hasn't|didn't|have not|before we|looking forward|next time|one day|wish|unless|someone|somebody|let's",
    r"würde\w{0,2}|wäre\w{0,1}|könnte\w{0,2}|falls|wenn|hoffe\w{0,1}|nicht|nie|noch nie|möchte\w{0,1}|gern\w{0,1}",
    r"serait|seriez|aimerais|voudrais|si|espère|jamais|pas|pourrait|pourrions",
    r"sería|gustaría|si|ojalá|espero|nunca|no|podría|podríamos",
    r"_如果|希望|没有|从未|还没|想|可以吗|能否|要是",
)
"""A sentence that wishes, supposes or denies."""
EARLIER = Phrases(
    r"my (?:last|previous|earlier|first|other|recent) (?:two |three )?(?:e-?mails?|mails?|messages?|notes?|letters?)|(?:since|as|when) i (?:last )?wrote(?: to you)?|i wrote (?:to )?you (?:last|before|in|a|on)|following up on|(?:i have|i've) (?:already )?written to you|my (?:e-?mail|mail|message|letter) (?:of|from|last)|(?:bumping|bump) this|(?:did|have) you (?:get|see|seen|had a chance to (?:read|look at)) my",
    r"mein\w{0,2} (?:letzte\w{0,2}|vorige\w{0,2}|erste\w{0,2}|frühere\w{0,2}) (?:e-?mail|mail|nachricht|schreiben|brief)|meine (?:mail|nachricht) (?:von|vom)|wie (?:ich )?(?:bereits )?geschrieben|(?:seit|als) ich ihnen (?:\w{1,10} )?(?:geschrieben|schrieb)|nachgehakt|nachfassen|kurze erinnerung",
    r"mon (?:dernier|précédent|premier) (?:\w{1,5} )?(?:message|mail|courriel|e-?mail)|comme je vous (?:l')?(?:ai )?écri\w{1,4}|(?:depuis|suite à) mon (?:message|mail|courriel)|je me permets de (?:vous )?relancer|petite? relance",
    r"mi (?:último|anterior|primer) (?:correo|mensaje|email|e-?mail)|como te (?:escribí|decía)|(?:desde|cuando) te escribí|mi (?:correo|mensaje) (?:de|del)",
    r"_(?:我)?(?:上次|之前|上一封|前一封)(?:的)?(?:邮件|来信|信)|(?:我)?(?:上次|之前)(?:给您|给你)?写(?:信|的)",
)  # fmt: skip
"""An earlier mail of the writer's."""
REPLY_PREFIX = r"^\s{0,3}(?:re|aw|antw|rv|res|sv|回复|答复)\s{0,2}[:：]"
ANY_PREFIX = r"^(?:\s{0,3}(?:re|fwd?|aw|antw|wg|tr|rv|res|sv|回复|答复|转发)\s{0,2}[:：]){1,6}\s{0,3}"

NUMBER = r"(?<![^\W\u3040-\u9fff])(?<![.,'])(?P<number>\d(?:[\d., '\u00a0]{0,16}\d)?)"
SCALES = {
    "k": 3, "thousand": 3, "tausend": 3, "mille": 3, "mil": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "millionen": 6, "millones": 6, "millón": 6, "bn": 9, "b": 9, "billion": 9, "mrd": 9, "milliarden": 9, "milliarde": 9, "milliard": 9,
    "milliards": 9, "万": 4, "百万": 6, "千万": 7, "亿": 8,
}  # fmt: skip
SCALE = r"(?P<scale>" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")?(?:\.(?=\s))?(?: d'| de | of )?"
NUMBER_WORDS = {
    word: value
    for value, words in {
        "1": "a one eine einer un une una uno ein", "2": "two zwei deux dos 两 二", "3": "three drei trois tres 三",
        "4": "four vier quatre cuatro 四", "5": "five fünf cinq cinco 五", "6": "six sechs seis 六", "7": "seven sieben sept siete 七",
        "8": "eight acht huit ocho 八", "9": "nine neun neuf nueve 九", "10": "ten zehn dix diez 十", "12": "twelve zwölf douze doce 十二",
        "20": "twenty zwanzig vingt veinte 二十", "24": "twenty-four vierundzwanzig 二十四", "48": "forty-eight achtundvierzig",
        "50": "fifty fünfzig cinquante cincuenta 五十", "100": "hundred hundert cent cien 一百",
    }.items()
    for word in words.split()
}  # fmt: skip
MACHINES = (
    r"(?:nvidia |of our |of the |neuen |neue |más )?(?:gpu-?beschleuniger|h100e?s?|h200s?|b200s?|gb200s?|b100s?|a100s?|gpus?|tpus?|accelerators?|beschleuniger|"
    r"grafikkarten|accélérateurs|aceleradores|chips|(?:张|块)?(?:显卡|卡|加速卡|gpu|h100))(?!\s?-?(?:hours?|hrs?|days?|years?|stunden|tage|jahre|heures|horas|小时))"
)
CURRENCY = r"(?:us\$|\$|€|£|¥|usd|eur|gbp|chf|rmb)"
CURRENCY_AFTER = r"(?:us\$|\$|€|£|usd|eur|euros?|dollars?|dólares|dollar|美元|美金|欧元|元|人民币)"
YEARLY = Phrases(
    r"a year|per year|yearly|annual(?:ly)?|per annum|p\.a\.|/ ?(?:yr|year)|im jahr|pro jahr|jährlich|jahresgehalt|par an|annuels?|al año|anual(?:es)?|por año|a month|per month|im monat|monatlich|par mois|al mes",
    r"_年薪|每年|一年|/年|每月|月薪",
)
MONTHLY = Phrases(r"a month|per month|monthly|im monat|monatlich|par mois|al mes", r"_每月|月薪")
OFFERING = Phrases(
    r"offer(?:s|ed|ing)?|pay(?:s|ing)?|salary|package|compensation|comp|base|earn|worth|we have|give you|get you|yours|would be|for you|put",
    r"biete[nt]?|angebot|zahle[nt]?|gehalt|vergütung|bekommen|erhalten|paket|verdienen",
    r"offr\w{1,4}|propos\w{1,4}|salaire|rémunération|pay(?:ons|ez|er)|gagner\w{0,3}",
    r"ofre\w{1,6}|pag(?:amos|o|aremos)|sueldo|salario|cobrar\w{0,3}|paquete|oferta",
    r"_年薪|薪酬|薪水|工资|报酬|提供|给您|给你|待遇",
)
NO_PAY = Phrases(
    r"cluster|data ?cent(?:er|re)s?|invest\w{0,7}|valuation|valued|raised|raise|funding|revenue|capex|market|sold|acquired|acquisition|bought|budget|compute|machines|grant|sign-on|signing|to sign|bonus|once|up front|upfront|your (?:current|present)|you (?:earn|make|have|get) (?:now|today)|currently|cost[s]?|spend|spent|save[ds]?|deal|company",
    r"rechenzentr\w{0,3}|investi\w{1,7}|bewertung|umsatz|finanzierung|verkauft|gekauft|einmalig|antrittsprämie|kostet?|ausgegeben|ihr (?:jetziges|aktuelles)|bisher",
    r"levé|levée|chiffre d'affaires|vendu|acheté|investi\w{0,6}|prime|coûte|votre (?:salaire )?actuel|budget",
    r"recaud\w{1,4}|vendió|vendido|compró|invers\w{1,5}|facturación|cuesta|tu (?:sueldo )?actual|presupuesto|prima",
    r"_融资|投资|估值|收入|预算|成本|卖(?:了|掉|给)|收购|签约|奖金|目前|现在的",
)
"""Money that is no yearly pay."""
NEGATION = Phrases(
    r"not|no|never|don't|do not|doesn't|can't|cannot|won't|nor|neither|without|isn't|aren't|less than|instead of|rather than",
    r"nicht|kein\w{0,2}|nie|weder|statt|pas|ne|n'|jamais|sans|no|nunca|ni|sin",
    r"_不|没",
)
CONDITIONAL = Phrases(
    r"if|when|once|until|till|unless|by (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|next|the end|20\d\d)|will have|would need|under|need|next year|in 20\d\d|plan(?:s|ned)? (?:to|for)|hope to|suppose|imagine|should have|wish|want|more than .{0,10} than",
    r"wenn|falls|bis|sobald|würde\w{0,2}|werden|brauch\w{1,3}|nächstes jahr|geplant",
    r"si|quand|lorsque|jusqu'à|aurons|d'ici|dès que|l'an prochain|faudrait",
    r"si|cuando|hasta|tendremos|para (?:diciembre|enero|finales)|necesit\w{1,5}|el año que viene",
    r"_如果|等(?:到)?|当|到(?:年底|明年)|将(?:会)?有|计划|需要",
)
"""What is not so today."""
WE = r"(?:we|we've|we're|our|ours|us|i|i've|i'd|my|here|wir|unser\w{0,2}|uns|ich|nous|notre|nos|je|j'|on|nosotros|nuestr[oa]s?|tenemos|ofrecemos|contamos|disponemos|te|我们|我)"
YOU = r"(?:you|you'd|you'll|your|yours|sie|ihnen|ihr|ihre\w?|du|dir|dich|vous|votre|tu|usted|su|podrías|tendrías|您|你)"
GIVEN = Phrases(
    r"you(?:'d|'ll| would| will| can| could| get| have| are)* (?:get|have|receive|own|use|run|command|be given|start with)|(?:give|gives|giving|gave|promise|offer|pledge) you|you (?:get|have)",
    r"(?:sie|du) (?:hätten|hättest|bekommen|bekämen|erhalten|erhielten|haben|könnten|dürften)|(?:hätten|bekämen|bekommen|erhalten|haben) sie|geben (?:wir )?ihnen|bieten (?:wir )?ihnen",
    r"vous (?:auriez|aurez|recevrez|recevriez|disposeriez|disposerez|avez)|(?:donn|offr|propos)\w{1,4}|vous (?:donner|offrir)",
    r"tendr(?:ías|ás)|recibir(?:ías|ás)|te (?:damos|daremos|daríamos|ofrecemos|prometemos)|dispondr(?:ías|ás)",
    r"_(?:给|为)(?:您|你)|(?:您|你)(?:将|会|可以|能)?(?:有|得到|拥有|使用|用)",
)
"""What the reader is to get."""
YOURS = Phrases(
    r"(?:would be |are |is |will be )?(?:yours|for you|for yourself|in your name|to yourself|of your own)|für sie|ihnen|à vous|pour vous|à votre nom|tuy[oa]s|para ti|a tu nombre",
    r"_归(?:您|你)|供(?:您|你)",
)
OTHERS = r"(?:he|she|they|his|her|their|them|er|seine?\w?|il|elle|ils|leurs?|él|ella|ellos|他|她|他们|everybody|everyone|nobody|others|people|somebody|someone)"

DEADLINE = (
    r"(?:within|in|after|for|the next|only|innerhalb von|binnen|noch|sous|en|dans(?: les)?|dentro de|durante|under|you(?:'ll| will)? have|you've got|sie haben|du hast|vous avez|tienes|tiene)\s(?:the next |les |de |las |los |only |nur )?"
    r"(?P<number>\d{1,3}|{words})\s(?P<unit>hours?|days?|stunden|tage?n?|heures?|jours?|horas?|días?)"
    r"|(?P<number_zh>\d{1,3}|[两二三四五六七八九十]{1,3})\s?(?P<unit_zh>个?小时|天)(?:之?内)"
)
TONIGHT = Phrases(
    r"(?:void|gone|withdrawn|lapses?) (?:after |from |by |on )?(?:tonight|today|midnight|tomorrow)|you have (?:only )?(?:until|till) (?:tonight|today|midnight|tomorrow)(?: [^.?!]{0,20}?to (?:accept|decide|sign|answer|reply|say yes)|(?= ?[.!]| ?$))|(?:sie haben|du hast) (?:nur )?(?:noch )?bis (?:heute|morgen)|vous avez jusqu'à (?:ce soir|demain)|tienes hasta (?:hoy|mañana|esta noche)",
    r"(?:expires?|ends?|closes?|open (?:only )?(?:until|till)|(?:accept|decide|sign|answer|reply|respond) (?:by|before|until)?) ?(?:tonight|today|midnight|tomorrow|the end of (?:the|this) day)",
    r"(?:läuft|gilt|endet) (?:nur )?(?:noch )?(?:bis )?(?:heute|morgen)|(?:bis|noch) heute (?:abend )?(?:zusagen|annehmen|entscheiden|antworten|unterschreiben)",
    r"(?:expire|se termine|valable) (?:jusqu'à )?(?:ce soir|aujourd'hui|demain)|(?:acceptez|décidez|signez|répondez) (?:d'ici |avant )?(?:ce soir|aujourd'hui|demain)",
    r"(?:caduca|vence|termina|válida) (?:hasta )?(?:esta noche|hoy|mañana)|(?:acepta|decide|firma|responde) (?:antes de )?(?:hoy|esta noche|mañana)",
    r"_今(?:天|晚)(?:之?前|内)?(?:答复|决定|签|接受|回复)|(?:今天|今晚|明天)(?:到期|截止|失效)",
)
WEEKDAY = Phrases(
    r"(?:offer|position)\b[^.?!]{0,30}\b(?:expires?|ends?|closes?|lapses?|is (?:only )?(?:open|valid)) (?:\w{1,6} )?(?:on|by|until|till) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:decide|sign|accept) (?:\w{1,4} ){0,2}(?:by|before|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day",
    r"(?:angebot|stelle)\b[^.?!]{0,30}\b(?:läuft|gilt|endet|verfällt) (?:nur )?(?:am|bis) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|bis (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag) (?:\w{1,8} )?(?:zusagen|annehmen|entscheiden|unterschreiben)",
    r"(?:offre|place)\b[^.?!]{0,30}\b(?:expire|se termine|vaut|est valable) (?:jusqu'à |jusqu'au )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|(?:décidez|signez|acceptez) (?:avant|d'ici) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
    r"(?:oferta|plaza)\b[^.?!]{0,30}\b(?:caduca|vence|termina|es válida) (?:el|hasta el) (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|(?:decide|firma|acepta) antes del (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)",
    r"_(?:offer|机会|职位|邀请)[^。！？]{0,10}(?:周|星期)[一二三四五六日天](?:到期|截止|失效|之?前)",
)
"""An offer that ends on the next such day: seven days at most."""
DECIDE = Phrases(
    r"your yes|accept\w{0,3}|decid\w{1,3}|decision|sign|answer|reply|respond|offer|expires?|open|valid|deadline",
    r"antwort\w{0,3}|entscheid\w{0,4}|angebot|annehm\w{0,3}|anzunehmen|unterschreib\w{0,3}|gilt|frist|zusag\w{0,3}",
    r"répon\w{0,4}|décid\w{0,4}|offre|accept\w{0,4}|signer|valable",
    r"respond\w{0,4}|decid\w{0,4}|oferta|acept\w{0,4}|firm\w{0,4}|válida|plazo",
    r"_回复|决定|答复|接受|签|有效",
)
"""What a deadline is for."""
WRITER_ACTS = Phrases(
    r"(?:i|we)(?:'ll| will| would| shall| can)? (?:\w{1,8} )?(?:answer|reply|respond|get back|decide|sign|call|send|write|tell|have an? (?:answer|offer))|you (?:\w{1,6} ){0,3}(?:hear|have|get|receive) (?:\w{1,8} ){0,4}(?:answer|reply|offer|decision)?",
    r"(?:antworte|antworten wir|melde ich|melden wir|entscheiden wir|bekommen sie|hören sie|erhalten sie|schicke ich)",
    r"(?:je|nous) (?:vous )?(?:répond\w{0,5}|décid\w{0,5}|envo\w{0,5}|reviens|revenons)|vous (?:aurez|recevrez)",
    r"(?:respondo|respondemos|contesto|decidimos|enviamos|te digo|tendrás|recibirás)",
    r"_我(?:们)?(?:会)?(?:在)?[^。]{0,8}(?:回复|答复|决定|发)",
)
"""The writer sets a time to himself."""

KNOWN_LABS = (
    "OpenAI", "Anthropic", "Google DeepMind", "DeepMind", "Google", "Meta AI", "Meta", "xAI", "Microsoft", "Microsoft AI", "Microsoft Research",
    "Mistral", "Mistral AI", "Apple", "Amazon", "Nvidia", "Cohere", "Safe Superintelligence", "Thinking Machines", "DeepSeek", "Alibaba",
    "Tencent", "Baidu", "ByteDance", "Moonshot AI", "Hugging Face", "Inflection", "Character.AI", "Perplexity", "Reflection AI",
)  # fmt: skip
"""Labs that everybody knows, whether or not they are played."""
FORMERLY = Phrases(
    r"before|former(?:ly)?|used to|previous(?:ly)?|past|back then|years ago|earlier|until|then|was|were|old|once|once upon|from your (?:days|time)|alumn\w{1,2}|ex-?\w{0,10}",
    r"früher\w{0,2}|damals|ehemal\w{1,4}|vorher|zuvor|bis 20\d\d|waren|war|einst",
    r"avant|ancien\w{0,4}|auparavant|jadis|étiez|ex-?\w{0,10}|précédent\w{0,2}",
    r"antes|antigu[oa]s?|anterior\w{0,4}|estabas|estaba|ex-?\w{0,10}|hace años",
    r"_以前|之前|曾经|当时|过去",
)
"""What was, and may be so for all that a file tells."""
