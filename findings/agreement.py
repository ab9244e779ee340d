"""How far coders agree, from how often they judged the same sentences alike."""

import numpy as np
import pandas as pd

from models.agreement import cohen_kappa, krippendorff_alpha
from models.intervals import LEAST_DOCUMENTS, bootstrap, draws

BLOCKS = 500


def agreement(judgements: pd.DataFrame) -> pd.DataFrame:
    """A row for each pair of coders and code, from one for each document besides: `coder_a`,
    `coder_b`, `code`, `document_id`, `sentences`, `agreed`, `only_a`, `only_b`.

    Kappa and alpha as in `models.agreement`; alpha's interval by the bootstrap over documents (over
    `BLOCKS` blocks of them, where they are more), of which those resamples count in which the
    coders could have disagreed.
    """
    rows = []
    for (coder_a, coder_b, code), of in judgements.groupby(
        ["coder_a", "coder_b", "code"], sort=False
    ):
        agreed, only_a, only_b = (
            of[name].to_numpy(float) for name in ("agreed", "only_a", "only_b")
        )
        neither = of["sentences"].to_numpy(float) - agreed - only_a - only_b
        tables = np.stack([agreed, only_a, only_b, neither], axis=1).reshape(-1, 2, 2)
        if len(tables) > BLOCKS:
            tables = np.stack([tables[start::BLOCKS].sum(axis=0) for start in range(BLOCKS)])
        resampled = np.tensordot(draws(len(tables)), tables, axes=1)
        alphas = krippendorff_alpha(resampled)
        told = alphas[~np.isnan(alphas)]
        documents = len(tables) if len(told) > len(alphas) / 2 else LEAST_DOCUMENTS - 1
        alpha = None if np.isnan(alphas[0]) else bootstrap(told, documents)
        kappa = float(cohen_kappa(resampled[0]))
        rows.append(
            {
                "coder_a": coder_a,
                "coder_b": coder_b,
                "code": code,
                "sentences": int(of["sentences"].sum()),
                "agreed": int(agreed.sum()),
                "only_a": int(only_a.sum()),
                "only_b": int(only_b.sum()),
                "neither": int(neither.sum()),
                "kappa": None if np.isnan(kappa) else kappa,
                "alpha": alpha and alpha.value,
                "alpha_low": alpha and alpha.low,
                "alpha_high": alpha and alpha.high,
            }
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


_COLUMNS = {
    **dict.fromkeys(("coder_a", "coder_b", "code"), "str"),
    **dict.fromkeys(("sentences", "agreed", "only_a", "only_b", "neither"), "int64"),
    **dict.fromkeys(("kappa", "alpha", "alpha_low", "alpha_high"), "float64"),
}
