"""Whatever a student names a file or an exception, prints or raises: the feedback only shows it."""

import csv
import io
import json
import math
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pytest
from support.repository import ROOT, table
from support.scores import row as score_row
from support.scores import rows, toys

from autograder.grading.one import grade, run_here
from autograder.judge.verdicts import Judgement, Verdict
from autograder.pages.files import result_json, scores_csv
from autograder.pages.student import feedback_page
from autograder.results import Result, Score
from autograder.student.source import Cell

PAYLOADS = {
    "escape": "\x1b[31m\x1b]0;titre\x07\x9b31m",
    "link": "\x1b]8;;http://x.example\x1b\\clic\x1b]8;;\x1b\\",
    "bidi": "\u202egnp.exe\u202c \u2066a\u2069 \u200f",
    "letters that run backwards": "אבגד (1) ٣",
    "markup": "[red]r[/red] [link=http://x]l[/link] [/] :heart:",
    "script": "<script>document.title='PWNED'</script>",
    "attribute": "\"><img src=x onerror=\"document.title='PWNED'\">'",
    "ends": "</style></title></code></p></body>",
    "url": "javascript:alert(1) <a href='javascript:alert(1)'>x</a>",
    "entity": "&lt;b&gt; &#60;b> &amp;",
    "code": "`<b>` `</code><script>1</script>` ``",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "comment": "<!-- --> ]]> <![CDATA[",
    "formula": '=HYPERLINK("http://x")',
    "surrogate": "\ud800\udfff",
    "lines": "a\nb\r\nc\u2028d\x85e",
    "null": "a\0b",
    "long": "x" * 5000,
}


class Outline(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = Counter(), ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.elements[tag, tuple(attributes)] += 1

    def handle_data(self, data):
        self.text += data


def result(word):
    """A result whose every text is this word."""
    verdicts = tuple(
        Verdict(word, verdict, 0.5, 1.0, word, word, word, word, word, (word,))
        for verdict in ("failed", "passed", word)
    )
    judgement = Judgement("q", word, verdicts, 3.0, False, (word,), (), word)
    problem = {"status": "raised", "where": word, "line": word, "type": word, "message": word, "text": word}
    marks = Score({"q": 1.0}, 1.0, 0.0, 0.0, 1.0)
    return Result(
        word,
        "folder",
        "lab",
        "graded",
        word,
        word,
        (judgement,),
        (problem, {**problem, "type": [word], "line": {}}),
        marks,
    )


@pytest.mark.parametrize("word", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_any_text_on_a_page_is_text(word):
    plain, odd = (
        Outline(feedback_page(result(text), text)) for text in ("`x`" if "`" in word else "x", word)
    )
    codes = ("code", ())
    assert odd.elements - Counter({codes: odd.elements[codes]}) == plain.elements - Counter(
        {codes: plain.elements[codes]}
    )
    assert not {name for _, attributes in odd.elements for name, _ in attributes} - {
        "lang",
        "charset",
        "name",
        "content",
        "class",
    }
    assert "`" in word or not word.isprintable() or odd.text.count(word) > 20


@pytest.mark.parametrize("word", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_any_text_in_a_result_is_json_that_says_it_again(word):
    tree = json.loads(result_json(result(word)).decode("utf-8"), parse_constant=pytest.fail)
    assert tree["student"] == tree["questions"][0]["title"] == word.encode("utf-8", "replace").decode("utf-8")


@pytest.mark.parametrize("separator", [",", ";", "|"])
@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        " =1",
        '"=1',
        "'=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "x;=1+1",
        "x,=1",
        "x|@y",
        'x";=1',
        "x; '=1",
        "=1;=2;＝3",
        "=cmd|' /C calc'!A0",
        ";=1",
    ],
)
def test_no_cell_of_the_scores_is_a_formula_whatever_the_spreadsheet_takes_for_a_separator(name, separator):
    written = scores_csv([score_row(name)], toys(("a", "b"))).decode("utf-8")
    _, cells = csv.reader(io.StringIO(written), delimiter=separator)
    for cell in cells:
        bare = unicodedata.normalize("NFKC", cell).strip(' "')
        assert not bare.startswith(("=", "+", "-", "@")) or re.fullmatch(r"-?[\d.]+", bare)


def test_honest_names_are_written_as_they_are():
    names = ["Anne-Marie O'Neil", "Dupont, Jean", "Léa (groupe 2)", "a;b", "x=1", "jean+tp@efrei"]
    assert sorted(line[0] for line in rows(*map(score_row, names))[1:]) == sorted(names)


# ---- from the file that is handed in to the files that are written

SECRET = "IMPRIME"  # what is printed
CODE = f"""
import sys, warnings
import numpy as np

class Red(Exception):
    __name__ = "[red]"

Odd = type("<script>1</script>\\x1b[31m\\u202e[red]r[/red]", (Exception,), {{}})
print("{SECRET}" * 10)
print("\\x1b[31m{SECRET}", file=sys.stderr)

def tokenize(sentence):
    print("{SECRET}", sentence, flush=True)
    print("{SECRET}", file=sys.stderr)
    sys.__stdout__.write("{SECRET}")
    warnings.warn("{SECRET}")
    return sentence.split()

def softmax(S):
    print("{SECRET}", S)
    raise Odd("<img src=x onerror=1> \\x1b]8;;http://x\\x1b\\\\ \\u202e [bold]b[/bold] \\ud800 \\0 `<b>`")

def scores(Q, K):
    return {{"<script>\\x1b[31m": Odd}}

raise Odd("<script>2</script>\\x1b[32m\\u2066 [link=http://x]l[/link] "
          "`</code><script>3</script>`")  # <script>\u202e
"""
NAMES = [
    "[red]r[#red]", "\x1b[31m", "\x1b]8;;x\x07", "\u202egnp", "<img src=x onerror=alert(1)>",
    "<script>alert(1)<#script>",
    "a\nb", "a\rb", "-rf",
    "=1+1", "＝1+1", "x;=1+1", "+1", "@x", "'", '"', "&lt;b&gt;", ":heart:", "con", "\u2066x", "א", "zoé",
]  # fmt: skip
ELEMENTS = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "p",
    "strong",
    "section",
    "header",
    "b",
    "ul",
    "li",
    "code",
    "bdi",
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory, sandbox):
    """(what the command printed, the results folder), for a class of odd names that raise odd things."""
    top = tmp_path_factory.mktemp("neutral")
    given, out = top / "class", top / "out"
    for name in NAMES:
        (given / name).mkdir(parents=True)
        (given / name / f"{name}.py").write_text(CODE if name != "-rf" else "\0", encoding="utf-8")
    (given / "vide <b>\x1b[31m[red]").mkdir()
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "tp4_ex1",
        str(given),
        "--out",
        str(out),
        "--workers",
        "1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return (done.stdout + done.stderr).decode("utf-8"), out


