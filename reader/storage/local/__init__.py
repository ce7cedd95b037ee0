"""What belongs to this machine alone and is never synced: drafts, reading positions, and where all lies."""
