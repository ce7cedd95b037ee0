"""A report counts what became of the annotations of a file, and tells it in a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reader.library.importing.comparison import Fate


@dataclass(slots=True)
class Report:
    """A `Report` says what became of a file's annotations, counted; `offers` say what may be one work, and how to
    join it.
    """

    fates: Counter[Fate] = field(default_factory=Counter)
    articles: int = 0
    lost: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Count what became of another file's annotations, too."""
        self.fates += other.fates
        self.articles += other.articles
        self.lost += other.lost
        for reason, count in other.left_out.items():
            self.left_out[reason] = self.left_out.get(reason, 0) + count
        self.remarks += [one for one in other.remarks if one not in self.remarks]
        self.offers += other.offers

    @property
    def new(self) -> int:
        """Tell how many were not here before."""
        return self.fates[Fate.NEW]

    @property
    def known(self) -> int:
        """Tell how many were here as the file has them."""
        return self.fates[Fate.KNOWN]

    def __str__(self) -> str:
        fates = self.fates
        parts = [f"{self.new} new"]
        parts += [f"{fates[one]} {one}" for one in (Fate.UPDATED, Fate.RESTORED) if fates[one]]
        if self.known:
            parts.append(f"{self.known} known already")
        if both := fates[Fate.BOTH]:
            parts.append(f"{both} changed here and there: both texts are kept")
        if deleted := fates[Fate.DELETED]:
            them = "it" if deleted == 1 else "them"
            parts.append(f"{deleted} deleted here before (reader import --restore-deleted brings {them} back)")
        if self.articles:
            some = (
                "1 article that waits for its"
                if self.articles == 1
                else f"{self.articles} articles that wait for their"
            )
            parts.append(f"{some} text: open it, and the highlights are found")
        if self.lost:
            parts.append(f"{self.lost} whose words are not in the text that is kept")
        parts += [f"{count} left out ({reason})" for reason, count in self.left_out.items()]
        return "; ".join([", ".join(parts), *self.remarks, *self.offers])
