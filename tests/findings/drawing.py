"""Published tables with known contents, for pictures: five groups, five steps, six factors."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

GROUPS = ["Utsatte barn og unge", "Klima og omstilling", "Krise", "Vann og avløp", "Kompetanse"]
IDS = ["kubu", "klima", "krise", "vann", "kompetanse"]
STEPS = {
    "trinn1": ("Informasjonsutveksling", "Exchange of information"),
    "trinn2": ("Felles problemforståelse", "Common understanding of the problem"),
    "trinn3": ("Unngå å svekke hverandres måloppnåelse", "Avoid undermining each other's goals"),
    "trinn4": ("Felles plan/tiltak", "Joint plan or measure"),
    "trinn5": ("Varig samordningspraksis", "Lasting practice of coordination"),
}
FACTORS = {
    "oppsett": ("Oppsett", "Set-up"),
    "sekretariat": ("Sekretariat", "Secretariat"),
    "etatssamarbeid": ("Etatssamarbeid", "Cooperation of agencies"),
    "mandat": ("Mandat", "Mandate"),
    "forankring": ("Forankring og eierskap", "Anchoring and ownership"),
    "prosess_kultur": ("Prosess og kultur", "Process and culture"),
}
PROBLEM = {
    "kompleksitet": ("Kompleksitet", "Complexity"),
    "konflikt": ("Interessekonflikt", "Conflict of interests"),
}
LEVELS = [
    ("godt_belagt", "godt belagt", "well evidenced"),
    ("delvis", "delvis", "partly"),
    ("motstridende", "motstridende", "contradictory"),
    ("svakt", "svakt", "weak"),
    ("ingen", "ingen", "none"),
]
PLACES = {  # of the level, from the first step to the fifth
    "kubu": [1, 1, 2, 1, 4],
    "klima": [1, 2, 3, 4, 5],
    "krise": [1, 1, 1, 2, 2],
    "vann": [2, 3, 4, 5, 5],
    "kompetanse": [1, 4, 5, 3, 5],
}


def tables() -> dict[str, pd.DataFrame]:
    """All tables that pictures are made from."""
    return {
        "groups": groups(),
        "codes": codes(),
        "ladder_matrix": ladder_matrix(),
        "problem_map": problem_map(),
        "development": development(),
        "factor_balance": factor_balance(),
        "factor_step_links": factor_step_links(),
        "saturation": saturation(),
        "agreement": agreement(),
    }


def emptied(of: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same without a row, except the codebook's."""
    kept = ("groups", "codes")
    return {name: frame if name in kept else frame.iloc[:0] for name, frame in of.items()}


def groups() -> pd.DataFrame:
    return pd.DataFrame(
        {"position": range(1, 6), "group_id": IDS, "short": GROUPS, "label_nb": GROUPS}
    )


def codes() -> pd.DataFrame:
    rows = []
    for dimension, of in (("trapp", STEPS), ("organisering", FACTORS), ("problemet", PROBLEM)):
        for step, (code, (nb, en)) in enumerate(of.items(), start=1):
            ordinal = dimension == "trapp"
            rows.append((dimension, ordinal, step if ordinal else None, code, nb, en))
    columns = ["dimension", "ordinal", "step", "code", "label_nb", "label_en"]
    frame = pd.DataFrame(rows, columns=columns).astype({"step": "Int64"})
    return frame.assign(position=range(1, len(frame) + 1))


def ladder_matrix() -> pd.DataFrame:
    rows = []
    for group, short in zip(IDS, GROUPS, strict=True):
        for step, (code, place) in enumerate(zip(STEPS, PLACES[group], strict=True), start=1):
            level, nb, en = LEVELS[place - 1]
            positive = [12, 5, 4, 1, 0][place - 1]
            rows.append(
                {
                    "group_id": group,
                    "short": short,
                    "step": step,
                    "code": code,
                    "step_nb": STEPS[code][0],
                    "step_en": STEPS[code][1],
                    "level": level,
                    "level_nb": nb,
                    "level_en": en,
                    "level_place": place,
                    "provisional": group == "krise" and step in (3, 5),
                    "segments": positive + 3 if positive else 0,
                    "positive": positive,
                    "neutral": 2 if positive else 0,
                    "negative": 1 if positive else 0,
                    "documents": 4 if positive else 0,
                }
            )
    return pd.DataFrame(rows)


def problem_map() -> pd.DataFrame:
    at = {
        "kubu": (0.82, 0.64, 0.12, 0.1),
        "klima": (0.78, 0.71, 0.15, 0.14),
        "krise": (0.45, 0.2, None, 0.12),
        "vann": (0.3, 0.66, 0.2, 0.2),
        "kompetanse": (0.2, 0.25, 0.14, 0.16),
    }
    rows = []
    for group, short in zip(IDS, GROUPS, strict=True):
        x, y, dx, dy = at[group]
        rows.append(
            {
                "group_id": group,
                "short": short,
                "x_code": "kompleksitet",
                "y_code": "konflikt",
                "x": x,
                "x_low": None if dx is None else x - dx,
                "x_high": None if dx is None else x + dx,
                "y": y,
                "y_low": y - dy,
                "y_high": y + dy,
                "corrected": group != "vann",
            }
        )
    return pd.DataFrame(rows)


