"""The proof that nothing leaks: every kind of secret is planted once, and must be found."""

import io
import json
import shutil
import zipfile

import numpy as np
import pytest
from support.repository import LABS, ROOT, config, lab, table

from autograder.course.lab import load_lab
from autograder.files import archive
from autograder.judge.table import load_table, save
from autograder.release import leak
from autograder.release.build import build
from autograder.release.leak import Secrets, hidden_files, leaks, public_texts, secrets

STATEMENT = (  # of the softmax that students write
    "exponentials / np.sum(exponentials, axis=-1, keepdims=True)"
)


@pytest.fixture(scope="module")
def proof():
    """All real secrets, the public sentences, and the real release of every lab."""
    labs = [lab(name) for name in LABS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            leak, "build_table", lambda lab, config, hidden, training=False: table(lab.id, hidden)
        )  # built once a session
        known, public = secrets(labs, config()), public_texts(labs, config())
    return known, public, {name: build(lab(name), config()) for name in LABS}


@pytest.mark.parametrize("name", LABS)
def test_the_real_release_leaks_nothing_not_even_zipped(proof, name):
    known, public, releases = proof
    files = releases[name]
    assert list(leaks({**files, "x.zip": archive(files, name)}, known, public)) == []


def test_the_real_secrets_are_many_and_of_every_kind(proof):
    known, _, _ = proof
    assert len(known.code) > 200
    assert len(known.texts) > 150
    assert len(known.arrays) > 50
    assert known.seed == config().seeds.hidden
    assert any("solution of" in where for where in known.code.values())
    assert any("questions.py" in where for where in known.code.values())
    assert any("common.py" in where for where in known.code.values())
    assert any("model answer" in where for where in known.texts.values())
    assert any(isinstance(secret, str) for _, secret in known.arrays)


def in_notebook(files, plant):
    notebook = json.loads(files["tp4_ex1.ipynb"])
    plant(notebook)
    return {"tp4_ex1.ipynb": json.dumps(notebook).encode()}


def code_cell(notebook):
    return next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def source(text):
    return lambda files: in_notebook(files, lambda notebook: code_cell(notebook).update(source=text))


def in_script(text):
    return lambda files: {"tp4_ex1.py": files["tp4_ex1.py"] + text.encode()}


def add_cell(kind, text):
    return lambda files: in_notebook(
        files, lambda n: n["cells"].append({"cell_type": kind, "metadata": {}, "source": text})
    )


def output(**changes):
    return lambda files: in_notebook(files, lambda notebook: code_cell(notebook).update(outputs=[changes]))


