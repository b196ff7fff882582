"""Moodle: what it gives is graded as it is, and takes our marks and pages back. Its files are made here."""

import csv
import io
import json
import unicodedata
import zipfile

import pytest
from support.repository import config, lab, table

from autograder.bridges.moodle import ENGLISH, FRENCH, feedback_zip, fill_worksheet, new_worksheet
from autograder.errors import Refused
from autograder.grading.batch import Job, grade_one, held_back
from autograder.grading.submission import Submission, find
from autograder.pages.files import FORMULA, PAGE, RESULT, result_json, scores_csv
from autograder.pages.student import feedback_page
from autograder.results import row
from autograder.sandbox.model import Limits

GOOD = "def tokenize(sentence):\n    return sentence.rstrip('.').split()\n"  # worth 1 point
IDLE = "x = 1\n"  # worth none
LEFT, LOCKED = "the grade is left as it is", "cannot be changed"

CAMILLE, NOE, PAUL, HOMONYM = "Camille Durand_101", "Noé L'Hôte_102", "Paul Li_103", "Camille Durand_104"
SUFFIX = "_assignsubmission_file"
LAYOUTS = {
    "folders": (f"{SUFFIX}_/TP 4.py", "_assignsubmission_onlinetext_/onlinetext.html"),
    "folders of 4.1": (f"{SUFFIX}/TP 4.py", "_assignsubmission_onlinetext/onlinetext.html"),
    "folders in folders": (f"{SUFFIX}_/rendu/TP 4.py", "_assignsubmission_onlinetext_/onlinetext.html"),
    "flat": (f"{SUFFIX}_TP 4.py", "_assignsubmission_onlinetext_onlinetext.html"),
}


def download(path, layout, **codes):
    """A zip as Moodle gives it: Camille wrote a text online too."""
    file, text = LAYOUTS[layout]
    with zipfile.ZipFile(path, "w") as zipped:
        for student, code in codes.items():
            zipped.writestr(student + file, code)
        zipped.writestr(CAMILLE + text, "<p>Bonjour</p>")
    return path


def write(out, results):
    """Results on disk, as `grade` writes them."""
    for result in results:
        folder = out / result.folder
        folder.mkdir(parents=True)
        (folder / PAGE).write_bytes(feedback_page(result, "Un TP"))
        (folder / RESULT).write_bytes(result_json(result))
    (out / "scores.csv").write_bytes(scores_csv([row(result) for result in results], table("tp4_ex1")))
    return out


def invented(out, totals):
    """Results of these totals; None is a mark that is not final. The folders are of no consequence."""
    out.mkdir()
    for place, (student, total) in enumerate(totals.items()):
        (out / str(place)).mkdir()
        tree = {
            "student": student,
            "status": "graded",
            "auto": total,
            "manual": 0.0,
            "bonus": 0.0,
            "total": total,
            "fault": "",
            "message": "",
            "questions": [],
        }
        (out / str(place) / RESULT).write_text(json.dumps(tree), "utf-8")
        (out / str(place) / PAGE).write_text(f"<p>{place}</p>", "utf-8")
    with open(out / "scores.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["student"], *([FORMULA.sub(r"\1'", student)] for student in totals)])
    return out


TITLES = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
]
TITRES = [
    "Identifiant",
    "Nom complet",
    "Adresse de courriel",
    "Statut",
    "Note",
    "Note maximale",
    "La note peut être modifiée",
    "Dernière modification (travail remis)",
    "Dernière modification (note)",
    "Feedback par commentaires",
]


def person(number, name, grade="", maximum="20.00", open_="Yes"):
    return [
        f"Participant {number}",
        name,
        f"{number}@example.org",
        "Submitted for grading - ",
        grade,
        maximum,
        open_,
        "Monday, 3 March 2025, 10:00 AM",
        "-",
        'Bien,\n"mais" voir p. 3',
    ]


PEOPLE = [
    person(104, "Camille Durand"),
    person(101, "Camille Durand"),
    person(102, "Noé L'Hôte"),
    person(103, "Paul Li"),
    person(999, "Zoé Absente", "7.00"),
]


