"""Disputes: questions with more than one answer, who gives which, who accuses whom. No files, no charts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from claimbook.analysis.claims import describe_claims
from claimbook.analysis.deeds import NOT_TIED, answered_about, deeds_attributed, deeds_counted, join_texts
from claimbook.analysis.members import members_of
from claimbook.analysis.memory import once
from claimbook.analysis.rivals import ANSWERS, find_rivals
from claimbook.analysis.speakers import speaking_for
from claimbook.model.dataset import Dataset
from claimbook.model.order import name_key

# The fixed order of rows in every cell, so that no answer stands first because of what it says.
STANCES = ("asserts", "denies", "accepts", "justifies", "doubts", "finds_no_evidence", "withholds")
ANSWERING_ACTS = ("deny", "acknowledge", "justify")
# Stances that say of an answer that it is so.
AFFIRMING = ("asserts", "accepts", "justifies")


class Listed(NamedTuple):
    """A claim as a list names it: its card's address, what it says, whether the speaker's own, when it was said, and
    of what deed or question.
    """

    href: str
    summary: str
    is_own: bool
    said: str
    about: str


class MemberAnswers(NamedTuple):
    """What a member of an accused group says for itself of what is attributed to the group or to it; `side` names those
    for whom it acts or speaks and who answer for it, "" where it does so itself.
    """

    member_id: str
    name: str
    side: str
    claims: tuple[Listed, ...]
    has_statement: bool


@once
def list_takes(dataset: Dataset) -> pd.DataFrame:
    """Return one row a claim that takes a position: the claim's columns, dispute_id, position, stance, stance_label."""
    claims = describe_claims(dataset)
    positions = dataset.positions.rename(columns={"label": "position"})
    takes = dataset.takes.merge(positions, on="position_id", how="left", validate="many_to_one")
    takes = takes.merge(claims, on="claim_id", how="left", validate="many_to_one")
    takes["stance_label"] = _stances_in_words(dataset, takes)
    takes["stance_order"] = takes["stance"].map({stance: place for place, stance in enumerate(STANCES)})
    return takes.sort_values(["stance_order", "asserted_last", "claim_id"], kind="stable").reset_index(drop=True)


def parties_to(dataset: Dataset, dispute_id: str) -> pd.DataFrame:
    """Return the parties to a dispute, by name: `lane_id`, `lane`, `has_answer`, `has_statement`, `passed_on`,
    `is_named`.

    A party is whoever takes a position (somebody unnamed as such, not as the one who passes it on), and whoever a claim
    on the question accuses, or an answer that a claim is about names, with a claim of its own or without: an empty row
    is printed, never left out.
    `has_answer`: a position on this question, not at second hand; `has_statement`: any claim of its own in the dataset,
    so that nobody is said to be silent who spoke of other things.
    `passed_on`: of all that its row holds, through whom it came, or whose words it describes; "" else. `is_named`: an
    answer's own words name it.
    """
    takes = list_takes(dataset)
    takes = takes[takes["dispute_id"] == dispute_id]
    heads = speaking_for(dataset)
    accused = dataset.attributions[dataset.attributions["claim_id"].isin(takes["claim_id"])]["accused_id"]
    named = {heads.get(actor, actor) for actor in _named_in_answers(dataset, takes["position"])}
    lanes = set(takes["stands_as"]) | {heads.get(actor, actor) for actor in accused if actor} | named
    answered, spoke = set(takes.loc[takes["is_own"], "stands_as"]), who_spoke(dataset)
    passed_on = {party: _passed_on(own) for party, own in takes.groupby("stands_as")}
    rows = [
        (lane, dataset.name_of(lane), lane in answered, lane in spoke, passed_on.get(lane, ""), lane in named)
        for lane in lanes
    ]
    rows.sort(key=lambda row: (name_key(row[1]), row[0]))
    return pd.DataFrame(rows, columns=["lane_id", "lane", "has_answer", "has_statement", "passed_on", "is_named"])


def _named_in_answers(dataset: Dataset, answers: Iterable[str]) -> set[str]:
    """Return the actors whose whole names stand in some answers; a name within a longer one is that of another."""
    names = dict(zip(dataset.actors["name"], dataset.actors["actor_id"], strict=True))
    longest_first = sorted(filter(None, names), key=lambda name: (-len(name), name))
    found, text = set(), "\n".join(set(answers))
    for name in longest_first:
        text, number = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
        if number:
            found.add(names[name])
    return found


def _passed_on(claims: pd.DataFrame) -> str:
    """Return through whom all these claims came, or whose words they describe; "" where one of them is told as said."""
    ways = list(dict.fromkeys(claims["passed_on"]))
    return "" if "" in ways else "; ".join(ways)


