"""What was handed in, found: files, folders, zips, and everything that can be wrong with them."""

import json
import os
import stat
import zipfile

import pytest
from conftest import lab, table

from autograder.release import given, notebook, released_cells, script
from autograder.source import BadSource
from autograder.submission import LARGEST, NoSubmission, find

CODE = "def softmax(S):\n    return S\n"


@pytest.fixture(scope="module")
def handed_out():
    return given(lab("tp4_ex1"))


@pytest.fixture(scope="module")
def stub():
    return script(list(released_cells(lab("tp4_ex1"))))


def tree(top, files):
    """Write files under a folder: path -> text."""
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return top


def pack(path, files):
    """A zip of name -> text; a ZipInfo may stand for a name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return path


def students(path):
    return [submission.student for submission in find(path)]


LAYOUTS = {
    "a folder of files": ["alice.py", "bob.ipynb"],
    "a folder of folders": ["alice/tp.py", "bob/rendu/tp.py"],
    "both": ["alice.py", "bob/tp.py"],
    "with litter": ["alice.py", "bob/tp.py", ".DS_Store", "bob/.ipynb_checkpoints/tp-checkpoint.py", "__MACOSX/alice.py", "bob/__pycache__/x.py", "bob/venv/lib/a.py"],
    "with what was released": ["alice.py", "bob.py", "check.py", "expected.npz", "LISEZMOI.md", "requirements.txt"],
}


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("names", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_students_as_a_folder_and_as_a_zip(tmp_path, names, zipped):
    files = dict.fromkeys(names, CODE)
    path = pack(tmp_path / "class.zip", files) if zipped else tree(tmp_path / "class", files)
    assert students(path) == ["alice", "bob"]


@pytest.mark.parametrize("layout", ["a folder of files", "a folder of folders", "both", "with litter"])
def test_a_folder_that_wraps_everything_in_a_zip_is_looked_through(tmp_path, layout):
    files = {f"TP4 groupe 2/{name}": CODE for name in LAYOUTS[layout]}
    assert students(pack(tmp_path / "class.zip", {**files, "__MACOSX/TP4 groupe 2/._alice.py": "x"})) == ["alice", "bob"]


def test_one_file_is_one_student(tmp_path):
    (only,) = find(tree(tmp_path, {"alice.py": CODE}) / "alice.py")
    assert only.student == "alice"


def test_a_link_given_by_staff_is_followed_but_one_inside_a_class_is_not(tmp_path, handed_out):
    secret = tree(tmp_path, {"secret/reference.py": CODE}) / "secret" / "reference.py"
    link = tmp_path / "alice.py"
    link.symlink_to(secret)
    assert find(link)[0].cells(handed_out)[1][0].text == CODE
    group = tree(tmp_path / "class", {"bob.py": CODE})
    (group / "eve.py").symlink_to(secret)
    (group / "mallory").symlink_to(tmp_path / "secret")
    found = {submission.student: submission for submission in find(group)}
    with pytest.raises(BadSource, match="illisible"):
        found["eve"].cells(handed_out)
    assert "mallory" not in found or not found["mallory"].entries


def test_a_whole_released_folder_is_one_student_whose_work_counts(tmp_path, handed_out, stub):
    released = {"check.py": "import os", "expected.npz": "x", "LISEZMOI.md": "# x", "requirements.txt": "numpy"}
    folder = tree(tmp_path / "class", {"alice/" + name: text for name, text in released.items()})
    tree(folder / "alice", {"tp4_ex1.py": stub.replace("raise NotImplementedError", "return 3 #"), "tp4_ex1.ipynb": "{}"})
    for path in (folder, pack(tmp_path / "a.zip", {f"alice/{p.name}": p.read_text("utf-8") for p in (folder / "alice").iterdir()})):
        (only,) = find(path)
        assert only.student == "alice"
        assert only.cells(handed_out)[0] == "tp4_ex1.py"
    (only,) = find(folder / "alice")
    assert only.student == "tp4_ex1"
    assert only.cells(handed_out)[0] == "tp4_ex1.py"


def test_of_two_files_the_one_that_was_worked_on_counts(tmp_path, handed_out, stub):
    worked = stub.replace("raise NotImplementedError", "return 3  #")
    for names in (("tp4_ex1.py", "rendu.py"), ("rendu.py", "tp4_ex1.py")):
        folder = tree(tmp_path / names[0], {f"alice/{names[0]}": worked, f"alice/{names[1]}": stub, "bob/tp.py": CODE})
        assert find(folder)[0].cells(handed_out)[0] == names[0]


def test_of_an_untouched_notebook_and_a_script_that_was_worked_on_the_script_counts(tmp_path, handed_out):
    fresh = notebook(list(released_cells(lab("tp4_ex1"))), table("tp4_ex1", hidden=False))
    run = json.loads(fresh)
    for cell in run["cells"]:  # what merely running it leaves behind
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [{"output_type": "stream", "name": "stdout", "text": ["x"]}], 3
    folder = tree(tmp_path, {"alice/tp4_ex1.ipynb": json.dumps(run), "alice/tp4_ex1.py": CODE, "bob/tp.py": CODE})
    assert find(folder)[0].cells(handed_out)[0] == "tp4_ex1.py"


def test_two_files_worked_on_are_one_clear_line_unless_one_bears_the_labs_name(tmp_path, handed_out):
    folder = tree(tmp_path, {"alice/essai.py": CODE, "alice/rendu.py": CODE, "bob/tp4_ex1.py": CODE, "bob/brouillon.py": CODE})
    alice, bob = find(folder)
    with pytest.raises(BadSource) as raised:
        alice.cells(handed_out)
    assert "essai.py, rendu.py" in str(raised.value)
    assert "n'en rends qu'un" in str(raised.value)
    assert bob.cells(handed_out)[0] == "tp4_ex1.py"


def test_two_untouched_files_are_an_untouched_submission_not_an_error(tmp_path, handed_out, stub):
    folder = tree(tmp_path, {"alice/a.py": stub, "alice/b.py": stub, "bob/tp.py": CODE})
    assert find(folder)[0].cells(handed_out)[0] == "a.py"


def test_a_broken_file_beside_a_good_one_does_not_hide_it_and_two_broken_ones_say_why(tmp_path, handed_out):
    folder = tree(tmp_path, {"alice/a.py": CODE, "alice/b.ipynb": "{", "bob/a.ipynb": "{", "bob/b.ipynb": "[]"})
    alice, bob = find(folder)
    assert alice.cells(handed_out)[0] == "a.py"
    with pytest.raises(BadSource, match=r"a\.ipynb : .*JSON.* ; b\.ipynb : .*pas un notebook"):
        bob.cells(handed_out)


@pytest.mark.parametrize("files", [{"alice/rapport.pdf": "x"}, {"alice/check.py": "x", "alice/expected.npz": "x"}])
def test_a_student_without_a_program_is_still_listed_with_the_reason(tmp_path, handed_out, files):
    folder = tree(tmp_path, {**files, "bob/tp.py": CODE, "bob/notes.txt": "x"})
    alice, _ = find(folder)
    assert alice.student == "alice"
    with pytest.raises(BadSource, match="aucun fichier"):
        alice.cells(handed_out)


def test_a_student_whose_folder_is_empty_is_still_listed(tmp_path):
    folder = tree(tmp_path, {"bob/tp.py": CODE})
    (folder / "alice").mkdir()
    assert students(folder) == ["alice", "bob"]


def test_untouched_means_that_only_white_space_and_provided_cells_differ(handed_out, tmp_path, stub):
    for text, untouched in (
        (stub, True),
        (stub.replace("\n", "\r\n"), True),
        (stub.replace("    raise", "  \t  raise"), True),
        ("", True),
        (stub + "\n# %%\nx = 1\n", False),
        (stub.replace("à compléter", "fait", 1), False),
    ):
        (only,) = find(tree(tmp_path, {"a.py": text}) / "a.py")
        assert handed_out.untouched(only.cells(handed_out)[1]) is untouched


# ---- nothing to grade: one line


def test_what_holds_no_submission_is_one_line_that_says_what_to_do(tmp_path):
    (tmp_path / "empty").mkdir()
    pack(tmp_path / "empty.zip", {})
    pack(tmp_path / "outside.zip", {"../a.py": CODE, "/etc/b.py": CODE, "a/../../c.py": CODE})
    (tmp_path / "text.zip").write_text("not a zip")
    (tmp_path / "cut.zip").write_bytes(pack(tmp_path / "whole.zip", {"a.py": CODE * 100}).read_bytes()[:-30])
    (tmp_path / "zero.zip").write_bytes(b"")
    for name in ("absent", "absent.py", "empty", "empty.zip", "outside.zip", "text.zip", "cut.zip", "zero.zip"):
        with pytest.raises(NoSubmission) as raised:
            find(tmp_path / name)
        assert name in str(raised.value)
        assert "\n" not in str(raised.value)


# ---- zips


def linked(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_traversal_names_and_links_never_reach_outside_and_the_others_are_read(tmp_path, handed_out):
    path = pack(tmp_path / "class.zip", {
        "../../evil.py": CODE, "/etc/cron.py": CODE, "C:\\windows\\x.py": CODE, "..\\up.py": CODE,
        "alice/tp.py": CODE, linked("eve/tp.py"): "/etc/passwd", "bob\\tp.py": CODE,
    })  # fmt: skip
    found = {submission.student: submission for submission in find(path)}
    assert set(found) == {"alice", "bob", "eve"}
    assert found["bob"].cells(handed_out)[1][0].text == CODE
    with pytest.raises(BadSource, match="fichier ordinaire"):
        found["eve"].cells(handed_out)
    assert sorted(os.listdir(tmp_path)) == ["class.zip"]


def test_an_encrypted_entry_costs_that_student_alone(tmp_path, handed_out):
    path = pack(tmp_path / "class.zip", {"alice/tp.py": CODE, "bob/tp.py": CODE})
    data = bytearray(path.read_bytes())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # local header, central directory: the flag bits
        data[data.index(mark) + flag] |= 1
    path.write_bytes(data)
    alice, bob = find(path)
    with pytest.raises(BadSource, match="chiffré"):
        alice.cells(handed_out)
    assert bob.cells(handed_out)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_bytes_in_a_zip_cost_that_student_alone(tmp_path, handed_out, method):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", method) as zipped:
        zipped.writestr("alice/tp.py", CODE * 200)
        zipped.writestr("bob/tp.py", CODE)
    data = bytearray(path.read_bytes())
    start = data.index(b"alice/tp.py") + len("alice/tp.py")
    data[start : start + 12] = b"\xff" * 12
    path.write_bytes(data)
    alice, bob = find(path)
    with pytest.raises(BadSource, match="illisible"):
        alice.cells(handed_out)
    assert bob.cells(handed_out)


def test_an_unknown_compression_costs_that_student_alone(tmp_path, handed_out):
    path = pack(tmp_path / "class.zip", {"alice/tp.py": CODE, "bob/tp.py": CODE})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + place] = 77
    path.write_bytes(data)
    alice, bob = find(path)
    with pytest.raises(BadSource, match="illisible"):
        alice.cells(handed_out)
    assert bob.cells(handed_out)


@pytest.mark.parametrize("zipped", [False, True], ids=["file", "zip"])
def test_a_file_that_is_too_large_is_not_read_into_memory(tmp_path, handed_out, zipped):
    data = b"#" * (LARGEST + 1)
    if zipped:
        path = pack(tmp_path / "bomb.zip", {"alice.py": data})
        assert path.stat().st_size < LARGEST / 100
    else:
        path = tmp_path / "alice.py"
        path.write_bytes(data)
    with pytest.raises(BadSource, match="dépasse 20 Mio"):
        find(path)[0].cells(handed_out)


def test_a_pipe_in_a_folder_does_not_block(tmp_path, handed_out):
    os.mkfifo(tmp_path / "alice.py")
    with pytest.raises(BadSource, match="fichier ordinaire"):
        find(tmp_path)[0].cells(handed_out)


# ---- names


def test_every_student_gets_a_safe_folder_of_their_own(tmp_path):
    names = ["alice", "Alice", "a b", "l'été", "x" * 150, "con:tre", "a/b", "=1+1", "scores.csv", "run.json", "scores.csv "]
    path = pack(tmp_path / "class.zip", {f"groupe/{name.replace('/', '_')}.py": CODE for name in names})
    folders = [submission.folder for submission in find(path)]
    assert len({folder.casefold() for folder in folders}) == len(names)
    for folder in folders:
        assert folder == os.path.basename(folder)
        assert folder not in ("", ".", "..", "scores.csv", "run.json")
        assert len(folder) < 100
        assert not folder.startswith(".")


def test_a_name_that_is_no_text_is_made_printable(tmp_path):
    (tmp_path / "alice.py").write_text(CODE)
    with open(os.fsencode(tmp_path) + b"/\xe9l\xe8ve.py", "wb") as file:
        file.write(CODE.encode())
    (tmp_path / "deux\nlignes.py").write_text(CODE)
    for submission in find(tmp_path):
        submission.student.encode("utf-8")
        assert submission.student.isprintable()


def test_the_same_class_is_found_in_the_same_order_whatever_the_file_system_says(tmp_path):
    names = ["é", "a", "Z", "10", "9", "_"]
    assert students(tree(tmp_path / "one", {f"{n}.py": CODE for n in names})) == students(tree(tmp_path / "two", {f"{n}.py": CODE for n in reversed(names)}))
