"""A student's feedback as an HTML page: a pure function of a result."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from autograder.judge.verdicts import NOT_REACHED, PASSED, PENDING, UNWRITTEN, Judgement
from autograder.judge.words import points_text
from autograder.results import Result

# What the page calls the status of a check.
WORDS = {
    PASSED: "réussi",
    "failed": "à revoir",
    NOT_REACHED: "pas regardé : corrige d'abord ce qui précède",
    "missing": "fonction absente",
    UNWRITTEN: "à écrire",
    PENDING: "à relire par une personne",
    "raised": "erreur",
    "timeout": "trop long",
    "memory": "trop de mémoire",
    "crashed": "arrêt de Python",
    "rejected": "réponse illisible",
    "unreadable": "illisible",
    "internal_error": "non corrigé (notre faute)",
}


def feedback_page(result: Result, title: str) -> bytes:
    """Return the page as HTML in UTF-8. It needs no other file, no script and no network."""
    return (
        _template()
        .render(result=result, title=title, points=points_text, words=WORDS, state=state)
        .encode("utf-8", "replace")
    )


def state(judgement: Judgement) -> str:
    """Return how a question went, for its colour and its sign: `full`, `part`, `none` or `pending`."""
    if judgement.pending:
        return "pending"
    if judgement.full:
        return "full"
    return "part" if judgement.points > 0 else "none"


def _code(text: str) -> Markup:
    """Return text escaped for HTML, with what stands between backquotes marked as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _code
    return environment.get_template("feedback.html")
