"""Figures as plain data, and the checks that look for the data under the right words."""

import numpy as np
import pytest
from support.repository import table
from support.toys import judged, said, toy_table, verdicts

from autograder import Case, Question, shows_histogram

HEAD = """
import matplotlib.pyplot as plt
import numpy as np
def show_results(tokens, A, output):
"""


@pytest.fixture(scope="module")
def show():
    """The real question: weights 0.4, words on both axes 0.2, output vectors 0.4."""
    shown = table("tp4_ex1")

    def draw(body):
        lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
        judgement = judged(shown, HEAD + lines)["show"]
        return {
            check: verdict.status == "passed" for check, verdict in verdicts(judgement).items()
        }, judgement

    return draw


ALL = {"weights": True, "words": True, "output": True}
BOTH = "fig, (a, b) = plt.subplots(1, 2)\nn = range(len(tokens))\n"
TICKS = "a.set_xticks(n, tokens)\na.set_yticks(n, tokens)\n"
SECOND = "b.imshow(output)\nreturn fig"
DRAWN = BOTH + "a.imshow(A)\n" + TICKS

RIGHT = {
    "imshow": DRAWN + SECOND,
    "matshow": BOTH + "a.matshow(A)\n" + TICKS + SECOND,
    "colour bars beside": (
        DRAWN + "fig.colorbar(a.images[0], ax=a)\nb.imshow(output)\nfig.colorbar(b.images[0])\nreturn fig"
    ),
    "pcolormesh": (
        BOTH + "a.pcolormesh(A)\na.set_xticks(np.arange(4) + 0.5, tokens)\na.set_yticks(np.arange(4) + 0.5,"
        " tokens)\na.invert_yaxis()\n" + SECOND
    ),
    "pcolormesh, labels at the corners": BOTH + "a.pcolormesh(A)\n" + TICKS + SECOND,
    "pcolor": (
        BOTH
        + "a.pcolor(A)\na.set_xticks(np.arange(4) + 0.5, tokens)\na.set_yticks(np.arange(4) + 0.5, tokens)\n"
        + SECOND
    ),
    "extent": (
        BOTH + "a.imshow(A, extent=(0, 4, 4, 0))\na.set_xticks(np.arange(4) + 0.5,"
        " tokens)\na.set_yticks(np.arange(4) + 0.5, tokens)\n" + SECOND
    ),
    "origin lower": BOTH + "a.imshow(A, origin='lower')\n" + TICKS + SECOND,
    "origin lower with an extent": (
        BOTH + "a.imshow(A, origin='lower', extent=(0, 4, 0, 4))\na.set_xticks(np.arange(4) + 0.5,"
        " tokens)\na.set_yticks(np.arange(4) + 0.5, tokens)\n" + SECOND
    ),
    "flipped together with its words": (
        BOTH + "a.imshow(A[::-1])\na.set_xticks(n, tokens)\na.set_yticks(n, tokens[::-1])\n" + SECOND
    ),
    "flipped across together with its words": (
        BOTH + "a.imshow(A[:, ::-1])\na.set_xticks(n, tokens[::-1])\na.set_yticks(n, tokens)\n" + SECOND
    ),
    "transposed, with axes that say so": (
        BOTH + "a.imshow(A.T)\n" + TICKS + "a.set_xlabel('queries')\na.set_ylabel('keys')\n" + SECOND
    ),
    "transposed, with French axes": (
        BOTH + "a.imshow(A.T)\n" + TICKS + "a.set_xlabel('Requête')\na.set_ylabel('Clé')\n" + SECOND
    ),
    "numbered labels": (
        BOTH + "a.imshow(A)\nwords = [f'{i}: {w}' for i, w in enumerate(tokens)]\na.set_xticks(n,"
        " words)\na.set_yticks(n, words)\n" + SECOND
    ),
    "labels in capitals, rotated": (
        BOTH
        + "a.imshow(A)\na.set_xticks(n, [w.upper() for w in tokens], rotation=45)\na.set_yticks(n, tokens)\n"
        + SECOND
    ),
    "set_xticklabels after set_xticks": (
        BOTH
        + "a.imshow(A)\na.set_xticks(n)\na.set_xticklabels(tokens)\n"
        + "a.set_yticks(n)\na.set_yticklabels(tokens)\n"
        + SECOND
    ),
    "masked array": BOTH + "a.imshow(np.ma.array(A))\n" + TICKS + SECOND,
    "rounded to four decimals": (
        BOTH + "a.imshow(np.round(A, 4))\n" + TICKS + "b.imshow(np.round(output, 4))\nreturn fig"
    ),
    "weights as a table": (
        BOTH + "a.table(cellText=A.round(3), rowLabels=tokens, colLabels=tokens)\n" + SECOND
    ),
    "output as a table": DRAWN + "b.table(cellText=[[f'{v:.2f}' for v in r] for r in output])\nreturn fig",
    "output as grouped bars": (
        DRAWN
        + "for k in range(output.shape[1]):\n    b.bar(np.arange(4) + 0.2 * k, output[:, k], 0.2)\nreturn fig"
    ),
    "output as bars, one word after another": (
        DRAWN + "for i, w in enumerate(tokens):\n    b.bar(np.arange(len(output[i])) + 4 * i, output[i],"
        " label=w)\nreturn fig"
    ),
    "output as one row of bars": DRAWN + "b.bar(np.arange(output.size), output.ravel())\nreturn fig",
    "output as horizontal bars": (
        DRAWN + "for k in range(output.shape[1]):\n    b.barh(np.arange(4) + 0.2 * k, output[:, k],"
        " 0.2)\nreturn fig"
    ),
    "output as bars, axes for each word": (
        "fig, axes = plt.subplots(1, 5)\na = axes[0]\nn = range(4)\na.imshow(A)\n"
        + TICKS
        + "for i in n:\n    axes[i + 1].bar(range(len(output[i])), output[i])\nreturn fig"
    ),
    "output as lines": DRAWN + "b.plot(output)\nreturn fig",
    "output as lines, one a word": DRAWN + "for row in output:\n    b.plot(row, marker='o')\nreturn fig",
    "output in the cells' text": (
        DRAWN + "for (i, j), value in np.ndenumerate(output):\n    b.text(j, i, f'{value:.2f}')\nreturn fig"
    ),
    "output as one block of text": DRAWN + "b.text(0, 0, str(output.round(2)))\nreturn fig",
    "output in the text of the figure": (
        DRAWN + "fig.text(0, 0, np.array2string(output, precision=3))\nreturn fig"
    ),
    "output transposed": DRAWN + "b.imshow(output.T)\nreturn fig",
    "axes returned": DRAWN + "b.imshow(output)\nreturn a",
    "array of axes returned": DRAWN + "b.imshow(output)\nreturn np.array([a, b])",
    "list of axes returned": DRAWN + "b.imshow(output)\nreturn [a, b]",
    "figure and axes returned": DRAWN + "b.imshow(output)\nreturn fig, (a, b)",
    "dict returned": DRAWN + "b.imshow(output)\nreturn {'figure': fig}",
    "two figures, returned together": (
        "n = range(4)\nf, a = plt.subplots()\na.imshow(A)\n"
        + TICKS
        + "g, b = plt.subplots()\nb.imshow(output)\nreturn f, g"
    ),
    "drawn with pyplot's current axes": (
        "plt.figure()\nplt.subplot(1, 2, 1)\nplt.imshow(A)\nplt.xticks(range(4),"
        " tokens)\nplt.yticks(range(4), tokens)\nplt.colorbar()\nplt.subplot(1, 2,"
        " 2)\nplt.imshow(output)\nplt.colorbar()\nreturn plt.gcf()"
    ),
    "closed and returned": DRAWN + "b.imshow(output)\nplt.close(fig)\nreturn fig",
    "shown and returned": DRAWN + "b.imshow(output)\nplt.show()\nreturn fig",
    "saved too": DRAWN + "b.imshow(output)\nimport io\nfig.savefig(io.BytesIO())\nreturn fig",
    "tight layout": DRAWN + "b.imshow(output)\nplt.tight_layout()\nfig.suptitle('Attention')\nreturn fig",
    "shared axes": (
        "fig, (a, b) = plt.subplots(1, 2, sharey=True)\nn = range(4)\na.imshow(A)\na.set_xticks(n,"
        " tokens)\na.set_yticks(n, tokens)\n" + SECOND
    ),
    "more than was asked": (
        "fig, (c, a, b) = plt.subplots(1, 3)\nn = range(4)\nc.imshow(A @ A)\na.imshow(A)\n" + TICKS + SECOND
    ),
}


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT.keys())
def test_a_figure_that_shows_what_is_asked_gets_every_point(show, body):
    passed, judgement = show(body)
    assert passed == ALL, said(judgement)


