"""What a letter asks for: an answer, a meeting, things to hand in, things that are nobody's business."""

from __future__ import annotations

from outreach_sim.words.lexicon.phrases import Phrases

CALENDAR = Phrases(
    r"calendly|cal\.com|book (?:a|some|your) (?:time|slot|call|meeting)|(?:pick|grab|choose|select|find|reserve) (?:a|any|your) (?:time|slot|date|spot)\b|(?:my|our) (?:calendar|booking) (?:link|page|is here)",
    r"(?:in|from|via|using|on) my calendar|schedule (?:directly|yourself)|termin (?:in meinem kalender )?buchen|in meinem kalender|kalenderlink",
    r"dans mon agenda|mon calendrier|réserve[rz] un créneau|en mi (?:calendario|agenda)|reserva(?:r)? (?:un )?(?:hueco|cita|hora)",
    r"_日历链接|预约时间|选择(?:一个)?时间",
)
MEETING = Phrases(
    r"(?:\d{1,3}|ten|fifteen|twenty|thirty|a few|quick|short|brief|half an)[ -](?:minutes?|mins?|hour|call|chat)",
    r"(?:call|talk|speak|meet|chat|coffee|zoom)\b[^.?!]{0,40}\b(?:next week|this week|tomorrow|monday|tuesday|wednesday|thursday|friday|today)",
    r"(?:schedule|set up|arrange|jump on|hop on) (?:a|an|three|two) (?:\w{1,12} )?(?:call|meeting|chat|zoom|calls)|(?:can|could|shall|may|should) (?:we|i) (?:talk|speak|call|meet|chat)|(?:for|like to|a) chat",
    r"telefonieren|ein gespräch|\d{1,3} minuten|kurzes? (?:gespräch|telefonat|anruf)|zeit für ein|zoom-\w{1,10}",
    r"(?:un|bref) (?:appel|échange|entretien)|\d{1,3} minutes|vingt minutes|quelques minutes|en discuter de vive voix",
    r"una (?:llamada|reunión|charla)|\d{1,3} minutos|hablar (?:contigo|con usted|esta semana|mañana)|veinte minutos",
    r"_通话|通个电话|见面|分钟|视频会议|面谈",
)
INVITE = Phrases(
    r"let me know|tell me|write back|reply|answer (?:this|me)|one-word answer|get back to me|write to me|drop me|happy to hear|i would like to (?:hear|know|tell)",
    r"melden sie sich|melde dich|schreiben sie mir|schreib mir|sagen sie mir|antworten sie|lassen sie (?:es )?mich wissen",
    r"dites-moi|dis-moi|répondez|réponds-moi|écrivez-moi|faites-moi (?:signe|savoir)",
    r"dígame|dime|escríbame|escríbeme|respóndeme|cuéntame|avísame",
    r"_告诉我|回复我|回个信|联系我|跟我说",
)
NEGATED = r"(?:no need (?:for|to)|without|no|not|never|inutile|unnötig|überflüssig|innecesario|pas besoin|don't|do not|needn't|neither|nor|instead of|ohne|kein\w{0,2}|nicht|weder|noch|sans|pas (?:de|besoin)|ni|aucun\w{0,1}|sin|ningún|ninguna|no hace falta|不需要|无需|不用|没有|不必)"
"""What takes an asking back, shortly before it."""
BURDENS = {
    "a CV": Phrases(r"cv|c\.v\.|r[ée]sum[ée](?! (?:training|the|from|work))|lebenslauf|curr[ií]culum|bewerbungsunterlagen", r"_简历|履历"),
    "references": Phrases(r"(?:two|three|\d|your|some|provide|send|upload|and) references|letters? of (?:reference|recommendation)|(?:reference|recommendation) letters?|referenzen|lettres? de recommandation|référents|referencias", r"_推荐人|推荐信"),
    "pay as it is": Phrases(
        r"(?:current|present|expected|desired) (?:compensation|salary|pay|package)|salary (?:expectations?|history|requirements?)|compensation expectations?|what (?:do|did) you earn|how much (?:do|did) you (?:earn|make)|earn (?:now|today)",
        r"gehaltsvorstellung\w{0,2}|(?:aktuelles|derzeitiges|jetziges) gehalt|was verdienen sie|prétentions salariales|salaire actuel|combien gagnez|(?:sueldo|salario) actual|(?:expectativas|pretensiones) salariales|cuánto (?:ganas|gana|cobras)",
        r"_(?:目前|当前|期望|现在)的?(?:薪资|薪水|薪酬|工资)|薪资要求",
    ),
    "notice": Phrases(r"notice period|kündigungsfrist|préavis|(?:plazo|periodo) de preaviso|earliest (?:start|starting) date|when (?:you )?(?:could|can) (?:you )?start|frühester eintritt\w{0,8}", r"_离职时间|到岗时间|最快.{0,4}到岗"),
    "a form": Phrases(
        r"(?:fill (?:in|out)|complete|submit) (?:the|this|our|a|an|your) (?:\w{1,12} )?(?:form|application|survey|questionnaire)|apply (?:here|online|via|through)|(?:the|a|our) form (?:attached|at|below)|register (?:at|on|here|via)",
        r"formular (?:aus|im|unter)|ausfüllen|online-?bewerb\w{0,5}|bewerben sie sich|rempli(?:r|ssez) (?:le|ce|un|notre) (?:formulaire|questionnaire)|postulez|rellen(?:ar|e|a) (?:el|este|un|nuestro) (?:formulario|cuestionario)|inscríb\w{1,4}",
        r"_填写|申请表|在线申请",
    ),
    "a test": Phrases(
        r"(?:coding|take[- ]home|online|technical|written|aptitude) (?:test|challenge|assessment|exercise|exam)|(?:online|written)?-?(?:eignungs|einstellungs|programmier)test\w{0,2}|test (?:technique|en ligne)|prueba (?:técnica|online|de código)",
        r"_(?:在线|笔试|编程)测(?:试|评)|笔试",
    ),
    "passing it on": Phrases(
        r"forward (?:this|it|my)|pass (?:this|it) on|(?:anyone|anybody|somebody|someone|people) (?:else )?(?:in your network|you know|whom you)|your network|share this|who else should i|leiten sie .{0,30}weiter|ihrem netzwerk|weiterleiten|transf[ée]re[rz]? ce|votre réseau|reenv[ií]\w{1,3} (?:este|esta)|tu red|su red",
        r"_转发|推荐给",
    ),
    "availability": Phrases(
        r"(?:your|his|with) availabilit(?:y|ies)|(?:three|several|two|some|a few) (?:time )?slots|times that (?:suit|work)|verfügbarkeit\w{0,2}|drei termine|vos disponibilités|tu disponibilidad|su disponibilidad",
        r"_(?:您的)?空闲时间|方便的时间",
    ),
    "papers": Phrases(
        r"(?:copies|copy|scan|list) of (?:your|all)|certificates|transcripts?|writing sample|code samples?|research statement|cover letter|zeugnisse|anschreiben|lettre de motivation|diplômes|carta de (?:presentación|motivación)|certificados",
        r"_成绩单|证书|求职信",
    ),
    "official papers": Phrases(
        r"certified cop(?:y|ies)|proof of (?:residence|address|employment|income)|(?:criminal|police) record|pay ?slips?|(?:copy|scan) of your (?:passport|id)|birth certificate|beglaubigte\w{0,2}|führungszeugnis|gehaltsabrechnung\w{0,2}|meldebescheinigung|(?:bulletins?|fiches?) de paie|casier judiciaire|justificatif de domicile|nóminas|antecedentes penales|certificado de empadronamiento",
        r"_无犯罪记录|工资单|身份证(?:复印件|扫描件)|户口",
    ),
    "a signature": Phrases(r"(?:sign\w{0,3}|signed) (?:an? |the |our )?(?:nda|non-?disclosure\w{0,12}|confidentiality agreement|contract first)|(?:verschwiegenheits|geheimhaltungs)\w{3,12}|accord de confidentialité|acuerdo de confidencialidad", r"_保密协议"),
    "a telephone number": Phrases(r"(?:your|a) (?:\w{1,8} )?(?:phone|telephone|mobile|cell) number|your time ?zone|ihre (?:telefon|handy)\w{0,8}|votre (?:numéro|téléphone)|(?:tu|su) (?:número de )?teléfono", r"_(?:您|你)的?(?:电话|手机)(?:号码)?"),
    "calls": Phrases(r"(?:three|two|four|five|several|\d) (?:calls|interviews|rounds)|(?:mehrere|drei|vier) (?:gespräche|runden)|plusieurs entretiens|varias entrevistas", r"_(?:几|多|三|四)轮面试"),
}  # fmt: skip
"""Distinct things to do or to hand in, by what they are."""

