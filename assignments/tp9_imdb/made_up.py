"""Des critiques de films inventées, en anglais, pour travailler sans les vraies.

Une critique est surtout faite de phrases neutres, dont les mots ne disent rien de l'avis ; quelques phrases le donnent,
et parfois l'avis contraire. La moyenne s'y perd, l'attention non. Les noms de personnages n'ont pas de vecteur.
"""

from __future__ import annotations

import re
from random import Random

HOLE = re.compile(r"{(\w+)}")
WORDS = {
    name: words.split()
    for name, words in {
        "good": "wonderful superb excellent brilliant delightful moving beautiful perfect charming amazing terrific remarkable "
        "fantastic touching impressive funny gorgeous clever hilarious masterful refreshing enjoyable fascinating outstanding",
        "bad": "awful terrible boring dreadful stupid horrible lame dull pointless ridiculous weak bland poor annoying pathetic "
        "laughable tedious predictable disappointing forgettable mediocre clumsy painful worthless",
        "part": "film movie plot script acting cast direction music ending dialogue photography story pace humor",
        "name": "Zorvane Quillimar Tebruska Ombrazel Fendrivok Yastrelle Grimoulde Velquist",
        "order": "first second third last next other same whole",
    }.items()
}
TOPICS = [
    topic.split()
    for topic in (
        "war soldiers battle army enemy dead bombs general sacrifice victory hero blood",
        "love wedding kiss romance heart bride marriage sweet summer dance happiness jealous",
        "murder killer police detective crime victim prison gun blackmail lawyer evidence corpse",
        "ghost house night monster scream vampire darkness grave curse nightmare demon blood",
        "family father mother children school christmas brother kitchen dog holiday friendship home",
        "space planet robot future scientist alien ship earth laboratory disaster engine captain",
        "music singer band concert piano fame stage success applause dancer studio award",
        "horse desert sheriff gold river cattle saloon train bandit revenge mountain dust",
    )
]
NEUTRAL = (
    "In the {order} scene, the {t} and the {t} meet near the {t}.",
    "It opens with a {t}, then we follow {name} to the {t}.",
    "The {order} part is about a {t}, a {t} and a {t}.",
    "{name} finds the {t} while the {t} is still there.",
    "There's a long scene with the {t} before the {t}.",
    "I saw it for the {order} time after \"The {t} and the {t}\".",
    "Most of it takes place between the {t} and the {t}, in the {order} town.",
    "We don't see the {t} until {name} comes back to the {t}.",
)
OPINION = (
    "The {part} is {yes}.",
    "I thought the {part} was {yes} and {yes}.",
    "What a {yes} {part}!",
    "The {part} isn't {no}, it's {yes}.",
    "It has a {yes} {part}<br /><br />and the {part} is {yes}.",
    "My friends didn't find the {part} {no}.",
)


def review(number: int) -> str:
    """La critique inventée de ce numéro : positive s'il est impair ; la même à chaque fois."""
    rng = Random(number)
    topic = rng.choice(TOPICS)
    told = [_neutral(rng, topic) for _ in range(rng.randint(2, 9))]
    told += [_opinion(rng, number % 2 == (rng.random() < 0.9)) for _ in range(rng.randint(3, 6))]
    rng.shuffle(told)
    return " ".join(told)


def sentence(number: int) -> str:
    """De même, en une ou deux phrases."""
    rng = Random(number)
    told = [_opinion(rng, number % 2 == 1), _neutral(rng, rng.choice(TOPICS))][: rng.randint(1, 2)]
    rng.shuffle(told)
    return " ".join(told)


def _neutral(rng, topic) -> str:
    return _fill(rng, rng.choice(NEUTRAL), {**WORDS, "t": topic})


def _opinion(rng, positive) -> str:
    yes, no = ("good", "bad") if positive else ("bad", "good")
    return _fill(rng, rng.choice(OPINION), {**WORDS, "yes": WORDS[yes], "no": WORDS[no]})


def _fill(rng, template, words) -> str:
    return HOLE.sub(lambda hole: rng.choice(words[hole.group(1)]), template)
