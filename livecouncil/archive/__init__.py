"""All meetings of a council."""
