"""TP9, for `grade --training`: what the models learn, measured on reviews that the sandbox never saw."""

import contextlib
import io
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from autograder import Case, Training, reaches, reference

from .shared import TRAINING

lab = reference(__file__)
FILES = Path(__file__).parent / "files"  # what students load the reviews with
CACHE = Path(__file__).parents[2] / "results" / "imdb"
N_TRAIN, N_TEST, EPOCHS, SEED = 2_000, 2_000, 10, 0
RIGHT, LOSS = "taux de bonne classification", "coût final rapporté au coût de départ"

mean, attention, text = (Case(name) for name in lab.MODELS)


@lru_cache(maxsize=1)
def reviews():
    """Return the fixed set of reviews: read once a process, kept in results/ from run to run."""
    sys.path.insert(0, str(FILES))
    try:
        import imdb
    finally:
        sys.path.remove(str(FILES))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return imdb.load_reviews(N_TRAIN, N_TEST, cache=CACHE)


@lru_cache(maxsize=1)
def vectors():
    return reviews().embeddings.astype(np.float32)


def runs(seed=SEED):
    """Return the arguments of `train_from_start`, for each model."""
    train = reviews().train
    return {name: (name, train.ids, train.y, vectors(), EPOCHS, seed) for name in lab.MODELS}


def measure(run, parameters):
    """Return the accuracy on held-out reviews, and the fall of the loss, with the lab's own model."""
    begun = lab.starting_parameters(run, vectors().shape[1], SEED)
    shapes = {name: np.shape(value) for name, value in begun.items()}
    if shapes != {name: value.shape for name, value in parameters.items()}:
        raise ValueError("parameters of another model")
    test = reviews().test
    logits, _ = lab.predict_texts(lab.MODELS[run], parameters, test.ids, vectors())
    return {RIGHT: float(lab.accuracy(logits, test.y)), LOSS: loss_of(run, parameters) / first_loss(run)}


def loss_of(run, parameters):
    """Return the loss of a model on the reviews that it learns from."""
    train = reviews().train
    logits, _ = lab.predict_texts(lab.MODELS[run], parameters, train.ids, vectors())
    return float(lab.cross_entropy(logits, train.y))


@lru_cache
def first_loss(run):
    """Return the loss that every training of the model begins with."""
    return loss_of(run, lab.starting_parameters(run, vectors().shape[1], SEED))


# The bars are below the least of five seeds, on real reviews and on made-up ones.
# benchmarks/training.py tells the spread.
training = Training(
    "training",
    "Entraîner les trois modèles",
    call="train_from_start",
    source=lambda: reviews().source,
    runs=runs,
    measure=measure,
    checks=[
        reaches(mean, measure=LOSS, most=0.9, id="mean_loss"),
        reaches(attention, measure=LOSS, most=0.85, id="attention_loss"),
        reaches(text, measure=LOSS, most=0.85, id="text_loss"),
        reaches(mean, measure=RIGHT, least=0.62, id="mean"),
        reaches(attention, measure=RIGHT, least=0.75, id="attention"),
        reaches(text, measure=RIGHT, least=0.70, id="text"),
        reaches([mean, attention], measure=RIGHT, least=0.02, id="attention_gain"),
    ],
    group=TRAINING,
)
