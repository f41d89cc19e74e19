-- One row for each world that was played: one of a save, many of a study.
CREATE TABLE run (
  run INTEGER PRIMARY KEY, -- number of the world, from 1; world 1 is the one that a game of this seed plays
  name TEXT NOT NULL, -- the save's name, or the scenario's
  title TEXT NOT NULL, -- the scenario's title
  seed INTEGER NOT NULL, -- luck
  begins_on TEXT NOT NULL, -- date of day 0
  days INTEGER NOT NULL, -- length of the game
  played_days INTEGER NOT NULL, -- how many of them were played
  engine TEXT NOT NULL, -- version and fingerprint of the rules
  log_hash TEXT NOT NULL -- over all events, as `run` prints it for this world alone
) STRICT;

-- One row for each employer, as on the first day.
CREATE TABLE lab (
  lab TEXT PRIMARY KEY, -- its id in the scenario
  name TEXT NOT NULL, -- as shown
  researchers INTEGER NOT NULL, -- heads on day 0, candidates included
  h100e INTEGER NOT NULL, -- whole fleet on day 0, H100 equivalents
  pay_median_usd INTEGER NOT NULL, -- middle of its public pay band, a year
  pay_top_usd INTEGER NOT NULL, -- 99th percentile of the band, a year
  player INTEGER NOT NULL, -- 1 for the player's lab, else 0
  outside INTEGER NOT NULL -- 1 for all employers that are no lab, else 0
) STRICT;

-- One row for each candidate, as on the first day; true pay and impact, which no lab sees.
CREATE TABLE person (
  person INTEGER PRIMARY KEY, -- id of the candidate, from 1, as at every door
  name TEXT NOT NULL, -- made up, unless the scenario has people of its own
  employer TEXT NOT NULL REFERENCES lab (lab), -- where the person works on day 0
  level INTEGER NOT NULL, -- 1 researcher to 5 distinguished
  impact REAL NOT NULL, -- contribution over that of the average researcher
  standing REAL NOT NULL, -- place in the pay distribution, standard deviations
  pay_usd INTEGER NOT NULL, -- yearly pay on day 0
  pay_known INTEGER NOT NULL, -- 1 where every lab knows it, else 0
  stake_usd INTEGER NOT NULL, -- yearly value of equity that leaving forfeits
  team INTEGER, -- number of the team at the employer; empty where nobody says
  city TEXT NOT NULL, -- where the person lives
  topic TEXT NOT NULL -- what the person works on
) STRICT;

-- One row for each kind of event.
CREATE TABLE kind (
  kind TEXT PRIMARY KEY, -- its name
  number INTEGER NOT NULL UNIQUE, -- as in logs; never reused
  whose TEXT NOT NULL, -- the lab of the event
  value_means TEXT NOT NULL, -- what its value is
  told TEXT NOT NULL -- who hears what of it, or where it shows
) STRICT;

-- What values mean that stand for words.
CREATE TABLE code (
  kind TEXT NOT NULL REFERENCES kind (kind), -- the kind of event
  value INTEGER NOT NULL, -- the value
  means TEXT NOT NULL, -- in words
  PRIMARY KEY (kind, value)
) STRICT;

-- One row for each thing that happened, in the order of the log.
CREATE TABLE event (
  event_id INTEGER PRIMARY KEY, -- from 1, run after run
  run INTEGER NOT NULL REFERENCES run (run), -- the world
  day INTEGER NOT NULL, -- from 0
  date TEXT NOT NULL, -- of that day
  kind TEXT NOT NULL REFERENCES kind (kind), -- what happened
  lab TEXT NOT NULL REFERENCES lab (lab), -- the lab that `kind.whose` says
  person INTEGER REFERENCES person (person), -- whom it is about; empty for news of labs
  sequence INTEGER, -- how often the lab has approached the person by then; empty where no approach is meant
  mail INTEGER, -- number of the mail within its sequence, of `sent` and `replied`; else empty
  answer TEXT, -- id of the letter in whose words the lab says so itself; empty for plain words
  value INTEGER NOT NULL -- as `kind.value_means` says
) STRICT;

CREATE INDEX event_of_sequence ON event (run, lab, person, sequence);
CREATE INDEX event_of_kind ON event (kind, lab);

-- Events with names and words beside them.
CREATE VIEW events AS
SELECT
  e.event_id AS event_id, -- INTEGER as in event
  e.run AS run, -- INTEGER the world
  e.day AS day, -- INTEGER from 0
  e.date AS date, -- TEXT of that day
  e.kind AS event, -- TEXT what happened
  e.lab AS lab, -- TEXT id of the lab
  l.name AS lab_name, -- TEXT the lab as shown
  e.person AS person, -- INTEGER whom it is about; empty for news of labs
  p.name AS person_name, -- TEXT that person's name
  p.employer AS employer, -- TEXT where the person worked on day 0
  p.level AS level, -- INTEGER the person's level
  e.sequence AS sequence, -- INTEGER how often the lab has approached the person
  e.mail AS mail, -- INTEGER number of the mail within its sequence
  e.answer AS answer, -- TEXT letter in whose words the lab answers
  e.value AS value, -- INTEGER as value_means says
  k.value_means AS value_means, -- TEXT what the value is
  c.means AS value_says -- TEXT the value in words, where it stands for some
