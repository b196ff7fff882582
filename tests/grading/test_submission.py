"""What was handed in, found: files, folders, zips, and everything that can be wrong with them."""

import json
import os
import resource
import shutil
import socket
import stat
import struct
import tempfile
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest
from support.repository import lab, table

from autograder.course.handout import handout, released_cells
from autograder.grading.submission import LARGEST, Entry, NoSubmission, find
from autograder.release.build import notebook, script
from autograder.student.source import BadSource

CODE = "def softmax(S):\n    return S\n"


@pytest.fixture(scope="module")
def handed_out():
    return handout(lab("tp4_ex1"))


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
    "with litter": [
        "alice.py",
        "bob/tp.py",
        ".DS_Store",
        "bob/.ipynb_checkpoints/tp-checkpoint.py",
        "__MACOSX/alice.py",
        "bob/__pycache__/x.py",
        "bob/venv/lib/a.py",
    ],
    "with what was released": [
        "alice.py",
        "bob.py",
        "check.py",
        "expected.npz",
        "LISEZMOI.md",
        "requirements.txt",
    ],
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
    assert students(pack(tmp_path / "class.zip", {**files, "__MACOSX/TP4 groupe 2/._alice.py": "x"})) == [
        "alice",
        "bob",
    ]


MOODLE = {
    "folders": [
        "Zoé Li_11_assignsubmission_file_/tp.py",
        "Zoé Li_7_assignsubmission_file_/a/tp.py",
        "Zoé Li_7_assignsubmission_onlinetext_/onlinetext.html",
    ],
    "folders of 4.1": [
        "Zoé Li_11_assignsubmission_file/tp.py",
        "Zoé Li_7_assignsubmission_file/tp.py",
        "Zoé Li_11_assignsubmission_onlinetext/onlinetext.html",
    ],
    "flat": [
        "Zoé Li_11_assignsubmission_file_tp.py",
        "Zoé Li_7_assignsubmission_file_tp.py",
        "Zoé Li_7_assignsubmission_onlinetext_onlinetext.html",
    ],
    "flat, as it was": [
        "Zoé Li_11_assignsubmission_file_tp.py",
        "Zoé Li_7_assignsubmission_file_tp.py",
        "Zoé Li_7_assignsubmission_onlinetext.html",
    ],
}


@pytest.mark.parametrize("top", ["", "TP4 groupe 2/"])
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("names", MOODLE.values(), ids=MOODLE.keys())
def test_a_download_of_moodle_has_each_student_once_by_name_and_number(
    tmp_path, names, zipped, top, handed_out
):
    files = {top + name: CODE for name in names}
    found = find(pack(tmp_path / "class.zip", files) if zipped else tree(tmp_path / "class", files))
    assert [one.student for one in found] == ["Zoé Li_11", "Zoé Li_7"]
    assert [one.cells(handed_out)[0] for one in found] == ["tp.py", "tp.py"]


ZOE = "Zoé Li_7_assignsubmission"


@pytest.mark.parametrize(
    "names",
    [
        [f"{ZOE}_file_tp4_ex1.py", f"{ZOE}_file_brouillon.py"],
        [f"{ZOE}_file_/tp4_ex1.py", f"{ZOE}_file_/brouillon.py", f"{ZOE}_onlinetext_/onlinetext.html"],
        [
            f"{ZOE}_file_/tp4_ex1.py",
            f"{ZOE}_file_/check.py",
            f"{ZOE}_file_/Eve_8_assignsubmission_file_/x.py",
        ],
    ],
)
def test_several_files_of_the_only_student_in_moodle_are_one_submission(tmp_path, names, handed_out):
    (only,) = find(pack(tmp_path / "class.zip", dict.fromkeys(names, CODE)))
    assert (only.student, len(only.entries)) == ("Zoé Li_7", 2)
    assert only.cells(handed_out)[0] == "tp4_ex1.py"


