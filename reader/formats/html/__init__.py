"""HTML into a document: the one way in for every structured format."""