FROM event AS e
JOIN kind AS k USING (kind)
JOIN lab AS l ON l.lab = e.lab
LEFT JOIN person AS p ON p.person = e.person
LEFT JOIN code AS c ON c.kind = e.kind AND c.value = e.value;

-- One row for each approach of a lab to a person, and what became of it.
CREATE VIEW sequences AS
SELECT
  s.run AS run, -- INTEGER the world
  s.lab AS lab, -- TEXT who writes
  s.person AS person, -- INTEGER who is written to
  s.sequence AS sequence, -- INTEGER how often the lab has approached the person, this one included
  p.employer AS employer, -- TEXT where the person worked on day 0
  p.level AS level, -- INTEGER the person's level
  p.city AS city, -- TEXT where the person lives
  p.impact AS impact, -- REAL contribution over that of the average researcher
  p.pay_usd AS first_pay_usd, -- INTEGER yearly pay on day 0
  s.begun_on AS begun_on, -- TEXT date of the first thing that happened in it
  s.sent_on AS sent_on, -- TEXT date of the first mail; empty where somebody came without a letter
  s.mails AS mails, -- INTEGER how many mails were sent
  s.opened AS opened, -- INTEGER 1 if the first mail was opened, else 0
  s.replied_on AS replied_on, -- TEXT date of the reply; empty for silence
  s.replied_to_mail AS replied_to_mail, -- INTEGER number of the mail that was answered; empty for silence
  CASE WHEN s.said_yes THEN 'yes' WHEN s.said_no THEN 'no' END AS interested, -- TEXT yes, no, or empty where nobody said
  s.invited AS invited, -- INTEGER 1 if there were interviews, else 0
  o.date AS offered_on, -- TEXT date of the last offer, a bettered one included; empty where there was none
  o.value AS pay_offered_usd, -- INTEGER yearly pay of that offer
  s.first_offer IS NOT NULL AND EXISTS (
    SELECT 1 FROM event AS c
    WHERE c.run = s.run AND c.lab = s.lab AND c.person = s.person AND c.sequence IS NULL AND c.kind = 'countered'
      AND c.event_id BETWEEN s.first_offer AND s.ended
  ) AS countered, -- INTEGER 1 if the employer met the offer by one of its own, else 0
  CASE WHEN s.accepted THEN 'accepted' WHEN s.declined THEN 'declined' WHEN s.last_offer IS NULL THEN NULL
    WHEN s.withdrawn THEN 'withdrawn' ELSE 'open' END AS decision, -- TEXT accepted, declined, withdrawn, open, or empty without an offer
  s.decided_on AS decided_on, -- TEXT date of the yes or no
  s.started AS started, -- INTEGER 1 if the person started, else 0
  s.ended_on AS ended_on -- TEXT date of the last thing that happened in it
FROM (
  SELECT run, lab, person, sequence,
    min(date) AS begun_on,
    max(date) AS ended_on,
    min(date) FILTER (WHERE kind = 'sent') AS sent_on,
    count(*) FILTER (WHERE kind = 'sent') AS mails,
    max(kind = 'opened') AS opened,
    max(date) FILTER (WHERE kind = 'replied') AS replied_on,
    max(mail) FILTER (WHERE kind = 'replied') AS replied_to_mail,
    max(kind IN ('interested', 'came_back')) AS said_yes,
    max(kind = 'not_interested') AS said_no,
    max(kind = 'invited') AS invited,
    max(event_id) FILTER (WHERE kind IN ('offered', 'improved')) AS last_offer,
    min(event_id) FILTER (WHERE kind IN ('offered', 'improved')) AS first_offer,
    coalesce(max(event_id) FILTER (WHERE kind IN ('accepted', 'declined', 'withdrawn')), 1 << 62) AS ended,
    max(kind = 'accepted') AS accepted,
    max(kind = 'declined') AS declined,
    max(kind = 'withdrawn') AS withdrawn,
    max(date) FILTER (WHERE kind IN ('accepted', 'declined')) AS decided_on,
    max(kind = 'started') AS started
  FROM event
  WHERE sequence IS NOT NULL
  GROUP BY run, lab, person, sequence
) AS s
JOIN person AS p USING (person)
LEFT JOIN event AS o ON o.event_id = s.last_offer;

-- How many approaches came how far, by world, lab, and the employer and level of whom it wrote to.
CREATE VIEW funnel AS
SELECT
  run AS run, -- INTEGER the world
  lab AS lab, -- TEXT who writes
  employer AS employer, -- TEXT where they worked on day 0
  level AS level, -- INTEGER their level
  count(*) AS sequences, -- INTEGER approaches
  sum(mails) AS sent, -- INTEGER mails of all steps
  sum(opened) AS opened, -- INTEGER first mails opened
  count(replied_on) AS replied, -- INTEGER replies
  count(*) FILTER (WHERE interested = 'yes') AS interested, -- INTEGER said yes to talking
  sum(invited) AS interviewed, -- INTEGER invited to interviews
  count(pay_offered_usd) AS offered, -- INTEGER got an offer
  sum(countered) AS countered, -- INTEGER met by a counter-offer
  count(*) FILTER (WHERE decision = 'accepted') AS accepted, -- INTEGER said yes to an offer
  sum(started) AS started -- INTEGER started
FROM sequences
GROUP BY run, lab, employer, level;