def test_who_handed_in_an_online_text_alone_has_no_file(tmp_path, handed_out):
    path = pack(
        tmp_path / "a.zip",
        {
            "A_1_assignsubmission_onlinetext_/onlinetext.html": "x",
            "B. Li_2_assignsubmission_file": "x",
            "C_3_assignsubmission_file_/": "",
        },
    )
    assert students(path) == ["A_1", "B. Li_2", "C_3"]
    for one in find(path):
        with pytest.raises(BadSource, match="aucun fichier"):
            one.cells(handed_out)


def test_the_number_of_moodle_is_never_cut_and_other_names_are_left_alone(tmp_path):
    path = pack(
        tmp_path / "a.zip",
        {"é" * 4000 + f"_{number}_assignsubmission_file_/tp.py": CODE for number in (12345, 12346)},
    )
    assert [one.student[-6:] for one in find(path)] == ["_12345", "_12346"]
    plain = [
        "alice_12",
        "bob_assignsubmission",
        "carol_1_assignsubmission_filed",
        "dan_1_assignsubmission_file.py",
    ]
    assert students(tree(tmp_path / "plain", {f"{name}/tp.py": CODE for name in plain})) == plain


@pytest.mark.parametrize(
    "letter", ["\ufb2c", "\u0958"]
)  # which take two or three places once they are normalised
def test_no_name_makes_the_number_of_moodle_another_ones(tmp_path, letter):
    for length in range(150):
        names = {
            f"Ada{letter * length}_12345_assignsubmission_file_/tp.py": CODE,
            "Bob_12_assignsubmission_file_/tp.py": CODE,
        }
        numbers = [one.student.rpartition("_")[2] for one in find(pack(tmp_path / "a.zip", names))]
        assert sorted(numbers) == ["12", "12345"]


def test_where_a_course_has_one_folder_a_student_no_name_in_it_is_one_of_moodles(tmp_path):
    for student in ("Bob_2", "Bob_2_assignsubmission_file_"):
        (tmp_path / student / "tp").mkdir(parents=True)
        (tmp_path / student / "tp" / "tp.py").write_text(CODE)
    assert [one.student for one in find(tmp_path, inside="tp")] == ["Bob_2", "Bob_2_assignsubmission_file_"]


def test_a_file_named_as_in_moodle_stays_that_of_who_handed_it_in(tmp_path):
    files = {
        "alice/Bob_2_assignsubmission_file_/tp.py": CODE,
        "alice/Bob_2_assignsubmission_file_x.py": CODE,
        "bob/tp.py": CODE,
    }
    assert students(tree(tmp_path, files)) == ["alice", "bob"]
    moodle = {
        "Alice_1_assignsubmission_file_/Bob_2_assignsubmission_file_/tp.py": CODE,
        "Bob_2_assignsubmission_file_/tp.py": CODE,
    }
    assert [len(one.entries) for one in find(pack(tmp_path / "a.zip", moodle))] == [1, 1]


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
    released = {
        "check.py": "import os",
        "expected.npz": "x",
        "LISEZMOI.md": "# x",
        "requirements.txt": "numpy",
    }
    folder = tree(tmp_path / "class", {"alice/" + name: text for name, text in released.items()})
    tree(
        folder / "alice",
        {"tp4_ex1.py": stub.replace("raise NotImplementedError", "return 3 #"), "tp4_ex1.ipynb": "{}"},
    )
    for path in (
        folder,
        pack(
            tmp_path / "a.zip",
            {f"alice/{p.name}": p.read_text("utf-8") for p in (folder / "alice").iterdir()},
        ),
    ):
        (only,) = find(path)
        assert only.student == "alice"
        assert only.cells(handed_out)[0] == "tp4_ex1.py"
    (only,) = find(folder / "alice")
    assert only.student == "tp4_ex1"
    assert only.cells(handed_out)[0] == "tp4_ex1.py"


def test_of_two_files_the_one_that_was_worked_on_counts(tmp_path, handed_out, stub):
    worked = stub.replace("raise NotImplementedError", "return 3  #")
    for names in (("tp4_ex1.py", "rendu.py"), ("rendu.py", "tp4_ex1.py")):
        folder = tree(
            tmp_path / names[0], {f"alice/{names[0]}": worked, f"alice/{names[1]}": stub, "bob/tp.py": CODE}
        )
        assert find(folder)[0].cells(handed_out)[0] == names[0]


