"""Games saved turn by turn: written, verified, branched, replayed, and as scripts."""