def sheet(path, rows, separator=",", encoding="utf-8", end="\n", titles=TITLES, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting).writerows([titles, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(data, separator=",", encoding="utf-8-sig"):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=separator))


def grades(data, **form):
    titles, *rows = read(data, **form)
    place = next(titles.index(name) for name in ("Grade", "Note") if name in titles)
    return {cells[0]: cells[place] for cells in rows}


# ---- round trips


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_download_is_graded_as_it_is_and_its_marks_and_pages_go_back(tmp_path, sandbox, layout):
    path = download(
        tmp_path / "TP4.zip", layout, **{CAMILLE: GOOD, NOE: IDLE, PAUL: "def x(:", HOMONYM: IDLE}
    )
    found = find(path)
    assert [one.student for one in found] == [CAMILLE, HOMONYM, NOE, PAUL]
    assert all(len(one.entries) == 1 and one.entries[0].name == "TP 4.py" for one in found)
    job = Job(lab("tp4_ex1").folder, table("tp4_ex1"), config().marks, sandbox.level, Limits(), {})
    results = [grade_one(one, job, sandbox) for one in found]
    assert results[0].score.total == 1
    out = write(tmp_path / "out", results)

    data, warnings = fill_worksheet(sheet(tmp_path / "sheet.csv", PEOPLE), out)
    totals = {f"Participant {one.student[-3:]}": f"{one.score.total:g}" for one in results}
    assert grades(data) == {**totals, "Participant 999": "7.00"}
    assert warnings == []
    assert [cells[:4] + cells[5:] for cells in read(data)] == [
        cells[:4] + cells[5:] for cells in [TITLES, *PEOPLE]
    ]

    data, warnings = new_worksheet(out)
    assert grades(data) == totals and warnings == []
    data, warnings = feedback_zip(out)
    assert warnings == [] and data == feedback_zip(out)[0]
    with zipfile.ZipFile(io.BytesIO(data)) as back, zipfile.ZipFile(path) as gone:
        folders = {name.partition(SUFFIX)[0] + SUFFIX + "_" for name in gone.namelist() if SUFFIX in name}
        assert set(back.namelist()) == {f"{folder}/{PAGE}" for folder in folders}
        for one in results:
            assert back.read(f"{one.student}{SUFFIX}_/{PAGE}") == (out / one.folder / PAGE).read_bytes()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_french_worksheet_keeps_every_byte_but_the_grades(tmp_path, separator, encoding, end, quoting):
    out = invented(tmp_path / "out", {CAMILLE: 12.25, NOE: 20.0, PAUL: 0.0, HOMONYM: 7.5})
    people = [
        [*cells[:4], "3,25" if cells[0].endswith("103") else "", "20,00", "Oui", *cells[7:]]
        for cells in PEOPLE
    ]
    form = {"separator": separator, "encoding": encoding, "end": end, "titles": TITRES, "quoting": quoting}
    path = sheet(tmp_path / "sheet.csv", people, **form)
    data, warnings = fill_worksheet(path, out)
    assert warnings == []
    wanted = {
        "Participant 101": "12,25",
        "Participant 102": "20",
        "Participant 103": "0",
        "Participant 104": "7,5",
        "Participant 999": "",
    }
    assert grades(data, separator=separator, encoding=encoding) == wanted
    again = [[*cells[:4], wanted[cells[0]], *cells[5:]] for cells in people]
    assert read(data, separator, encoding) == [TITRES, *again]
    if quoting == csv.QUOTE_MINIMAL:  # the bytes that a writer would give it all
        assert data == sheet(tmp_path / "again.csv", again, **form).read_bytes()
    assert fill_worksheet(_save(path, data), out)[0] == data