OPENED = {
    "drawn and not returned": DRAWN + "b.imshow(output)",
    "drawn, shown and not returned": DRAWN + "b.imshow(output)\nplt.show()",
    "drawn, closed and not returned": DRAWN + "b.imshow(output)\nplt.close()",
    "two figures, none returned": (
        "n = range(4)\nf, a = plt.subplots()\na.imshow(A)\n"
        + TICKS
        + "plt.close('all')\nplt.figure()\nplt.imshow(output)"
    ),
}


@pytest.mark.parametrize("body", OPENED.values(), ids=OPENED.keys())
def test_a_figure_that_was_only_opened_is_accepted_with_a_note(show, body):
    passed, judgement = show(body)
    assert passed == ALL, said(judgement)
    assert any("pas renvoyée" in note for note in judgement.notes)


WRONG = {
    "weights transposed": (BOTH + "a.imshow(A.T)\n" + TICKS + SECOND, {"weights"}, "transposed"),
    "weights upside down": (BOTH + "a.imshow(A[::-1])\n" + TICKS + SECOND, {"weights"}, "upside_down"),
    "pcolormesh of the transpose": (
        BOTH + "a.pcolormesh(A.T)\na.set_xticks(np.arange(4) + 0.5, tokens)\na.set_yticks(np.arange(4) + 0.5,"
        " tokens)\n" + SECOND,
        {"weights"},
        "transposed",
    ),
    "no words": (BOTH + "a.imshow(A)\n" + SECOND, {"words"}, ""),
    "words on one axis": (BOTH + "a.imshow(A)\na.set_xticks(n, tokens)\n" + SECOND, {"words"}, ""),
    "words backwards": (
        BOTH + "a.imshow(A)\na.set_xticks(n, tokens)\na.set_yticks(n, tokens[::-1])\n" + SECOND,
        {"words"},
        "",
    ),
    "two words exchanged": (
        BOTH
        + "a.imshow(A)\na.set_xticks(n, tokens)\na.set_yticks(n, [tokens[i] for i in (1, 0, 2, 3)])\n"
        + SECOND,
        {"words"},
        "",
    ),
    "other words": (
        BOTH
        + "a.imshow(A)\na.set_xticks(n, tokens)\na.set_yticks(n, ['un', 'deux', 'trois', 'quatre'])\n"
        + SECOND,
        {"words"},
        "",
    ),
    "one word too few": (
        BOTH + "a.imshow(A)\na.set_xticks(n, tokens)\na.set_yticks(range(3), tokens[:3])\n" + SECOND,
        {"words"},
        "",
    ),
    "words shifted by one": (
        BOTH + "a.imshow(A)\na.set_xticks(n, tokens)\na.set_yticks(n, ['', *tokens[:3]])\n" + SECOND,
        {"words"},
        "",
    ),
    "no output": (DRAWN + "return fig", {"output"}, ""),
    "weights alone, twice": (DRAWN + "b.imshow(A)\nreturn fig", {"output"}, ""),
    "output of the wrong vectors": (DRAWN + "b.imshow(A @ output)\nreturn fig", {"output"}, ""),
    "output's norms only": (
        DRAWN + "b.bar(tokens, np.linalg.norm(output, axis=1))\nreturn fig",
        {"output"},
        "",
    ),
    "other numbers in the text": (
        DRAWN + "b.text(0, 0, str((output + 0.1).round(2)))\nreturn fig",
        {"output"},
        "",
    ),
    "the output alone": ("fig, b = plt.subplots()\n" + SECOND, {"weights", "words"}, ""),
    "an empty figure": ("return plt.figure()", {"weights", "words", "output"}, ""),
    "empty axes": ("fig, a = plt.subplots()\nreturn fig", {"weights", "words", "output"}, ""),
    "weights in the colour bar's place only": (
        BOTH + "m = b.imshow(output)\nfig.colorbar(m, cax=a)\nreturn fig",
        {"weights", "words"},
        "",
    ),
}


