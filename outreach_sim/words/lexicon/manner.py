"""Stock phrases, praise, pressure: what readers have read a hundred times."""

from __future__ import annotations

import re

from outreach_sim.words.facts import MARKS
from outreach_sim.words.lexicon.phrases import Phrases

STOCK = Phrases(
    # English
    r"impressive (?:profile|background|experience|cv|resume|track record)",
    r"came across (?:your|you)|stumbled (?:up)?on your|(?:your|profile) caught (?:my|our) (?:eye|attention)",
    r"(?:exciting|unique|amazing|incredible|fantastic|great|new|once-in-a-lifetime) (?:career )?(?:opportunity|opportunities|role|position|challenge)",
    r"reach(?:ing)? out (?:to you|on behalf|because|today|to see)",
    r"(?:perfect|great|ideal|excellent|strong|good) (?:match|fit|candidate)",
    r"world[- ]class|best[- ]in[- ]class|industry[- ]leading|market[- ]leading|leader in (?:the field|artificial intelligence|ai)",
    r"fast[- ](?:growing|paced|moving)",
    r"(?:dynamic|vibrant|thriving) (?:environment|team|culture|company|workplace)",
    r"cutting[- ]edge|bleeding[- ]edge|state[- ]of[- ]the[- ]art (?:team|technology|facilities)|next[- ]generation",
    r"push(?:ing|es)? the (?:boundaries|limits|envelope)",
    r"(?:brightest|best|sharpest|greatest) minds|best and (?:the )?brightest|brilliant minds|top talents?",
    r"competitive (?:package|salary|compensation|benefits|pay)",
    r"(?:real|lasting|meaningful) (?:impact|difference)|make an impact|change the world|shape the future|shaping the future|billions of (?:people|users)",
    r"rock ?stars?|ninjas?|unicorns?|gurus?|superstars?",
    r"hope (?:this|that this|my) (?:e-?mail|message|note|letter)(?: finds| reaches|s you)|finds you well|hope you(?:'re| are) (?:doing )?well",
    r"look(?:ing)? forward to (?:hearing|your (?:reply|response|answer))",
    r"haben wir ihr interesse geweckt|zum nächstmöglichen zeitpunkt|engagierte talente|(?:es )?erwarte[nt] sie|culture of innovation|exceptional talent|talent thrives|redefin\w{1,3} what is possible|deeply inspired|would be honou?red",
    r"synerg\w{0,6}|game[- ]chang\w{0,4}|paradigm[- ]shift\w{0,4}|disrupt(?:ive|ing)",
    r"delve|tapestry|testament to|unparalleled|unrivall?ed|at the forefront|embark(?:ing)? on|transformative",
    r"(?:rapidly|ever|fast)[- ](?:evolving|changing) (?:landscape|world|field)|in today's",
    r"resonat(?:e|es|ed|ing) (?:deeply|strongly|with)",
    r"truly (?:remarkable|inspiring|exceptional|outstanding|unique)",
    r"just (?:bumping|circling|checking in|following up)|circling back|bump(?:ing)? this|touch(?:ing)? base|any thoughts",
    r"passionate (?:about|team|people|individuals?)|motivated (?:individuals?|team)|self-starters?|team players?",
    r"like-minded|take your career|next (?:step|level|chapter) (?:in|of) your|unlock your|your full potential",
    r"if you(?:'re| are) interested,? please|do not hesitate|don't hesitate|feel free to",
    r"open to (?:new|exploring|a chat|opportunities)|explore (?:new )?opportunities|always looking for (?:good|great|talented|smart)",
    r"thought of you|many interesting things|great things",
    r"dear (?:sir|madam|colleague|candidate|applicant|researcher|friend)s?",
    # German
    r"spannende[nrs]? (?:herausforderung\w{0,2}|positions?|aufgaben?|stellen?|rollen?|projekte?n?|möglichkeit\w{0,2}|chancen?)",
    r"beeindruckende[nsm]? (?:profil|lebenslauf|werdegang|erfahrung\w{0,2})|(?:auf|durch) (?:ihr|dein|sie|dich|ihrem|deinem) (?:\w{1,20} )?profil|profil (?:gestoßen|aufmerksam)|aufmerksam geworden|über (?:ihr|dein) profil",
    r"dynamische[nsmr]? (?:team|umfeld|unternehmen|umgebung)|junge[ns]? team|motivierte[nrs]? (?:team|talente?|persönlichkeit\w{0,2})",
    r"marktführe\w{0,6}|führende[rsnm]? (?:unternehmen|anbieter|adresse|labor)|weltweit führend\w{0,3}|renommierte[nsmr]? \w{1,20}",
    r"(?:attraktive|wettbewerbsfähige|überdurchschnittliche|leistungsgerechte)[nrs]? (?:vergütung|konditionen|gehalt|bezahlung|bezüge|paket)",
    r"flache[n]? hierarchien|kurze entscheidungswege|auf augenhöhe|abwechslungsreiche\w{0,2}|innovative[nsrm]? (?:team|umfeld|unternehmen|produkte?n?)",
    r"(?:freue|freuen) (?:mich|uns) (?:sehr )?(?:auf|über) (?:ihre|deine|eine) (?:rückmeldung|antwort|nachricht|positive)|zögern sie nicht|bei interesse",
    r"ich hoffe,? (?:es geht ihnen|ihnen geht es|diese (?:e-?mail|nachricht)|dir geht)|perfekt (?:zu|auf|passen)|ideale[rn]? (?:kandidat\w{0,4}|besetzung)|nächste[nr]? (?:karriereschritt|schritt in ihrer)",
    r"(?:zukunft|welt) (?:gestalten|verändern|mitgestalten)|grenzen (?:des|zu) \w{1,15} (?:verschieben|überschreiten)",
    # French
    r"opportunités? (?:passionnante|unique|exceptionnelle|rare|incroyable|professionnelle)s?|belle opportunité|nouvelles? opportunités?|poste passionnant",
    r"(?:profil|parcours|cv) (?:\w{1,14} )?(?:impressionnant|remarquable|exceptionnel|atypique|très intéressant)|(?:retenu|attiré|capté) (?:toute )?(?:notre|mon) attention|tombée? sur votre profil",
    r"(?:environnement|équipe|entreprise|cadre) (?:jeune et )?(?:dynamique|stimulante?|innovante?|à taille humaine)",
    r"acteur (?:majeur|incontournable|clé)|leader (?:mondial|du|de|incontesté)|entreprise leader|de renommée|à la pointe|en pleine (?:croissance|expansion)",
    r"(?:relever|nouveaux?|beaux?) (?:de nouveaux |de |des )?défis?|défis? (?:passionnants?|stimulants?)|talents? (?:passionnés?|motivés?)|meilleurs talents",
    r"rémunération (?:attractive|compétitive|motivante|intéressante)|package (?:attractif|compétitif)|salaire (?:attractif|compétitif)",
    r"(?:dans )?l'attente de votre|au plaisir (?:de vous|d'échanger)|n'hésitez pas|j'espère que (?:vous allez|ce (?:message|mail|courriel))|je me permets de vous|si vous êtes intéressée?",
    r"changer le monde|repousser les limites|façonner l'avenir|faire la différence|correspond(?:ez|rait)? parfaitement|candidate? idéale?",
    # Spanish
    r"oportunidad(?:es)? (?:única|emocionante|increíble|profesional|inmejorable|de carrera|excepcional)(?:s|es)?|gran oportunidad|nueva oportunidad|puesto apasionante",
    r"(?:perfil|trayectoria|currículum|experiencia) (?:\w{1,14} )?(?:impresionante|excepcional|muy interesante|destacad[oa]|brillante)|llamado (?:nuestra|mi) atención|encontr\w{1,4} (?:tu|su) perfil|(?:tu|su) perfil encaja",
    r"(?:entorno|equipo|ambiente|empresa) (?:joven y )?(?:dinámic[oa]|estimulante|innovador\w{0,2})",
    r"(?:empresa )?líder(?:es)? (?:en|del|mundial|de)|de primer nivel|de vanguardia|en plena (?:expansión|creación)|de clase mundial",
    r"talento(?:s)? (?:apasionad[oa]s?|motivad[oa]s?|excepcional(?:es)?)|nuevos (?:retos|desafíos)|mejores talentos|retos? apasionantes?",
    r"(?:salario|sueldo|paquete|retribución|remuneración) (?:muy )?(?:competitiv[oa]|atractiv[oa])",
    r"quedo a la espera|a la espera de (?:tu|su)|espero (?:tu|su) (?:respuesta|contestación)|no dudes en|no dude en|espero que (?:estés|esté|te|se|este)|si (?:te|le) interesa,? (?:por favor|envía)",
    r"cambiar el mundo|marcar la diferencia|superar los límites|dar forma al futuro|candidat[oa] ideal|encaj\w{1,4} perfectamente",
    # Chinese
    r"_难得的机会|绝佳(?:的)?机会|千载难逢|令人兴奋的机会|宝贵的机会",
    r"_行业(?:领先|领军)|领先的(?:公司|企业|团队)|世界一流|世界级|顶尖(?:的)?(?:团队|人才|公司)|业界领先|全球领先",
    r"_有竞争力的(?:薪|待遇|福利)|优厚的(?:薪|待遇)|丰厚的",
    r"_期待(?:着)?(?:您|你)的(?:回复|答复|回信|加入)|盼复|静候佳音|如有兴趣",
    r"_改变世界|推动边界|突破边界|引领未来|共创未来|创造未来|无限可能",
    r"_令人印象深刻|给我(?:们)?留下(?:了)?深刻(?:的)?印象|偶然看到(?:了)?您的|关注您(?:已)?很久|冒昧打扰",
    r"_充满活力|快速发展的|志同道合|完美契合|理想(?:的)?(?:人选|候选人)",
    # What a list server writes, and what only prospectuses say
    r"view (?:this )?(?:e-?mail )?in (?:your )?browser|manage (?:your )?preferences|update (?:your )?preferences|abbestellen|im browser (?:ansehen|anzeigen|öffnen)|(?:our|careers?) newsletter|voir (?:cette page )?dans (?:votre|le) navigateur|se désinscrire|lettre d'information|darse de baja|cancelar (?:la )?suscripción|ver en (?:el|tu) navegador|boletín",
    r"unsubscribe|(?:you(?: are|'re)|you) receiv(?:e|ing) this|(?:our|the) talent (?:community|pool|network)|follow us on|folgen sie uns|suivez-nous|síguenos|sie erhalten diese (?:e-?mail|nachricht)|vous recevez ce|recibes este",
    r"_退订|取消订阅|查看网页版|关注我们的|人才库|您收到(?:此|这)封?邮件是因为",
    r"(?:dawn|threshold|cusp|brink|verge) of (?:a |an |the )?(?:new|era|age|revolution|history|next|greatest)|(?:making|changing|writing|rewrite|shape|shapes) (?:of )?(?:history|(?:its|our|the) destiny)|history (?:is|will be) (?:calling|made|written)|new era|chosen few|once[- ]in[- ]a[- ](?:generation|century)|humanity's (?:future|destiny|greatest)|destiny|every facet|join (?:me|us) in (?:changing|shaping|making|building)",
    r"(?:schwelle|beginn|anbruch) (?:zu )?eine[rs] neuen|geschichte (?:schreiben|zu schreiben)|neue[ns]? (?:ära|zeitalter)s?|teil unsere[rs] (?:\w{0,10}geschichte|teams?|reise|mission)|bewegen wir|obstkorb|raum für ideen|top-konditionen|abenteuers?|l'aube d'une|écrire l'histoire|nouvelle ère|aventure (?:humaine|unique|exceptionnelle|extraordinaire|passionnante)|destin|rejoignez (?:une|l'|notre) (?:aventure|équipe)|umbral de una|hacer historia|nueva era|aventura|destino",
    r"_新时代的|创造历史|历史性的|共创辉煌|诚聘|诚邀|高薪|精英|(?:广阔|良好)的(?:发展|晋升)",
    r"(?:our|the) client,? (?:an?|one)|im auftrag (?:unseres|meines) (?:mandanten|kunden)|(?:notre|mon) client,? (?:un|une)|(?:nuestro|mi) cliente,? (?:un|una)|\(?m/w/d\)?|bewerbungsunterlagen|aussagekräftige\w{0,2}|dans le cadre de (?:notre|sa) (?:forte )?croissance|en el marco de nuestro crecimiento",
)  # fmt: skip
"""Each pattern one idea; a letter that has it in two wordings is counted once."""