def test_a_folder_of_results_alone_gives_a_worksheet_in_either_language(tmp_path):
    out = invented(
        tmp_path / "out", {CAMILLE: 12.25, NOE: None, "=cmd|' /C calc'!A0_105": 3.0, "retardataire": 4.0}
    )
    data, warnings = new_worksheet(out)
    rows = read(data)
    assert rows[0] == list(ENGLISH)
    assert rows[1] == ["Participant 101", "Camille Durand", "12.25", "20", "-"]
    assert rows[2] == ["Participant 102", "Noé L'Hôte", "", "20", "-"]
    assert rows[3][1].startswith("'=cmd")
    assert len(rows) == 4
    (warning,) = warnings
    assert warning.startswith("retardataire")
    rows = read(new_worksheet(out, french=True)[0])
    assert rows[0] == list(FRENCH)
    assert rows[1][2] == "12,25"
    assert (
        "12,25"
        in fill_worksheet(_save(tmp_path / "made.csv", new_worksheet(out, french=True)[0]), out)[0].decode()
    )  # it is a worksheet


def _save(path, data):
    path.write_bytes(data)
    return path


# ---- what may not be written


def test_a_mark_that_is_not_final_never_empties_a_grade(tmp_path, sandbox):
    job = Job(lab("tp4_ex1").folder, table("tp4_ex1"), config().marks, sandbox.level, Limits(), {})
    ours = held_back(Submission(CAMILLE, CAMILLE, ()), job, "the worker dies")
    out = write(tmp_path / "out", [ours])
    for before in ("", "11.50"):
        data, (warning,) = fill_worksheet(
            sheet(tmp_path / "sheet.csv", [person(101, "Camille Durand", before)]), out
        )
        assert grades(data) == {"Participant 101": before}
        assert LEFT in warning
    assert grades(new_worksheet(out)[0]) == {"Participant 101": ""}


@pytest.mark.parametrize(
    "word, titles",
    [("No", TITLES), ("Non", TITRES), ("NON ", [unicodedata.normalize("NFD", title) for title in TITRES])],
)
def test_a_grade_that_moodle_has_locked_is_left_alone(tmp_path, word, titles):
    out = invented(tmp_path / "out", {CAMILLE: 12.0, NOE: 13.0})
    people = [person(101, "Camille Durand", "5.00", open_=word), person(102, "Noé L'Hôte")]
    data, (warning,) = fill_worksheet(sheet(tmp_path / "sheet.csv", people, titles=titles), out)
    assert grades(data) == {"Participant 101": "5.00", "Participant 102": "13"}
    assert LOCKED in warning and "Participant 101" in warning


def test_another_maximum_is_converted_and_said(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 13.25, NOE: 20.0, PAUL: 21.0})
    people = [
        person(101, "Camille Durand", maximum="100.00"),
        person(102, "Noé L'Hôte", maximum="15.00"),
        person(103, "Paul Li"),
    ]
    data, warnings = fill_worksheet(sheet(tmp_path / "sheet.csv", people), out)
    assert grades(data) == {"Participant 101": "66.25", "Participant 102": "15", "Participant 103": "20"}
    above, fifteen, hundred = warnings
    assert "Paul Li" in above and "21 is more" in above
    assert fifteen.endswith("is 15, not 20: totals are multiplied by 0.75")
    assert hundred.endswith("is 100, not 20: totals are multiplied by 5")


@pytest.mark.parametrize("maximum", ["", "-", "nan", "inf", "0", "-5", "A\nB\nC", "1e3"])
def test_a_maximum_that_is_no_number_leaves_the_grade(tmp_path, maximum):
    out = invented(tmp_path / "out", {CAMILLE: 13.25})
    data, (warning,) = fill_worksheet(
        sheet(tmp_path / "sheet.csv", [person(101, "Camille Durand", "4.00", maximum)]), out
    )
    assert grades(data) == {"Participant 101": "4.00"}
    assert LEFT in warning and "\n" not in warning


def test_who_is_not_in_the_worksheet_is_named_and_nobody_gets_their_mark(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 13.0, "alice_103": 14.0, "Bob_88": 15.0, "carol": 16.0})
    data, warnings = fill_worksheet(sheet(tmp_path / "sheet.csv", PEOPLE), out)
    assert {name: grade for name, grade in grades(data).items() if grade} == {
        "Participant 101": "13",
        "Participant 999": "7.00",
    }
    assert [warning.split(":")[0] for warning in warnings] == [
        "alice_103",
        "Bob_88",
        "carol",
    ]  # 103 is somebody else


