"""How the policy ``thoughtful`` decides: by what a player is shown, in orders that a player could give."""
