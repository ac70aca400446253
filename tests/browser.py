"""Find a Chromium for the tests of pages, or install one. Run as a script it makes sure that there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page under test asks nothing of another host; neither may the browser that shows it.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def find_browser() -> str | None:
    """Return the path of a Chromium: `CLAIMBOOK_CHROMIUM`, one on the PATH, or Playwright's own; None without one."""
    named = os.environ.get("CLAIMBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return named or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_browser() -> None:
    """Install a Chromium: the distribution's package as root, Playwright's own otherwise."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
        if find_browser():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not find_browser():
        print("No Chromium here: installing one for the tests of pages.", flush=True)
        install_browser()
    found = find_browser()
    if not found:
        sys.exit("No Chromium could be installed. Fix: install one, or name it in CLAIMBOOK_CHROMIUM.")
