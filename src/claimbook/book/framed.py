"""The frame around every chart: question, scope, drawing, its picture, caption, and under it data, pictures, citation.

Here belongs what all charts of the book have in common. What a chart shows and what is said of it comes from the pages
(`panels`, `travel`) and from analysis; its data from `behind`; the files that a frame names are written by `attached`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from claimbook import __version__, paths
from claimbook.book.behind import Behind, csv_name
from claimbook.book.citing import cite_chart
from claimbook.book.quoting import mark_words
from claimbook.book.render import render_template
from claimbook.charts import Figure, count_parts, digest_spec, island
from claimbook.model.credits import Credits

# Where charts' pictures and data lie in the site, from its root.
FOLDER = paths.CHARTS


@dataclass(frozen=True)
class Framed:
    """A chart in its frame: the HTML, escaped by the template, and the file that it names, by name."""

    html: Markup
    attached: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What is said beside a chart: the question it answers, the scope in words, sentences of the caption.

    `more` is the page's own HTML below the caption, escaped already; `gloss` is a word of a source that question and
    scope may hold, and its language; `work` is what the chart is cited from.
    """

    question: str
    caption: Sequence[str]
    scope: str = ""
    more: str = ""
    gloss: tuple[str, str] = ("", "")
    work: Credits = field(default_factory=Credits)


def frame(
    chart: Figure, anchor: str, said: Said, behind: Behind, *, level: int = 3, data: Mapping[str, str] | None = None
) -> Framed:
    """Return a chart in its frame. `anchor` is its permalink on its page: made of ids, so that it does not move.

    `level` is the rank of its heading; `data` are attributes by which a reader can choose it.
    """
    text = behind.csv
    name = csv_name(text)
    cited = cite_chart(said.work, anchor, said.question, said.scope, __version__)
    picture = f"{FOLDER}/{digest_spec(chart)}" if chart.spec else ""
    shown = render_template(
        "framed",
        anchor=anchor,
        said=said,
        question=mark_words(said.question, *said.gloss),
        scope=mark_words(said.scope, *said.gloss),
        behind=behind,
        level=level,
        data=dict(data or {}),
        # Escaped by the island itself.
        chart=Markup(island(chart) if chart.spec else chart.html),
        alt=chart.label,
        picture=f"{picture}.svg" if picture else "",
        parts=[f"{picture}-{number}.svg" for number in _numbers(chart)],
        csv=f"{FOLDER}/{name}",
        cited=cited,
        cited_text=mark_words(cited.text, *said.gloss),
    )
    return Framed(Markup(shown.html), {name: text})


def _numbers(chart: Figure) -> range:
    """The numbers of the parts in which a chart is printed; none where it fits a sheet."""
    height = chart.spec.get("height")
    count = count_parts(height) if isinstance(height, int) else 1
    return range(1, count + 1) if count > 1 else range(0)


def attached_to(frames: Sequence[Framed]) -> dict[str, str]:
    """Return the files that some frames name."""
    return {name: text for framed in frames for name, text in framed.attached.items()}