@pytest.mark.parametrize("folder, name", [
    ("O'Brien & Co", "'O’Brien  Co"), ("TD2-Noé Li", "Noé Li"), 
    ("NOÉ LI", unicodedata.normalize("NFD", "Noé Li")), ("李 小龙", "李 小龙"),
    ("Noé Li", 'Noé Li <img src="x" title="Inscription suspendue" />'), ("Participant", "Noé Li"),
    ("Participant", ""), ("x" * 150, "x" * 200),
])  # fmt: skip
def test_a_name_that_moodle_writes_in_two_ways_is_the_same_student(tmp_path, folder, name):
    out = invented(tmp_path / "out", {f"{folder}_101": 13.0})
    assert grades(fill_worksheet(sheet(tmp_path / "sheet.csv", [person(101, name)]), out)[0]) == {
        "Participant 101": "13"
    }


def test_with_anonymous_marking_there_are_no_names(tmp_path):
    found = find(_zip(tmp_path / "a.zip", [f"Participant_{number}{SUFFIX}_/tp.py" for number in (7, 70)]))
    out = invented(tmp_path / "out", {one.student: place + 1.0 for place, one in enumerate(found)})
    people = [cells[:1] + cells[2:] for cells in (person(7, ""), person(70, ""), person(71, ""))]
    data, warnings = fill_worksheet(
        sheet(tmp_path / "sheet.csv", people, titles=TITLES[:1] + TITLES[2:]), out
    )
    assert grades(data) == {"Participant 7": "1", "Participant 70": "2", "Participant 71": ""}
    assert warnings == []


def _zip(path, names):
    with zipfile.ZipFile(path, "w") as zipped:
        for name in names:
            zipped.writestr(name, GOOD)
    return path


def test_where_groups_hand_in_each_member_gets_the_mark_and_the_page(tmp_path):
    found = find(
        _zip(
            tmp_path / "a.zip",
            [f"Groupe A_103{SUFFIX}/tp.py", f"Groupe B_12{SUFFIX}/tp.py", f"Groupe par défaut{SUFFIX}/tp.py"],
        )
    )
    assert [one.student for one in found] == [
        "Groupe A_103",
        "Groupe B_12",
        "Groupe par défaut",
    ]  # 103 is Paul's number too
    out = invented(tmp_path / "out", {"Groupe A_103": 11.0, "Groupe B_12": 12.0, "Groupe par défaut": 13.0})
    groups = {"101": "Groupe A", "102": "Groupe A", "103": "Groupe B", "104": "Groupe par défaut", "999": ""}
    people = [[*cells[:4], groups[cells[0].split()[1]], *cells[4:]] for cells in PEOPLE]
    path = sheet(tmp_path / "sheet.csv", people, titles=[*TITRES[:4], "Groupe", *TITRES[4:]])
    data, warnings = fill_worksheet(path, out)
    assert grades(data) == {
        "Participant 101": "11",
        "Participant 102": "11",
        "Participant 103": "12",
        "Participant 104": "13",
        "Participant 999": "7.00",
    }
    assert warnings == []
    with zipfile.ZipFile(io.BytesIO(feedback_zip(out, path)[0])) as zipped:
        pages = {name.split("_")[1]: zipped.read(name).decode() for name in zipped.namelist()}
    assert pages == {"101": "<p>0</p>", "102": "<p>0</p>", "103": "<p>1</p>", "104": "<p>2</p>"}


def test_a_group_that_is_not_one_alone_gives_nobody_a_mark(tmp_path):
    out = invented(tmp_path / "out", {"Groupe A_12": 11.0, "Groupe A_13": 12.0, "-_14": 13.0})
    people = [
        [*cells[:4], group, *cells[4:]]
        for cells, group in zip(PEOPLE[:3], ("Groupe A", "", "-"), strict=True)
    ]
    data, warnings = fill_worksheet(
        sheet(tmp_path / "sheet.csv", people, titles=[*TITLES[:4], "Group", *TITLES[4:]]), out
    )
    assert set(grades(data).values()) == {""}
    assert len(warnings) == 3