def test_the_terminal_shows_names_as_they_are(ran):
    said, _ = ran
    assert not [
        character
        for character in said
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character != "\n"
    ]
    assert "vide <b>_[31m[red]: aucun fichier .ipynb ou .py n'a été rendu" in said
    assert SECRET not in said


def test_every_page_has_the_elements_of_the_template_alone_and_shows_no_mark_that_turns_text_round(ran):
    _, out = ran
    pages = sorted(out.glob("*/feedback.html"))
    assert len(pages) == len(NAMES) + 1
    for path in pages:
        page = Outline(path.read_bytes())
        assert not {tag for tag, _ in page.elements} - {*ELEMENTS}
        assert not {name for _, attributes in page.elements for name, _ in attributes} - {
            "lang",
            "charset",
            "name",
            "content",
            "class",
        }
        assert not [
            character
            for character in page.text
            if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\n\t"
        ]
        assert SECRET not in page.text


def test_the_files_for_staff_can_be_read_and_hold_nothing_that_was_printed(ran):
    _, out = ran
    for path in out.rglob("*.json"):
        data = path.read_text(encoding="utf-8")
        assert not [
            character
            for character in data
            if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character != "\n"
        ]
        json.loads(data, parse_constant=pytest.fail)
        assert SECRET not in data
    lines = list(csv.DictReader(io.StringIO((out / "scores.csv").read_text(encoding="utf-8"))))
    assert len(lines) == len(NAMES) + 1
    assert all(math.isfinite(float(line["auto"])) for line in lines)
    assert not any(line["student"].startswith(("=", "+", "-", "@", "＝")) for line in lines)


def test_a_hidden_call_cannot_pass_its_inputs_off_as_the_place_of_an_error():
    code = """
import linecache
def softmax(S):
    name = "ton code, SECRET " + " ".join(map(str, S.ravel()))
    linecache.cache[name] = (1, None, ["def softmax(S):\\n"], name)
    exec(compile("raise ValueError", name, "exec"))
"""
    graded = grade([Cell("code", "", code, "tp.py")], table("tp4_ex1"), run_here())
    said = " ".join(verdict.message for judgement in graded.judgements for verdict in judgement.verdicts)
    assert "a levé ValueError" in said
    assert "SECRET" not in said
