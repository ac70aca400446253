"""`python -m claimbook` is `claimbook`."""

from claimbook.entry import main

main()
