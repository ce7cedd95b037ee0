"""The kept texts: every version of an article as a document, for good.

`kept_texts` finds, keeps and counts them; `document_file` is their one codec.
"""