def test_a_student_without_a_page_has_no_folder_and_no_page_is_dated(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 11.0, NOE: None})
    (out / "0" / PAGE).unlink()
    with zipfile.ZipFile(io.BytesIO(feedback_zip(out)[0])) as zipped:
        (info,) = zipped.infolist()
    assert (info.filename, info.date_time[0]) == (f"{NOE}{SUFFIX}_/{PAGE}", 1980)


# ---- hostile and broken


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    'a "b", c',
    "a\nb",
    "a\0b",
    "x" * 4000,
    "李小龙",
    "e\u0301",
    "../../etc",
    "a_b_7",
    "\u202egro",
    "-",
    ";1;",
    "😀",
    "a/b\\c",
]


def test_names_of_any_kind_come_back_to_their_row_and_folder(tmp_path):
    names = {
        number: name.replace("/", "").replace("\\", "").replace("..", "")
        for number, name in enumerate(HOSTILE, 1)
    }
    found = find(
        _zip(
            tmp_path / "a.zip",
            [f"{name}_{number}{SUFFIX}_/tp.py".replace("\0", "") for number, name in names.items()],
        )
    )
    assert sorted(int(one.student.rpartition("_")[2]) for one in found) == sorted(names)
    assert all(one.student.isprintable() and len(one.student) < 200 for one in found)
    out = invented(tmp_path / "out", {one.student: float(one.student.rpartition("_")[2]) for one in found})
    path = sheet(tmp_path / "sheet.csv", [person(number, name) for number, name in names.items()])
    data, warnings = fill_worksheet(path, out)
    assert warnings == []
    assert grades(data) == {f"Participant {number}": f"{number:g}" for number in names}
    assert {cells[2][:1] for cells in read(new_worksheet(out)[0])[1:]} <= set("0123456789")
    assert not [cells for cells in read(new_worksheet(out)[0]) if cells[1][:1] in "=+-@"]
    for data, warnings in (feedback_zip(out), feedback_zip(out, path)):
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            folders = [name.split("/") for name in zipped.namelist()]
        assert warnings == []
        assert sorted(int(folder.split("_")[1]) for folder, _ in folders) == sorted(
            names
        )  # where Moodle looks for it
        assert all(
            page == PAGE and folder.isprintable() and folder.endswith(SUFFIX + "_")
            for folder, page in folders
        )


def test_a_worksheet_full_of_paths_makes_no_path(tmp_path):
    out = invented(tmp_path / "out", {"Participant_1": 3.0})
    path = sheet(tmp_path / "sheet.csv", [person(1, "../..\\../etc/passwd\0")])
    with zipfile.ZipFile(io.BytesIO(feedback_zip(out, path)[0])) as zipped:
        assert zipped.namelist() == [f".. .. .. etc passwd _1{SUFFIX}_/{PAGE}"]


@pytest.mark.parametrize("data", [
    b"", b"\n", b"\0" * 100, bytes(range(256)), b"PK\x03\x04 xlsx", "Identifier,Grade\n".encode("utf-16"),
    b"<html>Identifier,Grade,Maximum Grade</html>", b"student,total\nalice,3\n",
    b"Identifier,Full name,Grade,Scale\nParticipant 1,A,,\"A\nB\"\n", b'"' * 10_000,
])  # fmt: skip
def test_what_is_no_worksheet_is_one_line(tmp_path, data):
    out = invented(tmp_path / "out", {CAMILLE: 13.0})
    path = _save(tmp_path / "sheet.csv", data)
    for use in (fill_worksheet, lambda path, out: feedback_zip(out, path)):
        with pytest.raises(Refused) as raised:
            use(path, out)
        assert str(raised.value).startswith(f"{path}: ") and "\n" not in str(raised.value)


