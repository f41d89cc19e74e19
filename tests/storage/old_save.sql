-- A game as outreach-sim 0.2.0 wrote it, own letters, people from a file, an order and a turn taken back.
PRAGMA application_id = 1330858317;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'outreach-sim','first_tables','2026-11-26 18:00:44.583781+00:00');
CREATE TABLE "entry" (
   "id" INTEGER PRIMARY KEY,
   "parent" INTEGER,
   "kind" TEXT,
   "day" INTEGER,
   "body" TEXT,
   "digest" TEXT,
   "link" BLOB
) STRICT;
INSERT INTO "entry" VALUES(0,-1,'new',0,'bc0df01e472911af4e3ed62997b2cb2d71bc6663193f1fc8a82d4e96567a4803','e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',X'E0649D23A2CF933BE5F87D4F6822B24476A14C5C5F9DC5402A0C258829121DD2');
INSERT INTO "entry" VALUES(1,0,'order',0,'{"do": "send", "on": "2024-01-05", "lab": "north", "template": "mine", "sender": "ceo", "to": {"candidates": [1, 2]}, "offer": {"pay_ratio": 3.0}, "by_hand": true}','e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',X'AD0B99D31BDC58C1CC9658113C90FA348A93106B580E560474C7ACBAAF9219AE');
INSERT INTO "entry" VALUES(2,1,'days',7,'{"days": 7}','25dc014bf6fa723fec5e096b0ca404e84d3b533e146acbcc81b3cb2037bbf1b3',X'CBB143325028356C1A4D32E9CB6CF7EEE2E25D9B7B2DBADEFA102AD8D28C93EB');
INSERT INTO "entry" VALUES(3,2,'order',7,'{"do": "send", "on": "2024-01-12", "lab": "north", "template": "mine", "sender": "ceo", "to": {"candidates": [3]}, "offer": {"pay_usd": 2000000, "direct": true}}','25dc014bf6fa723fec5e096b0ca404e84d3b533e146acbcc81b3cb2037bbf1b3',X'2D57C657B8DA3B06E95EE3C7B27F9F9F82C118A8FCBE7039AB9818BD216EB53D');
INSERT INTO "entry" VALUES(4,3,'days',14,'{"days": 7}','31baf558d3d422ac769b537b101134411111bf3619410f7c1ea0cfd8682a63cf',X'5640C94097DAAE47769D558C9F242F2F9F84E74363F68470134AB7A4E1314FAB');
INSERT INTO "entry" VALUES(5,4,'order',14,'{"do": "buy", "on": "2024-01-19", "lab": "north", "h100e": 10}','31baf558d3d422ac769b537b101134411111bf3619410f7c1ea0cfd8682a63cf',X'3830C4671BD3D0BC2B29D247ED05530F0FAD4B5D3108DFA2414929D08F88507B');
INSERT INTO "entry" VALUES(6,5,'days',21,'{"days": 7}','6f5c30c23af270a550a142a8273ab608c8277d8b5fac9479d5f631459810082a',X'451DD38CF7AA358FE7C52389F783DBDDC802BB9D73DA2B343AAE28C7F849E729');
INSERT INTO "entry" VALUES(7,6,'undo',14,'{"to": 5}','31baf558d3d422ac769b537b101134411111bf3619410f7c1ea0cfd8682a63cf',X'E891325C4AA2CF973839518AEE534DA368FA28180CBD896B2E378F76A3BA2F92');
INSERT INTO "entry" VALUES(8,5,'order',14,'{"do": "offer", "on": "2024-01-19", "lab": "north", "to": {"candidates": [1]}, "offer": {"pay_ratio": 3.5}}','31baf558d3d422ac769b537b101134411111bf3619410f7c1ea0cfd8682a63cf',X'C2E8B71EAD29FAC6B96F080ACF654119A414B9AAAD5B45A71ADC4B1758A8496F');
CREATE TABLE "event" (
   "id" INTEGER PRIMARY KEY,
   "entry" INTEGER,
   "day" INTEGER,
   "kind" INTEGER,
   "world" INTEGER,
   "lab" INTEGER,
   "candidate" INTEGER,
   "number" INTEGER,
   "mail" INTEGER,
   "value" INTEGER
) STRICT;
INSERT INTO "event" VALUES(1,2,0,1,0,0,0,1,1,553374);
INSERT INTO "event" VALUES(2,2,0,1,0,0,1,1,1,-194336);
INSERT INTO "event" VALUES(3,2,0,2,0,0,0,1,0,0);
INSERT INTO "event" VALUES(4,2,0,2,0,0,1,1,0,0);
INSERT INTO "event" VALUES(5,2,1,3,0,0,1,1,1,-194336);
INSERT INTO "event" VALUES(6,2,1,4,0,0,1,1,0,2495664);
INSERT INTO "event" VALUES(7,2,3,3,0,0,0,1,1,553374);
INSERT INTO "event" VALUES(8,2,3,4,0,0,0,1,0,3243374);
INSERT INTO "event" VALUES(9,4,7,1,0,0,2,1,1,-73769);
INSERT INTO "event" VALUES(10,4,7,2,0,0,2,1,0,0);
INSERT INTO "event" VALUES(11,4,12,1,0,0,2,1,2,363725);
INSERT INTO "event" VALUES(12,6,14,16,0,0,0,0,0,32);
INSERT INTO "event" VALUES(13,6,17,1,0,0,2,1,3,580135);
CREATE TABLE "game" (
   "id" INTEGER PRIMARY KEY,
   "scenario" TEXT,
   "title" TEXT,
   "toml" TEXT,
   "seed" INTEGER,
   "parameters" TEXT,
   "letters" TEXT,
   "engine" TEXT,
   "origin" TEXT,
   "undone_before" INTEGER
) STRICT;
INSERT INTO "game" VALUES(1,'old','An old market','script = []
expect = []
conference = []
walkout = []

[scenario]
name = "An old market"
start = 2024-01-05
days = 30
player = "north"
letters = ["mine"]

[population]
seed = 1
file = "people.csv"

[[labs]]
id = "north"
name = "North Lab"
researchers = 80
research_share = 0.7
compute = 20000
brand = 0.4
stay = 0.0
mission = 0.0
product = 0.0
copies = false
growth_per_year = 0.0
policy = "script"
sources = []

[labs.pay]
median = 500000
top = 1500000

[labs.letters_per_week]

[[labs]]
id = "south"
name = "South Lab"
researchers = 90
research_share = 0.7
compute = 8000
brand = 0.0
stay = 0.2
mission = 0.0
product = 0.0
copies = false
growth_per_year = 0.0
policy = "script"
sources = []

[labs.pay]
median = 450000
top = 1200000

[labs.letters_per_week]

[mechanisms]
fatigue = true
name_wear = true
weekday = true
gate = true
counter_offers = true
misfit = true
exits = true
budgets = true
quotas = true
come_back = false
conferences = true
colleagues = false
non_competes = true
aftermath = false
pitch = false
ceo_spam = false
name_news = false
paid_raises = false
raises = false
peers = false
purchases = false
demand = false
copying = false

[rules]
follow_up_days = 5
sequence_mails = 4
rest_days = 120
interview_days_low = 14
interview_days_high = 42
direct_days = 3
deadline_days = 7
notice_days = 30
interest_lasts_days = 30
meetings_per_day = 4
met_lasts_days = 60
conference_mail_factor = 2
team_size = 6
leader_days = 45
raise_rest_days = 180
delivery_days = 120
h100e_price_usd = 27500
h100e_rent_usd_per_year = 10000
rent_limit_share = 0.25
letters_per_gap = 10
copy_after_wins = 2
copy_lag_days = 60
pay_ceiling_usd = 250000000
market_pay_ceiling = 10.0

[parameters]
conference_load = 3.0
reply_cut_4 = 2.0

[luck]
freeze = false
',7,'{"open_constant": 1.1802, "open_ceo": 0.0, "reply_cut_1": -2.25, "reply_cut_2": -1.6, "reply_cut_3": -1.4, "reply_cut_4": 2.0, "interest_cut": -1.56, "offer_chance_interviewed": 0.236, "offer_chance_direct": 0.4, "accept_constant": 2.15, "accept_direct": 0.2, "pay_slope": 2.07, "pay_curvature": 1.2, "compute_taste_mean": 0.22, "compute_taste_sd": 0.22, "compute_half_saturation_h100e": 100.0, "fit_sd": 0.5, "sender_hiring_manager": 0.262364, "sender_ceo": 0.916291, "words_personal": 0.182322, "words_up_to_400": 0.254642, "words_up_to_800": 0.039221, "words_up_to_1200": -0.072571, "words_over_1200": -0.139262, "words_mistake": -0.5, "weekday_slow": -0.05, "fatigue_slope": -0.62, "fatigue_campaigns_per_year": 10.0, "name_slope": -1.2, "name_mails_per_person": 1.8, "gate_share": 0.1, "gate_fleet_share": 0.01, "gate_sd": 0.5, "gate_weight": -6.0, "counter_chance": 0.25, "counter_impact_slope": 0.5, "counter_pull": 2.0, "counter_raise": 0.15, "short_deadline": -0.3, "short_deadline_days": 4.0, "occasion_met": 0.405465, "conference_load": 3.0, "colleague_pull": 0.25, "team_hold": 0.25, "leader_pull": 1.0, "leader_back_stays": 0.98, "wait_per_year": -0.6, "turn_back_per_year": 0.2, "kept_hazard_per_year": 0.4, "mission_taste_sd": 0.27, "product_taste_sd": 0.2, "ceo_spam_chance": 0.1, "notice_chance": 0.3, "peers_hear_chance": 0.1, "peers_slope": 2.0, "market_pay_per_gap": 0.5, "novelty_loss": 0.25, "delivery_late_median_days": 30.0, "delivery_late_sd": 0.8, "reply_delay_median_days": 0.75, "reply_delay_sd": 1.2, "exit_hazard_per_year": 0.05, "misfit_chance_interviewed": 0.1, "misfit_chance_direct": 0.2}','{"ids": ["ceo-personal", "compute-pledge", "conference-hello", "follow-up", "follow-up-last", "hiring-manager", "mass-mail", "recruiter", "short-note", "mine"], "facts_used": [[0, 1, 2, 2, 4, 4, 2, 2, 0, 1, 2, 2, 4, 4, 2, 2], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], [0, 1, 0, 1, 4, 5, 4, 5, 0, 1, 0, 1, 4, 5, 4, 5], [0, 1, 2, 3, 0, 1, 2, 3, 8, 9, 10, 11, 8, 9, 10, 11], [0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], "length": [[247, 247, 273, 273, 242, 242, 273, 273, 247, 247, 273, 273, 242, 242, 273, 273], [319, 319, 407, 407, 319, 319, 407, 407, 319, 319, 407, 407, 319, 319, 407, 407], [282, 282, 348, 348, 282, 282, 348, 348, 282, 282, 348, 348, 282, 282, 348, 348], [490, 490, 493, 493, 490, 490, 493, 493, 490, 490, 493, 493, 490, 490, 493, 493], [413, 413, 413, 413, 530, 530, 530, 530, 413, 413, 413, 413, 530, 530, 530, 530], [443, 443, 567, 567, 443, 443, 567, 567, 472, 472, 596, 596, 472, 472, 596, 596], [1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335, 1335], [501, 501, 567, 567, 576, 576, 642, 642, 533, 533, 599, 599, 608, 608, 674, 674], [203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203, 203], [69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69, 69]], "mistakes": [[1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], "names_offer": [true, true, true, false, false, true, false, true, false, true], "sequence": [[0, 3, 4, 4], [1, 3, 4, 4], [2, 3, 4, 4], [3, 3, 3, 3], [4, 4, 4, 4], [5, 3, 4, 4], [6, 6, 6, 6], [7, 3, 3, 4], [8, 3, 4, 4], [9, 9, 9, 9]], "pitches": [0, 0, 0, 0, 0, 0, 1, 1, 0, 0]}','0.2.0+c2c8937b7349','',0);
CREATE TABLE "person" (
   "id" INTEGER PRIMARY KEY,
   "name" TEXT,
   "employer" TEXT,
   "level" INTEGER,
   "impact" INTEGER,
   "standing" INTEGER,
   "pay_usd" INTEGER,
   "known" INTEGER,
   "topic" TEXT,
   "paper" TEXT,
   "former_team" TEXT,
   "city" TEXT,
   "team" INTEGER
) STRICT;
INSERT INTO "person" VALUES(1,'Robin Sample','south',5,4,70,900000,9,'theorem proving','','','Zurich',2);
INSERT INTO "person" VALUES(2,'Kim Muster','south',4,3,60,700000,0,'','','','',2);
INSERT INTO "person" VALUES(3,'=Sam Probe','south',3,2,50,500000,0,'','','','',0);
INSERT INTO "person" VALUES(4,'Alex Esempio','north',3,2,50,500000,0,'','','','',0);
CREATE TABLE "snapshot" (
   "entry" INTEGER PRIMARY KEY,
   "header" TEXT,
   "data" BLOB
) STRICT;
INSERT INTO "snapshot" VALUES(0,'[["home","<i8",[4]],["pay_usd","<i8",[4]],["pledge_h100e","<i8",[4]],["status","|u1",[4]],["load","<i8",[4]],["opener","<i4",[4]],["countered","|b1",[4]],["heads","<i8",[2]],["cash_usd","<i8",[2]],["reserved_usd","<i8",[2]],["committed_usd","<i8",[2]],["raises_usd","<i8",[2]],["pledged_h100e","<i8",[2]],["letters_used","<i8",[2,3]],["interviews_used","<i8",[2]],["mailed","<i8",[2]],["free_on","<i2",[8]],["attempts","|u1",[8]],["approach.person","<i8",[0]],["approach.row","<i8",[0]],["approach.occasion","<u8",[0]],["approach.state","|u1",[0]],["approach.due","<i2",[0]],["approach.mails","|u1",[0]],["approach.number","|u1",[0]],["approach.template","|u1",[0]],["approach.sender","|u1",[0]],["approach.flags","|u1",[0]],["approach.pay_usd","<i8",[0]],["approach.sign_on_usd","<i8",[0]],["approach.pledge_h100e","<i8",[0]],["approach.deadline_days","<i2",[0]],["approach.shown_usd","<i8",[0]],["approach.shock","<f8",[0]],["approach.fit","<f8",[0]],["approach.value","<f8",[0]],["day","<i8",[1]],["day_sums","<u8",[0,1]],["funnel","<i8",[2,9]],["queries","<i8",[0,1]]]',X'78016364800046341ACA6558B09B17CC4C58C705A61516B2A3D03075D4A603A00646A11AEC00E5C26854D9511ED1210000E43B053E');
CREATE TABLE "template" (
   "id" TEXT PRIMARY KEY,
   "text" TEXT
) STRICT;
INSERT INTO "template" VALUES('better-offer','+++
name = "A better offer"
stage = "reply"
outcome = "improved"
+++
{{ first_name }},

we have thought again. The offer is now: {{ terms }}. The day to decide by stays the same.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('came-back','+++
name = "The machines are there"
stage = "reply"
outcome = "came-back"
+++
I wrote that my work needs machines, {{ threshold }} H100 GPUs of them. I hear that you have them now. If you still want to talk, so do I.

{{ first_name }}
');
INSERT INTO "template" VALUES('came-back-shortly','+++
name = "Read about the fleet"
stage = "reply"
outcome = "came-back"
+++
{{ threshold }} H100s. You did it. When can we talk?

{{ first_name }}
');
INSERT INTO "template" VALUES('ceo-personal','+++
name = "The CEO''s personal letter"
stage = "outreach"
senders = ["ceo"]
subject = "{{ first_name }}, a note from the CEO of {{ lab }}"
follow_ups = ["follow-up", "follow-up-last", "follow-up-last"]
+++
{{ first_name }},

{% if paper %}
I read "{{ paper }}" this weekend and would like you to build the next one here.
{% elif former_team %}
People who knew you in {{ former_team }} keep telling me to write to you.
{% else %}
Your work on {{ topic }} keeps coming up here, so I am writing myself.
{% endif %}

The offer: {{ terms }}. The machines are here: {{ fleet }} H100s.

Can we talk?

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('come-back','+++
name = "Come back with more machines"
stage = "reply"
outcome = "gate"
+++
Thank you, I like what you are building. But my work needs machines. Come back to me when you have {{ threshold }} H100 GPUs.

{{ first_name }}
');
INSERT INTO "template" VALUES('come-back-kindly','+++
name = "Not before the machines"
stage = "reply"
outcome = "gate"
+++
I would rather say this now than in an interview: below {{ threshold }} H100s I could not do my work at {{ lab }}, whatever you pay. Write again when you are there. I mean it.

{{ first_name }}
');
INSERT INTO "template" VALUES('come-back-shortly','+++
name = "A number to reach"
stage = "reply"
outcome = "gate"
+++
Come back to me when you have {{ threshold }} H100s.

{{ first_name }}
');
INSERT INTO "template" VALUES('compute-pledge','+++
name = "Compute by name"
stage = "outreach"
senders = ["ceo", "hiring-manager", "recruiter"]
subject = "Machines with your name on them"
follow_ups = ["follow-up", "follow-up-last", "follow-up-last"]
+++
{{ first_name }},

You should not have to queue for {{ topic }}. {{ lab }} runs {{ fleet }} H100s, and a part of them would be yours by name, in writing, whoever else joins.{% if paper %} Enough to run "{{ paper }}" again at a hundred times the size.{% endif %}

The whole of it: {{ terms }}.

Tell me what you would train first.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('conference-hello','+++
name = "After the conference"
stage = "outreach"
senders = ["recruiter", "hiring-manager"]
subject = "Good to meet you, {{ first_name }}"
follow_ups = ["follow-up", "follow-up-last", "follow-up-last"]
+++
Hi {{ first_name }},

It was good to talk between the posters.{% if paper %} I am still thinking about "{{ paper }}".{% endif %}

You said that {{ topic }} deserves more room than it gets. At {{ lab }} it would have it: {{ terms }}.

Shall we go on where we stopped?

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('counter-answer','+++
name = "Answer to a counter-offer"
stage = "reply"
outcome = "improved"
reason = "counter-offer"
+++
{{ first_name }},

you told us what {{ employer }} offers you to stay. We are glad that they have noticed. Ours is now: {{ terms }}. Ask yourself why it took our letter to get theirs.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('countered','+++
name = "The employer makes a counter-offer"
stage = "reply"
outcome = "countered"
+++
You should know that {{ employer }} has offered me {{ counter }} a year to stay. I have not decided. If there is something you want to add, now would be the time.

{{ first_name }}
');
INSERT INTO "template" VALUES('countered-shortly','+++
name = "A counter-offer, in short"
stage = "reply"
outcome = "countered"
+++
{{ employer }} has found {{ counter }} a year for me overnight. I am thinking about it.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline','+++
name = "Declines the offer"
stage = "reply"
outcome = "declined"
+++
Thank you for the offer. I thought about it for a long time, and decided against it.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-broken-word','+++
name = "Not what was promised"
stage = "reply"
outcome = "declined"
reason = "broken-word"
+++
Your first letter named another figure. I do not mind the money as much as I mind that.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-colleagues','+++
name = "Will not leave the team"
stage = "reply"
outcome = "declined"
reason = "colleagues"
+++
I could leave {{ employer }}. I cannot leave these people. Thank you all the same.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-compute','+++
name = "Declines over machines"
stage = "reply"
outcome = "declined"
reason = "compute"
+++
I kept coming back to the machines. I would have fewer of them with you, and that is what I do all day.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-counter','+++
name = "Stays after a counter-offer"
stage = "reply"
outcome = "declined"
reason = "counter-offer"
+++
{{ employer }} matched, and then asked me what else was wrong. Nobody had asked me that for a year. I am staying. I am sorry for your time.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-counter-shortly','+++
name = "Takes the counter-offer"
stage = "reply"
outcome = "declined"
reason = "counter-offer"
+++
They came up with {{ counter }}. I am staying.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-deadline','+++
name = "Too little time"
stage = "reply"
outcome = "declined"
reason = "deadline"
+++
{% if deadline_days == "1" %}One day{% else %}{{ deadline_days }} days{% endif %} is not enough to decide where to spend the next years. So it is a no.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-home','+++
name = "Stays at home"
stage = "reply"
outcome = "declined"
reason = "home"
+++
I wrote the letter of resignation and could not send it. I am staying at {{ employer }}.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-lab','+++
name = "Declines the lab"
stage = "reply"
outcome = "declined"
reason = "lab"
+++
Good people, fair offer, and still I do not see myself there. I trust that feeling by now.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-mission','+++
name = "Not for this purpose after all"
stage = "reply"
outcome = "declined"
reason = "mission"
+++
I tried to explain at home what I would be working on, and noticed that I did not believe it. I am sorry.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-other','+++
name = "Takes another lab''s offer"
stage = "reply"
outcome = "declined"
reason = "other-offer"
+++
I am leaving {{ employer }}, but not for you: another lab was the better fit in the end. Thank you for playing it straight.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-pay','+++
name = "Declines over pay"
stage = "reply"
outcome = "declined"
reason = "pay"
+++
In the end the numbers do not work for me. I counted what I would leave unvested.

{{ first_name }}
');
INSERT INTO "template" VALUES('decline-wait','+++
name = "Too long a wait"
stage = "reply"
outcome = "declined"
reason = "wait"
+++
I read my contract again: I would be gardening for months before I could start with you. I would rather work.

{{ first_name }}
');
INSERT INTO "template" VALUES('follow-up','+++
name = "A follow-up"
stage = "follow-up"
senders = ["recruiter", "hiring-manager", "ceo"]
subject = "Re: {{ lab }}"
+++
Hi {{ first_name }},

I know how a week goes, so here it is again in short: {{ lab }} would like you to work on {{ topic }}, with {{ fleet }} H100s at the house and a package that makes the change worth it.
{% if paper %}

Since I wrote, two of us have started to build on "{{ paper }}". It would be faster with you.
{% else %}

Since I wrote, the group has grown by two people you would enjoy working with, and the first large run has started.
{% endif %}

There is no form to fill in and no test to take before we talk: twenty minutes, whenever it suits you, and a plain "no" is fine as well.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('follow-up-last','+++
name = "The last follow-up"
stage = "follow-up"
senders = ["recruiter", "hiring-manager", "ceo"]
subject = "Re: {{ lab }}, one last time"
+++
Hi {{ first_name }},

This is my last mail, I promise. If {{ topic }} at {{ lab }} is not for you, or not now, a one-word answer helps me to stop bothering you, and I will remember it.

If it is only a bad month, tell me which one is better. What we have in mind for you does not go away in a week, and neither do the machines: {{ fleet }} H100s today, more every month.
{% if former_team %}

And if you ever want to hear how people from {{ former_team }} fare here, I can put you in touch with one of them.
{% endif %}

All the best,
{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('hiring-manager','+++
name = "The hiring manager''s letter"
stage = "outreach"
senders = ["hiring-manager", "recruiter"]
subject = "{{ topic | capitalize }} at {{ lab }}"
follow_ups = ["follow-up", "follow-up-last", "follow-up-last"]
+++
Hi {{ first_name }},

I lead a group at {{ lab }} that lives and breathes {{ topic }}.{% if paper %} We spent a whole reading session on "{{ paper }}", and left with more questions than we came with.{% endif %}

What I can promise is time and machines: about {{ compute_per_researcher }} H100s a head, and nobody who asks why an experiment failed before asking what it showed.{% if city %} You could stay in {{ city }}.{% endif %}

In numbers: {{ terms }}.

If that sounds like a good use of the next few years, answer this mail and I will find the time this week.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('interested','+++
name = "Would like to hear more"
stage = "reply"
outcome = "interested"
+++
Thank you for writing. I am not looking, but I read it twice, which does not happen often.

When can we talk?

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-colleagues','+++
name = "Friends there"
stage = "reply"
outcome = "interested"
reason = "colleagues"
+++
Two people I used to work with are at {{ lab }} now, and neither of them complains. That is rare.

Let us talk.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-compute','+++
name = "The machines"
stage = "reply"
outcome = "interested"
reason = "compute"
+++
Here I wait in a queue for what you have standing around. {{ compute_per_researcher }} H100s a head, is that how it feels from inside?

I would like to talk to somebody who runs jobs on them.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-compute-plan','+++
name = "A run in mind"
stage = "reply"
outcome = "interested"
reason = "compute"
+++
I have an experiment that I cannot afford at {{ employer }}. With your machines it takes a week.

Let us talk.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-conference','+++
name = "After the conference"
stage = "reply"
outcome = "interested"
reason = "conference"
+++
It was good to meet your people at the conference; I said I would answer if you wrote, so here I am.

When suits you?

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-lab','+++
name = "Likes the lab"
stage = "reply"
outcome = "interested"
reason = "lab"
+++
I have wondered for a while what it would be like at {{ lab }}. You wrote on the right day.

Yes, let us talk.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-mission','+++
name = "Likes what it is for"
stage = "reply"
outcome = "interested"
reason = "mission"
+++
What you are building is what I went into this field for. I had stopped telling people so.

I would like to hear more.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-pay','+++
name = "The number"
stage = "reply"
outcome = "interested"
reason = "pay"
+++
I will be honest: it is the number. I did not expect to see {{ pay }} in a mail this year.

If it is meant, let us talk.

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-pay-quietly','+++
name = "The number, said quietly"
stage = "reply"
outcome = "interested"
reason = "pay"
+++
That is a good deal more than {{ employer }} thinks I am worth. I would like to know what you expect for it.

Tuesday or Wednesday?

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-plainly','+++
name = "Ready to talk"
stage = "reply"
outcome = "interested"
+++
All right, you have my attention. Half an hour this week?

{{ first_name }}
');
INSERT INTO "template" VALUES('interested-sender','+++
name = "Because of who wrote"
stage = "reply"
outcome = "interested"
reason = "sender"
+++
I had to read the signature twice. Nobody at {{ employer }} with that title has ever written to me.

I am listening.

{{ first_name }}
');
INSERT INTO "template" VALUES('invitation','+++
name = "Invitation to interviews"
stage = "reply"
outcome = "invited"
+++
{{ first_name }},

we would like you to meet the team: three conversations and a talk, around your week. Nobody will ask you to invert a tree.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('invitation-plain','+++
name = "Invitation, plain"
stage = "reply"
outcome = "invited"
+++
{{ first_name }},

we would like you to meet the team. We will arrange the interviews around your week.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('mass-mail','+++
name = "The mass mail"
stage = "outreach"
senders = ["recruiter"]
subject = "Exciting opportunity"
follow_ups = ["mass-mail", "mass-mail", "mass-mail"]
+++
Dear {{ name }},

I came across your impressive profile and was amazed by your work on "{{ paper }}". I am reaching out on behalf of
{{ lab }}, a fast-growing leader in artificial intelligence, because I believe that you could be a perfect match for an exciting opportunity in our world-class team.

As part of our mission you will push the boundaries of what is possible, work with the brightest minds of the field, enjoy a competitive package and a dynamic environment, and make a real impact on billions of people. We are a fast-paced, collaborative and inclusive workplace that values ownership, curiosity and excellence.

We are currently looking for researchers at all levels in a wide range of fields, among them language, vision, speech, robotics, reinforcement learning, infrastructure and safety. Candidates with experience in large-scale training are especially encouraged to apply.

If you are interested, please send me your updated CV together with your availability for a call in the coming days, your current compensation, your notice period and three references. If now is not the right time, I would be grateful if you could forward this message to anybody in your network who might be interested.

I look forward to hearing from you soon.

Best regards,
{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('mine','+++
name = "Mine"
stage = "outreach"
senders = ["ceo"]
subject = "Work with us"
+++
Dear {{ name }}, we offer {{ pay }} a year. {{ sender }}
');
INSERT INTO "template" VALUES('no','+++
name = "Stays"
stage = "reply"
outcome = "not-interested"
+++
Thank you for thinking of me. I am staying where I am for now.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-colleagues','+++
name = "The team holds"
stage = "reply"
outcome = "not-interested"
reason = "colleagues"
+++
I will not leave this team while it is together.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-compute','+++
name = "Too few machines"
stage = "reply"
outcome = "not-interested"
reason = "compute"
+++
I looked up your fleet and divided by your heads. At {{ employer }} I have more to myself, and I use all of it.

Good luck with the search.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-compute-queue','+++
name = "Would miss the machines"
stage = "reply"
outcome = "not-interested"
reason = "compute"
+++
My jobs start within the hour here. That is worth more to me than a title.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-home','+++
name = "Happy at home"
stage = "reply"
outcome = "not-interested"
reason = "home"
+++
People do not leave {{ employer }} easily, and I have found out why. I am happy here.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-home-again','+++
name = "Not leaving"
stage = "reply"
outcome = "not-interested"
reason = "home"
+++
I know what I have at {{ employer }}, and it took years to get it to work. No, thank you.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-lab','+++
name = "Not this lab"
stage = "reply"
outcome = "not-interested"
reason = "lab"
+++
I do not see myself at {{ lab }}. That is nothing you could have written differently.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-letters','+++
name = "Too many letters"
stage = "reply"
outcome = "not-interested"
reason = "letters"
+++
Yours is one of several this month. I have stopped telling them apart, and I answer so that you stop too.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-letters-form','+++
name = "Another form letter"
stage = "reply"
outcome = "not-interested"
reason = "letters"
+++
My whole corridor got one of these. Please take me off the list.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-mission','+++
name = "Not for this purpose"
stage = "reply"
outcome = "not-interested"
reason = "mission"
+++
I believe you that you mean it. I do not want to spend my years on it.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-offer','+++
name = "No offer after interviews"
stage = "reply"
outcome = "no-offer"
+++
{{ first_name }},

thank you for your time. We will not make you an offer this time, and we know that this is no fun to read.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('no-offer-direct','+++
name = "No offer came through"
stage = "reply"
outcome = "no-offer"
reason = "direct"
+++
{{ first_name }},

I wanted to make you an offer without interviews, and it did not pass our own committee. I am sorry that I raised your hopes.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('no-pay','+++
name = "Too little pay"
stage = "reply"
outcome = "not-interested"
reason = "pay"
+++
A kind letter, but I would be paying to join you. I have a mortgage and unvested stock like everybody else.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-pay-plainly','+++
name = "Below what is paid now"
stage = "reply"
outcome = "not-interested"
reason = "pay"
+++
{{ employer }} pays me more than that already. I am not sure you knew.

{{ first_name }}
');
INSERT INTO "template" VALUES('no-shortly','+++
name = "Stays, shortly"
stage = "reply"
outcome = "not-interested"
+++
Not for me, but thank you for asking.

{{ first_name }}
');
INSERT INTO "template" VALUES('offer','+++
name = "The offer"
stage = "reply"
outcome = "offered"
+++
{{ first_name }},

here is our offer: {{ terms }}. You have {% if deadline_days == "1" %}one day{% else %}{{ deadline_days }} days{% endif %} to decide. Call if anything is unclear.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('offer-direct','+++
name = "The offer without interviews"
stage = "reply"
outcome = "offered"
reason = "direct"
+++
{{ first_name }},

we have read what you have done, and there is nothing an interview would add. Our offer: {{ terms }}. You have {% if deadline_days == "1" %}one day{% else %}{{ deadline_days }} days{% endif %} to decide.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('quit','+++
name = "Quits"
stage = "reply"
outcome = "quit"
+++
This is not working, and I think we both know it. I am leaving {{ lab }}.

{{ first_name }}
');
INSERT INTO "template" VALUES('quit-kindly','+++
name = "Quits, kindly"
stage = "reply"
outcome = "quit"
+++
I gave it a fair try. The work is not what we talked about, and I would rather go now than in a year.

{{ first_name }}
');
INSERT INTO "template" VALUES('recruiter','+++
name = "The recruiter''s letter"
stage = "outreach"
senders = ["recruiter", "hiring-manager"]
subject = "Research at {{ lab }}, {{ first_name }}?"
follow_ups = ["follow-up", "follow-up", "follow-up-last"]
+++
Hello {{ first_name }},

I recruit researchers for {{ lab }}. Our teams follow what you do in {{ topic }} at {{ employer }}{%- if paper %}, and "{{ paper }}" is passed around here{% endif %}{%- if former_team %}; somebody who remembers you from {{ former_team }} suggested that I write{% endif %}.

We are hiring for a small group with a clear mission and a fleet of {{ fleet }} H100s behind it. The package we have in mind for you is {{ terms }}.{% if city %} Working from {{ city }} is fine.{% endif %}

Would you have twenty minutes next week to hear more? I am happy to work around your calendar, and everything you say stays between us.

Kind regards,
{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('short-note','+++
name = "A short note, no terms"
stage = "outreach"
senders = ["recruiter", "hiring-manager", "ceo"]
subject = "A question, {{ first_name }}"
follow_ups = ["follow-up", "follow-up-last", "follow-up-last"]
+++
Hi {{ first_name }},

Would you ever leave {{ employer }} for a lab that is serious about {{ topic }}? If the answer is "perhaps", I would like to tell you about {{ lab }}.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('turned-back','+++
name = "Stays after all"
stage = "reply"
outcome = "turned-back"
+++
I have to tell you that I am not coming after all. The wait was long, and {{ employer }} used it well. I am sorry.

{{ first_name }}
');
INSERT INTO "template" VALUES('withdrawal','+++
name = "Withdrawal"
stage = "reply"
outcome = "withdrawn"
+++
{{ first_name }},

we have to end this here, and are sorry for it. Our plans have changed; our opinion of you has not.

{{ sender }}, {{ lab }}
');
INSERT INTO "template" VALUES('yes','+++
name = "Accepts"
stage = "reply"
outcome = "accepted"
+++
Yes. I accept, and look forward to starting.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-colleagues','+++
name = "Accepts, for the people"
stage = "reply"
outcome = "accepted"
reason = "colleagues"
+++
Signed. Tell the others that they owe me lunch.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-compute','+++
name = "Accepts, for the machines"
stage = "reply"
outcome = "accepted"
reason = "compute"
+++
Signed. Please have the cluster account ready on the first day; I have a list.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-lab','+++
name = "Accepts, for the lab"
stage = "reply"
outcome = "accepted"
reason = "lab"
+++
I told {{ employer }} this morning. It was harder than I thought and I have not regretted it for an hour now.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-mission','+++
name = "Accepts, for the mission"
stage = "reply"
outcome = "accepted"
reason = "mission"
+++
Signed. I would like to look back at this one and know why I did it.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-pay','+++
name = "Accepts, for the pay"
stage = "reply"
outcome = "accepted"
reason = "pay"
+++
I would be lying if I said I had to think long. Signed.

{{ first_name }}
');
INSERT INTO "template" VALUES('yes-shortly','+++
name = "Accepts, in short"
stage = "reply"
outcome = "accepted"
+++
I have signed. See you soon.

{{ first_name }}
');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX "idx_event_entry"
    ON "event" ("entry");
COMMIT;
