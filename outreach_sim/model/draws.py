"""Keyed draws: randomness as a pure function of what is decided, never of when or in what order.

Every draw belongs to a named occasion: (world key, candidate, lab, approach number, step, purpose).
Two 64-bit finalisers (splitmix64, Steele, Lea & Flood 2014) turn that key into 64 random bits. There
is no generator state, so a raised offer is decided on the same shocks, a world alone equals the same
world in a stack, and the day is never part of a key.

All functions are vectorised: they take and return arrays of one shape.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
F64 = NDArray[np.float64]

_GOLDEN = 0x9E3779B97F4A7C15


def _constant(value: int) -> U64:
    """A constant as NumPy likes it best: as an array it need not be made into one at every call."""
    array = np.array(value, dtype=np.uint64)
    array.flags.writeable = False
    return array


_MIX_1, _MIX_2 = _constant(0xBF58476D1CE4E5B9), _constant(0x94D049BB133111EB)
_SHIFT_30, _SHIFT_27, _SHIFT_31 = _constant(30), _constant(27), _constant(31)
_CANDIDATE_SHIFT, _LAB_SHIFT, NUMBER_SHIFT = _constant(32), _constant(24), _constant(16)
"""Where ``pack`` puts candidate, lab and approach number."""
_TOP_53, _TOP_12 = _constant(64 - 53), _constant(64 - 12)
_HALF, _UNIT = np.array(0.5), np.array(2.0**-53)

_NORMAL_BITS = 12
"""Normal draws take one of 2**12 equally likely quantiles: |z| up to 3.67, sd .9995, exact bits."""


class Purpose(IntEnum):
    """What a draw is for. A number is never reused for something else."""

    OPEN = 1
    REPLY = 2
    INTEREST = 3
    FIT = 4
    TASTE = 5
    GATED = 6
    GATE_SIZE = 7
    REPLY_DELAY = 8
    INTERVIEW_DAYS = 9
    OFFER = 10
    ALTERNATIVE = 11
    STAY = 12
    COUNTER = 13
    EXIT = 14
    MISFIT = 15
    QUIT_DAYS = 16
    RANDOM_ORDER = 60
    RANDOM_PAY = 61
    RANDOM_DIRECT = 62
    RANDOM_LETTER = 63
    # Facts about people, keyed by the people seed.
    EMPLOYER = 32
    STANDING = 33
    PAY = 34
    LOCALE = 35
    NAME = 36
    TOPIC = 37
    PAPER = 38
    TEAM = 39
    CITY = 40
    JUDGEMENT = 41
    KNOWN = 42
    # What is not known of the model.
    PARAMETER = 64

    # What labs do besides: whom they see looking, who hears of a raise, how late machines are.
    NOTICED = 30
    RAISED = 31
    HEARS = 43
    LATE = 44

    # What people do besides: whom they meet and follow, when they wait, leave or turn back.
    ATTENDS = 45
    NON_COMPETE = 46
    TURNS_BACK = 47
    TURN_BACK_DAYS = 48
    LEAVES_LATER = 49
    MISSION = 50
    PRODUCT = 51
    FOLLOWS_BACK = 52
    MONEY = 53
    SAME_MIND = 54
    SIGNS = 55
    RETURNS = 56
    VESTED = 57

    # What a lab decides by lot: which of two letters somebody gets, at even chances or as answers have it.
    ARM = 70
    SPLIT = 71

    # What the scenario decides by lot: who comes onto the market, and when.
    FRESH = 72


class Stream(IntEnum):
    """Which of the two seeds a world key comes from; forecasts have a luck of their own."""

    LUCK = 1
    PEOPLE = 2
    FORECAST = 3


def mix(z: U64) -> U64:
    """The splitmix64 finaliser, in place on ``z`` (a bijection of 64-bit integers)."""
    t = z >> _SHIFT_30
    z ^= t
    z *= _MIX_1
    np.right_shift(z, _SHIFT_27, out=t)
    z ^= t
    z *= _MIX_2
    np.right_shift(z, _SHIFT_31, out=t)
    z ^= t
    return z


def world_keys(seed: int, replications: NDArray[Any], stream: Stream = Stream.LUCK) -> U64:
    """One 64-bit key per world.

    Args:
        seed: any integer from 0 to 2**63 - 1.
        replications: integers, shape (worlds,).
        stream: what they are for.
    """
    start = np.full(len(replications), (seed * _GOLDEN + int(stream)) % 2**64, dtype=np.uint64)
    return mix(mix(start) + np.asarray(replications).astype(np.uint64) * np.uint64(_GOLDEN))


def pack(candidate: NDArray[Any], lab: Any, number: Any) -> U64:
    """The occasion as one integer: candidate in 32 bits, lab in 8, approach number in 8; 16 left free
    for step and purpose.
    """
    key = np.asarray(candidate).astype(np.uint64)
    key <<= _CANDIDATE_SHIFT
    for part, shift in ((lab, _LAB_SHIFT), (number, NUMBER_SHIFT)):
        if not isinstance(part, int):
            key |= np.asarray(part).astype(np.uint64) << shift
        elif part:
            key |= np.uint64(part) << shift
    return key


def occasions(world_key: U64, packed: U64) -> U64:
    """The occasion's own stream: the first finaliser, over candidate, lab, number and world."""
    return mix(packed ^ world_key) + world_key