@pytest.mark.parametrize(("body", "lost", "mistake"), WRONG.values(), ids=WRONG.keys())
def test_a_figure_that_lacks_something_loses_that_and_nothing_else(show, body, lost, mistake):
    passed, judgement = show(body)
    assert {check for check, ok in passed.items() if not ok} == lost, said(judgement)
    if mistake:
        assert mistake in {verdict.mistake for verdict in judgement.verdicts}


@pytest.mark.parametrize(
    "body", ["return A", "return None", "return 'figure'", "print(A)", "plt.show()", "return plt"]
)
def test_no_figure_at_all_is_zero_and_says_so(show, body):
    passed, judgement = show(body)
    assert not any(passed.values())
    assert judgement.points == 0
    assert "figure" in said(judgement) or "renvoie" in said(judgement)


def test_a_figure_of_an_earlier_call_does_not_count_for_this_one(show):
    passed, _ = show("return None\n\nplt.imshow(np.eye(3))\n")
    assert not any(passed.values())


def test_ten_thousand_artists_do_not_stop_the_grader(show):
    passed, _ = show("fig, a = plt.subplots()\nfor i in range(2000):\n    a.plot([1, 2])\nreturn fig")
    assert not any(passed.values())


# ---- several heads

PLOT = (
    "import matplotlib.pyplot as plt\nimport numpy as np\ndef plot_attention(tokens, A):\n    n ="
    " range(len(tokens))\n"
)
LABEL = "a.set_xticks(n, tokens); a.set_yticks(n, tokens)"