def development() -> pd.DataFrame:
    """Klima has no second phase; step 4 of kubu grows clearly, step 1 of krise falls less."""
    random = np.random.default_rng(4)
    rows = []
    for group, short in zip(IDS, GROUPS, strict=True):
        for code in STEPS:
            share = float(random.uniform(0.02, 0.1))
            for place in (1, 2, 3):
                before = share
                share = max(0.0, share + float(random.normal(0, 0.02)))
                if (group, code, place) == ("kubu", "trinn4", 3):
                    share = before + 0.09
                known = not (group == "klima" and place == 2)
                for valence, times in (("any", 1.5), ("positive", 1.0), ("negative", 0.3)):
                    if known:
                        clear = (group, code, place) in {
                            ("kubu", "trinn4", 3),
                            ("krise", "trinn1", 2),
                        }
                        first = place == 1 or (group == "klima" and place == 3)
                        rows.append(
                            {
                                "group_id": group,
                                "short": short,
                                "code": code,
                                "valence": valence,
                                "phase": f"fase{place}",
                                "phase_place": place,
                                "documents": 4,
                                "share": share * times,
                                "low": max(0.0, share - 0.02) * times,
                                "high": (share + 0.02) * times,
                                "corrected": True,
                                "previous_phase": None if first else f"fase{place - 1}",
                                "change": None if first else (share - before) * times,
                                "p_adjusted": None if first else 0.01 if clear else 0.6,
                            }
                        )
    return pd.DataFrame(rows)


def factor_balance() -> pd.DataFrame:
    random = np.random.default_rng(5)
    rows = []
    for group, short in zip(IDS, GROUPS, strict=True):
        for code, (nb, en) in FACTORS.items():
            helps, hinders = (int(random.poisson(4)) for _ in range(2))
            if code == "sekretariat":
                helps, hinders = 14, 1
            if code == "mandat":
                helps, hinders = 1, 11
            if group == "vann" and code == "oppsett":
                helps, hinders = 0, 0
            rows.append(
                {
                    "group_id": group,
                    "short": short,
                    "dimension": "organisering",
                    "code": code,
                    "label_nb": nb,
                    "label_en": en,
                    "helps": helps,
                    "hinders": hinders,
                    "neutral": 2,
                }
            )
    return pd.DataFrame(rows)


def factor_step_links() -> pd.DataFrame:
    random = np.random.default_rng(6)
    rows = []
    for factor, (factor_nb, factor_en) in FACTORS.items():
        for effect in ("helps", "hinders"):
            for step, (code, (nb, en)) in enumerate(STEPS.items(), start=1):
                ratio: float | None = math.exp(random.normal(0, 0.8))
                adjusted: float | None = 0.7
                if (factor, effect, step) == ("forankring", "helps", 4):
                    ratio, adjusted = 6.25, 0.004
                if (factor, effect, step) == ("mandat", "hinders", 4):
                    ratio, adjusted = 0.25, 0.03
                if (factor, step) == ("etatssamarbeid", 5):
                    ratio, adjusted = None, None
                rows.append(
                    {
                        "factor": factor,
                        "factor_nb": factor_nb,
                        "factor_en": factor_en,
                        "effect": effect,
                        "code": code,
                        "step": step,
                        "step_nb": nb,
                        "step_en": en,
                        "odds_ratio": ratio,
                        "p_adjusted": adjusted,
                    }
                )
    return pd.DataFrame(rows)


def saturation() -> pd.DataFrame:
    """Vann's last document still brings half a code, the others' none."""
    rows = []
    for group, documents in zip(["*", *IDS], [42, 12, 9, 8, 4, 9], strict=True):
        expected = 0.0
        for place in range(1, documents + 1):
            rate = 5 * 0.55 ** (place - 1) if group != "vann" else 4 - place * 0.875
            expected += rate
            codes_ = min(round(expected), math.floor(expected + 0.6))
            rows.append({"group_id": group, "place": place, "codes": codes_, "expected": expected})
    return pd.DataFrame(rows)


def agreement() -> pd.DataFrame:
    random = np.random.default_rng(7)
    rows = []
    for a, b, mean in (("kh", "machine", 0.7), ("kh", "ob", 0.9), ("ob", "machine", 0.72)):
        for code in [*STEPS, *FACTORS, *PROBLEM]:
            alpha = float(min(0.98, random.normal(mean, 0.06)))
            if (a, b, code) == ("kh", "machine", "trinn1"):
                alpha = 0.41
            wide = 0.08
            rows.append(
                {
                    "coder_a": a,
                    "coder_b": b,
                    "code": code,
                    "sentences": 412,
                    "alpha": alpha,
                    "alpha_low": None if code == "mandat" else alpha - wide,
                    "alpha_high": None if code == "mandat" else min(1, alpha + wide),
                }
            )
    return pd.DataFrame(rows)