_NO_FACT = f"[^.?!{MARKS['topic']}{MARKS['paper']}{MARKS['former_team']}{MARKS['city']}]"
VAGUE_SUBJECT = re.compile(
    rf"(?:(?:hi|hello|hey|hallo|salut|bonjour|hola|你好|您好)[ ,]{{0,2}}(?:there|again|from [^.?!]{{1,20}}|null|undefined|none|nan|{MARKS['name']}|{MARKS['first_name']})?|(?:{MARKS['name']}|{MARKS['first_name']})[ ,]{{0,2}}(?:hi|hello|你好|您好)?"
    rf"|(?:the|our|your) future (?:of|with|at|in) {_NO_FACT}{{1,50}}|(?:die|ihre) zukunft {_NO_FACT}{{1,50}}|(?:l'avenir|votre avenir|el futuro|tu futuro) {_NO_FACT}{{1,50}}|(?:a |one )?(?:quick|short|brief|small) (?:question|call|chat|note|intro(?:duction)?|sync)"
    rf"|(?:new |job |career |exciting |great |open )*(?:opportunit(?:y|ies)|offers?|jobs?|positions?|roles?|vacanc(?:y|ies)|openings?)(?: (?:at|with|for you|in)\b{_NO_FACT}{{0,40}})?|(?:[a-z-]{{2,16}} ){{1,2}}(?:opportunit(?:y|ies)|vacanc(?:y|ies))|introduc(?:ing|tion)(?: myself)?|(?:let's |we should )?(?:connect|talk|chat)|job|hiring|(?:we're |we are )?hiring|join us|about (?:our|the) (?:company|lab)|important|for you|question|please (?:read|answer|reply)[^.?!]{{0,40}}"
    r"|(?:eine )?(?:kurze |kleine )?(?:frage|anfrage|nachricht)|(?:job|stellen)?angebote?|stelle|ihre (?:neue |nächste )?(?:herausforderung|chance|karriere)[^.?!]{0,40}|(?:une )?(?:petite |courte )?(?:question|offre(?: d'emploi)?|opportunité)|recrutement|(?:una )?(?:pregunta|oferta(?: de (?:trabajo|empleo))?|oportunidad)(?: rápida)?|空缺|机会|职位|招聘|好消息|工作机会)[ .!?…。！？]{0,3}",
    re.IGNORECASE,
)
"""A whole subject that could stand above any letter to anybody."""
BAIT = Phrases(
    r"_\${2,8}|€{2,8}|(?:\$|€|£)\s?\d[\d.,]{0,12}\s?(?:million|billion|m|bn|mio)?\b[^.?!]{0,12}\b(?:for you|a day|a week|bonus|guaranteed|free)",
    r"(?:make|earn|win) (?:\$|€|£)|you(?:'ve| have)? won|claim your|(?:free (?:money|gift|trial|visa)|win a|congratulations,? you|you have been selected)|gratis|gratuit|gagnez",
    r"_中奖|恭喜(?:您|你)",
)
"""What a subject baits with."""

