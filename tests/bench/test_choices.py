from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import codebook
from bench.choices import CALIBRATION, FAMILIES, SHARES, SHIPPED, VALENCE, Family, Judge
from bench.judging import Alternative, judge, neighbours, shares, sigmoid_per_code
from bench.views import (
    SHIPS,
    Cubes,
    Material,
    cube_of,
    cubes,
    material,
    shipped,
    summed,
    valence_likeness,
    without_own,
)
from corpus import gold_files, read_gold
from models import valence
from models.features import Features
from models.held_out import Data
from models.labels import Labels
from tests.models.tiny import Letters

LIBRARIES = Path(__file__).parents[1] / "data" / "libraries"
SECONDS = {a.second: a for f in (*FAMILIES, SHARES) for a in f.alternatives if a.second}
WAYS = [*CALIBRATION, *SECONDS.values(), *FAMILIES[3].alternatives]


@pytest.fixture(scope="module")
def small() -> Material:
    """Ten documents about libraries in three folds; two of them serve again as uncoded."""
    book = codebook.load(LIBRARIES / "codebook.yaml")
    gold = [read_gold(path, book) for path in gold_files(LIBRARIES / "gold")]
    found = material(gold, [item.document for item in gold[:2]], book, Letters())
    return replace(found, fold=found.fold // 2)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("choices")


@pytest.fixture(scope="module")
def known(small: Material, kept: Path) -> Cubes:
    return cubes(small, kept, "small", lambda _: None)


def random_cubes(small: Material) -> Cubes:
    """Views that know a little of every code."""
    shape = (small.fold.max() + 1, *small.codes.shape)
    noise = np.random.default_rng(0).normal(size=(3, *shape))
    return {name: small.codes + of for (name, _), of in zip(SHIPS, noise, strict=True)}


def test_the_views_add_up_to_the_classifier(small: Material):
    chosen, unseen = small.data.rows(np.flatnonzero(small.fold > 0)), small.data.features
    views = shipped(chosen, unseen, small.blank)
    whole = replace(small.blank).fit(chosen.features, chosen.labels)
    added = sum(weight * views[name] for name, weight in SHIPS)
    np.testing.assert_allclose(added, whole.log_odds(unseen), atol=1e-5)


def test_the_valence_by_other_kinships_is_the_one_that_ships_by_its_own(small: Material):
    chosen, unseen = small.data.rows(np.flatnonzero(small.fold > 0)), small.data.features
    ships = shipped(chosen, unseen, small.blank)["valence likeness"]
    own = valence_likeness(chosen, unseen, small.blank, {"own": valence.KINSHIP})
    apart = ships - own["valence likeness, own"]
    np.testing.assert_allclose(apart - apart[..., :1], 0, atol=0.02)


@pytest.mark.parametrize("scale", [-1, 0.1, 1, 30])
def test_the_sigmoid_is_the_one_that_ships(scale: float, small: Material):
    odds = scale * (summed(random_cubes(small), SHIPS)[0] + 3 * small.codes)
    ships = replace(small.blank, calibration=np.tile([1.0, 0.0], (odds.shape[1], 1)))
    expected = ships.calibrate(odds, small.data.labels).calibrated(odds)
    np.testing.assert_allclose(sigmoid_per_code(odds, small.data.labels)(odds), expected, atol=1e-3)


def test_a_cube_is_told_by_coders_that_saw_neither_fold(small: Material):
    document = small.data.features.document
    fold_of = dict(zip(document.tolist(), small.fold.tolist(), strict=True))

    def seen_folds(seen: Data, unseen: Features) -> dict[str, np.ndarray]:
        folds = {fold_of[number] for number in seen.features.document.tolist()}
        return {"folds": np.tile([fold in folds for fold in range(3)], (len(unseen), 1))}

    cube = cube_of(seen_folds, small)["folds"]
    for number in range(3):
        for row, fold in enumerate(small.fold):
            assert set(np.flatnonzero(cube[number, row] == 0)) == {number, fold}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_fold_has_no_part_in_what_is_said_of_it(way: Alternative, small: Material):
    views, labels = random_cubes(small), small.data.labels
    turned = labels.codes ^ (small.fold == 2)[:, None]
    other = Data(small.data.features, Labels(turned, labels.valences, labels.known))
    one, two = judge(way, small, views), judge(way, replace(small, data=other), views)
    np.testing.assert_array_equal(one.scores[2], two.scores[2])
    np.testing.assert_array_equal(one.proposed[2], two.proposed[2])
    assert not np.array_equal(one.scores[1], two.scores[1])


def test_the_choice_takes_what_is_better_on_the_other_folds(small: Material):
    views = random_cubes(small)
    views["clear"] = views["words"] + 9 * small.codes
    clear = Alternative("clear", (("clear", 1.0),))
    ships, better, chosen = Judge(small, views).codes(Family("", "", (SHIPPED, clear)))
    assert (ships.picked, better.picked) == (0, 3)
    assert chosen.figures == better.figures
    assert better.difference is not None
    assert better.difference.low is not None
    assert better.difference.low > 0
    assert better.difference.value == pytest.approx(better.figures[0] - ships.figures[0])


def test_what_ships_does_not_differ_from_itself(small: Material):
    same = Family("", "", (SHIPPED, replace(SHIPPED, name="the same")))
    _, again, _ = Judge(small, random_cubes(small)).codes(same)
    assert again.difference is not None
    assert (again.difference.low, again.difference.high) == (0, 0)


def test_a_share_is_of_the_other_sentences_that_the_document_is_said_to_have(small: Material):
    document = small.data.features.document
    random = np.random.default_rng(0)
    likely = random.random(small.codes.shape)
    among = random.random(small.codes.shape) < 0.5
    found = shares(likely, document, among)
    for row, column in np.ndindex(*likely.shape):
        others = (document == document[row]) & among[:, column]
        others[row] = False
        assert found[row, column] == pytest.approx(likely[others, column].mean())


def test_neighbours_share_a_turn(small: Material):
    features = small.data.features
    before, after = neighbours(small)
    for row in range(len(features)):
        for place, step in ((before[row], -1), (after[row], 1)):
            there = 0 <= row + step < len(features) and all(
                of[row + step] == of[row] for of in (features.document, features.turn)
            )
            assert place == (row + step if there else -1)


def test_a_rerun_fits_nothing(small: Material, known: Cubes, kept: Path):
    told: list[str] = []
    again = cubes(small, kept, "small", told.append)
    assert told == []
    assert again.keys() == known.keys()
    flat = again["words, 5 fits"]
    np.testing.assert_array_equal(without_own(known["words"], small.fold), flat[0])


def test_every_alternative_has_its_views(known: Cubes):
    ways = [*VALENCE, *CALIBRATION, *(a for f in (*FAMILIES, SHARES) for a in f.alternatives)]
    assert {name for way in ways for name, _ in way.views} <= known.keys()


def test_the_choice_of_valence_and_calibration_is_made_for_each_fold(small: Material, known: Cubes):
    judging = Judge(small, known)
    for rows, count in ((judging.valences(), len(VALENCE)), (judging.calibrations(), 3)):
        assert len(rows) == count + 1
        assert sum(row.picked or 0 for row in rows) == 3
    assert all(0 < row.figures[0] <= 1 for row in judging.valences())
