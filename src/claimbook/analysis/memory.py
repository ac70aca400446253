"""Remember what was worked out from a dataset for as long as it lives. Nothing is worked out here.

A page asks for the same frame many times: each of its tables begins with every claim and who speaks in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from claimbook.model.dataset import Dataset

Result = TypeVar("Result")


def once(function: Callable[[Dataset], Result]) -> Callable[[Dataset], Result]:
    """Make a pure function of a dataset work once for each dataset; what it returns is not to be changed in place.

    A frame comes back as a view of the one that is kept: a column set in it is set in no other.
    """
    known: WeakKeyDictionary[Dataset, Result] = WeakKeyDictionary()

    @wraps(function)
    def remembering(dataset: Dataset) -> Result:
        if dataset not in known:
            known[dataset] = function(dataset)
        result = known[dataset]
        return result.copy(deep=False) if isinstance(result, pd.DataFrame) else result

    return remembering
