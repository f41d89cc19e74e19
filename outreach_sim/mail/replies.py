"""Which template words a step of an approach: by what happened, and by the reason for it."""

from __future__ import annotations

from collections.abc import Mapping

from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import Template


def reply_to(templates: Mapping[str, Template], step: Step, reason: Reason | None, choice: int) -> Template:
    """The template for a step.

    Args:
        templates: all that there are, those that word every step among them.
        step: what is written about.
        reason: why; where no template gives it, one without any reason is taken.
        choice: any whole number; picks among several, the same one each time.
    """
    fitting = [templates[key] for key in sorted(templates) if templates[key].outcome == step]
    exact = [template for template in fitting if reason is not None and template.reason == reason]
    chosen = exact or [template for template in fitting if not template.reason]
    return chosen[choice % len(chosen)]


def missing_steps(templates: Mapping[str, Template]) -> list[Step]:
    """Steps that no template words without a reason, so that something might be left unsaid."""
    said = {template.outcome for template in templates.values() if not template.reason}
    return [step for step in Step if step not in said]
