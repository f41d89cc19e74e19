"""Letters as what is noticed of them: a quiet one, a good one, and one with every fault."""

from dataclasses import replace

from outreach_sim.model.wording import Wording

QUIET = Wording(
    subject_words=4, subject_fact=0, subject_faults=0, length=300, lix=30, ask=1, questions=0, prying=0,
    burdens=0, links=0, facts=1, exact=0, names_offer=0, honest=0, easy_no=0, slips=0, false=0, hostile=0,
    marks=0, stock=0, praise=0, nonsense=0, language=1, pitches=0,
)  # fmt: skip
GOOD = replace(
    QUIET, facts=3, exact=2, names_offer=1, honest=1, easy_no=1, ask=4, questions=1, praise=1, subject_fact=1
)
LOUD = Wording(
    subject_words=12, subject_fact=0, subject_faults=4, length=60, lix=60, ask=0, questions=7, prying=2,
    burdens=3, links=2, facts=15, exact=2, names_offer=1, honest=1, easy_no=1, slips=4, false=5, hostile=3,
    marks=5, stock=6, praise=8, nonsense=1, language=2, pitches=3,
)  # fmt: skip
