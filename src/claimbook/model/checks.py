"""Meaning of a dataset. A rule is one function, and its docstring is the rule; all problems are reported at once.

Structure (files, columns, notations, keys, references) is judged before, in structure.py; texts after, in proofs.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pandas as pd

from claimbook import paths
from claimbook.errors import DatasetError, Problem, shorten_value
from claimbook.model import following, revised, wording  # noqa: F401  their rules are listed as they are imported
from claimbook.model.dataset import Dataset, list_readers, load_dataset, make_dataset, read_about, read_columns
from claimbook.model.descriptor import read_descriptor
from claimbook.model.findings import Findings
from claimbook.model.partial import check_around
from claimbook.model.people import NAMES, find_names, read_allowed
from claimbook.model.quantities import Quantity, parse_quantity
from claimbook.model.rules import RULES, Rule, look_up, report_rows, rule
from claimbook.model.structure import split_list


def check_dataset(folder: Path, *, names: bool = False) -> Dataset:
    """Return the dataset in a folder if nothing is wrong with it; raises DatasetError with every problem if not.

    Words that look like names and belong to no actor are problems where the dataset has a list of those that it allows,
    or where `names` asks for them.
    """
    descriptor = read_descriptor(folder)
    columns, findings = read_columns(folder, descriptor)
    about, allowed, beside = _read_beside(folder)
    names = names or (folder / NAMES).is_file()
    if findings:
        # Rules need typed frames; they are applied to the cells that can be read.
        around = check_around(descriptor, columns, findings, check_meaning)
        raise DatasetError([*findings.listed(), *beside, *around])
    dataset = make_dataset(descriptor, columns, about)
    del columns
    looked_up = find_names(dataset, allowed) if names else []
    if found := Findings(chain(beside, check_meaning(dataset), looked_up)):
        raise DatasetError(found.listed())
    return dataset


def _read_beside(folder: Path) -> tuple[str, list[str], list[Problem]]:
    """Return the dataset's prose, the names it allows, and what is wrong with these and its readers' codings."""
    about, allowed, problems = "", list[str](), list[Problem]()
    try:
        about = read_about(folder)
    except DatasetError as error:
        problems += error.problems
    try:
        allowed = read_allowed(folder)
    except DatasetError as error:
        problems += error.problems
    for reader in list_readers(folder / paths.READERS):
        place = f"{paths.READERS}/{shorten_value(reader.name)}"
        try:
            load_dataset(reader)
        except DatasetError as error:
            problems += [replace(problem, file=f"{place}/{problem.file}") for problem in error.problems]
    return about, allowed, problems


def check_meaning(dataset: Dataset) -> Iterator[Problem]:
    """Yield every problem that the rules find in a dataset whose structure is sound."""
    for check in RULES:
        yield from check(dataset)


@rule
def second_hand_names_its_bearer(dataset: Dataset) -> Iterator[Problem]:
    """A claim known through a third party names in `via` through whom; `via` never names the claimant itself."""
    claims = dataset.claims
    rows = (claims["remove"] == "third_party_report") & (claims["via"] == "")
    fix = "name in via who passes it on."
    yield from report_rows(dataset, "claims", rows, "via", "a claim at second hand names nobody who passed it on.", fix)
    pairs = zip(claims["claimant_id"].tolist(), claims["via"].tolist(), strict=True)
    own = pd.Series([actor in via and actor in split_list(via) for actor, via in pairs], claims.index, dtype=bool)
    fix = "take the claimant out of via."
    yield from report_rows(dataset, "claims", own, "via", "'{}' names the claimant itself.", fix)


@rule
def passages_lie_in_their_claims_source(dataset: Dataset) -> Iterator[Problem]:
    """A claim's passage is a passage of the claim's source."""
    claims = dataset.claims
    owner = dict(zip(dataset.passages["passage_id"].tolist(), dataset.passages["source_id"].tolist(), strict=True))
    pairs = zip(claims["passage_id"].tolist(), claims["source_id"].tolist(), strict=True)
    rows = pd.Series([owner.get(passage, "") not in (source, "") for passage, source in pairs], dtype=bool)
    fix = "name a passage of the same source."
    yield from report_rows(dataset, "claims", rows, "passage_id", "'{}' is another source's.", fix)


@rule
def passages_have_offsets_where_texts_are_whole(dataset: Dataset) -> Iterator[Problem]:
    """A passage of a source seen whole has start < end and a digest, unless its claim was redacted; one of an excerpt
    has no offsets.
    """
    passages = dataset.passages
    seen_as = look_up(passages["source_id"], dataset.sources, "source_id", "seen_as")
    is_whole, is_excerpt = seen_as == "full_text", seen_as == "excerpt"
    has_span = passages["start"].notna() & passages["end"].notna() & (passages["sha256"] != "")
    has_any = passages["start"].notna() | passages["end"].notna()
    redacted = dataset.claims["claim_id"].isin(revised.redacted_claims(dataset))
    is_whole &= ~passages["passage_id"].isin(set(dataset.claims.loc[redacted, "passage_id"]))
    fix = "give start, end and sha256."
    yield from report_rows(
        dataset, "passages", is_whole & ~has_span, "start", "a passage of a whole text has no offsets.", fix
    )
    message, fix = "an excerpt has no offsets of its source.", "leave start and end empty."
    yield from report_rows(dataset, "passages", is_excerpt & has_any, "start", message, fix)
    reversed_span = (passages["start"] >= passages["end"]).fillna(False)
    fix = "give start < end, in code points from 0."
    yield from report_rows(dataset, "passages", reversed_span, "end", "the passage ends at {}, before it begins.", fix)


@rule
def passages_carry_a_claim_or_a_reason(dataset: Dataset) -> Iterator[Problem]:
    """A passage has a claim, or a `no_claim_reason`, and not both."""
    passages = dataset.passages["passage_id"]
    with_claim = set(dataset.claims["passage_id"].tolist())
    coded = pd.Series([passage in with_claim for passage in passages.tolist()], passages.index, dtype=bool)
    has_reason = dataset.passages["no_claim_reason"] != ""
    fix = "code its claim, or say in no_claim_reason why there is none."
    yield from report_rows(
        dataset,
        "passages",
        ~coded & ~has_reason,
        "no_claim_reason",
        "a passage has neither a claim nor a reason.",
        fix,
    )
    message, fix = "a passage has a claim and a reason why not.", "empty no_claim_reason."
    yield from report_rows(dataset, "passages", coded & has_reason, "no_claim_reason", message, fix)


@rule
def nothing_goes_in_a_circle(dataset: Dataset) -> Iterator[Problem]:
    """`part_of`, `updates`, `reprint_of` and `speaks_for` never lead back to where they began."""
    edges = [
        ("sources", "reprint_of"), ("sources", "part_of"), ("places", "part_of"), ("incidents", "part_of"),
        ("claims", "updates"), ("figures", "part_of"), ("actors", "speaks_for"),
    ]  # fmt: skip
    for table, column in edges:
        frame = dataset.frames[table]
        above = frame[column].tolist()
        if not any(above):  # what has no parent is in no circle
            continue
        keys = frame.iloc[:, 0].tolist()
        in_circles = _find_circles({key: parent for key, parent in zip(keys, above, strict=True) if parent})
        # A key that cannot be read is empty, in several rows perhaps, and none of them is another's parent.
        leads_back = [bool(parent) and key in in_circles for key, parent in zip(keys, above, strict=True)]
        circular = pd.Series(leads_back, frame.index, dtype=bool)
        fix = f"break the circle: no row may be its own {column}, by any number of steps."
        yield from report_rows(dataset, table, circular, column, "'{}' leads back to this row.", fix)


def _find_circles(parents: dict[str, str]) -> set[str]:
    """Return the keys that lead back to themselves. Each is passed once, however long the ways are."""
    found: set[str] = set()
    passed: set[str] = set()
    for start in parents:
        way: dict[str, int] = {}
        key = start
        while key in parents and key not in passed and key not in way:
            way[key] = len(way)
            key = parents[key]
        if key in way:
            found.update(list(way)[way[key] :])
        passed.update(way)
    return found


@rule
def parts_belong_to_their_source(dataset: Dataset) -> Iterator[Problem]:
    """A figure is part of a figure of the same source; a share is always part of one."""
    figures = dataset.figures
    parts = figures.loc[figures["part_of"] != "", ["claim_id", "part_of"]]
    own = look_up(parts["claim_id"], dataset.claims, "claim_id", "source_id")
    whole = look_up(parts["part_of"], figures, "figure_id", "claim_id")
    whole = look_up(whole, dataset.claims, "claim_id", "source_id")
    rows = ((whole != own) & (whole != "") & (own != "")).reindex(figures.index, fill_value=False)
    fix = "name a figure of the same source."
    yield from report_rows(dataset, "figures", rows, "part_of", "'{}' is a figure of another source.", fix)
    shares = (figures["shape"] == "share") & (figures["part_of"] == "")
    yield from report_rows(
        dataset, "figures", shares, "part_of", "a share is part of nothing.", "name the whole in part_of."
    )


@rule
def parts_can_add_up(dataset: Dataset) -> Iterator[Problem]:
    """Parts of one whole and one `division` can add up to it within their bounds; no part is larger than its whole."""
    figures = dataset.figures
    columns = ["part_of", "division", "figure_id", "quantity"]
    parts = figures.loc[(figures["part_of"] != "") & (figures["shape"] != "share"), columns]
    whole = look_up(parts["part_of"], figures, "figure_id", "quantity")
    texts = [whole.tolist(), *(parts[name].tolist() for name in columns)]
    groups: dict[tuple[str, str, str], list[tuple[int, str, Quantity]]] = defaultdict(list)
    for row, whole_quantity, whole_id, division, part, quantity in zip(parts.index.tolist(), *texts, strict=True):
        if whole_quantity:
            groups[(whole_id, whole_quantity, division)].append((row, part, parse_quantity(quantity)))
    for (whole_id, whole_quantity, division), members in groups.items():
        for judged in [members] if division else [[member] for member in members]:
            if not _can_add_up(parse_quantity(whole_quantity), [part for _, _, part in judged], bool(division)):
                named = " + ".join(part for _, part, _ in judged)
                message = f"{named} cannot make up {whole_id} ({whole_quantity})."
                fix = "mend the notation or part_of; code a real difference as a discrepancy, without part_of."
                yield Problem(dataset.descriptor.tables["figures"].path, judged[0][0] + 2, "part_of", message, fix)


def _can_add_up(whole: Quantity, parts: list[Quantity], are_all: bool) -> bool:
    """Whether parts can make up a whole: all of them exactly, some of them at the most. Only stated bounds count."""
    if not whole.is_stated:
        return True
    low = sum(part.low or 0 for part in parts if part.is_stated)
    highs = [part.high if part.is_stated else None for part in parts]
    is_too_large = whole.high is not None and low > whole.high
    is_too_small = are_all and None not in highs and sum(high or 0 for high in highs) < (whole.low or 0)
    return not is_too_large and not is_too_small


@rule
def joint_speakers_have_members(dataset: Dataset) -> Iterator[Problem]:
    """An actor of kind `joint` has at least two members."""
    counts = dataset.actors["actor_id"].map(dataset.actor_members["actor_id"].value_counts()).fillna(0)
    rows = (dataset.actors["kind"] == "joint") & (counts < 2)
    fix = "list its members in actor_members."
    yield from report_rows(dataset, "actors", rows, "kind", "a joint actor has fewer than two members.", fix)


@rule
def alignment_rests_on_something(dataset: Dataset) -> Iterator[Problem]:
    """An `alignment` has an `alignment_basis`, and the dataset says in `stance_towards` towards whom."""
    statements = dataset.statements
    rows = (statements["alignment"] == "") != (statements["alignment_basis"] == "")
    message, fix = "alignment and alignment_basis belong together.", "fill in both, or neither."
    yield from report_rows(dataset, "statements", rows, "alignment_basis", message, fix)
    towards = dataset.descriptor.stance_towards
    if towards not in set(dataset.actors["actor_id"]) and (towards or (statements["alignment"] != "").any()):
        message = f"stance_towards '{shorten_value(towards)}' is no actor."
        yield Problem(paths.DESCRIPTOR, 0, "", message, "name the actor whom alignment is towards.")


@rule
def an_undated_statement_ends_with_its_source(dataset: Dataset) -> Iterator[Problem]:
    """A claim dated by its source (`latest`) is written `../PUBLISHED`, open at the left."""
    claims = dataset.claims
    claims = claims.loc[claims["asserted_basis"] == "latest", ["source_id", "asserted_first", "asserted_last"]]
    published = dict(zip(dataset.sources["source_id"], dataset.sources["published_last"], strict=True))
    ends = claims["source_id"].map(published)
    is_open = claims["asserted_first"].isna() & (ends.isna() | (ends == claims["asserted_last"]))
    rows = (~is_open).reindex(dataset.claims.index, fill_value=False)
    fix = "write ../ and the day the source came out, or another basis."
    yield from report_rows(dataset, "claims", rows, "asserted", "'{}' is said to be the latest possible day.", fix)


@rule
def every_dispute_has_positions(dataset: Dataset) -> Iterator[Problem]:
    """A dispute has at least two positions; positions that can hold together are of one dispute."""
    counts = dataset.disputes["dispute_id"].map(dataset.positions["dispute_id"].value_counts()).fillna(0)
    fix = "add its positions."
    yield from report_rows(dataset, "disputes", counts < 2, "dispute_id", "'{}' has fewer than two positions.", fix)
    owner = dict(zip(dataset.positions["position_id"], dataset.positions["dispute_id"], strict=True))
    apart = pd.Series(
        [
            any(owner.get(other) not in (None, "", row.dispute_id) for other in split_list(row.compatible_with))
            for row in dataset.positions.itertuples()
        ],
        dtype=bool,
    )
    fix = "name positions of the same dispute."
    yield from report_rows(dataset, "positions", apart, "compatible_with", "'{}' belongs to another dispute.", fix)


def rule_texts(rules: Iterable[Rule] = RULES) -> list[str]:
    """Return the rules, in words, in the order in which they are applied: the codebook prints them."""
    return [" ".join((check.__doc__ or "").split()) for check in rules]
