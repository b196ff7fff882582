"""TP9: attention on film reviews. Questions in handout order, then what training needs, then the bonus."""

from .q1_mean import accuracy, cross_entropy, linear, mean_pool
from .q2_attention import (
    attention_pool,
    attention_weights,
    constante,
    entropy,
    entropy_histogram,
    masked_softmax,
    top_words,
)
from .q3_gradients import attention_gradients, mean_gradients, observation, text_gradients
from .q3_text import text_attention, text_query, values
from .q4_recurrent import gru_states, gru_step
from .q5_entropy import regularised_gradients, regularised_loss
from .training import training

questions = [
    mean_pool, linear, cross_entropy, accuracy,
    masked_softmax, attention_weights, attention_pool, constante, entropy, entropy_histogram, top_words,
    text_query, values, text_attention,
    mean_gradients, attention_gradients, text_gradients, observation,
    gru_step, gru_states, regularised_loss, regularised_gradients,
]  # fmt: skip

__all__ = ["questions", "training"]
