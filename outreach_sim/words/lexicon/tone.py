"""What ends a conversation, and what opens one: threats, insults; an honest weakness, an easy no.

A list is short and narrow: a word that engineers say of code and data ("naive", "poor", "fails") is no insult.
"""

from __future__ import annotations

from outreach_sim.words.facts import MARKS
from outreach_sim.words.lexicon.phrases import Phrases

_EN_LOW = "mediocre|stupid|dumb|lazy|incompetent|worthless|pathetic|embarrassing|overrated|second[- ]rate|third[- ]rate|laughable|ridiculous|a (?:joke|failure|disgrace|fraud)"
_LEARNT = "(?:hear|heard|hears|knew|know|knows|found out|find out|finds out|learned|learnt|learns|were told|was told)"

_EMPLOYER = rf"(?:{MARKS['employer']}|(?:your|ihr\w{{0,2}}|dein\w{{0,2}}|votre|ton|tu|su) (?:employer|boss|manager|lab|chef\w{{0,3}}|arbeitgeber|vorgesetzte\w{{0,1}}|employeur|patron|jef[ea]|empresa))"
_PAPER = rf"(?:\"?{MARKS['paper']}\"?|your (?:\w{{1,14}} )?(?:paper|work|research|career|lab|team|group|thesis) ?(?:\"?{MARKS['paper']}\"?|on {MARKS['topic']}|at {MARKS['employer']})?)"