CODE = {
    "code cell": source(f"def f(exponentials):\n    return {STATEMENT}"),
    "code cell, as lines": source(["def f(exponentials):\n", f"    return {STATEMENT}"]),
    "code cell, assigned": source(f"A = {STATEMENT}"),
    "code cell that is no valid Python": source(f"def f(:\n    return {STATEMENT}"),
    "code cell beside a magic": source(f"%matplotlib inline\nA = {STATEMENT}"),
    "code cell, other white space": source(
        "A=exponentials/np.sum( exponentials,\n    axis = -1,keepdims =True )"
    ),
    "code cell, in more brackets": source(f"A = (({STATEMENT}))"),
    "code with a comment in its middle": in_script(
        "\nA = exponentials / np.sum(exponentials,  # ici\n    axis=-1, keepdims=True,)\n"
    ),
    "comment": in_script(f"\n# {STATEMENT}\n"),
    "comment at the end of a line": in_script(f"\nx = 1  # {STATEMENT}\n"),
    "comment with more signs": in_script(f"\n##>> return {STATEMENT}\n"),
    "comment over two lines": in_script(
        "\n# exponentials / np.sum(exponentials,\n#     axis=-1, keepdims=True)\n"
    ),
    "comment, other white space": in_script("\n#exponentials/np.sum(exponentials,axis=-1,keepdims=True)\n"),
    "docstring": in_script(f'\ndef f():\n    """Renvoie {STATEMENT}."""\n'),
    "string": in_script(f"\nx = '{STATEMENT}'\n"),
    "Markdown": add_cell("markdown", f"Il suffit d'écrire `{STATEMENT}`."),
    "Markdown, in a block": add_cell("markdown", f"```python\nreturn {STATEMENT}\n```"),
    "raw cell": add_cell("raw", STATEMENT),
    "output stream": output(output_type="stream", name="stdout", text=[f"{STATEMENT}\n"]),
    "output data": output(output_type="display_data", data={"text/plain": STATEMENT}, metadata={}),
    "traceback": output(output_type="error", ename="E", evalue="", traceback=[f"----> 3 return {STATEMENT}"]),
    "metadata of a cell": lambda files: in_notebook(
        files, lambda n: code_cell(n)["metadata"].update(answer=STATEMENT)
    ),
    "metadata, as a key": lambda files: in_notebook(files, lambda n: n["metadata"].update({STATEMENT: 1})),
    "metadata of the notebook": lambda files: in_notebook(
        files, lambda n: n["metadata"].update(a={"b": [{"c": STATEMENT}]})
    ),
    "read me": lambda files: {"LISEZMOI.md": files["LISEZMOI.md"] + f"\n{STATEMENT}\n".encode()},
    "check.py": lambda files: {
        "check.py": files["check.py"] + f"\ndef g(exponentials):\n    return {STATEMENT}\n".encode()
    },
    "a file of another kind": lambda files: {"notes.bin": b"\xff\xfe" + STATEMENT.encode()},
    "expected.npz": lambda files: {
        "expected.npz": with_table(files, lambda t: t["questions"]["items"][0].update(title=STATEMENT))
    },
}


def with_table(files, plant):
    """The public table with something planted in its text."""
    with np.load(io.BytesIO(files["expected.npz"])) as archived:
        arrays = {name: archived[name] for name in archived.files}
    tree = json.loads(arrays["table"].tobytes())
    plant(tree)
    arrays["table"] = np.frombuffer(json.dumps(tree, ensure_ascii=False).encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize("plant", CODE.values(), ids=CODE.keys())
def test_a_statement_of_a_solution_is_found_wherever_it_is_planted(proof, plant):
    known, public, releases = proof
    found = list(leaks(plant(releases["tp4_ex1"]), known, public))
    assert any("solution of softmax" in line and "exponentials" in line for line in found), found


@pytest.mark.parametrize("depth", [1, 2])
def test_a_leak_in_a_zip_inside_the_release_is_found_and_its_path_said(proof, depth):
    known, public, releases = proof
    files = CODE["comment"](releases["tp4_ex1"])
    for level in range(depth):
        files = {f"bonus{level}.dat": archive(files, "dedans")}
    line, *_ = leaks(files, known, public)
    assert line.startswith(f"bonus{depth - 1}.dat/dedans/")
    assert "tp4_ex1.py: " in line


def mistakes(name):
    return [mistake for question in lab(name).questions for mistake in getattr(question, "mistakes", ())]


@pytest.mark.parametrize("name", LABS)
def test_every_diagnosis_is_found_even_cut_into_lines(proof, name):
    known, public, _ = proof
    for mistake in mistakes(name):
        words = mistake.diagnosis.split()
        for text in (mistake.diagnosis, "# " + " ".join(words[:3]) + "\n# " + " ".join(words[3:])):
            found = list(leaks({"a.py": text.encode()}, known, public))
            assert any("diagnosis of" in line for line in found), mistake


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("return e / e.sum(axis=0, keepdims=True)", "common.py"),
        ("x = lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_Q, X @ W_Q)", "tp4_ex1: questions.py"),
        (
            (
                "def autre(Q, K):\n    return Q @ K.T / np.linalg.norm(Q, axis=1)[:, None] /"
                " np.linalg.norm(K, axis=1)"
            ),
            "tp4_ex1: questions.py",
        ),
        ("# encoding(lambda pos, k, j, d: pos / 10000.0 ** (4 * k / d))", "tp4_ex2: q1_position.py"),
    ],
)
def test_the_code_of_a_mistake_is_found(proof, text, where):
    known, public, _ = proof
    assert any(where.split(": ")[-1] in line for line in leaks({"a.py": text.encode()}, known, public))


