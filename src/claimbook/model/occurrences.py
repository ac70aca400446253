"""Every place where words stand in a text, overlaps included, in time that grows with the two. Signs alone, no tables.

Words that repeat themselves stand in a text that repeats itself at very many places: looking at each of them from its
beginning would take the product of both lengths.
"""

from __future__ import annotations

from collections.abc import Iterator


def find_occurrences(text: str, words: str) -> Iterator[int]:
    """Yield where the words begin in a text, in order; no words begin nowhere.

    The words are equal to themselves moved by their period. So where they stand, they stand a period later too if the
    few signs there do, and where these do not, no place is nearer than half of the words' length (Fine and Wilf) unless
    the period itself is longer than that.
    """
    at = text.find(words) if words else -1
    if at < 0:
        return
    period = find_period(words)
    step = words[len(words) - period :]
    while at >= 0:
        yield at
        end = at + len(words)
        at = at + period if text[end : end + period] == step else text.find(words, at + period)


def find_period(words: str) -> int:
    """Return by how many signs words have to be moved, at least, to be equal to themselves where both have signs."""
    borders = [0] * (len(words) + 1)  # of the first n signs: how many of the last are the first again
    length = 0
    for n in range(1, len(words)):
        while length and words[n] != words[length]:
            length = borders[length]
        length += words[n] == words[length]
        borders[n + 1] = length
    return len(words) - borders[-1]