def test_of_an_untouched_notebook_and_a_script_that_was_worked_on_the_script_counts(tmp_path, handed_out):
    fresh = notebook(list(released_cells(lab("tp4_ex1"))), table("tp4_ex1", hidden=False))
    run = json.loads(fresh)
    for cell in run["cells"]:  # what merely running it leaves behind
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = (
                [{"output_type": "stream", "name": "stdout", "text": ["x"]}],
                3,
            )
    folder = tree(
        tmp_path, {"alice/tp4_ex1.ipynb": json.dumps(run), "alice/tp4_ex1.py": CODE, "bob/tp.py": CODE}
    )
    assert find(folder)[0].cells(handed_out)[0] == "tp4_ex1.py"


def test_two_files_worked_on_are_one_clear_line_unless_one_bears_the_labs_name(tmp_path, handed_out):
    folder = tree(
        tmp_path,
        {"alice/essai.py": CODE, "alice/rendu.py": CODE, "bob/tp4_ex1.py": CODE, "bob/brouillon.py": CODE},
    )
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
    folder = tree(
        tmp_path, {"alice/a.py": CODE, "alice/b.ipynb": "{", "bob/a.ipynb": "{", "bob/b.ipynb": "[]"}
    )
    alice, bob = find(folder)
    assert alice.cells(handed_out)[0] == "a.py"
    with pytest.raises(BadSource, match=r"a\.ipynb : .*JSON.* ; b\.ipynb : .*pas un notebook"):
        bob.cells(handed_out)


@pytest.mark.parametrize(
    "files", [{"alice/rapport.pdf": "x"}, {"alice/check.py": "x", "alice/expected.npz": "x"}]
)
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
    for name in (
        "absent",
        "absent.py",
        "empty",
        "empty.zip",
        "outside.zip",
        "text.zip",
        "cut.zip",
        "zero.zip",
    ):
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
    for mark, flag in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # local header, central directory: the flag bits
        data[data.index(mark) + flag] |= 1
    path.write_bytes(data)
    alice, bob = find(path)
    with pytest.raises(BadSource, match="chiffré"):
        alice.cells(handed_out)
    assert bob.cells(handed_out)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
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


def rewrite(path, **changes):
    """The zip with fields of its first central entry overwritten: name=(offset, format, value)."""
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\1\2")
    for offset, form, value in changes.values():
        struct.pack_into(form, data, start + offset, value)
    path.write_bytes(data)
    return path


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["deflate", "bzip2", "lzma"]
)
def test_a_bomb_that_lies_about_its_size_takes_no_memory(tmp_path, handed_out, method):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", method) as zipped:
        with zipped.open("alice.py", "w") as file:
            for _ in range(120):
                file.write(bytes(2**20))
        zipped.writestr("bob.py", CODE, zipfile.ZIP_STORED)
    rewrite(path, size=(24, "<I", 100))
    alice, bob = find(path)
    before = peak()
    with pytest.raises(BadSource, match="illisible"):
        alice.cells(handed_out)
    assert peak() - before < 3 * LARGEST / 2**20
    assert bob.cells(handed_out)


def test_entries_that_share_their_bytes_are_read_one_by_one_or_refused(tmp_path, handed_out):
    path = pack(tmp_path / "class.zip", {"alice/aa.py": CODE, "alice/bb.py": CODE, "bob/tp.py": CODE})
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]  # both begin where the first does
    path.write_bytes(data)
    alice, bob = find(path)
    assert alice.cells(handed_out)[0] == "aa.py"
    assert bob.cells(handed_out)


def test_a_name_that_is_null_is_passed_over(tmp_path):
    path = pack(tmp_path / "class.zip", {"alice.py": CODE, "Q": CODE, "bob.py": CODE})
    path.write_bytes(path.read_bytes().replace(b"Q", b"\0"))
    assert students(path) == ["alice", "bob"]


