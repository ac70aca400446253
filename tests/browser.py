"""The Chromium of the tests of pages: the one that prints the book. `make browser` installs one."""

from __future__ import annotations

from claimbook.pdf.browser import FLAGS, find_browser, install_browser, main

__all__ = ["FLAGS", "find_browser", "install_browser"]

if __name__ == "__main__":
    main()
