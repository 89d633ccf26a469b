from __future__ import annotations

from pathlib import Path

import pytest

from listgate.errors import ListgateError
from listgate.matching.explain import explain
from listgate.matching.kernel import Kernel, Mapped, library, tables
from listgate.matching.shares import GROUPS


def test_every_feature_belongs_to_a_group_that_can_be_told() -> None:
    assert len(GROUPS) == library().lg_n_features()


def test_damaged_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tables.bin"
    path.write_bytes(b"LGT1" + bytes(200))
    with pytest.raises(ListgateError, match="damaged"):
        Kernel(Mapped(path))


def test_a_kernel_scores_without_an_index() -> None:
    kernel = Kernel(tables())
    assert explain(kernel, "Hikvision", "Hikvision", 2).score > 0.9
    assert explain(kernel, "Hikvision", "Boeing", 2).score < 0.3
    assert explain(kernel, "", "Boeing", 2).score == 0.0