def test_of_two_members_with_one_name_the_last_counts_as_when_they_are_unpacked(tmp_path, handed_out):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("alice/tp.py", "x = 1\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            zipped.writestr("alice/tp.py", CODE)
        zipped.writestr("bob/tp.py", CODE)
    assert find(path)[0].cells(handed_out)[1][0].text == CODE


MAGIC = {
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(200),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(200),
    "gz": b"\x1f\x8b\x08\0" + bytes(200),
    "tar": b"alice.py".ljust(257, b"\0") + b"ustar\0" + bytes(2000),
    "html": b"<!doctype html><title>Session expired</title>",
    "zip64": b"PK\5\6" + b"\xff" * 18,
    "many disks": b"PK\5\6" + struct.pack("<HHHHIIH", 7, 7, 1, 1, 46, 0, 0),
}


@pytest.mark.parametrize("data", MAGIC.values(), ids=MAGIC.keys())
def test_another_archive_under_the_name_of_a_zip_is_one_line_for_staff_and_for_the_student(
    tmp_path, handed_out, data
):
    folder = tree(tmp_path / "class", {"bob/tp.py": CODE})
    for path in (tmp_path / "class.zip", folder / "alice.zip"):
        path.write_bytes(data)
    with pytest.raises(
        NoSubmission, match=r"class\.zip: not a readable zip .*; download it again, or unpack it"
    ) as raised:
        find(tmp_path / "class.zip")
    assert "\n" not in str(raised.value)
    alice, bob = find(folder)
    with pytest.raises(BadSource, match="une archive : rends le fichier"):
        alice.cells(handed_out)
    assert bob.cells(handed_out)


def test_an_archive_that_is_no_zip_is_one_line_for_staff(tmp_path):
    for name in ("class.rar", "class.7z", "class.tar.gz"):
        (tmp_path / name).write_bytes(b"x")
        with pytest.raises(NoSubmission, match="unpack it and give the folder"):
            find(tmp_path / name)


def test_a_zip_in_a_zip_is_not_opened_and_does_not_hide_what_lies_beside_it(tmp_path, handed_out):
    inner = pack(tmp_path / "inner.zip", {"tp.py": CODE}).read_bytes()
    path = pack(
        tmp_path / "class.zip",
        {"alice/rendu.zip": inner, "bob/vieux.zip": inner, "bob/tp.py": CODE, "carol.ZIP": inner},
    )
    alice, bob, carol = find(path)
    assert bob.cells(handed_out)[0] == "tp.py"
    for one in (alice, carol):
        with pytest.raises(BadSource, match="une archive"):
            one.cells(handed_out)


def test_a_zip_of_too_many_files_is_one_line_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.submission.MEMBERS", 3)
    with pytest.raises(NoSubmission, match="4 files in one zip, more than 3; unpack it"):
        find(pack(tmp_path / "class.zip", dict.fromkeys(("a.py", "b.py", "c.py", "d.py"), CODE)))


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_a_student_whose_folder_holds_only_litter_or_empty_folders_is_still_listed(
    tmp_path, handed_out, zipped
):
    names = [
        "alice/.DS_Store",
        "bob/__MACOSX/._tp.py",
        "carol/src/data/.keep",
        "dave/tp.py",
        "__MACOSX/eve/._tp.py",
    ]
    files = {f"TP4/{name}": CODE for name in names}
    path = pack(tmp_path / "class.zip", files) if zipped else tree(tmp_path / "class", files)
    *lost, dave = find(path)
    assert [one.student for one in lost] == ["alice", "bob", "carol"]
    assert dave.cells(handed_out)
    for one in lost:
        with pytest.raises(BadSource, match="aucun fichier"):
            one.cells(handed_out)


def test_an_empty_folder_beside_a_program_is_no_student(tmp_path, handed_out):
    folder = tree(tmp_path / "class", {"alice/tp.py": CODE})
    (folder / "alice" / "figures" / "png").mkdir(parents=True)
    (only,) = find(folder)
    assert only.student == "alice"


def test_a_class_of_ten_thousand_in_one_zip_is_found_and_read_in_time_that_grows_with_it(
    tmp_path, handed_out
):
    path = pack(tmp_path / "class.zip", {f"s{number:05}/tp.py": "x = 1\n" for number in range(10_000)})
    started, before = time.process_time(), peak()
    found = find(path)
    assert len(found) == 10_000
    for one in found[::100]:
        assert one.cells(handed_out)
    assert time.process_time() - started < 20  # 2 s; a list read anew for each student takes 25 ms of it each
    assert peak() - before < 100


# ---- what lies on a disk


def device(path):
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def listening(path):
    socket.socket(socket.AF_UNIX).bind(str(path))


ODD = {
    "pipe": os.mkfifo,
    "device": device,
    "socket": listening,
    "link": lambda path: path.symlink_to("/etc/passwd"),
    "link to itself": lambda path: path.symlink_to(path),
    "link to nothing": lambda path: path.symlink_to("/nowhere"),
    "link to a folder": lambda path: path.symlink_to("/usr"),
    "folder": lambda path: path.mkdir(),
    "sparse": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 200 * 2**20),
    "empty": lambda path: path.touch(),
}


