import json
from pathlib import Path

import listgate.matching
from listgate.matching.features import FEATURES, NAMES, SIGNS
from listgate.matching.kernel import N_FEATURES, library

MODEL = Path(listgate.matching.__file__).parent / "data" / "model.json"


def test_every_number_of_the_kernel_has_a_name_and_a_meaning() -> None:
    assert len(FEATURES) == N_FEATURES == library().lg_n_features()
    assert len(set(NAMES)) == len(NAMES)
    assert all(f.meaning and f.group for f in FEATURES)
    assert set(SIGNS) == {-1, 0, 1}


def test_the_model_was_learned_from_these_features_in_this_order() -> None:
    assert json.loads(MODEL.read_text("utf-8"))["features"] == list(NAMES)


def test_the_model_keeps_the_promised_signs() -> None:
    signs = dict(enumerate(SIGNS))
    for tree in json.loads(MODEL.read_text("utf-8"))["trees"]:
        for feature, _, left, right, _ in tree:
            if feature < 0 or not signs[feature]:
                continue
            low, high = _leaves(tree, left), _leaves(tree, right)
            if signs[feature] > 0:
                assert min(high) >= min(low)
                assert max(high) >= max(low)
            else:
                assert min(low) >= min(high)
                assert max(low) >= max(high)


def _leaves(tree: list[list[float]], at: float) -> list[float]:
    feature, _, left, right, value = tree[int(at)]
    if feature < 0:
        return [value]
    return _leaves(tree, left) + _leaves(tree, right)
