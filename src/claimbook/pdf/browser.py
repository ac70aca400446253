"""A Chromium: where one is, how one is installed, how it prints a file. What is printed is not known here.

Run as a module it makes sure that there is one: for `make pdf`, and for the tests of pages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimbook.errors import BuildError

NAMED = "CLAIMBOOK_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a full Chromium does for windows that nobody sees: the popup below its address bar is a page of its own, made for
# each context, and costs more than most pages of a book.
_UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# What Playwright turns off, and what is not turned off twice: of several such lists Chromium reads the last one only.
_TURNED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
# The browser shows what lies here, and asks nothing of another host.
FLAGS = [
    "--disable-features=" + ",".join((*_TURNED_OFF, *_UNSEEN)),
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# The first that sets heads and page numbers as a style sheet says.
OLDEST = 131
# A font is fetched when a text is laid out that needs it: what was printed before would be in another.
WAIT_FOR_FONTS = "() => document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'error').length)"


def find_browser() -> str | None:
    """Return the path of a Chromium: `CLAIMBOOK_CHROMIUM`, one on the PATH, or Playwright's own; None without one."""
    named = os.environ.get(NAMED) or next(filter(None, map(shutil.which, NAMES)), None)
    return named or _playwrights_own()


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_browser() -> None:
    """Install a Chromium: the distribution's package as root, Playwright's own otherwise."""
    if _install_package("chromium") and find_browser():
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _install_package(name: str) -> bool:
    """Install a package of the distribution, where this is one of Debian's kind and one may; return whether it was."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", name]):
        done = subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def print_file(page: Path, target: Path, *, tagged: bool = True, variables: Mapping[str, str] | None = None) -> None:
    """Print an HTML file as a PDF, of the size and with the margins that its style sheet says.

    No script of the file runs, and nothing is fetched from a host. `variables` are those of the browser's environment
    that are to be others. Raises BuildError where there is no browser that can do it.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as cause:
        fix = "run `make pdf`, or install the extra: pip install 'claimbook[pdf]'."
        raise BuildError("Playwright is not installed, and the PDF is printed through it.", fix=fix) from cause
    path = find_browser()
    if not path:
        raise BuildError("No Chromium was found, and the PDF is printed by it.", fix=_fix())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env=_environment(variables or {}))
            _refuse_old(browser.version, path)
            context = browser.new_context(java_script_enabled=False, offline=True)
            opened = context.new_page()
            opened.route("**/*", _stay_here)
            # A book of thousands of sheets takes minutes, and there is nothing else to wait for.
            opened.set_default_timeout(0)
            opened.goto(page.resolve().as_uri(), wait_until="load", timeout=0)
            if opened.evaluate(WAIT_FOR_FONTS):
                raise BuildError("A font of the program cannot be read.", fix="install the program again.")
            opened.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=tagged)
            browser.close()
    except Error as cause:
        said = (str(cause).strip().splitlines() or ["it said nothing"])[0]
        message = f"The Chromium at '{path}' did not print the book: {said}."
        raise BuildError(message, fix=f"free memory and try again, or {_fix()}") from cause


def _environment(variables: Mapping[str, str]) -> dict[str, str | float | bool]:
    return {**os.environ, **variables}


def _fix() -> str:
    return f"run `make browser`, or name one in {NAMED}."


def _stay_here(route: Any) -> None:
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()


def _refuse_old(version: str, path: str) -> None:
    if int(version.partition(".")[0]) < OLDEST:
        message = f"The Chromium at '{path}' is version {version}; heads and page numbers need {OLDEST} or later."
        raise BuildError(message, fix=f"name a newer one in {NAMED}.")


def main() -> None:
    """Make sure that there is a browser."""
    if not find_browser():
        print("No Chromium here: installing one.", flush=True)  # noqa: T201
        install_browser()
    if not find_browser():
        sys.exit(f"No Chromium could be installed. Fix: install one, or name it in {NAMED}.")


if __name__ == "__main__":
    main()
