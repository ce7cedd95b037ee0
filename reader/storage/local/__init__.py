"""What belongs to this machine alone and is never synced: drafts, reading positions, sketches, and where all lies."""
