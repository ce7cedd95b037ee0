"""Highlights described, and found again when the article has changed. Pure: texts in, answers out."""
