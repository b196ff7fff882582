"""A person marks the free texts in nbgrader's formgrader, in a real browser, and the marks come back."""

import json
import os
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect, sync_playwright
from support.nbgrader_course import (
    ENVIRONMENT,
    EX2,
    TEXT,
    exported,
    filled,
    graded,
    hand_in,
    marks,
    nbgrader,
    own_cells,
)

BROWSER = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TOKEN = "0" * 40
SECONDS = 60


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose class has been graded: one has answered everything, one has a mistake and no text."""
    course = exported(tmp_path_factory.mktemp("formgrader"), native=False)
    hand_in(course, EX2, "ada", filled(course, EX2, {"interpretation": TEXT}))
    hand_in(
        course,
        EX2,
        "bob",
        filled(course, EX2, {"interpretation": ""}, own_cells(EX2, "mistake_head_softmax_columns")),
    )
    graded(course, EX2, course.parent / "results")
    return course


@pytest.fixture(scope="module")
def server(course, tmp_path_factory):
    """The address of a Jupyter server that has the formgrader alone, its token in it."""
    folder = tmp_path_factory.mktemp("jupyter")
    extensions = {"nbgrader.server_extensions.formgrader": True, "jupyterlab": False, "notebook": False}
    (folder / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": extensions}})
    )
    places = {
        name: str(folder)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    }
    options = ["--no-browser", "--allow-root", "--port=0", f"--IdentityProvider.token={TOKEN}"]
    with open(folder / "log", "w") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options],
            cwd=course,
            env={**ENVIRONMENT, **places},
            stdout=log,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + SECONDS
        while not (found := list(folder.glob("jpserver-*.json"))):
            assert running.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{json.loads(found[0].read_text())['port']}"
    finally:
        running.terminate()
        running.wait(SECONDS)


@pytest.fixture(scope="module")
def page(server):
    """A browser's page, signed in, cut off from all but this machine. No browser: a skip, or a failure."""
    if not os.path.exists(BROWSER):
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"a browser is required: no {BROWSER}")
        pytest.skip(f"no {BROWSER}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(1000 * SECONDS / 3)
        page.route(
            lambda address: address.startswith("http") and not address.startswith(server),
            lambda route: route.abort(),
        )
        page.goto(f"{server}/formgrader?token={TOKEN}", wait_until="commit")
        yield page
        browser.close()


def saved(course, student, question):
    """The mark by hand once the page has sent it."""
    deadline = time.monotonic() + SECONDS
    while (given := marks(course, EX2)[student][question])[1] is None and time.monotonic() < deadline:
        time.sleep(0.1)
    return given


def test_a_person_reads_marks_and_comments_and_it_comes_back(course, server, page):
    out = course.parent / "results"
    assert marks(course, EX2)["ada"]["interpretation"] == (None, None, None, True)

    page.goto(f"{server}/formgrader/gradebook", wait_until="commit")
    page.get_by_role("link", name=EX2).first.click()
    page.locator("tbody").get_by_role("link", name=EX2).click()
    waiting = page.locator("tbody tr").filter(has=page.locator(".needs-manual-grade .glyphicon-ok"))
    waiting.first.wait_for()
    assert waiting.count() == 1  # the one who has written nothing has 0 already
    waiting.get_by_role("link", name="Submission").click()

    text = page.locator(".nbgrader_cell").filter(has=page.locator("#interpretation"))
    text.get_by_text("surtout lui-même").wait_for()
    head = page.locator(".nbgrader_cell").filter(has=page.locator("#check_head"))
    expect(page.get_by_text("✓ Une tête")).to_be_visible()
    expect(head.locator("input.score")).to_have_attribute("placeholder", "3")
    text.locator("input.score").fill("1.5")
    text.locator("input.score").press("Tab")
    text.locator("textarea.comment").fill("Très juste : développe la fin.")
    text.locator("textarea.comment").press("Tab")
    assert saved(course, "ada", "interpretation") == (None, 1.5, None, False)
    text.locator(".comment-saved").wait_for()

    scores = graded(course, EX2, out)[2]
    assert (scores["ada"]["interpretation"], scores["ada"]["manual"], scores["ada"]["status"]) == (
        "1.5",
        "1.5",
        "graded",
    )
    assert (scores["bob"]["interpretation"], scores["bob"]["status"]) == ("0", "graded")
    assert marks(course, EX2)["ada"]["interpretation"] == (None, 1.5, None, False)


@pytest.mark.parametrize("width", [1280, 480])
def test_the_feedback_shows_marks_reasons_and_comments_and_cuts_no_line_of_them(
    course, feedback, page, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(feedback("ada"), wait_until="commit")
    expect(page.get_by_text("Très juste : développe la fin.")).to_be_visible()
    page.goto(feedback("bob"), wait_until="commit")
    reasons = page.locator("pre", has_text="✗ Une tête")
    expect(reasons).to_contain_text("chaque ligne doit sommer à 1")
    assert reasons.evaluate("shown => shown.scrollWidth <= shown.clientWidth")


@pytest.fixture(scope="module")
def feedback(course):
    """student -> the address of what nbgrader sends back."""
    nbgrader((course, "generate_feedback", EX2))
    return lambda student: (course / "feedback" / student / EX2 / f"{EX2}.html").as_uri()
