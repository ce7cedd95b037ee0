"""Two texts are laid side by side: which words of the old one stand where in the new one.

`align` is the door. It finds the `spine` that stands still, fills the `gaps` by `chaining` common words and drops the
islands among them, takes `slides` back to the borders of words and finds passages that changed their place (`moves`,
decided in `contests`). `alignment` is the answer; `prefixmax` is what chains quickly.
"""