CHAT = Phrases(
    r"here(?: is|'s) (?:a|an|the|your|one) (?:\w{1,14} ){0,2}(?:outreach|personali[sz]ed|recruiting|recruitment|cold) (?:\w{1,14} ){0,2}(?:e-?mail|draft|message|letter)|as an ai (?:language )?model|(?:certainly|sure|absolutely|of course)! (?:here|below)",
    r"let me know if you(?:'d| would)? (?:like|want|need) me to (?:adjust|revise|shorten|tweak|refine|change the)|feel free to (?:adjust|customi[sz]e|personali[sz]e|tweak)",
    r"hier ist (?:ein|eine|der|die|ihr) (?:\w{1,16} ){0,3}(?:entwurf|e-?mail|nachricht|version)(?: für|:)|soll ich den (?:ton|text) anpassen|voici (?:un|une|votre) (?:\w{1,16} ){0,3}(?:e-?mail|brouillon|message|version)(?: pour| personnalisée?|:)|souhaitez-vous que je (?:modifie|raccourcisse|ajuste)|aquí (?:tienes|está) (?:un|una|el) (?:\w{1,16} ){0,3}(?:correo|borrador|mensaje|versión)|quieres que (?:ajuste|cambie|acorte)",
    r"_以下是(?:一封|为您|给)[^。！？]{0,12}(?:邮件|信|草稿)|需要我(?:调整|修改|缩短)(?:语气|一下)?|希望这(?:封|个)?(?:草稿|邮件)?(?:对您)?有(?:所)?帮助",
)  # fmt: skip
"""What a program that writes says to whom it writes for, sent along to the reader."""

