"""What others have marked and written in a PDF or DOCX becomes annotations of its article.

Opened to be read, a file brings them as one act of its session: one undo takes them back, and what was taken back is
not brought again, as nothing is that was deleted here. `reader import FILE` brings them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.wording import counted
from reader.exchange.imported import Imported, Provenance, SourcePlace, imported_id
from reader.exchange.input import colour, text, time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.document import Embedded
    from reader.domain.ports import Change

CONTEXT = 32
"""Characters beside the words by which they are told from the same elsewhere, as in a highlight of ours."""
KINDS = {"pdf": "highlights and notes", "docx": "comments"}
"""What the formats that can hold them call them."""


def read_embedded(embedded: Sequence[Embedded], document_text: str, kind: str, article_id: str) -> Iterator[Imported]:
    """Read the annotations that a file of that `kind` holds, as what any other program made."""
    source = Provenance(article_id=article_id)
    for one in embedded:
        made = time(one.created, local=True)
        # The numbers of a DOCX's comments are dealt out anew whenever it is saved.
        name = one.name if kind == "pdf" else ""
        page = one.page
        yield Imported(
            id=imported_id(kind, name or _fingerprint(one)),
            source=source,
            selectors=_selectors(one, document_text),
            note=text(one.note),
            colour=colour(one.colour),
            created=made,
            modified=time(one.modified, local=True) or made,
            creator=text(one.creator),
            program=kind,
            origin_id=name,
            place=SourcePlace("page", int(page), int(page)) if page.isdecimal() and len(page) < 10 else None,
        )


def _fingerprint(one: Embedded) -> str:
    return "\0".join((one.creator, one.created, one.quote, "" if one.quote else one.note))


def _selectors(one: Embedded, document_text: str) -> Selectors | None:
    if not one.quote.strip():
        return None
    if one.span is None:
        return Selectors(TextQuoteSelector(text(one.quote)))
    before = document_text[max(0, one.span.start - CONTEXT) : one.span.start]
    after = document_text[one.span.end : one.span.end + CONTEXT]
    return Selectors(TextQuoteSelector(one.quote, before, after), one.span)


def describe_changes(changes: Sequence[Change[Annotation]], kind: str) -> str:
    """Word the line that says what was taken in."""
    made = [change.after for change in changes if change.before is None and change.after is not None]
    if not made:
        return ""
    creators = list(dict.fromkeys(one.creator for one in made if one.creator))
    names = f" by {', '.join(creators[:2])}{' and others' if len(creators) > 2 else ''}" if creators else ""
    some = counted(len(made), "comment" if kind == "docx" else "annotation")
    was, them = ("was", "it") if len(made) == 1 else ("were", "them")
    return f"{some}{names} {was} in the file and {was} taken in; u takes {them} back"
