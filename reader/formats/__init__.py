"""Bytes of any format into a document."""