@once
def who_spoke(dataset: Dataset) -> set[str]:
    """Return the lanes with a claim of their own, not at second hand and not an outlet's description."""
    claims = describe_claims(dataset)
    spoke = set(claims.loc[claims["is_own"], "lane_id"])
    heads = speaking_for(dataset)
    joint = set(dataset.actors.loc[dataset.actors["kind"] == "joint", "actor_id"]) & spoke
    members = dataset.actor_members
    return spoke | {heads[member] for member in members.loc[members["actor_id"].isin(joint), "member_id"]}


@once
def list_attributions(dataset: Dataset) -> pd.DataFrame:
    """Return the attributions with their claim's columns, `accused`, `accused_lane_id`, `accused_lane`, labels."""
    claims = describe_claims(dataset).drop(columns=["note"])
    rows = dataset.attributions.merge(claims, on="claim_id", how="left", validate="many_to_one")
    heads = speaking_for(dataset)
    label = dataset.descriptor.label
    rows["accused"] = [dataset.name_of(actor) for actor in rows["accused_id"]]
    rows["accused_lane_id"] = [heads.get(actor, actor) for actor in rows["accused_id"]]
    rows["accused_lane"] = [dataset.name_of(actor) for actor in rows["accused_lane_id"]]
    for column in ("object", "role"):
        rows[f"{column}_label"] = [label(column, term) for term in rows[column]]
    rows["stance_label"] = _stances_in_words(dataset, rows)
    rows["framing_label"] = [label("framing", term) if term else "" for term in rows["framing"]]
    return rows


def _stances_in_words(dataset: Dataset, rows: pd.DataFrame) -> list[str]:
    """Return each stance in words; where the claim limits itself ("there are reports of"), that it does."""
    label = dataset.descriptor.label
    return [
        f"{label('stance', stance)}, with a hedge" if hedge else label("stance", stance)
        for stance, hedge in zip(rows["stance"], rows["hedge"], strict=True)
    ]


def accusations(dataset: Dataset) -> pd.DataFrame:
    """Return who accuses whom: accuser_id, accuser, accused_id, accused, claims, origins, is_own, rendered_by,
    passed_on.

    `claims` holds each as `Listed`, by day, with what was done as it says.

    The accuser is named as the one in whose name it speaks, or as unnamed, never as who passes it on (`passed_on`); the
    accused as the claim names it: whether forces acted for those they belong to is for the sources to say. `origins`
    counts distinct speakers, not claims and not sources, so that ten outlets with one origin are one. The outlet's own
    voice accuses like any other, and a figure that is restricted to a perpetrator (`by_id`) accuses that perpetrator.
    """
    stated = list_attributions(dataset)
    stated = stated[(stated["stance"] == "asserts") & (stated["accused_id"] != "")]
    stated = stated.assign(about=deeds_attributed(stated))
    columns = ["claim_id", "asserted_last", "lane_id", "stands_as", "passed_on", "accused_id", "accused_lane_id",
               "origin_id", "source_id", "outlet_id", *Listed._fields]  # fmt: skip
    rows = pd.concat([stated[columns], _accusing_figures(dataset)[columns]])
    rows = _by_day(rows[rows["lane_id"] != rows["accused_lane_id"]])
    table = [
        (
            accuser, dataset.name_of(accuser), accused, dataset.name_of(accused),
            _list_claims(part), part["origin_id"].nunique(), bool(part["is_own"].any()),
            only_rendering(dataset, accuser, part), _passed_on(part),
        )
        for (accuser, accused), part in rows.groupby(["stands_as", "accused_id"], sort=True)
    ]  # fmt: skip
    columns = ["accuser_id", "accuser", "accused_id", "accused", "claims", "origins", "is_own", "rendered_by",
               "passed_on"]  # fmt: skip
    return pd.DataFrame(table, columns=columns)


def only_rendering(dataset: Dataset, speaker: str, claims: pd.DataFrame) -> str:
    """Return who published the only source of claims in which their speaker is another; "" else."""
    if claims["source_id"].nunique() > 1:
        return ""
    outlet = str(claims["outlet_id"].iloc[0])
    if speaking_for(dataset).get(outlet, outlet) == speaker:
        return ""
    source = str(claims["source_id"].iloc[0])
    named = dataset.sources.loc[dataset.sources["source_id"] == source, "publisher"].iloc[0]
    return str(named) or dataset.name_of(outlet) or dataset.title_of(source)