@pytest.mark.parametrize("name", ["eve.py", "eve.ipynb", "eve/tp.py"])
@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_what_is_no_ordinary_file_costs_that_student_alone(tmp_path, handed_out, monkeypatch, make, name):
    folder = tree(tmp_path / "class", {"bob.py": CODE})
    (folder / name).parent.mkdir(exist_ok=True)
    monkeypatch.chdir((folder / name).parent)  # the path of a socket is short
    try:
        make(Path(os.path.basename(name)))
    except PermissionError:
        pytest.skip("only root makes devices")
    bob, eve = find(folder)
    assert bob.cells(handed_out)
    assert eve.student.startswith("eve")
    try:
        _, cells = eve.cells(handed_out)
    except BadSource as error:
        assert str(error).isprintable()
    else:
        assert "".join(cell.text for cell in cells) == ""  # an empty script is a script


def test_what_is_no_folder_or_file_leaves_no_descriptor_behind(tmp_path, handed_out):
    (tmp_path / "tp.py").mkdir()
    entry = Entry(find(tree(tmp_path / "class", {"a.py": CODE}))[0].entries[0].path, tmp_path / "tp.py")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with pytest.raises(BadSource):
            entry.read()
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_that_vanishes_or_grows_during_the_run_costs_that_student_alone(
    tmp_path, handed_out, monkeypatch
):
    folder = tree(tmp_path / "class", {"alice.py": CODE, "bob.py": CODE, "carol.py": CODE})
    zipped = pack(tmp_path / "class.zip", {"alice.py": CODE, "bob.py": CODE})
    alice, bob, carol = find(folder)
    packed = find(zipped)[0]
    (folder / "alice.py").unlink()
    (folder / "carol.py").write_bytes(b"#" * (LARGEST + 1))
    size = os.fstat
    monkeypatch.setattr(
        os, "fstat", lambda handle: os.stat_result([*size(handle)[:6], 10, *size(handle)[7:10]])
    )  # as it was
    pack(zipped, {"bob.py": CODE, "dave.py": CODE})
    for one, said in ((alice, "FileNotFoundError"), (carol, "dépasse"), (packed, "illisible")):
        with pytest.raises(BadSource, match=said):
            one.cells(handed_out)
    zipped.unlink()
    with pytest.raises(BadSource, match="illisible"):
        packed.cells(handed_out)
    assert bob.cells(handed_out)


