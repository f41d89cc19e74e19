"""Letters call people by their first names, however a table writes them."""

import numpy as np
import pytest

from outreach_sim.mail.names import first_name, plain_name
from outreach_sim.scenario.names import NameBook


@pytest.mark.parametrize(
    ("written", "first", "plain"),
    [
        ("Mira Solberg", "Mira", "Mira Solberg"),
        ("Solberg, Mira", "Mira", "Mira Solberg"),
        ("Solberg ,Mira Elin", "Mira", "Mira Elin Solberg"),
        ("Dr. Mira Solberg", "Mira", "Dr. Mira Solberg"),
        ("Dr.Mira Solberg", "Mira", "Dr. Mira Solberg"),
        ("Solberg, Prof. Dr. Mira", "Mira", "Prof. Dr. Mira Solberg"),
        ("Dr. Solberg, Mira", "Mira", "Dr. Mira Solberg"),
        ("Univ.-Prof. Dipl.-Ing. Mira Solberg", "Mira", "Univ.-Prof. Dipl.-Ing. Mira Solberg"),
        ("Mira Solberg, PhD", "Mira", "Mira Solberg"),
        ("Mira Solberg (she/her), Ph.D.", "Mira", "Mira Solberg"),
        ("Solberg, Jr., Odd", "Odd", "Odd Solberg"),
        ("SOLBERG Mira", "Mira", "SOLBERG Mira"),
        ("Mira SOLBERG", "Mira", "Mira SOLBERG"),
        ("MIRA-LENE SOLBERG", "Mira-Lene", "MIRA-LENE SOLBERG"),
        ("J. Robin Solberg", "Robin", "J. Robin Solberg"),
        ("van der Meer, Jan", "Jan", "Jan van der Meer"),
        ("Ma Yi", "Ma", "Ma Yi"),
        ("Solberg,", "Solberg", "Solberg"),
        ("Mononym", "Mononym", "Mononym"),
    ],
)
def test_a_first_name_is_found_in_a_full_one(written: str, first: str, plain: str) -> None:
    assert (first_name(written), plain_name(written)) == (first, plain)


@pytest.mark.parametrize("name", ["Dr. Solberg", "Frau Solberg", "M. Solberg", "J.-P. Solberg", "Dr.", "PhD"])
def test_a_person_whose_first_name_nobody_can_tell_is_called_by_the_whole_name(name: str) -> None:
    assert first_name(name) == name


def test_made_up_people_are_called_by_the_first_word_of_their_names() -> None:
    for name in NameBook(1).names(np.arange(2_000)):
        assert (first_name(name), plain_name(name)) == (name.split(" ")[0], name)
