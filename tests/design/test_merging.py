from datetime import date
from decimal import Decimal

import pytest
from django.core.signing import BadSignature
from hypothesis import given
from hypothesis import strategies as st

from mkbroute.design.merging import merge, pack, plain, snapshot, unpack

NAMES = ("a", "b", "c")
rows = st.fixed_dictionaries({name: st.sampled_from(["", "x", "y"]) for name in NAMES})


@given(seen=rows, submitted=rows, current=rows)
def test_every_change_is_mine_theirs_or_both(seen, submitted, current):
    merged = merge(submitted, seen, current)
    result = {name: submitted[name] if name in merged.mine else current[name] for name in NAMES}
    for name in NAMES:
        if current[name] == seen[name]:
            assert result[name] == submitted[name]
        elif submitted[name] == seen[name]:
            assert result[name] == current[name]
            assert name in merged.theirs
        else:
            assert (name in merged.clashes) == (submitted[name] != current[name])
    assert merged.clashes <= merged.mine


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (Decimal("32.0"), Decimal(32)),
        (Decimal("40.0"), 40),
        ("twee\r\nregels", " twee\nregels\n"),
        (date(2027, 9, 1), "2027-09-01"),
    ],
)
def test_same_value_written_otherwise_is_no_change(one, other):
    assert plain(one) == plain(other)


def test_what_was_seen_survives_the_page_and_cannot_be_made_up():
    seen = snapshot({"a": Decimal("1.50"), "b": None})
    assert unpack(pack(seen)) == {"a": "1.5", "b": ""}
    with pytest.raises(BadSignature):
        unpack(pack(seen)[:-1])
