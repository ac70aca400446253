"""Write a valid dataset of any number of claims about an invented flood. Rows and files; nothing is measured here.

Every table but `revisions` and the readers' codings is there, in the proportions of the first dataset. The same seed
gives the same bytes. Rows are written source by source, so that no more than one source's are held in memory.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.flood_cast import Cast, Table, place_name, write_cast
from claimbook.model.descriptor import make_descriptor, read_schema

CLAIMS_PER_SOURCE = 250
FIRST_DAY = date(2031, 5, 4)
DAYS = 900

SAID = ("says", "writes", "reports", "states", "announces")
PEOPLE = ("people", "ferrymen", "mill workers", "lock keepers", "residents", "travellers", "children", "rescuers")
HARMS = ("killed", "injured", "missing", "displaced", "detained", "found_dead", "sheltered")
CAUSES = ("the gates were left shut", "the weir broke at night", "no warning was given", "the dam was opened early")
QUOTED = ("a wall of water", "nobody rang the bell", "we saw the gates", "dozens missing", "a night without boats")
ACTS = ("report", "deny", "condemn", "concern", "urge", "demand_accountability", "welcome", "comment", "commit")
STANCES = ("asserts", "denies", "accepts", "doubts", "withholds", "finds_no_evidence", "justifies")
FRAMINGS = ("", "", "", "accident", "pretext", "provocation")
DISCREPANCIES = ("figure", "place", "date", "scope", "wording", "precision", "attribution")


def write_big_dataset(folder: Path, claims: int, seed: int = 0) -> Path:
    """Write a dataset of that many claims (1 or more) into a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    package = make_descriptor(
        name="lowmere-flood",
        title="The flood at Lowmere",
        description="An invented case.",
        stance_towards="a-00000",
        licenses=[{"name": "CC-BY-4.0"}],
    )
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    with ExitStack() as stack:
        tables = {name: Table(folder / f"{name}.csv", name, stack) for name in read_schema()["tables"]}
        cast = write_cast(tables, claims, random)
        sources = -(-claims // CLAIMS_PER_SOURCE)
        for number in range(sources):
            size = min(CLAIMS_PER_SOURCE, claims - number * CLAIMS_PER_SOURCE)
            _Source(number, size, cast, random).write(tables)
    return folder


class _Source:
    """One source, its passages, its claims and what they carry."""

    def __init__(self, number: int, size: int, cast: Cast, random: Random) -> None:
        self.id = f"gazette-{number:05d}"
        self.number = number
        self.size = size
        self.cast = cast
        self.random = random
        self.outlet = random.choice(cast.media)
        self.is_whole = number % 5 != 4
        self.published = FIRST_DAY + timedelta(days=int(random.triangular(5, DAYS, 60)))
        self.whole_figures: list[tuple[str, int]] = []
        self.tallies: dict[str, tuple[str, str]] = {}

    def write(self, tables: dict[str, Table]) -> None:
        self._write_source(tables["sources"])
        passages = list(self._write_passages(tables["passages"]))
        claims = [f"{self.id}-{number:04d}" for number in range(1, self.size + 1)]
        for place, claim in enumerate(claims):
            claimant = self._write_claim(tables["claims"], claims, place, passages[place])
            self._write_facets(tables, claim, claimant)
        for number in range(max(1, self.size // 25) if self.size > 1 else 0):
            about = ";".join(self.random.sample(claims, 2))
            tables["discrepancies"].add(
                discrepancy_id=f"{self.id}-d{number:03d}", kind=self.random.choice(DISCREPANCIES), claim_ids=about,
                explanation=f"The first counts the dead of {number + 1} wards, the second those of the whole town.",
            )  # fmt: skip

    def _write_source(self, table: Table) -> None:
        name = self.cast.names[self.outlet]
        table.add(
            source_id=self.id, title=f"{name}, no {self.number + 1}", publisher=name, kind="news_report",
            published=self.published.isoformat(), language="en", issued_by=self.outlet, custody="issuer",
            url=f"https://gazette.example/{self.id}", accessed=(self.published + timedelta(days=1)).isoformat(),
            seen_as="full_text" if self.is_whole else "excerpt", coding_scope="whole",
            text_sha256=self.random.randbytes(32).hex() if self.is_whole else "",
        )  # fmt: skip

    def _write_passages(self, table: Table) -> Iterator[str]:
        """Write the passages, some without a claim, and yield one for each claim: a fifth share one with the last."""
        number, start, left, last = 0, 0, self.size, ""
        while left:
            if last and self.random.random() < 0.2:
                left -= 1
                yield last
                continue
            number += 1
            passage, end = f"{self.id}-p{number:04d}", start + self.random.randint(60, 260)
            reason = "names the day only" if self.random.random() < 0.08 else ""
            span = {"start": start, "end": end, "sha256": self.random.randbytes(32).hex()} if self.is_whole else {}
            part = "headline" if number == 1 else "body"
            table.add(passage_id=passage, source_id=self.id, text_part=part, no_claim_reason=reason, **span)
            start = end + 1
            if not reason:
                last = passage
                left -= 1
                yield passage

    def _write_claim(self, table: Table, claims: list[str], place: int, passage: str) -> str:
        random, cast = self.random, self.cast
        voice = random.choices(
            ("own_voice", "indirect", "direct_quote", "partial_quote", "reported", "characterisation"),
            (20, 40, 12, 15, 8, 5),
        )[0]
        claimant = self.outlet if voice == "own_voice" else random.choice(cast.speakers)
        remove = random.choices(("first_hand", "agency_relay", "third_party_report", "leak"), (55, 30, 13, 2))[0]
        words = random.random() < 0.35 and voice != "own_voice"
        asserted, basis = self._asserted()
        table.add(
            claim_id=claims[place], source_id=self.id, passage_id=passage, claimant_id=claimant,
            via="" if remove in ("first_hand", "leak") else self._via(claimant), remove=remove, voice=voice,
            words=f"{random.choice(QUOTED)} at {self._place()}" if words else "",
            words_by=(claimant if voice != "characterisation" else self.outlet) if words else "",
            words_language="en" if words else "", hedge="reportedly" if voice == "reported" else "",
            asserted=asserted, asserted_basis=basis,
            updates=self._earlier(claimant, asserted) if random.random() < 0.3 else "",
            incident_id=f"i-{random.randrange(cast.incidents):05d}" if random.random() < 0.8 else "",
            place_id=f"p-{random.randrange(cast.places):05d}" if random.random() < 0.7 else "",
            summary=self._summary(claimant, claims[place]),
            evidence=random.choice(("not_stated", "not_stated", "interviews", "interviews; site_visit", "names_list")),
            content_flag="graphic" if random.random() < 0.01 else "", coder="reader A", second_reader="reader B",
        )  # fmt: skip
        self.tallies[claimant] = (claims[place], asserted)
        return claimant

    def _earlier(self, claimant: str, asserted: str) -> str:
        """Return this claimant's claim before, where it cannot have been said later."""
        claim, said = self.tallies.get(claimant, ("", ""))
        return claim if said.startswith("../") or said == asserted else ""

    def _via(self, claimant: str) -> str:
        others = [actor for actor in self.random.sample(self.cast.media, 2) if actor != claimant]
        return "; ".join(others) if self.random.random() < 0.1 else others[0]

    def _place(self) -> str:
        return place_name(self.random.randrange(self.cast.places))

    def _asserted(self) -> tuple[str, str]:
        """Return when it was said, in one of the notations, and on what basis."""
        random = self.random
        if random.random() < 0.12:
            return f"../{self.published.isoformat()}", "latest"
        day = self.published - timedelta(days=min(int(random.expovariate(0.3)), (self.published - FIRST_DAY).days))
        early = max(FIRST_DAY, day - timedelta(days=random.randint(1, 6)))
        time = f"T{random.randrange(24):02d}:{random.randrange(0, 60, 5):02d}Z"
        written = (f"{day}", f"{day}{time}", f"{early}/{day}", f"{day:%Y-%m}", f"{day}?", f"{day}~")
        return random.choices(written, (70, 8, 8, 2, 6, 6))[0], random.choice(("stated", "stated", "inferred"))

    def _summary(self, claimant: str, claim: str) -> str:
        random = self.random
        people = random.choice(PEOPLE)
        told = (
            f"that {random.randint(2, 900)} {people} were harmed at {self._place()}",
            f"that {random.choice(CAUSES)} at {self._place()}, and that {people} asked for boats",
            f"that {people} speak of “{random.choice(QUOTED)}” at {self._place()}",
        )
        name = self.cast.names[claimant]
        number = f"note {claim[8:]}"
        return f"{name[:1].upper()}{name[1:]} {random.choice(SAID)} {random.choice(told)} ({number})."

    def _write_facets(self, tables: dict[str, Table], claim: str, claimant: str) -> None:
        random, cast = self.random, self.cast
        for number in range(random.choices((0, 1, 2), (68, 24, 8))[0]):
            self._write_figure(tables["figures"], f"{claim}-f{number + 1}", claim)
        if random.random() < 0.42:
            aligned = random.random() < 0.3
            tables["statements"].add(
                statement_id=f"{claim}-s1", claim_id=claim, act=random.choice(ACTS),
                target_id=random.choice(cast.speakers) if random.random() < 0.6 else "",
                alignment=random.choice(("not_expressed", "both", "declared_neutral")) if aligned else "",
                alignment_basis="speaker_words" if aligned else "",
            )  # fmt: skip
        if random.random() < 0.5:
            tables["attributions"].add(
                attribution_id=f"{claim}-a1", claim_id=claim, deed=f"{random.choice(CAUSES)} at {self._place()}",
                object="responsibility", role=random.choice(("failed_to_prevent", "carried_out", "ordered", "enabled")),
                accused_id=random.choice(cast.speakers[:200]) if random.random() < 0.8 else "",
                against=f"people of {self._place()}", stance=random.choice(STANCES), framing=random.choice(FRAMINGS),
            )  # fmt: skip
        if random.random() < 0.2:
            dispute = random.randrange(cast.disputes)
            tables["takes"].add(
                claim_id=claim, position_id=f"d-{dispute:04d}-{random.randrange(3)}", stance=random.choice(STANCES)
            )

    def _write_figure(self, table: Table, figure: str, claim: str) -> None:
        random = self.random
        most = max(1, int(random.lognormvariate(3, 1.6)))
        day = self.published - timedelta(days=random.randint(1, 5))
        period = random.choice((f"{day}", f"{day}", f"{day:%Y-%m}", f"{day}/..", f"../{day}", ""))
        part_of, is_share = "", False
        if self.whole_figures and random.random() < 0.15:
            part_of, whole = random.choice(self.whole_figures[-8:])
            most, is_share = random.randint(0, whole), random.random() < 0.2
        quantity, words = self._quantity(most, is_share, bool(part_of))
        if quantity.isdecimal() and not part_of:
            self.whole_figures.append((figure, most))
        people = random.choice(PEOPLE)
        table.add(
            figure_id=figure, claim_id=claim, measure=random.choice(HARMS), counted=people, unit="persons",
            status=random.choice(("unspecified", "unspecified", "civilian")), status_basis="not_stated",
            quantity=quantity, quantity_words=f"{words} {people}", part_of=part_of,
            quantity_basis="transcript" if random.random() < 0.1 else "words",
            modality=random.choice(("count", "count", "count", "estimate", "minimum_verified")),
            counting=random.choice(("cumulative", "period")), period=period,
            per="P1D" if random.random() < 0.01 else "", counted_to=f"../{day}" if random.random() < 0.1 else "",
            by_id=random.choice(self.cast.speakers[:200]) if random.random() < 0.05 else "",
            place_id=f"p-{random.randrange(self.cast.places):05d}" if random.random() < 0.7 else "",
        )  # fmt: skip

    def _quantity(self, most: int, is_share: bool, is_part: bool) -> tuple[str, str]:
        if is_share:
            share = self.random.randint(1, 100)
            return f"{share}%", f"{share} per cent of the"
        if is_part:
            return str(most), str(most)
        written = (
            (str(most), str(most)), (f">={most}", f"at least {most}"), (f">{most}", f"more than {most}"),
            (f"<={most}", f"up to {most}"), (f"~{most}", f"about {most}"), (f"~<{most}", f"nearly {most}"),
            (f"{most}..{most + 9}", f"{most} to {most + 9}"), (f"{most}|{most + 4}", f"{most} or {most + 4}"),
            (f"{most}..{most + 3}..{most + 9}", f"{most} to {most + 9}, likely {most + 3},"), ("dozens", "dozens of"),
            ("hundreds", "hundreds of"), ("some", "some"),
        )  # fmt: skip
        return self.random.choices(written, (50, 14, 5, 4, 6, 2, 5, 2, 1, 5, 3, 3))[0]


def main(arguments: Iterable[str] | None = None) -> None:
    """Write a dataset from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    write_big_dataset(options.folder, options.claims, options.seed)


if __name__ == "__main__":
    main()
