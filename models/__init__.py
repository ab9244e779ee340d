"""The machine coder: training, coding, evaluation."""

from models.assessment import assess, unseen
from models.card import Card
from models.coder import Coder
from models.evaluation import Report
from models.explanations import Explanation
from models.segments import Segment, Status
from models.storage import DEFAULT, load_card
from models.training import CALIBRATION, TEST, TRAINING, model_version, train

__all__ = [
    "CALIBRATION",
    "DEFAULT",
    "TEST",
    "TRAINING",
    "Card",
    "Coder",
    "Explanation",
    "Report",
    "Segment",
    "Status",
    "assess",
    "load_card",
    "model_version",
    "train",
    "unseen",
]
