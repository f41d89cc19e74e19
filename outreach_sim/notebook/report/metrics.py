"""What is counted, in words."""

from __future__ import annotations

METRIC_WORDS = {
    "hires": "hires",
    "started": "starts",
    "offers": "offers",
    "mails": "mails",
    "committed_usd": "first-year pay committed, USD",
    "raises_usd": "raises for its own staff, USD",
}
