# Two commands: `make demo` sets everything up and runs a rehearsal; `make test` sets everything up and passes the tests.
.PHONY: demo test storm bench audit lock clean

VENV := .venv
PY := $(VENV)/bin/python

demo: $(VENV)/.run
	$(VENV)/bin/livecouncil demo

test: $(VENV)/.dev .tools/.ready
	$(VENV)/bin/ruff format --check livecouncil tests bench
	$(VENV)/bin/ruff check livecouncil tests bench
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -n 3 --dist loadfile

storm: $(VENV)/.dev .tools/.ready
	LIVECOUNCIL_STORM=1 $(PY) -m pytest

bench: $(VENV)/.dev
	$(PY) bench/run.py

audit: $(VENV)/.dev
	$(PY) -m pip install --quiet pip-audit && $(PY) -m pip_audit --strict --require-hashes -r requirements.lock

# Needs uv; writes both locks with hashes and without a registry's name.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/.run: requirements.lock pyproject.toml
	sh setup.sh run
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	sh setup.sh dev
	touch $@ $(VENV)/.run

.tools/.ready: setup.sh tests/package.json tests/package-lock.json tests/posting/package.json tests/posting/package-lock.json
	sh setup.sh tools
	touch $@

clean:
	rm -rf $(VENV) .tools oefening public journal
