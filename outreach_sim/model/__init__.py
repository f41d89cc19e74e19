"""The acceptance model: parameters, named terms, chances, explanations, keyed draws. No I/O."""