@pytest.mark.parametrize(
    ("body", "points"),
    [
        (
            "fig, axes = plt.subplots(1, 2)\nfor a, W in zip(axes, A):\n    a.imshow(W); "
            + LABEL
            + "\nreturn fig",
            (True, True),
        ),
        (
            "fig, axes = plt.subplots(1, 2, sharex=True, sharey=True)\nfor a, W in zip(axes, A):\n   "
            " a.imshow(W)\na = axes[0]; " + LABEL + "\nreturn fig",
            (True, True),
        ),
        (
            "fig, axes = plt.subplots(1, 2)\nfor a, W in zip(axes, A):\n    a.imshow(W)\na = axes[0]; "
            + LABEL
            + "\nreturn fig",
            (True, True),
        ),
        (
            "fs = []\nfor W in A:\n    f, a = plt.subplots(); a.imshow(W); "
            + LABEL
            + "; fs.append(f)\nreturn fs",
            (True, True),
        ),
        (
            (
                "fig, axes = plt.subplots(1, 2)\nfor a, W in zip(axes, A):\n    a.imshow(W); a.set_xticks(n,"
                " tokens)\nreturn fig"
            ),
            (True, False),
        ),
        (
            (
                "fig, axes = plt.subplots(1, 2)\nfor a, W, t in zip(axes, A, (tokens, tokens[1:] +"
                " tokens[:1])):\n    a.imshow(W); a.set_xticks(n, t); a.set_yticks(n, t)\nreturn fig"
            ),
            (True, False),
        ),
        ("fig, a = plt.subplots()\na.imshow(A[0]); " + LABEL + "\nreturn fig", (False, True)),
        ("fig, a = plt.subplots()\na.imshow(A.mean(0)); " + LABEL + "\nreturn fig", (False, True)),
        (
            "fig, axes = plt.subplots(1, 2)\nfor a, W in zip(axes, A):\n    a.imshow(W.T); "
            + LABEL
            + "\nreturn fig",
            (False, True),
        ),
    ],
    ids=[
        "each labelled",
        "shared axes labelled once",
        "labelled once",
        "a figure each",
        "one axis",
        "one head's words wrong",
        "first only",
        "mean",
        "transposed",
    ],
)
def test_every_head_must_be_shown_and_words_read(body, points):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    judgement = judged(table("tp4_ex2"), PLOT + lines)["plot"]
    found = verdicts(judgement)
    assert (found["weights"].status == "passed", found["words"].status == "passed") == points, said(judgement)


