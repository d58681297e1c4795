# Two commands: `make demo` sets everything up and runs a rehearsal; `make test` sets everything up and passes the tests.
# While working: `make quick` (the pure half, half a minute on two cores, nothing but the virtual environment) and `make check` (before a commit).
.PHONY: demo test check quick lint look types types-win32 types-darwin reference pictures coverage storm bench audit wheel lock clean

VENV := .venv
PY := $(VENV)/bin/python
CODE := livecouncil tests bench tools
PURE := tests/core
QUICK := tests/test_plain_code.py tests/test_rooms.py tests/tools $(PURE) tests/journal tests/sitting/test_line_mode.py

demo: $(VENV)/.run
	$(VENV)/bin/livecouncil demo

# What is looked at, all at once, beside what is waited for from the network. Of the tests, many wait for servers of networks,
# a browser, a clock: four at once keep two processors busy (tests/spreading.py).
test: $(VENV)/.dev
	$(MAKE) --no-print-directory -j 3 .tools/.ready lint
	$(MAKE) --no-print-directory coverage
	$(PY) -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(PURE:%=--ignore=%)

check: lint quick

quick: $(VENV)/.quick
	LIVECOUNCIL_QUICK=1 $(PY) -m pytest -x -n 2 --dist loadfile --no-loadscope-reorder $(QUICK)

lint: types types-win32 types-darwin look

types: $(VENV)/.dev
	$(VENV)/bin/mypy

types-win32 types-darwin: types-%: $(VENV)/.dev
	$(VENV)/bin/mypy --platform $* --cache-dir .mypy_cache/$* livecouncil

look: $(VENV)/.dev
	$(VENV)/bin/ruff format --check $(CODE)
	$(VENV)/bin/ruff check $(CODE)
	$(VENV)/bin/lint-imports

# What its own tests run of the pure half; fails below the share that pyproject.toml names. To count lines doubles the time.
coverage: $(VENV)/.quick
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PURE)
	$(PY) -m coverage combine -q
	$(PY) -m coverage report

# The pictures of the screen, drawn anew from the app.
pictures: $(VENV)/.quick
	$(PY) tools/pictures.py

# The pages of commands and settings, written anew from the code; a test holds them.
reference: $(VENV)/.quick
	$(PY) tools/reference.py

storm: $(VENV)/.dev .tools/.ready
	LIVECOUNCIL_STORM=1 $(PY) -m pytest

bench: $(VENV)/.dev
	$(PY) bench/run.py

# Whether faults are known of what is pinned: 0 none, 1 some, 3 where that could not be asked.
audit: $(VENV)/.dev
	$(PY) tools/audit.py

# Wheel, source archive, SBOM and sums of the last commit in dist/, the same bytes wherever it is done.
wheel: $(VENV)/.dev
	$(PY) tools/release.py

# Needs uv; writes the locks with hashes and without a registry's name; what both pin, they pin alike.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --extra all pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q tests/mirroring/requirements.in -o tests/mirroring/requirements.lock

$(VENV)/.run: requirements.lock pyproject.toml
	sh setup.sh run
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	sh setup.sh dev
	touch $@ $(VENV)/.run $(VENV)/.quick

$(VENV)/.quick: requirements-dev.lock pyproject.toml
	sh setup.sh quick
	touch $@

.tools/.ready: setup.sh tests/package.json tests/package-lock.json tests/posting/package.json tests/posting/package-lock.json \
	tests/mirroring/requirements.lock
	sh setup.sh tools
	touch $@

clean:
	rm -rf $(VENV) .tools oefening public journal