PRAISE = Phrases(
    r"amazing|incredible|outstanding|brilliant|genius|extraordinary|phenomenal|exceptional|remarkable|stunning|visionary",
    r"legends?|legendary|insane|mind-?blowing|next level|worship\w{0,2}|groundbreaking|ground-breaking|awesome|fantastic|inspiring|inspiration|superb|magnificent|unmatched",
    r"great|wonderful|excellent|impressive|impressed|amazed|admire[ds]?|thrilled|delighted|world-class|pioneering",
    r"großartig\w{0,2}|herausragend\w{0,2}|beeindruck\w{1,6}|genial\w{0,2}|brillant\w{0,2}|exzellent\w{0,2}|fantastisch\w{0,2}",
    r"hervorragend\w{0,2}|außergewöhnlich\w{0,2}|einzigartig\w{0,2}|begeister\w{1,4}|wegweisend\w{0,2}|bewunder\w{1,3}|toll\w{0,2}|wunderbar\w{0,2}",
    r"incroyables?|exceptionnel\w{0,3}|remarquables?|génial\w{0,2}|brillante?s?|formidables?|excellente?s?|magnifiques?|impressionn\w{1,4}|extraordinaires?|admir\w{1,4}|fantastiques?",
    r"increíbles?|excepcional(?:es)?|impresion\w{1,5}|brillantes?|extraordinari[oa]s?|fantástic[oa]s?|excelentes?|maravillos[oa]s?|magnífic[oa]s?|admir\w{1,3}|genial(?:es)?",
    r"_杰出|卓越|惊人|非凡|天才|了不起|出色|精彩|优秀|钦佩|敬佩|佩服|震撼|伟大|一流",
)