def test_a_hidden_input_is_found_as_an_argument_or_an_answer_in_the_table(proof):
    known, public, releases = proof
    shown = load_table(releases["tp4_ex1"]["expected.npz"])
    place = [row.id for row in shown.questions].index("qkv")
    secret = (
        table("tp4_ex1").question("qkv").cases["une phrase"][0]
        if "une phrase" in table("tp4_ex1").question("qkv").cases
        else None
    )
    assert secret is not None
    shown.questions[place].cases["une phrase"][0][...] = secret + 1e-12
    found = list(leaks({"expected.npz": save(shown)}, known, public))
    assert any("hidden input of qkv, une phrase" in line for line in found)
    with np.load(io.BytesIO(releases["tp4_ex1"]["expected.npz"])) as archived:
        arrays = {name: archived[name] for name in archived.files}
    file = io.BytesIO()
    np.savez(file, extra=secret, **arrays)
    assert any(
        "hidden input of qkv" in line for line in leaks({"expected.npz": file.getvalue()}, known, public)
    )


def test_a_hidden_sentence_is_found_and_a_public_one_is_no_leak(proof):
    known, public, _ = proof
    sentences = {secret for _, secret in known.arrays if isinstance(secret, str)}
    assert sentences - public
    for sentence in sentences:
        assert bool(list(leaks({"a.md": f"Essaie « {sentence} »".encode()}, known, public))) is (
            sentence not in public
        )


def test_the_hidden_seed_is_found_in_text_metadata_and_the_table(proof):
    known, public, releases = proof
    seed = config().seeds.hidden
    for files in (
        {"a.py": f"rng = default_rng({seed})".encode()},
        in_notebook(releases["tp4_ex1"], lambda n: n["metadata"].update(seed=seed)),
        {
            "expected.npz": with_table(
                releases["tp4_ex1"], lambda t: t["questions"]["items"][0].update(title=f"graine {seed}")
            )
        },
    ):
        assert any("hidden seed" in line for line in leaks(files, known, public))


def test_every_line_of_a_model_answer_is_found(proof):
    known, public, _ = proof
    answers = [text for text, where in known.texts.items() if "model answer" in where]
    assert answers
    for text in answers:
        assert any(
            "model answer" in line
            for line in leaks({"a.md": text.replace(" ", "\n> ").encode()}, known, public)
        )


def test_a_file_without_secrets_leaks_nothing_whatever_its_kind():
    known = Secrets({"x = secret(3)": "ici"}, {}, [], "4242")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("a.py", "x = 1")
    files = {
        "a.py": b"x = 2",
        "b.bin": bytes(range(256)),
        "c.zip": zipped.getvalue(),
        "d.ipynb": b"{}",
        "e": b"",
    }
    assert list(leaks(files, known, set())) == []


def test_what_a_new_module_beside_the_questions_holds_is_secret_too(tmp_path):
    """Every Python file of solutions/ that is not handed out is read, whatever its name and place."""
    shutil.copytree(
        ROOT / "solutions", tmp_path / "solutions", ignore=shutil.ignore_patterns("__pycache__", "tp9_imdb")
    )
    folder = tmp_path / "solutions" / "tp4_ex1"
    helper = "def tempered(S, T):\n    heated = np.exp(S / T)\n    return heated / heated.sum(axis=0)\n"
    for file in (folder / "helpers.py", folder / "deep" / "builders.py", folder.parent / "shared_texts.py"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("import numpy as np\n\n" + helper, encoding="utf-8")
        assert file in hidden_files(folder)
        known = secrets([load_lab(folder)], config())
        found = list(leaks({"tp.py": b"x = 1\n# heated / heated.sum(axis=0)\n"}, known, set()))
        assert len(found) == 1 and file.relative_to(folder.parent).as_posix() in found[0]
        file.unlink()
    (folder / "files").mkdir()
    (folder / "files" / "given.py").write_text(helper, encoding="utf-8")
    assert folder / "files" / "given.py" not in hidden_files(folder)
    assert folder / "lab.py" not in hidden_files(folder)