@pytest.fixture
def ordinary():
    """A folder that an ordinary user can reach, as that user where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield (
        folder,
        (lambda: os.seteuid(0)) if root else lambda: None,
        lambda: os.seteuid(65534) if root else None,
    )
    if root:
        os.seteuid(0)
    for inner in (folder, *folder.rglob("*")):
        inner.chmod(0o755)
    shutil.rmtree(folder)


def test_what_may_not_be_read_costs_that_student_alone(ordinary, handed_out):
    folder, rights, no_rights = ordinary
    rights()
    tree(folder, {"alice/tp.py": CODE, "bob/tp.py": CODE, "carol.py": CODE, "dave/tp.py": CODE})
    (folder / "alice").chmod(0o000)  # not listed
    (folder / "bob").chmod(0o644)  # listed, not entered
    (folder / "carol.py").chmod(0o000)
    no_rights()
    *closed, dave = find(folder)
    assert [one.student for one in closed] == ["alice", "bob", "carol"]
    for one in closed:
        with pytest.raises(BadSource, match="PermissionError"):
            one.cells(handed_out)
    assert dave.cells(handed_out)
    rights()
    folder.chmod(0o000)
    no_rights()
    with pytest.raises(PermissionError):
        find(folder)


# ---- names


ABSURD = [
    "alice", "Alice", "a b", "l'été", "x" * 150, "con:tre", "a_b", "=1+1", "scores.csv", "run.json",
    "scores.csv ", "con", "NUL", "aux.txt", "com1", "COM1", "lpt9", "console", "-rf", "--out", "~", "*", "?",
    "|", "$HOME", "`id`", "[red]", "\u202ecod.exe", "\u2066x", "\ufeff", "\x1b[31m", "a\nb", "a\tb", "é",
    "e\u0301", "ß", "ss", "\U000e0041", "😀" * 60, "z\u0335" * 80,
]  # fmt: skip


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_every_student_gets_a_safe_folder_of_their_own(tmp_path, zipped):
    files = {f"groupe/{name}/tp.py": CODE for name in ABSURD}
    path = pack(tmp_path / "class.zip", files) if zipped else tree(tmp_path / "class", files)
    found = find(path)
    folders = [submission.folder for submission in found]
    assert len({folder.casefold() for folder in folders}) == len(files)
    assert len({submission.student for submission in found}) == len(files)
    assert len({unicodedata.normalize("NFKC", folder).casefold() for folder in folders}) == len(files)
    for submission in found:
        assert submission.student.isprintable()
    for folder in folders:
        assert folder == os.path.basename(folder)
        assert folder.isprintable()
        assert folder not in ("", ".", "..", "scores.csv", "run.json")
        assert folder.casefold().split(".")[0] not in ("con", "nul", "aux", "com1", "lpt9")
        assert len(folder.encode()) < 100
        assert folder[0] not in ".- " and folder[-1] not in ". "


def test_a_name_of_four_thousand_characters_is_cut_and_its_suffix_kept(tmp_path, handed_out):
    long = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": CODE}]})
    path = pack(
        tmp_path / "class.zip",
        {"alice/" + "n" * 4096 + ".ipynb": long, "b" * 4096 + "/tp.py": CODE, "l" * 4096 + "x/tp.py": CODE},
    )
    alice, *others = find(path)
    file, cells = alice.cells(handed_out)
    assert file.endswith(".ipynb") and len(file) < 250
    assert cells[0].text == CODE
    assert all(len(one.student) <= 200 and one.cells(handed_out) for one in others)


def test_the_name_of_a_file_shows_as_it_is_wherever_it_is_said(tmp_path, handed_out):
    odd = "\x1b[31m\u202etp\n<b>.py"
    path = pack(
        tmp_path / "class.zip",
        {f"alice/{odd}": CODE, f"bob/{odd}": "é".encode("latin-1"), "bob/b.py": b"\0", "carol/tp.py": CODE},
    )
    alice, bob, _ = find(path)
    file, cells = alice.cells(handed_out)
    assert file == cells[0].where == "_[31m_tp_<b>.py"
    with pytest.raises(BadSource) as raised:
        bob.cells(handed_out)
    assert str(raised.value).isprintable()


def test_ten_thousand_students_of_one_name_are_told_apart_quickly(tmp_path):
    path = pack(tmp_path / "class.zip", {"x" * 300 + f"{number}.py": "" for number in range(10_000)})
    started = time.process_time()
    found = find(path)
    assert len({one.folder for one in found}) == len({one.student for one in found}) == 10_000
    assert time.process_time() - started < 20  # 2 s


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
    assert students(tree(tmp_path / "one", {f"{n}.py": CODE for n in names})) == students(
        tree(tmp_path / "two", {f"{n}.py": CODE for n in reversed(names)})
    )
