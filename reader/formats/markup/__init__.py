"""Formats of markup become documents, all but a few by way of HTML.

`html.converted` is their last step: it makes the document of the HTML, and has what they share, footnotes and signs
within a line. `markdown` has cmark make the HTML: `markdown_source` prepares the text (`markdown_boxes`,
`markdown_components`, `markdown_dialects`, `markdown_tables`), `markdown_tree` reads on in what came of it, or
`cmark_walk` where no tree is needed (`cmark_lines`), `frontmatter` reads the facts before it (`front_values`). The
others are read here line by line, what stands within a line by a module of its own: `asciidoc` (`asciidoc_inline`),
`org_mode` (`org_inline`), `latex` (`latex_signs`), `texinfo` (`texinfo_inline`), `wikitext` (`wikitext_inline`),
`textile`, `perl_pod`; `restructured` asks docutils.
"""
