"""Choices that are as good as chance and follow from names alone, never from a day or an order."""

from __future__ import annotations

from hashlib import blake2b


def keyed(*of: int | str) -> int:
    """63 bits that follow from what they are of, and from nothing else."""
    return int.from_bytes(blake2b("\0".join(map(str, of)).encode(), digest_size=8).digest()) >> 1