def _by_day(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims in the order in which they had been said, those of no known day last."""
    return claims.sort_values(["asserted_last", "claim_id"], kind="stable", na_position="last")


def _list_claims(claims: pd.DataFrame) -> tuple[Listed, ...]:
    # A claim that accuses by several figures or deeds is named once, with all of them.
    named = [Listed(*row) for row in claims[list(Listed._fields)].itertuples(index=False, name=None)]
    about = join_texts((claim._replace(about=""), claim.about) for claim in named)
    return tuple(claim._replace(about=text) for claim, text in about.items())


def _accusing_figures(dataset: Dataset) -> pd.DataFrame:
    heads = speaking_for(dataset)
    figures = dataset.figures.loc[dataset.figures["by_id"] != "", ["claim_id", "by_id", "measure"]]
    figures = figures.assign(about=deeds_counted(dataset, figures)).drop(columns="measure")
    claims = describe_claims(dataset).drop(columns=["note"])
    rows = figures.merge(claims, on="claim_id", how="left", validate="many_to_one").rename(
        columns={"by_id": "accused_id"}
    )
    return rows.assign(
        accused_lane_id=pd.Series([heads.get(actor, actor) for actor in rows["accused_id"]], dtype="str")
    )


def answers_of_accused(dataset: Dataset) -> pd.DataFrame:
    """Return its side's answers for everyone to whom a deed is attributed, or whose deed is answered for: accused_id,
    accused, claims, others, members, statements, has_statement.

    `claims` and `others` hold each as `Listed`, by day, with the deeds and questions that are coded with it.

    An answer to what is attributed to somebody is a claim by that party, or by those it acts or speaks for, that
    denies, accepts, justifies, doubts or withholds a deed of the same accused, or takes a position on a question on
    which a claim that accuses it takes another (`rivals`). `others` are what its side denied, accepted, justified,
    doubted or withheld besides: deeds of others, or none that is coded. They are no answer to this. Empty where none
    was found.
    `members` holds, for each member of an accused group that does not speak with it, what that one answers, each as
    `MemberAnswers`, to what is attributed to the group or to itself: it never becomes the group's own answer.
    `statements` are all other claims that its side, or a member of the group, makes for itself, each as `Listed`.
    """
    rows, takes = list_attributions(dataset), list_takes(dataset)
    columns = ["claim_id", "accused_id", "lane_id"]
    stated = rows.loc[(rows["stance"] == "asserts") & (rows["accused_id"] != ""), columns]
    accusing = pd.concat([stated, _accusing_figures(dataset)[columns]])
    heads, members = speaking_for(dataset), members_of(dataset)
    accused = set(rows.loc[rows["accused_id"] != "", "accused_id"]) | set(dataset.figures["by_id"]) - {""}
    questions = dict(zip(dataset.disputes["dispute_id"], dataset.disputes["question"], strict=True))
    about = answered_about(rows, takes, questions)
    claims = _by_day(describe_claims(dataset))
    claims = claims.assign(about=[about.get(claim, NOT_TIED) for claim in claims["claim_id"]])
    answering = rows[rows["stance"].isin(ANSWERS)]
    acts = dataset.statements.loc[dataset.statements["act"].isin(ANSWERING_ACTS), "claim_id"]
    any_answer = {*answering["claim_id"], *takes.loc[takes["stance"].isin(ANSWERS), "claim_id"], *acts}
    spoke = who_spoke(dataset)

    def answers_to(actor: str, lane: str) -> set[str]:
        """What answers an accusation of the actor that is not the lane's own."""
        against = accusing.loc[(accusing["accused_id"] == actor) & (accusing["lane_id"] != lane), "claim_id"]
        return {*answering.loc[answering["accused_id"] == actor, "claim_id"], *find_rivals(takes, against)}

    def of_member(group: str, member: str) -> MemberAnswers:
        lane = heads[member]
        to_it = answers_to(group, lane) | answers_to(member, lane)
        own = claims[(claims["lane_id"] == lane) & claims["claim_id"].isin(to_it)]
        side = dataset.name_of(lane) if lane != member else ""
        return MemberAnswers(member, dataset.name_of(member), side, _list_claims(own), lane in spoke)

    table = []
    for actor in sorted(accused, key=lambda actor: (name_key(dataset.name_of(actor)), actor)):
        lane = heads.get(actor, actor)
        own = claims[claims["lane_id"] == lane]
        direct = own["claim_id"].isin(answers_to(actor, lane))
        others = own[~direct & own["claim_id"].isin(any_answer)]
        theirs = tuple(of_member(actor, member) for member in members.get(actor, ()))
        answered = (_list_claims(own[direct]), _list_claims(others), theirs)
        sides = {lane, *(heads[member] for member in members.get(actor, ()))}
        spoken = _list_claims(claims[claims["is_own"] & claims["lane_id"].isin(sides)])
        told = {claim.href for listed in (*answered[:2], *(member.claims for member in theirs)) for claim in listed}
        found = (*answered, tuple(claim for claim in spoken if claim.href not in told), lane in spoke)
        table.append((actor, dataset.name_of(actor), *found))
    return pd.DataFrame(
        table, columns=["accused_id", "accused", "claims", "others", "members", "statements", "has_statement"]
    )
