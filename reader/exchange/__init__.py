"""Annotations to and from other programs, one module a format."""
