# make demo   the examples, from the publisher's file to the map
# make check  while you work: style, types, rooms, and the tests that need no server, browser, notebook or long file
# make test   everything that must hold: all of that, a real browser, a real Neo4j, the whole files
# make bench  how fast, beside the best peer in the same run; and laws and kills held more often

VENV ?= .venv
BIN := $(VENV)/bin
# A file that says what the environment was made from; a change of either input makes it anew.
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test
BENCH := $(VENV)/.installed-bench
PAGE := $(VENV)/page/.fetched
# To format them: .venv/page/node_modules/.bin/prettier --config tools/page/prettier.json --write, and the same files.
PAGE_CODE := "polegraph/maps/page/**/*.js" "polegraph/site/*.js" "tests/maps/page/*.js" "tools/page/*.mjs"

# Each worker starts a Neo4j server of its own; one that NEO4J_URI names can serve one at a time.
WORKERS := $(if $(NEO4J_URI),0,auto)

# What `make check` leaves out, by the markers of pyproject.toml.
QUICK := not neo4j and not browser and not notebook and not slow

# What `make bench` repeats more often than `make test`: tests/thorough.py.
OFTEN := $(shell grep -l "tests.thorough" -r tests --include="test_*.py")

.PHONY: demo check test style lint quick unit bench clean

demo: $(RUN)
	$(BIN)/polegraph demo polegraph-demo

# Types are checked beside the tests: each leaves a core idle now and then.
check: $(TEST)
	$(MAKE) --no-print-directory -j 2 style quick

test: $(TEST) $(PAGE)
	$(MAKE) --no-print-directory -j 2 lint unit

style: $(TEST)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/numpydoc lint $$(find polegraph -name '*.py')
	$(BIN)/mypy

quick: $(TEST)
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "$(QUICK)" --hypothesis-profile=quick tests polegraph

lint: style $(PAGE)
	$(VENV)/page/node_modules/.bin/eslint --config $(VENV)/page/eslint.config.mjs polegraph/maps/page polegraph/site tests/maps/page
	$(VENV)/page/node_modules/.bin/prettier --config tools/page/prettier.json --check $(PAGE_CODE)

unit: $(TEST) $(PAGE)
	browser="$$(tools/browser.sh $(VENV) | tail -n 1)" && neo4j="$$(tools/neo4j.sh $(VENV)/neo4j | tail -n 1)" && \
		POLEGRAPH_AXE="$(abspath $(VENV))/page/node_modules/axe-core/axe.min.js" POLEGRAPH_BROWSER="$$browser" POLEGRAPH_NEO4J="$$neo4j" $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: $(BENCH)
	neo4j="$$(tools/neo4j.sh $(VENV)/neo4j | tail -n 1)" && POLEGRAPH_NEO4J="$$neo4j" \
		$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,max,rounds && \
		POLEGRAPH_THOROUGH=1 POLEGRAPH_NEO4J="$$neo4j" $(BIN)/python -m pytest -q $(OFTEN)
	POLEGRAPH_BROWSER="$$(tools/browser.sh $(VENV) | tail -n 1)" $(BIN)/python tools/measure_map.py

$(RUN): pyproject.toml constraints.txt tools/setup.sh
	tools/setup.sh $(VENV) run
	touch $@

$(TEST): pyproject.toml constraints.txt tools/setup.sh
	tools/setup.sh $(VENV) test
	touch $@ $(RUN)

$(BENCH): pyproject.toml constraints.txt tools/setup.sh
	tools/setup.sh $(VENV) bench
	touch $@ $(TEST) $(RUN)

$(PAGE): $(TEST) tools/page.sh $(wildcard tools/page/*)
	tools/page.sh $(VENV)/page
	touch $@

clean:
	rm -rf $(VENV) polegraph-demo
