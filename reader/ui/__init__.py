"""What the reader sees and presses."""