THREAT = Phrases(
    r"(?:we|i)(?:'ve| have)? told (?:nobody|no one) (?:so far|yet|else yet)|no reason (?:why|for) (?:that|this|it) (?:should|to|would) change|do we understand (?:each other|one another)|(?:noch|bisher) niemandem (?:davon )?(?:erzählt|gesagt)|verstehen wir uns\?|(?:n'en avons|n'en ai) (?:encore )?parlé à personne|on se comprend|(?:no se lo hemos|no se lo he) (?:contado|dicho) a nadie|nos entendemos\?|_还没(?:有)?告诉(?:任何|别)人",
    r"(?:pity|shame|unfortunate|sad|bad) if (?:somebody|someone|anybody|anyone|i|we|they|he|she|your \w{1,10}|word|this|that|it)\b[^.?!]{0,30} (?:told|tells?|tell|showed|shows|show|sent|sends|reported|reports|mentioned|got out|gets out|came out|comes out)|does(?:n't| not) (?:yet )?know (?:yet )?(?:that|what) you (?:\w{1,12} ){0,2}(?:kept|took|copied|did|said|sent|have|hid)|we know (?:what|where|that) you (?:took|live|kept|copied)",
    r"(?:weiß|wissen) (?:noch )?nicht,? (?:dass|was) (?:sie|du) (?:\w{1,14} ){0,4}(?:behalten|kopiert|mitgenommen|getan)|ne (?:sait|savent) pas (?:encore )?(?:que|ce que) vous (?:\w{1,10} ){0,4}(?:gardé|copié|pris|fait)|(?:no sabe|no saben) (?:todavía |aún )?(?:que|lo que) (?:\w{1,10} ){0,3}(?:guardaste|copiaste|hiciste|te llevaste)|_没什么(?:好|可)怕|还不知道(?:您|你)(?:\w{0,6})(?:拷贝|留了|拿走|做了)",
    rf"(?:i|we)(?:'ll| will| would| can| could| might| shall| am going to| are going to| have to)? (?:tell|inform|report (?:it |this )?to|let) {_EMPLOYER}|{_EMPLOYER} (?:will|would|might|could|may) (?:hear|learn of|find out|be told|be informed)",
    r"(?:better|best|wiser|safer) for you (?:to (?:answer|reply|talk|cooperate|listen|accept|say yes)|if you (?:answer|reply|talk|accept))|price (?:for|of) (?:\w{1,8} )?silence|(?:keep|stay|buy \w{1,5}) (?:quiet|silent)\b[^.?!]{0,30}\b(?:if|as long as|for)|(?:know|heard|found out) (?:about )?(?:the (?:code|data|weights|files) you (?:took|stole|copied)|what you (?:did(?! (?:with|in|on|for|about)\b)|took|stole))|before (?:somebody|someone) else (?:does|finds out|tells)",
    rf"(?:(?:informieren?|unterrichten?|benachrichtigen?|sagen?|erzählen?|melden?) (?:ich|wir)|(?:ich|wir) (?:informieren?|unterrichten?|benachrichtigen?)) (?:es )?{_EMPLOYER}|(?:ich|wir) (?:werde|werden) (?:es )?{_EMPLOYER} (?:informieren|sagen|melden)|{_EMPLOYER} (?:erfährt|könnte erfahren|wird erfahren)|besser für sie,? (?:wenn|zu)|preis für (?:ihr|mein|unser) schweigen",
    rf"(?:j'informe|j'informerai|nous informerons|je (?:vais|devrai) (?:informer|prévenir)|nous (?:allons|devrons) (?:informer|prévenir)) {_EMPLOYER}|(?:mieux|préférable) pour vous (?:de|si)|prix (?:de|du) (?:mon |notre |votre )?silence|{_EMPLOYER} (?:l'|le |en )?(?:apprendra|saura|sera informé\w{{0,2}})",
    rf"(?:informaré|informaremos|avisaré|avisaremos|voy a (?:informar|avisar)|vamos a (?:informar|avisar)) a {_EMPLOYER}|más te vale|mejor para ti|precio (?:de|por) (?:mi|nuestro|tu) silencio|{_EMPLOYER} (?:se enterará|lo sabrá)",
    rf"_(?:告诉|通知|告知)(?:{MARKS['employer']}|(?:您|你)的(?:老板|上司|公司|雇主))|对(?:您|你)(?:没有|不会有)好处|封口费|(?:知道|听说)(?:您|你)(?:拿走|偷)",
    rf"(?:pity|shame|unfortunate|sad) if [^.?!]{{0,50}}\b{_LEARNT}|(?:nobody|no one|no-one|nobody else) (?:needs|has|will have) to (?:know|find out|hear)|(?:your|the) (?:employer|boss|manager) (?:might|may|could|will|would) (?:hear|learn|find out|be told)",
    r"or else[.!]|(?:i|we) (?:will|would|can|could|might) (?:tell|inform|call) (?:your (?:boss|employer|manager|lab|colleagues)|the press)|(?:you|you'll|you will|going to) (?:regret|be sorry)|(?:face|there will be|consequences for you).{0,12}consequences|last warning|i know where you live|(?:ruin|end|destroy) your (?:career|name|reputation)|you(?:'ll| will) never (?:work|publish|be hired|get a job)|(?:take )?legal (?:action|steps) against you",
    r"(?:schade|bedauerlich|unschön|peinlich),? wenn [^.?!]{0,50}(?:erfährt|erführe|erfahren|hört|hörte|wüsste|weiß|mitbekommt)|(?:niemand|keiner) (?:muss|müsste|braucht) (?:es |davon |das )?(?:zu )?(?:wissen|erfahren)|(?:ihr|dein) (?:chef|arbeitgeber|vorgesetzter) (?:könnte|wird|würde) (?:es |davon |das )?(?:erfahren|hören)|sie werden (?:es|das) (?:noch )?bereuen|mit konsequenzen|letzte warnung|sonst (?:erfährt|erzähle|melden wir|sage ich)",
    r"dommage (?:que|si) [^.?!]{0,50}(?:appren\w{1,5}|apprît|sache|savait|découvr\w{1,4})|personne n'(?:a besoin|aura besoin|a) (?:de|à) (?:le )?savoir|(?:votre|ton) (?:employeur|chef|patron) (?:pourrait|va|risque d[e'])\s?(?:l')?(?:apprendre|savoir)|vous (?:allez )?(?:le )?regretter(?:ez)?|dernier avertissement",
    r"(?:pena|lástima) (?:que|si) [^.?!]{0,50}(?:se enter\w{1,4}|supier\w{1,3}|sepa)|nadie (?:tiene|tendría|tendrá) (?:que|por qué) (?:saber|enterarse)\w{0,2}|(?:tu|su) (?:jefe|empresa|empleador) (?:podría|puede|va a) (?:enterarse|saber)\w{0,2}|te (?:vas a )?arrep[ei]\w{2,7}|último aviso",
    r"_(?:会|要)后悔|(?:您|你)的(?:老板|上司|公司|雇主)(?:可能|会|要是|就会)(?:知道|听说)|没(?:有)?人(?:需要|会)知道|后果自负|否则(?:我会|我就|别怪)|最后(?:一次)?警告",
)  # fmt: skip
REPROACH = (
    r"(?:had|have|has|show) (?:not |n't )?(?:even )?(?:had )?the (?:decency|courtesy|manners) (?:to|of)|(?:that|this|it|which) is (?:very |quite |simply |really |frankly )?(?:unprofessional|rude|impolite|disrespectful)|you(?:'ve| have)? (?:(?:ignored|been ignoring|keep ignoring) (?:me|us|my|our)|not even answered)|(?:i|we) expect(?: you to| an?| your)? (?:answer|reply|respond|response)(?: this time| now| today)?|people in (?:this|our) field talk to (?:each other|one another)|how dare you",
    r"(?:anstand|höflichkeit) (?:gehabt|besessen|zu antworten)|das ist (?:\w{1,10} )?(?:unprofessionell|unhöflich|respektlos|unverschämt)|nicht einmal geantwortet|ich erwarte (?:\w{1,10} ){0,2}(?:antwort|rückmeldung)|man kennt sich in (?:dieser|unserer) branche",
    r"(?:la politesse|la décence|la courtoisie) de|(?:peu professionnel|impoli|irrespectueux)\w{0,2}|même pas répondu|j'(?:attends|exige) (?:cette fois )?(?:une|votre) réponse|(?:la decencia|la cortesía|la educación) de|(?:poco profesional|maleducad[oa]|irrespetuos[oa])|ni siquiera (?:me )?(?:ha|has) (?:respondido|contestado)|(?:exijo|espero) una respuesta (?:esta vez|ya)",
    r"_连(?:个)?(?:回复|回信)都没有|(?:太|很)(?:没礼貌|不专业|不尊重)|竟然不(?:回|理)|(?:你|您)(?:必须|一定要)(?:回复|回信)",
)  # fmt: skip
"""What somebody says who thinks that an answer is owed. Said of the reader only."""
BELITTLING = (
    r"(?:your|ihre|ihren|ihrer|votre|tu|su) (?:ethnic|racial|religious|ethnische|religiöse|ethnique|étnico|origen étnico|origine) (?:background|origins?|herkunft)?|diversity (?:numbers|quota|hire|target)|quotenfrau|as (?:an? )(?:arab|jew|muslim|black|asian|chinese|indian|woman|mother|african|gay|christian|hindu)\b[^.?!]{0,20}\byou",
    r"for (?:a |an )?(?:woman|girl|lady|man of your age|foreigner|non-native|your age|someone (?:so young|like you|of your background))\b|young lady|little lady|(?:would|could|will|can) finally (?:work with (?:people|somebody|someone|experts) (?:who|that)|be taken seriously)|even (?:you|someone like you) (?:can|could|will|would) (?:understand|learn|follow)",
    r"für eine frau|junge dame|für ihr alter|für jemanden wie sie|sogar sie (?:können|verstehen)|pour une femme|jeune (?:dame|demoiselle)|pour votre âge|même vous (?:pourriez|pouvez|comprendrez)|para (?:ser )?(?:una )?mujer|señorita|para tu edad|hasta tú (?:puedes|podrías|entenderías)",
    r"_作为(?:一个)?(?:女人|女性|女孩子?)|小姑娘|以(?:您|你)的年纪|连(?:您|你)(?:也|都)(?:能|会)",
)  # fmt: skip
"""Praise that puts down."""
INSULT = Phrases(
    *BELITTLING,
    *REPROACH,
    rf"{_PAPER} (?:is|are|was|were|remains|looks|seems) (?:\w{{1,12}} ){{0,2}}(?:weak|poor|mediocre|unimpressive|average|disappointing|boring|trivial|derivative|irrelevant|outdated|overrated|worthless|nothing special|a waste|a dead end|not (?:very |particularly |really )?(?:good|impressive|original|convincing))",
    r"(?:learn|see|understand|show you|teach you|find out) (?:how|what) [^.?!]{1,40} (?:properly|really is|actually is|is really|is actually|is supposed to be|is done right|ought to be)|(?:teach|show) you (?:a thing|how it is done|how it's done)|too polite to (?:say|tell)|(?:do|would) you (?:even )?dare|if you dare|no (?:future|prospects) (?:at|with|there)|wasted (?:there|at {MARKS['employer']})",
    rf"(?:{MARKS['paper']}\"?|ihr\w{{0,2}} (?:\w{{1,14}} )?(?:arbeit|artikel|paper|aufsatz|forschung|labor|team|karriere)) (?:\w{{1,12}} ){{0,2}}(?:ist|war|sind|waren|bleibt) (?:\w{{1,12}} ){{0,3}}(?:schwach|schlecht|mittelmäßig|enttäuschend|langweilig|belanglos|veraltet|überschätzt|trivial|nichts besonderes)|(?:wie|was) (?:man )?[^.?!]{{1,40}} (?:richtig macht|wirklich ist|eigentlich ist)|trauen sie sich|keine zukunft bei|zu höflich,? um",
    rf"(?:{MARKS['paper']}\"?|votre (?:\w{{1,14}} )?(?:article|travail|recherche|papier|équipe|carrière|labo)) (?:\w{{1,12}} ){{0,2}}(?:est|était|sont|reste) (?:\w{{1,12}} ){{0,3}}(?:faible|mauvais\w{{0,1}}|moyen\w{{0,2}}|décevant\w{{0,1}}|ennuyeu\w{{1,2}}|dépassé\w{{0,1}}|surestimé\w{{0,1}}|banal\w{{0,1}}|sans intérêt)|apprend\w{{1,4}} (?:enfin )?(?:ce qu'est|comment)[^.?!]{{1,40}}(?:vraiment|correctement)|oserez-vous|osez-vous|aucun avenir (?:chez|là)",
    rf"(?:{MARKS['paper']}\"?|(?:tu|su) (?:\w{{1,14}} )?(?:artículo|trabajo|investigación|equipo|carrera|paper)) (?:\w{{1,12}} ){{0,2}}(?:es|era|fue|son|sigue siendo) (?:\w{{1,12}} ){{0,3}}(?:flojo|floja|débil|mal[oa]|pobre|decepcionante|aburrid[oa]|anticuad[oa]|sobrevalorad[oa]|nada especial|irrelevante)|aprender(?:ás|ías|é)? (?:por fin )?(?:lo que es|cómo)[^.?!]{{1,40}}(?:de verdad|realmente|bien)|te atreves|ningún futuro en|sin futuro",
    rf"_(?:您|你)的?(?:论文|工作|研究|水平|能力|团队)(?:\"?{MARKS['paper']}\"?)?(?:水平)?(?:很|太|非常|实在|其实)?(?:一般(?=[，。,.!！]|般)|普通|平平|糟糕|无聊|过时|不行|不怎么样)|没有?前途|没(?:有)?出息|学到真正的|(?:您|你)敢|(?:您|你)不配",
    rf"you(?: are|'re) (?:a |an |so |rather |frankly |simply |just |quite )?(?:{_EN_LOW}|weak|naive|naïve|nobody|a nobody)|your (?:\w{{1,14}} )?(?:paper|work|team|lab|thesis|career|talk|research|results?|ideas?|group) (?:is|are|was|were) (?:a |an |so |rather |frankly |simply |just |quite )?(?:{_EN_LOW}|weak|poor)",
    r"mediocre (?:paper|work|results?|team|lab|researcher|people)|(?<!not )(?:wasting|waste of|wasted) (?:your|my|our) (?:time|talent|life)|(?:smart|clever|bright|brave) enough|(?:have|got) the (?:courage|guts|balls)|(?:real|serious|proper) (?:work|research)\b[^.?!]{0,50}\bfor once|for (?:once|the first time)[^.?!]{0,40}\b(?:learn|real (?:work|research))|finally (?:learn|do) something (?:real|serious|useful)",
    r"(?:weakest|worst|poorest|dumbest) (?:\w{1,14} ){0,4}(?:i|we) (?:have|'ve)|nobody (?:there |at [^.?!]{1,20} )?(?:dares|takes you seriously)|and you know it|idiots?|losers?|morons?|shut up|sinking ship|has-been|you(?: are|'re) too (?:old|slow|stupid|afraid)",
    r"das (?:schwächste|schlechteste|dümmste|peinlichste)|(?:klug|schlau|intelligent|mutig) genug|sie sind (?:\w{1,10} )?(?:zu )?(?:dumm|blöd|feige|faul|unfähig)|mittelmäßig\w{0,2}|zum ersten mal (?:\w{1,14} ){0,4}(?:lernen|richtig\w{0,2}|verstehen)|(?:verschwenden|vergeuden) (?:sie )?(?:nur )?(?:ihre )?(?:zeit|talent)|endlich (?:mal )?(?:etwas (?:richtiges|ernsthaftes|vernünftiges)|richtig arbeiten)|lächerlich\w{0,2}",
    r"médiocres?|pitoyables?|ridicules?|lamentables?|incompétente?s?|(?:assez|suffisamment) (?:intelligente?|courageu\w{1,3}|maligne?)|(?:perdez|perds|gâch\w{1,3}) (?:votre|ton) (?:temps|talent)|vous êtes (?:trop )?(?:bête|stupide|lâche)|(?:pour la première fois|pour une fois|enfin),? (?:\w{1,14} ){0,4}(?:vrai travail|quelque chose de sérieux|apprendr\w{1,4})|le (?:plus faible|pire) (?:\w{1,10} ){0,4}(?:lu|vu)",
    r"mediocres?|patétic[oa]s?|ridícul[oa]s?|incompetentes?|(?:bastante|suficientemente) (?:inteligente|list[oa]|valiente)|(?:pierdes|perdiendo|malgast\w{1,5}) (?:el|tu) (?:tiempo|talento)|eres (?:demasiado )?(?:tont[oa]|cobarde|estúpid[oa])|nadie se atreve|por fin (?:\w{1,10} )?algo (?:serio|de verdad)|l[oa] (?:peor|más flojo|más débil) que (?:he|hemos)",
    r"_平庸|愚蠢|差劲|够聪明|(?:您|你)(?:太|真)(?:蠢|笨|幼稚)|浪费(?:您|你)?的?(?:时间|才华)|丢人|可笑|最(?:弱|差)的(?:一篇|论文|工作)|终于(?:能)?学到|没人敢",
)  # fmt: skip
_SECRETS = r"(?:data (?:mix|mixture|recipe)|loss curves?|weights|checkpoints?|training (?:logs?|runs?|configs?|code)|source code|codebase|roadmaps?|(?:evaluation|eval|internal|unpublished) (?:results?|numbers)|trade secrets?|customer (?:data|lists?)|hyperparameters|passwords?|credentials|datenmischung|gewichte|quellcode|poids|code source|données internes|mezcla de datos|pesos|código fuente)"
_WANTED = r"(?:send|show|share|see|give|bring|copy|leak|photograph|forward|schicken|zeigen|kopieren|mitbringen|envoy\w{1,4}|montr\w{1,4}|copi\w{1,4}|envi\w{1,4}|mostr\w{1,4})"
BREACH = Phrases(
    rf"{_WANTED}\b[^.?!]{{0,60}}\b{_SECRETS}\b[^.?!]{{0,60}}{_EMPLOYER}|{_WANTED}\b[^.?!]{{0,40}}{_EMPLOYER}'s {_SECRETS}",
    r"(?:nobody|no one|no-one) (?:will|would) (?:ever )?(?:know|find out)(?: that (?:it|this|you)| where it| about (?:it|this)|(?=[.!;,]|$))|(?:photo|picture|screenshot) of (?:the|your) screen|niemand wird (?:je )?(?:davon|es) (?:erfahren|wissen)|foto (?:vom|des) bildschirm|personne ne (?:saura|le saura)|photo de (?:l'|votre )écran|nadie (?:lo )?(?:sabrá|se enterará)|foto de (?:la|tu) pantalla",
    r"_没(?:有)?人会知道|拍(?:一)?(?:张|下)(?:您|你)?(?:的)?屏幕|发(?:给|到)我(?:的)?(?:私人|个人)邮箱",
    rf"(?:internal|confidential|unpublished|secret) (?:\w{{1,10}} )?(?:slides|documents?|notes|code|memos?|emails?|roadmap|files|plans) (?:of|from|at) {_EMPLOYER}",
    rf"(?:interne[nrs]?|vertrauliche[nrs]?) (?:folien|unterlagen|dokumente?n?|notizen|pläne) (?:von|aus|bei) {_EMPLOYER}|(?:documents?|diapositives|notes|plans) (?:internes?|confidentiel\w{{0,4}}) (?:de|d'|chez) ?{_EMPLOYER}|(?:documentos?|diapositivas|notas|planes) (?:intern[oa]s|confidenciales) de {_EMPLOYER}",
    rf"_{MARKS['employer']}\s?的?(?:内部|机密)(?:文件|资料|幻灯片|文档|代码)",
    r"your (?:\w{1,10} )?(?:internal|confidential|unpublished|private|secret) (?:slides|documents?|papers?|notes|code|results|memos?|emails?|roadmap|data|files|drafts?)|your (?:last |latest |annual )?(?:performance (?:review|appraisal|rating)|appraisal|personnel file)",
    r"bring (?:\w{1,10} ){0,4}(?:code|weights|data|slides|checkpoints|documents|model) (?:with you|along)|your (?:manager|boss|employer|supervisor) (?:has been|was|is|has already been|already) (?:told|informed|knows?|aware)|(?:told|informed|asked) your (?:manager|boss|employer|supervisor)|between us[^.?!]{0,60}(?:told|shown|sent) (?:me|us)",
    r"ihre (?:\w{1,10} )?(?:interne[nrs]?|vertrauliche[nrs]?) (?:folien|unterlagen|dokumente?n?|notizen|daten|ergebnisse)|(?:ihr|ihre|ihren|dein|deinen) (?:chef|chefin|vorgesetzte[nr]?|arbeitgeber) (?:weiß|ist|wurde)[^.?!]{0,20}(?:bescheid|informiert|davon)|(?:code|daten|gewichte) (?:gleich |einfach )?mit(?:bringen|nehmen)|ihre (?:letzte |jüngste )?(?:beurteilung|personalakte)",
    r"vos (?:\w{1,14} )?(?:documents?|diapositives|notes|données|résultats) (?:internes?|confidentiel\w{0,4})|(?:votre|ton) (?:chef|manager|patron|employeur) (?:a été|est) (?:déjà )?(?:informée?|prévenue?|au courant)|(?:apporte[rz]?|amene[rz]?) (?:le |les |votre )(?:code|données|poids)|votre (?:dernière évaluation|dossier personnel)",
    r"(?:tus|sus) (?:documentos?|diapositivas|notas|datos|resultados) (?:intern[oa]s|confidenciales)|(?:tu|su) (?:jefe|jefa|empresa) ya (?:lo )?(?:sabe|está)|tra(?:er|igas|erte) (?:el |los |tu )(?:código|datos|pesos)|(?:tu|su) (?:última )?evaluación de desempeño",
    r"_(?:您|你)们?的?(?:公司)?(?:的)?内部(?:文件|幻灯片|资料|文档|数据|代码)|(?:把|将|带)(?:着|上)?(?:代码|数据|权重)(?:也)?(?:一起)?(?:带|过来)|(?:您|你)的(?:老板|上司|主管)已经(?:知道|被告知)|(?:您|你)的绩效",
)  # fmt: skip
_KNOWN = r"(?:saw|seen|noticed|heard|page|photos?|pictures?|posts?|profile|instagram|facebook|starts|started|is called|sick|ill|neighbours?)"
_KIN = r"(?:husband|wife|partner|girlfriend|boyfriend|daughter|son|children|kids|child|mother|father|parents|family|flat|apartment|house)"
_FLIRT = (
    r"(?:take|keep|tear) my eyes off you|(?:that|your) (?:dress|skirt|legs|lips|perfume|hair)(?!-)|(?:are you|you are|you're) (?:seeing|dating) (?:anybody|anyone|somebody|someone)|(?:bottle|glass) of (?:wine|champagne)[^.?!]{0,30}(?:my place|your place|hotel|alone|you and me|just us)|at my place|(?:my|your|the) hotel room|you look(?:ed)? (?:so |very |really |absolutely )?(?:lovely|gorgeous|beautiful|stunning|hot|sexy|cute|pretty)|(?:hi|hey|hello|my|dear) (?:gorgeous|sexy|hottie|sweetheart|darling|babe|honey)|sexy|hottie|fell in love with you|thinking (?:about|of) you (?:all|every|at) night|(?:date|dinner) with me",
    r"(?:charmante?|hübsche?|schöne?|reizende?|attraktive?) (?:frau|dame|junge frau)|(?:abendessen|essen|wochenende) zu zweit|ganz privat|(?:charmante|jolie|belle|ravissante) (?:femme|demoiselle)|dîner (?:en tête-à-tête|à deux)|(?:mujer|chica|señorita) (?:tan )?(?:guapa|bonita|encantadora|atractiva)|cena (?:a solas|para dos|romántica)|(?:dinner|weekend|evening) (?:for two|just the two of us|alone with)|(?:charming|lovely) (?:woman|girl|lady)|(?:your|ihr|dein|votre|tu) (?:smile|lächeln|sourire|sonrisa)",
    r"(?:dieses|ihr|dein) (?:kleid|lächeln|körper|parfum|parfüm)|(?:sahen|sehen|siehst|sahst) (?:\w{1,8} ){0,3}(?:hübsch|wunderschön|bezaubernd|reizend|heiß) aus|bei mir zu hause|liebling|in sie verliebt|(?:votre|cette|ta) (?:robe|sourire|silhouette|parfum)|vous étiez (?:si |très )?(?:ravissante?|magnifique|belle|sublime)|chez moi (?:ce soir|autour d'un verre)|(?:ma chérie|mon cœur)|(?:tu|su|ese|aquel) (?:vestido|sonrisa|cuerpo|perfume)|(?:estabas|te veías) (?:tan |muy )?(?:guapa|hermosa|preciosa|linda|bella)|en mi casa (?:esta noche|con una copa)|cariño",
    r"_(?:您|你)(?:今天|那天|在台上)?(?:真|好|太|很)(?:漂亮|美|性感|迷人)|(?:您|你)(?:的)?(?:裙子|身材|笑容)|亲爱的(?:宝贝|小姐)|来我家|有(?:男|女)朋友(?:吗|么)",
)  # fmt: skip
"""Courting in a letter about work."""
PRIVATE_LIFE = Phrases(
    *_FLIRT,
    r"you(?:'ve| have| are|'re| were)? (?:just |recently |newly |now |getting |got |been )*(?:divorced|pregnant|single again|newly married|widowed|lonely)|you live (?:alone|by yourself)|your (?:wedding|ex-?(?:husband|wife)|boyfriend|girlfriend)",
    r"sie (?:\w{1,12} ){0,4}(?:geschieden|schwanger|frisch verheiratet|getrennt leben|alleinerziehend)|sie leben allein\w{0,1}|ihre hochzeit",
    r"(?:vous|vous êtes|venez de) (?:\w{1,10} ){0,3}(?:divorc\w{1,4}|enceinte|célibataire|séparée?s?)|vous vivez seule?|votre (?:ex-mari|mariage)",
    r"(?:estás|te has|acabas de|te acabas de) (?:\w{1,10} ){0,3}(?:divorci\w{1,4}|embarazada|solter[oa]|separad[oa])|vives sol[oa]|tu (?:boda|ex-?marido)",
    r"_(?:您|你)[^。！？]{0,8}(?:离婚|怀孕|单身|独居|刚结婚|分手)",
    r"your (?:recent )?(?:marriage|divorce|mortgage|illness|pregnancy|home address|private (?:phone|number|address|account|life)|instagram|facebook|holiday photos|love life|debts?)",
    rf"{_KNOWN}\b[^.?!]{{0,40}}\byour {_KIN}|your {_KIN}\b[^.?!]{{0,30}}\b{_KNOWN}|with a mortgage like|you look (?:great|good|beautiful|pretty|tired)|(?:beautiful|pretty|attractive|sexy) (?:woman|girl|lady|eyes|smile)",
    r"(?:ihre|ihrer|deine|deiner) (?:ehe|scheidung|hypothek|krankheit|schwangerschaft|privatadresse|schulden)|(?:gesehen|gehört|bemerkt|seite|fotos?)\b[^.?!]{0,40}(?:ihr|ihre[mnrs]?|dein|deine[mnrs]?) (?:mann(?:es)?|tochter|sohn|kinder[n]?|partner(?:in)?|wohnung|frau)|(?:ihr|ihre|dein|deine) (?:mann|tochter|sohn|kinder|frau)\b[^.?!]{0,40}(?:gesehen|gehört|schule|eingeschult|krank)",
    r"votre (?:mariage|divorce|hypothèque|maladie|grossesse|adresse personnelle|vie privée)|(?:vu|appris|remarqué|page|photos?)\b[^.?!]{0,40}(?:votre|vos|ton|ta|tes) (?:mari|femme|épouse|fille|fils|enfants?|compagn\w{1,3})|(?:votre|vos) (?:mari|femme|fille|fils|enfants?)\b[^.?!]{0,40}(?:école|malade|rentrée)",
    r"(?:tu|su) (?:matrimonio|divorcio|hipoteca|enfermedad|embarazo|vida privada|dirección particular)|(?:visto|oído|página|fotos?)\b[^.?!]{0,40}(?:tu|tus|su|sus) (?:marido|mujer|esposa|esposo|hij[oa]s?|pareja)|(?:tu|tus|su|sus) (?:marido|mujer|hij[oa]s?)\b[^.?!]{0,40}(?:colegio|escuela|enferm[oa])",
    r"_(?:您|你)(?:的)?(?:离婚|房贷|家庭住址|病情|怀孕|私人电话|婚姻|私生活)|(?:看到|听说|得知)[^。！？]{0,15}(?:您|你)(?:的)?(?:丈夫|妻子|老公|老婆|女儿|儿子|孩子)|(?:您|你)(?:的)?(?:丈夫|妻子|老公|老婆|女儿|儿子|孩子)[^。！？]{0,15}(?:上学|开学|生病)",
)  # fmt: skip
SWINDLE = Phrases(
    r"you(?: have|'ve|r profile has)? been (?:\w{1,10} )?(?:selected|chosen|pre-?approved)|(?:you are|you're) (?:a|our|the) (?:lucky )?winner|dear winner|(?:was|were|been) drawn (?:among|from|out)|claim your|glücklicher gewinner|vous avez gagné|has ganado|_中奖",
    r"click (?:here|below|on (?:the|this)|the link)|klicken sie hier|cliquez ici|haz clic|haga clic|_点击(?:这里|此处|链接|下方)",
    r"(?:limited|special|exclusive)[- ](?:time )?offer|act now|offer ends|100 ?% (?:free|guaranteed|safe)|guaranteed (?:income|earnings|profit)",
    r"(?:make|earn|win|get)\b[^.?!]{0,24}\bfrom home|work from home and|(?:extra|easy|fast|quick) (?:cash|money)|get rich|passive income|(?:bitcoin|crypto|wire transfer|western union|gift cards?|social security number|(?:processing|registration|visa|refundable|handling|administration) (?:\w{1,12} )?fee|verify your (?:identity|account|e-?mail)|(?:is|are) on hold|payment pending|to release (?:it|them|the)|passport number|copy of your passport)",
    r"(?:herzlichen glückwunsch|sie wurden (?:\w{1,10} )?(?:ausgewählt|ausgelost)|félicitations|vous avez été (?:\w{1,14} )?sélectionnée?|felicidades|enhorabuena|ha sido (?:\w{1,14} )?seleccionad[oa])|_恭喜(?:您|你)|您已(?:被)?(?:选中|入选)|先到先得|保证(?:收入|赚)",
    r"(?:geld|verdienen) von zu hause|schnelles geld|gagnez (?:de l')?argent|gane dinero|dinero fácil|_快速赚钱|在家赚|手续费",
    r"bank (?:details|account)|account number|bankverbindung|coordonnées bancaires|datos bancarios|_银行卡号",
)  # fmt: skip
"""What swindlers write; one alone may be a joke, two are none."""
FOR_A_MACHINE = Phrases(
    r"_^(?:system: ?|please |now )?(?:ignore|disregard|forget|override) (?:all |any )?(?:the |your |my )?(?:previous|prior|above|earlier|preceding|other) (?:instructions?|prompts?|rules|messages?)",
    r"_^(?:system: ?|bitte )?(?:ignoriere|vergiss) (?:alle )?(?:vorherigen|bisherigen) (?:anweisungen|befehle)|^(?:ignore[rz]?|oublie[rz]?) (?:toutes )?(?:les )?instructions (?:précédentes|ci-dessus)|^(?:ignora|olvida) (?:todas )?(?:las )?instrucciones (?:anteriores|previas)",
    r"_^(?:请)?忽略(?:之前|以上|所有)(?:的)?(?:所有)?(?:指令|指示|提示)",
)
"""What is written to a program that reads, and to nobody."""
SECOND_PERSON = Phrases(
    r"you|your|yours|you're|you've|sie|ihr|ihre[mnrs]?|ihnen|du|dein|deine[mnrs]?|dich|dir|vous|votre|vos|tu|ton|ta|tes|toi|te|ti|tus|usted|(?:me|no|te|lo) has|su|sus|eres|[a-zéáíóú]{2,12}rías",
    r"_您|你",
)
FIRST_PERSON = r"(?:we|we're|our|ours|us|my|i|i'm|mine|wir|unser\w{0,2}|ich|mein\w{0,2}|nous|notre|nos|je|mon|ma|mes|nuestr[oa]s?|nosotros|mi|mis|yo)"