PRESSURE = Phrases(
    r"urgent(?:ly)?|asap|act (?:now|fast)|(?:last|final) chance|don'?t miss|limited (?:time|spots|seats|places)|final (?:notice|call)|hurry(?: up)?",
    r"(?:two|three|four|several|many) others? (?:want|are (?:waiting|interested|ready|competing))|(?:not|never) be (?:renewed|extended|repeated)|need your (?:yes|answer|decision|signature) (?:by|within|before|today|now)|only \w{1,6} (?:spots?|places?|seats?|slots?)(?: are)?(?: left)?|before it(?:'s| is) too late|time is running out|now or never|expires? (?:soon|today|tonight|tomorrow)",
    r"(?:answer|reply|respond|decide|call|act) (?:today|immediately|right now|right away|at once|now|tonight)|immediate(?:ly)? (?:answer|reply|response)",
    r"(?:offer|place|position) (?:is |will be )?(?:void|gone|withdrawn|cancelled) (?:after|from|by|on)|(?:next|others?) on (?:my|our|the) list|(?:you will|you'll) not hear from (?:us|me) again|(?:der|die) nächste[nr]? auf (?:meiner|unserer) liste|(?:suivante?|prochaine?) sur (?:ma|notre) liste|siguiente (?:de|en) (?:mi|nuestra) lista",
    r"once-in-a-lifetime|you (?:will|'ll) regret|won't wait|goes? to (?:somebody|someone) else",
    r"dringend|letzte chance|nur (?:noch )?heute|(?:sofort|umgehend) (?:antworten|melden|zusagen|entscheiden)|nur noch (?:\w{1,6}) plätze|läuft (?:heute|morgen|bald) ab|jetzt oder nie|sonst geht|zu spät",
    r"dernière chance|c'est urgent|urgent|dépêchez|aujourd'hui seulement|répondez (?:vite|aujourd'hui|immédiatement)|plus que \w{1,6} places|avant qu'il ne soit trop tard|maintenant ou jamais|expire (?:ce soir|demain|bientôt)",
    r"urgente|última oportunidad|solo (?:por )?hoy|responde (?:ya|hoy|ahora)|sólo quedan|solo quedan|date prisa|no dejes pasar|no te lo pierdas|ahora o nunca|caduca (?:hoy|mañana)",
    r"_机不可失|立即(?:回复|行动|决定|答复)|最后(?:的)?机会|马上(?:回复|决定|行动)|紧急|仅限今天|名额有限|只剩\w{0,2}个名额|过期不候|尽快回复",
)  # fmt: skip

SHOUTED = frozenset(
    [
        "urgent",
        "free",
        "best",
        "amazing",
        "only",
        "today",
        "huge",
        "never",
        "must",
        "very",
        "chance",
        "last",
        "hello",
        "join",
        "team",
        "click",
        "here",
        "make",
        "money",
        "great",
        "incredible",
        "offer",
        "world",
        "opportunity",
        "important",
        "attention",
        "stop",
        "read",
        "reply",
        "answer",
        "please",
        "right",
        "your",
        "their",
        "what",
        "when",
        "that",
        "this",
        "with",
        "have",
        "will",
        "from",
        "more",
        "most",
        "dringend",
        "sofort",
        "jetzt",
        "gratis",
        "wichtig",
        "achtung",
        "nur",
        "heute",
        "letzte",
        "beste",
        "bitte",
        "maintenant",
        "gratuit",
        "attention",
        "dernière",
        "meilleur",
        "aujourd'hui",
        "ahora",
        "urgente",
        "gratis",
        "última",
        "mejor",
        "solo",
        "importante",
        "hoy",
        "ceo's",
        "unique",
        "limited",
        "apply",
        "hurry",
        "winner",
        "yes",
        "love",
        "wow",
        "super",
    ]
)
"""Words that are no acronym where they stand in capitals."""
