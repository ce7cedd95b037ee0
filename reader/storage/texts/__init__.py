"""Every version of an article is kept as a document, for good.

`kept_texts` finds, keeps and counts them; `document_file` is the file of one, by the codec of all documents
(`domain.document_columns`).
"""