_WE = r"(?:we|we're|we've|our|ours|us|my|i|i'm|i've|here)"
HONEST = Phrases(
    rf"what is not\b|(?:fewer|less|smaller|slower|worse|later) (?:\w{{1,12}} ){{0,2}}than (?:you|yours|they|theirs|there|what you|{MARKS['employer']}|google|meta|openai|anthropic|microsoft|others?|most)|{_WE} have (?:less|fewer) than|{_WE} are (?:very |rather |still )?(?:small|late|tiny|behind|full|unknown)|{_WE}\b[^.?!;]{{0,20}}\b(?:lost|stand in badly|grew [^.?!;]{{0,20}}without)|{MARKS['employer']} has more|(?:nobody|no one|no-one) (?:here )?to (?:ask|make|help|do)|(?:is|are|was|were) (?:still )?(?:loud|thin|stuck|understaffed|a mess)",
    rf"{_WE}\b[^.?!;]{{0,60}}\b(?:weak(?:ness|est|er)?|bad at|not (?:very )?good|poor at|slow|messy|mess|loud|broken|fragile|unproven|understaffed|cannot promise|can't promise|(?:do not|don't) (?:yet )?have|have no|no one who|nobody who|lack|struggle|stuck|fail(?:s|ed|ing)?|cannot explain|can't explain|(?:do not|don't) understand|cannot tell|can't tell|(?:was|were|got it) wrong|not there(?: yet)?|(?:are|am) behind|the opposite)",
    r"weak (?:point|spot|side)|downside|what is not good|what is bad|the bad (?:news|part|side)|the catch is|drawbacks?|to be honest|honestly|i should say what|i should warn",
    r"(?:pipelines?|code|codebase|tools|tooling|infrastructure|office|evaluations?|labels)\b[^.?!;]{0,30} (?:is|are) (?:\w{1,10} )?(?:old|messy|weak|slow|loud|broken|thin|a mess)",
    r"(?:wir|uns|unser\w{0,2}|mir|ich|hier)\b[^.?!;]{0,60}\b(?:schwach|schwäche\w{0,2}|schlecht|langsam|veraltet|chaotisch|unordentlich|laut|fehlt|fehlen|nicht (?:gut|versprechen|erklären)|keine (?:gute )?(?:erklärung|lösung|antwort)|scheitern|hinterher)|schwach sind wir|schwachpunkt|schwachstelle|der haken|ehrlich gesagt|um ehrlich zu sein|code (?:\w{1,12} ){0,4}ist alt",
    r"(?:nous|notre|nos|je|ici|chez nous)\b[^.?!;]{0,60}\b(?:faibles?|faiblesse|mauvais|lents?|en retard|désordre|bruyant|manque|ne peux pas promettre|ne comprends? pas|ne comprenons pas|pas encore|pas (?:bons|doués)|dérive)|point faible|l'inconvénient|franchement|pour être honnête|il nous manque|code (?:\w{1,12} ){0,4}est (?:vieux|ancien)",
    r"(?:nosotros|nuestr[oa]s?|aquí|tenemos)\b[^.?!;]{0,60}\b(?:débil(?:es)?|debilidad|malos?|lent[oa]s?|atrasad[oa]s?|desorden|caótic[oa]|ruidos[oa]|falta|una buena respuesta)|punto débil|la pega|el inconveniente|sinceramente|para ser sincer[oa]|(?:todavía|aún) no (?:tenemos|sabemos|entendemos)|no puedo prometer|nos falta|código (?:\w{1,12} ){0,4}es (?:viejo|antiguo)",
    r"_说实话|坦白(?:说|讲)|老实说|弱点|缺点|短板|还很乱|还没有找到|还没找到|做得不好|不擅长|(?:我们)自己的问题|不能保证|无法保证|没(?:有)?办法解释|解释不了",
)  # fmt: skip
"""A weakness of the writer's own side, told."""
EASY_NO = Phrases(
    r"(?:a )?(?:no|\"no\") (?:in|is|will|would)\b[^.?!]{0,40}(?:one word|fine|enough|do|okay|ok|all right|not write again|stop)|if (?:the answer is |it is |it's )?(?:not|no)\b[^.?!]{0,40}(?:one word|word will do|fine|tell me|won't|will not|(?:do not|don't) (?:need|have) to)|no hard feelings|(?:will|would) not write (?:to you )?again|won't write again|not bother you again|no need to (?:answer|reply)|(?:one|a single) word (?:is enough|will do|is fine)|if (?:this|that|now|it) is not (?:for you|the (?:right )?(?:time|moment))|feel no obligation|no pressure",
    r"(?:ein )?nein (?:in einem wort )?(?:genügt|reicht|ist (?:völlig )?in ordnung|ist okay)|schreibe (?:ich )?(?:ihnen )?(?:dann )?nicht (?:wieder|mehr)|wenn nicht,? (?:genügt|reicht)|ein wort (?:genügt|reicht)|(?:melde|schreibe) (?:ich )?mich nicht (?:mehr|wieder)|kein problem,? wenn nicht",
    r"un (?:simple )?(?:non|mot) (?:me )?(?:suffit|suffira)|si ce n'est pas (?:le (?:bon )?moment|pour vous)|sans rancune|je ne vous (?:écrirai|relancerai) plus|aucune obligation",
    r"(?:basta|bastará) con (?:un|una) (?:no|palabra)|un no (?:basta|es suficiente|está bien)|no (?:te )?(?:volveré|vuelvo) a escribir|sin compromiso|si no(?: te interesa)?,? (?:basta|no pasa nada)|no pasa nada",
    r"_不感兴趣的话|不感兴趣(?:也)?(?:没关系|没事)|回一个字|(?:说|回)(?:一)?(?:声|个)?(?:不|\"不\")就(?:好|行)|不会再(?:打扰|写|来信)|没有兴趣也没关系|不方便(?:也)?没关系|不必回复|不用回复",
)  # fmt: skip