PRYING = Phrases(
    r"what (?:do|did) you earn|how much (?:do|did) you (?:earn|make)|what is your (?:salary|pay)",
    r"how old are you|your (?:age|date of birth)|when were you born",
    r"are you (?:married|single|pregnant|divorced|religious)|do you have (?:a )?(?:children|kids|family|wife|husband|partner)|planning (?:a family|children)",
    r"your (?:visa|immigration status|nationality|passport|citizenship)(?: status)?|when does your visa|where (?:are you|do you come) (?:really )?from",
    r"(?:which|what) other (?:labs|companies|offers)|who else (?:are you|is) (?:talking|recruiting)|who else should i ask",
    r"who (?:else )?(?:wrote|did|is leaving|is unhappy)|what is (?:your (?:lab|team|employer)|\w{1,12}) working on (?:next|now)|(?:secret|unpublished|internal) (?:results|plans|roadmap)",
    r"how is your (?:health|marriage)|your (?:religion|politics|health)",
    r"was verdienen sie|wie alt sind sie|sind sie verheiratet|haben sie (?:kinder|familie)|ihr (?:alter|familienstand|visum)|welche anderen (?:labore|angebote)",
    r"combien gagnez|quel âge|êtes-vous mariée?|avez-vous des enfants|votre (?:âge|visa|situation familiale|nationalité)|quels autres (?:labos|laboratoires)",
    r"cuánto (?:ganas|gana|cobras)|cuántos años|(?:estás|está) casad[oa]|(?:tienes|tiene) hijos|(?:tu|su) (?:edad|visado|estado civil|nacionalidad)|qué otras (?:ofertas|empresas)",
    r"_(?:您|你)(?:挣|赚)多少|(?:您|你)(?:今年)?多大|(?:您|你)结婚|(?:有没有|有)孩子(?:吗|么)|(?:您|你)的签证|还在(?:和|跟)哪些",
)
"""Questions that are nobody's business before an offer."""