HISTOGRAMS = {
    "hist": "plt.hist(v)",
    "many bins": "plt.hist(v, bins=30)",
    "few bins, chosen edges": "plt.hist(v, bins=[0, 1, 3, 5])",
    "density": "plt.hist(v, density=True)",
    "parts of the whole": "plt.hist(v, weights=np.ones(24) / 24)",
    "horizontal": "plt.hist(v, orientation='horizontal')",
    "narrow bars": "plt.hist(v, rwidth=0.7)",
    "an outline": "plt.hist(v, histtype='step')",
    "a filled outline": "plt.hist(v, histtype='stepfilled', bins=12)",
    "stairs": "plt.stairs(*np.histogram(v, bins=8))",
    "bars by hand": "n, e = np.histogram(v, 6)\nplt.bar((e[1:] + e[:-1]) / 2, n, width=0.4)",
    "bars by hand, from their left side": (
        "n, e = np.histogram(v, 6)\nplt.bar(e[:-1], n, width=np.diff(e), align='edge')"
    ),
    "percents": "plt.hist(v, weights=np.full(24, 100 / 24))",
    "a stepped line": "n, e = np.histogram(v, 6)\nplt.step(e, [*n, n[-1]], where='post')",
    "a filled stepped line": "n, e = np.histogram(v, 6)\nplt.fill_between(e, [*n, n[-1]], step='post')",
    "stacked in two colours": "plt.hist([v[:9], v[9:]], bins=7, stacked=True)",
    "with lines over it": "plt.hist(v)\nplt.axvline(v.mean())\nplt.axvline(0)",
}
NO_HISTOGRAMS = {
    "another one": "plt.hist(v ** 2)",
    "one bar": "plt.hist(v, bins=1)",
    "the values themselves": "plt.bar(np.arange(24), v)",
    "a line": "plt.plot(v)",
    "part of the values": "plt.hist(v, range=(0, 3))",
    "cumulative": "plt.hist(v, cumulative=True)",
    "nothing": "pass",
    "bars that touch nothing": "plt.bar([0, 100], [12, 12])",
}


@pytest.mark.parametrize(
    ("body", "verdict"),
    [(body, "passed") for body in HISTOGRAMS.values()]
    + [(body, "failed") for body in NO_HISTOGRAMS.values()],
    ids=[*HISTOGRAMS, *NO_HISTOGRAMS],
)
def test_a_histogram_is_one_whatever_its_bins(body, verdict):
    question = Question(
        "f",
        "F",
        "f",
        {"v": lambda draw: np.sqrt(np.arange(24.0))},
        lambda v: v,
        [shows_histogram([Case("valeurs")], "v")],
        parts=("v",),
        figure=True,
    )
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    code = (
        "import matplotlib.pyplot as plt\nimport numpy as np\ndef f(v):\n    fig = plt.figure()\n   "
        f" plt.gca()\n{lines}    return fig\n"
    )
    assert [v.status for v in judged(toy_table(question), code)["f"].verdicts] == [verdict]
