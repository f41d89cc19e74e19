"""Keyed draws: fixed for ever, uniform, independent, and never keyed by the day."""

import inspect

import numpy as np
import pytest

from outreach_sim.model import draws
from outreach_sim.model.draws import Purpose, Stream

N = 60_000


def occasion(lab: int = 0, number: int = 1, seed: int = 5, replication: int = 0) -> np.ndarray:
    key = draws.world_keys(seed, np.array([replication]))
    return draws.occasions(np.repeat(key, N), draws.pack(np.arange(N), lab, number))


def test_the_bits_of_an_occasion_are_golden() -> None:
    key = draws.world_keys(7, np.array([0, 1]))
    assert [hex(k) for k in key.tolist()] == GOLDEN_KEYS
    stream = draws.occasions(key, draws.pack(np.array([3, 3]), 2, 1))
    assert [hex(b) for b in draws.bits(stream, Purpose.REPLY, 2).tolist()] == GOLDEN_BITS
    assert draws.integer(stream, 14, 42).tolist() == GOLDEN_INTEGERS


GOLDEN_KEYS = ["0x8625a2873518dd9d", "0xf52105eb43095af5"]
GOLDEN_BITS = ["0x46b159d1fc057971", "0xe64e779ec3174288"]
GOLDEN_INTEGERS = [38, 26]


def test_people_and_luck_never_share_a_stream() -> None:
    luck = draws.world_keys(3, np.arange(50))
    people = draws.world_keys(3, np.arange(50), Stream.PEOPLE)
    assert not set(luck.tolist()) & set(people.tolist())


@pytest.mark.parametrize("purpose", list(Purpose))
def test_uniforms_are_uniform_for_every_purpose(purpose: Purpose) -> None:
    u = draws.uniform(draws.bits(occasion(), purpose))
    counts = np.histogram(u, 64, (0, 1))[0]
    chi2 = ((counts - N / 64) ** 2 / (N / 64)).sum()
    assert chi2 < 63 + 5 * np.sqrt(126)
    assert 0 < u.min() < u.max() < 1


def test_draws_that_differ_in_one_part_of_the_key_are_uncorrelated() -> None:
    base = draws.uniform(draws.bits(occasion(), Purpose.REPLY))
    others = [
        draws.bits(occasion(), Purpose.OPEN),
        draws.bits(occasion(), Purpose.REPLY, 1),
        draws.bits(occasion(lab=1), Purpose.REPLY),
        draws.bits(occasion(number=2), Purpose.REPLY),
        draws.bits(occasion(replication=1), Purpose.REPLY),
        draws.bits(occasion(seed=6), Purpose.REPLY),
    ]
    for other in others:
        assert abs(np.corrcoef(base, draws.uniform(other))[0, 1]) < 5 / np.sqrt(N)
    assert abs(np.corrcoef(base[1:], base[:-1])[0, 1]) < 5 / np.sqrt(N)


def test_normals_logistics_and_gumbels_have_their_moments() -> None:
    b = draws.bits(occasion(), Purpose.FIT)
    z, x, g = draws.normal(b), draws.logistic(b), draws.gumbel(b)
    assert abs(z.mean()) < 0.02 and abs(z.std() - 1) < 0.02
    assert abs(x.mean()) < 0.04 and abs(x.std() - np.pi / np.sqrt(3)) < 0.04
    assert abs(g.mean() - 0.5772) < 0.03 and abs(g.std() - np.pi / np.sqrt(6)) < 0.04


def test_whole_numbers_cover_their_range_evenly() -> None:
    days = draws.integer(draws.bits(occasion(), Purpose.INTERVIEW_DAYS), 14, 42)
    counts = np.bincount(days, minlength=43)[14:]
    assert days.min() == 14 and days.max() == 42
    assert ((counts - N / 29) ** 2 / (N / 29)).sum() < 28 + 5 * np.sqrt(56)


def test_several_purposes_at_once_are_the_same_bits() -> None:
    stream = occasion()
    both = draws.bits_for(stream, (Purpose.OPEN, Purpose.REPLY))
    assert np.array_equal(both[0], draws.bits(stream, Purpose.OPEN))
    assert np.array_equal(both[1], draws.bits(stream, Purpose.REPLY))


def test_no_draw_can_be_keyed_by_the_day() -> None:
    for name, function in inspect.getmembers(draws, inspect.isfunction):
        assert "day" not in inspect.signature(function).parameters, name


def test_no_purpose_number_is_used_twice() -> None:
    assert len({int(p) for p in Purpose}) == len(Purpose.__members__)
