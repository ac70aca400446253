# Two commands are all that a newcomer needs: `make book` and `make test`.
# They need Python (3.11 to 3.13), git and make; everything else is installed into .venv, as uv.lock says.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export UV_COMPILE_BYTECODE := 1
# The kernels of many notebooks share the cores: one thread each.
export OPENBLAS_NUM_THREADS := 1

.PHONY: book pdf reproduce test check lint tests notebooks nbval-all browser witnesses mutate fuzz bench bench-register profile weigh outline fonts lab clean

book: $(READY)
	$(BIN)/claimbook build

# The book as one PDF, printed by a Chromium: some minutes for hundreds of pages. Its time is the commit's.
pdf: book browser
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null)} $(BIN)/claimbook pdf

# The book of the last commit, built twice as differently as one machine can: the same bytes?
#   make reproduce REPRODUCE=--pdf   the PDF too; REPRODUCE=--archive: a release and its archive too
REPRODUCE :=
reproduce: $(READY) browser
	$(BIN)/claimbook reproduce $(REPRODUCE)

check: $(READY)
	$(BIN)/claimbook check

# Types are checked while the book is built: either leaves a core idle now and then.
test: $(READY)
	$(MAKE) --no-print-directory --jobs 2 lint book browser witnesses
	$(MAKE) --no-print-directory tests notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Which tests one worker runs together, and which come first, is said in tests/conftest.py. One worker more than CI has
# cores: each waits now and then, for a browser, a kernel or a cluster.
tests: $(READY) book browser witnesses
	CLAIMBOOK_BUILT=_build $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# nbval's kernels come from a warm process too, where they can be forked. It waits for them two thirds of its time.
notebooks: export JUPYTER_DEFAULT_PROVISIONER_NAME := claimbook-warm
notebooks: export CLAIMBOOK_PRELOAD := claimbook.charts claimbook.book.cards claimbook.book.lists
notebooks: $(READY) book
	$(BIN)/pytest -n 4 --dist loadfile --nbval-lax book
	$(BIN)/pytest -n 4 --dist loadfile --nbval $$($(BIN)/python tests/nbval_pages.py _build/book/book)

# The same on every page, the hundreds of sources' included.
nbval-all: export JUPYTER_DEFAULT_PROVISIONER_NAME := claimbook-warm
nbval-all: export CLAIMBOOK_PRELOAD := claimbook.charts claimbook.book.cards claimbook.book.lists
nbval-all: $(READY) book
	$(BIN)/pytest -n 2 --dist loadfile --nbval _build/book/book

# Mutated tables, workbooks and files to import given to the commands: an answer in words, and nothing changed. An hour; of
# case 77 alone: make mutate N="1 --from 77"
mutate: N := 10000
mutate: $(READY)
	$(BIN)/python tests/mutating.py $(N)
	PYTHONPATH=. $(BIN)/python tests/mutating_imports.py $(N)

# A hundred thousand mutated tables given to `check`, with bounds of time and memory for each megabyte; then every reader
# of files from anywhere, SECONDS each, by atheris where it is installed, else by Hypothesis alone. An hour on two cores.
# A short one: make fuzz N=1000 SECONDS=5
fuzz: N := 100000
fuzz: SECONDS := 60
fuzz: $(READY)
	$(BIN)/python tests/mutating_tables.py $(N)
	PYTHONPATH=. $(BIN)/python tests/fuzzing.py --seconds $(SECONDS)

# A Chromium for the PDF and the tests of pages: the one that is here, else the distribution's (as root), else Playwright's own.
browser: $(READY)
	$(BIN)/python -m claimbook.pdf.browser

# What judges the pages from outside, from npm: axe-core and html-validate. The node they run on came with the rest.
witnesses: $(READY)
	$(BIN)/python tests/witnesses.py

# What it costs, beside others: hours, on a machine that does nothing else. A shorter one, written elsewhere:
#   make bench ROUNDS=1 N=2 PARTS=execute RESULTS=_build/bench
ROUNDS := 5
PARTS := execute site check
N := 1 10 40
RESULTS := benchmarks
BENCH :=
bench: $(READY)
	$(BIN)/python -m benchmarks --rounds $(ROUNDS) --parts $(PARTS) --pages $(N) --results $(RESULTS) $(BENCH)

# Where the time of a rebuild and of a large site goes, step by step; a few minutes.
profile: $(READY)
	$(BIN)/python -m benchmarks.profile

# How fast the register of 20,000 claims answers a key, and what it weighs; a minute.
bench-register: $(READY)
	$(BIN)/python -m benchmarks.register

# What a reader's browser is sent, page by page, and when the first chart is drawn, in the book that lies in _build:
#   make weigh WEIGH=--write   writes benchmarks/weights.md
WEIGH :=
weigh: $(READY) browser
	$(BIN)/python -m benchmarks.weights $(WEIGH)

# The outline of the maps, anew from the package that it comes from; fetched with npm, checked against its digest.
outline: $(READY)
	mkdir -p _build/outline && cd _build/outline && npm pack --silent world-atlas@2.0.2
	$(BIN)/python -m claimbook.charts.outline.vendor _build/outline/world-atlas-2.0.2.tgz

# The fonts of charts and of the PDF, anew from the packages that they come from, each checked against its digest.
FONTS := @expo-google-fonts/arimo@0.4.3 @expo-google-fonts/tinos@0.4.2 @expo-google-fonts/cousine@0.4.3 \
  dejavu-fonts-ttf@2.37.3 @fontsource/noto-sans-sc@5.3.0
fonts: $(READY)
	mkdir -p _build/fonts && cd _build/fonts && npm pack --silent $(FONTS)
	$(BIN)/uv run --no-sync --with fonttools==4.68.0 --with brotli==1.2.1 python -m claimbook.charts.fonts.vendor _build/fonts

# A page's notebook, with its parameters, in JupyterLab; any page: make lab PAGE=source:ID
# JupyterLab has an environment of its own: beside it every kernel of a build would start more slowly.
PAGE := book/figures
LAB := .venv-lab
lab: $(READY) $(LAB)/.ready
	$(BIN)/claimbook lab $(PAGE)

$(LAB)/.ready: $(READY)
	$(BIN)/uv venv --quiet --clear $(LAB)
	$(BIN)/uv pip install --quiet --python $(LAB) 'jupyterlab>=4.4,<5'
	@touch $@

$(READY): uv.lock pyproject.toml bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "claimbook needs Python 3.11, 3.12 or 3.13. Fix: make PYTHON=python3.12 book"; exit 2; }
	@echo "Installing the packages into .venv: some minutes the first time, and nothing is printed meanwhile."
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.txt
	$(BIN)/uv sync --locked --inexact --quiet
	@touch $@

clean:
	rm -rf _build .venv .venv-lab tests/node/node_modules benchmarks/.venv-ploomber .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
