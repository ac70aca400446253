"""The register of claims: its page, and the file of rows that the page's script searches. Frames to columns and HTML.

How a row is found and sorted is in assets/register.js; what a row says is in `analysis/register`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook import paths
from claimbook.analysis.register import KINDS, list_parts, list_register
from claimbook.analysis.speakers import VOUCHES
from claimbook.book.limits import MOST_ROWS, first_of, left_out
from claimbook.book.render import Html, render_template
from claimbook.model.dataset import Dataset
from claimbook.model.embedded import embed_json
from claimbook.model.links import claim_href, source_href
from claimbook.model.order import name_key

PAGE = "book/register"
# Beside the pages and not in `_static`, which Jupyter Book would load on every page.
FOLDER = "assets"
ROWS = "register-rows.js"
STYLE = "register.css"
SCRIPTS = ("letters.js", "words.js", "register-find.js", "register-address.js", "register-csv.js", "register.js")


def register_page(dataset: Dataset) -> Html:
    """Return the register's controls and its empty table, which a script fills; without it, the sources in a list."""
    counts = dataset.claims["source_id"].value_counts()
    titles = sorted((name_key(dataset.title_of(key)), key) for key in counts.index)
    shown, rest = first_of(titles, MOST_ROWS)
    sources = [
        {"title": dataset.title_of(key), "href": source_href(key), "claims": int(counts[key])} for _, key in shown
    ]
    return render_template(
        "register", "register", claims=len(dataset.claims), sources=sources, note=left_out(rest, "source"),
        style=f"{FOLDER}/{STYLE}", scripts=[f"{FOLDER}/{name}" for name in (ROWS, *SCRIPTS)],
        has_incidents=bool((dataset.claims["incident_id"] != "").any()), vouches=VOUCHES,
    )  # fmt: skip


def write_register(dataset: Dataset, site: Path) -> None:
    """Write into a site what the register's page loads."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in (STYLE, *SCRIPTS):
        shutil.copyfile(paths.ASSETS / name, folder / name)
    (folder / ROWS).write_text(as_script(pack_register(dataset)), "utf-8", newline="\n")


def as_script(packed: dict[str, Any]) -> str:
    """Return the rows as a script: a page that was opened from a folder may load one, and may not read other files."""
    return f"window.claimbookRegister={embed_json(packed)};\n"


def pack_register(dataset: Dataset) -> dict[str, Any]:
    """Return the register by columns; a text that many rows have stands once, and they name its place in the list.

    Names are in the order in which a reader looks for them, and days by the last on which it can have been said: so a
    place is a rank too. A place of -1 is none.
    """
    rows = list_register(dataset)
    names = dataset.name_of
    sources, source = _intern(rows["source_id"], lambda key: (name_key(dataset.title_of(key)), key))
    claimants, claimant = _intern(rows["claimant_id"], lambda key: (name_key(names(key)), key))
    origins, origin = _intern(rows["origin_id"], lambda key: (name_key(names(key)), key))
    lanes, lane = _intern(rows["party_id"], lambda key: (name_key(names(key)), key))
    kinds, kind = _intern(rows["party_kind"], lambda key: name_key(dataset.descriptor.label("actor_kind", key)))
    also, _ = _intern(chain.from_iterable(rows["also"]), str)
    texts = {text: place for place, text in enumerate(also)}
    figures, _ = _intern(chain.from_iterable(rows["figures"]), tuple)
    numbered = {figure: place for place, figure in enumerate(figures)}
    speakers, speaker = _intern(rows["speaker"], name_key)
    said, day = _intern(zip(rows["said"], rows["first"], rows["last"], strict=True), _day_key)
    languages, language = _intern(rows["words_language"], str)
    voices, voice = _intern(rows["voice"], lambda key: name_key(dataset.descriptor.label("voice", key)))
    hedges, hedge = _intern(rows["hedge"], str)
    incidents = list_parts(dataset, set(rows["incident_id"]) - {""})
    places = {key: place for place, key in enumerate(incidents["incident_id"])}
    tongues = dict(zip(dataset.sources["source_id"], dataset.sources["language"], strict=True))
    before, after = claim_href("\n", "").split("\n")
    return {
        "href": [before, after],
        "kinds": list(KINDS.values()),
        "sources": {
            "id": sources,
            "title": [dataset.title_of(key) for key in sources],
            "language": [tongues[key] for key in sources],
        },
        "claimants": {"id": claimants, "name": [names(key) for key in claimants]},
        "origins": {"id": origins, "name": [names(key) for key in origins]},
        "lanes": {"id": lanes, "name": [names(key) for key in lanes]},
        "actor_kinds": {"id": kinds, "name": [dataset.descriptor.label("actor_kind", key) for key in kinds]},
        "voices": {"id": voices, "name": [dataset.descriptor.label("voice", key) for key in voices]},
        "hedges": hedges,
        "speakers": speakers,
        "also": also,
        "figures": [list(figure) for figure in figures],
        "said": {"text": [t for t, _, _ in said], "first": [f for _, f, _ in said], "last": [x for _, _, x in said]},
        "languages": languages,
        "incidents": {
            "id": incidents["incident_id"].tolist(),
            "title": incidents["title"].tolist(),
            "part_of": [places.get(key, -1) for key in incidents["part_of"]],
        },
        "claims": {
            "id": rows["claim_id"].tolist(),
            "source": source,
            "claimant": claimant,
            "origin": origin,
            "lane": lane,
            "actor": kind,
            "speaker": speaker,
            "voice": voice,
            "hedge": hedge,
            "also": [[texts[text] for text in own] for own in rows["also"]],
            "kinds": rows["kinds"].tolist(),
            "incident": [places.get(key, -1) for key in rows["incident_id"]],
            "said": day,
            "summary": rows["summary"].tolist(),
            "words": rows["words"].tolist(),
            "language": language,
            "numbers": rows["numbers"].tolist(),
            "figures": [[numbered[figure] for figure in own] for own in rows["figures"]],
        },
    }


def _intern(values: pd.Series | Iterable[Any], key: Any) -> tuple[list[Any], list[int]]:
    """Return the distinct values in the order of a key, and for each value its place among them."""
    listed = list(values)
    distinct = sorted(set(listed), key=key)
    places = {value: place for place, value in enumerate(distinct)}
    return distinct, [places[value] for value in listed]


def _day_key(said: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return what to sort days by: the last possible one, then the first; what has no day comes last."""
    text, first, last = said
    return last or first or "9999", first, text