def bits(occasion: U64, purpose: Purpose, step: int = 0) -> U64:
    """64 random bits of an occasion for one purpose: the second finaliser, a splitmix64 stream."""
    return mix(occasion + _stream(purpose, step))


@cache
def _stream(purpose: Purpose, step: int) -> U64:
    return _constant((int(purpose) + 256 * step) * _GOLDEN % 2**64)


def bits_for(occasion: U64, purposes: tuple[Purpose, ...]) -> U64:
    """``bits`` for several purposes at once, shape (purposes, occasions)."""
    return mix(occasion + _streams(purposes))


@cache
def _streams(purposes: tuple[Purpose, ...]) -> U64:
    return np.array([[int(_stream(purpose, 0))] for purpose in purposes], dtype=np.uint64)


def uniform(b: U64) -> F64:
    """Uniform on the open interval (0, 1), from the top 53 bits."""
    u = (b >> _TOP_53).astype(np.float64)
    u += _HALF
    u *= _UNIT
    return u


def logistic(b: U64) -> F64:
    """A standard logistic shock, ln(u / (1 - u))."""
    u = uniform(b)
    rest = 1.0 - u
    u /= rest
    return np.log(u, out=u)


def gumbel(b: U64) -> F64:
    """A standard Gumbel shock, -ln(-ln u): the noise of one alternative in a logit choice."""
    u = uniform(b)
    for _ in range(2):
        np.log(u, out=u)
        np.negative(u, out=u)
    return u


@cache
def normal_quantiles() -> F64:
    """The 2**12 standard-normal quantiles that ``normal`` draws from, read-only."""
    n = 2**_NORMAL_BITS
    upper = [NormalDist().inv_cdf((i + 0.5) / n) for i in range(n // 2, n)]
    table = np.array([-q for q in reversed(upper)] + upper)
    table.flags.writeable = False
    return table


def normal(b: U64) -> F64:
    """A standard normal from the top 12 bits, by quantile table: no libm, so no last-bit quarrel."""
    return normal_quantiles().take(quantile_index(b))


def quantile_index(b: U64) -> NDArray[np.int64]:
    """Which of the 2**12 equally likely quantiles, from the top 12 bits."""
    return (b >> _TOP_12).view(np.int64)


def integer(b: U64, low: int, high: int) -> NDArray[np.int64]:
    """A whole number from ``low`` to ``high``, both included (span under 2**31)."""
    span = np.uint64(high - low + 1)
    return ((b >> np.uint64(32)) * span >> np.uint64(32)).astype(np.int64) + low