def test_rows_that_are_cut_or_quoted_in_odd_ways_keep_their_bytes(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 13.0, PAUL: 2.0})
    head = ",".join(f'"{title}"' for title in TITLES)
    tail = b'"Participant 101"x,"un\\"clos,\n\nParticipant 103\n,,,\n"open'
    good = b'Participant 101,"Camille ""Durand""",a@b,"Submitted\nfor grading", 4.00 ,"20.00",Yes,-,-,'
    data, (warning,) = fill_worksheet(
        _save(tmp_path / "sheet.csv", b"\n".join([head.encode(), good, tail])), out
    )
    assert data == b"\n".join([head.encode(), good.replace(b" 4.00 ", b"13"), tail])
    assert warning.startswith(PAUL)


@pytest.mark.parametrize("name", ["Eve \\\"\nParticipant 102,Noé L'Hôte", 'Eve \\",x', "a, b\\"])
def test_a_row_that_moodle_reads_in_another_way_is_one_line_and_no_mark_moves(tmp_path, name):
    out = invented(tmp_path / "out", {NOE: 19.0, PAUL: 2.0})
    head = ",".join(f'"{title}"' for title in TITLES)
    rows = [
        f'Participant {number},"{name}",a@b,-,,20.00,Yes,-,-,'
        for number, name in ((102, "Noé L'Hôte"), (103, name), (104, "Z"))
    ]
    path = _save(tmp_path / "sheet.csv", "\n".join([head, *rows]).encode())
    for use in (fill_worksheet, lambda path, out: feedback_zip(out, path)):
        with pytest.raises(Refused, match="row 3: a backslash before a quote"):
            use(path, out)


def test_a_backslash_that_changes_nothing_is_let_through(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 13.0})
    for text in (r"\alpha, \beta", r"C:\TP\ ", r"dit \"\"oui\"\""):
        people = [[*person(101, "Camille Durand")[:-1], text]]
        assert grades(fill_worksheet(sheet(tmp_path / "sheet.csv", people), out)[0]) == {
            "Participant 101": "13"
        }


def test_a_group_with_the_number_of_a_student_whose_name_is_in_its_own_is_the_groups(tmp_path):
    out = invented(tmp_path / "out", {"Lions du TD_102": 11.0, "Tigres_7": 15.0})
    people = [[*person(102, "Li")[:4], "Tigres", *person(102, "Li")[4:]]]
    path = sheet(tmp_path / "sheet.csv", people, titles=[*TITLES[:4], "Group", *TITLES[4:]])
    assert grades(fill_worksheet(path, out)[0]) == {"Participant 102": "15"}


def test_a_folder_that_is_no_results_is_one_line(tmp_path):
    path = sheet(tmp_path / "sheet.csv", PEOPLE)
    empty = tmp_path / "empty"
    empty.mkdir()
    cases = [(tmp_path / "nowhere", "scores.csv"), (empty, "scores.csv"), (path, "scores.csv")]
    broken = invented(tmp_path / "broken", {CAMILLE: 1.0})
    (broken / "0" / RESULT).write_text("[]")
    twice = invented(tmp_path / "twice", {CAMILLE: 1.0, "Camille D_101": 2.0})
    for folder, said in [*cases, (broken, "not a result"), (twice, "participant 101")]:
        for use in (lambda folder: fill_worksheet(path, folder), new_worksheet, feedback_zip):
            with pytest.raises(Refused, match=said):
                use(folder)
    for use in (new_worksheet, feedback_zip):
        with pytest.raises(Refused, match="number"):
            use(invented(tmp_path / use.__name__, {"alice": 1.0}))


def test_what_an_earlier_run_left_does_not_count(tmp_path):
    out = invented(tmp_path / "out", {CAMILLE: 1.0, PAUL: 2.0})
    (out / "scores.csv").write_text(f"student\n{PAUL}\n", "utf-8")
    assert grades(new_worksheet(out)[0]) == {"Participant 103": "2"}


def test_a_class_of_thousands_and_a_huge_text_are_quick(tmp_path):
    many = invented(tmp_path / "out", {f"Élève {number}_{number}": 10.0 for number in range(2000)})
    people = [
        [*person(number, f"Élève {number}")[:-1], "texte, " * 30_000 if number == 1 else ""]
        for number in range(2000)
    ]
    data, warnings = fill_worksheet(sheet(tmp_path / "sheet.csv", people), many)
    assert warnings == [] and data.count(b",10,20.00,") == 2000
