"""A document is laid out as rows of a given width: pure, lazy, without Textual.

`layout` is the door: it lays out a block where it is looked at, of what a `fold` shows. `parts` cuts long blocks,
`shape` tells what stands about a block's text, `runs` what its text consists of, and `flow` pours those into `rows`;
`tables` are fitted to the width.
"""
