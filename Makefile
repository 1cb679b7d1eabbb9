# make demo   the examples, from the publisher's file to the map
# make test   everything that must hold: style, types, rooms, doctests, tests, a real browser, a real Neo4j
# make bench  how fast, beside the best peer in the same run

VENV ?= .venv
BIN := $(VENV)/bin
# A file that says what the environment was made from; a change of either input makes it anew.
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test
BENCH := $(VENV)/.installed-bench
PAGE := $(VENV)/page/.fetched
# To format them: .venv/page/node_modules/.bin/prettier --config tools/page/prettier.json --write, and the same files.
PAGE_CODE := "polegraph/maps/page/**/*.js" "tests/maps/page/*.js" "tools/page/*.mjs"

# Each worker starts a Neo4j server of its own; one that NEO4J_URI names can serve one at a time.
WORKERS := $(if $(NEO4J_URI),0,auto)

.PHONY: demo test lint unit bench clean

demo: $(RUN)
	$(BIN)/polegraph demo polegraph-demo

# Types are checked beside the tests: each leaves a core idle now and then.
test: $(TEST) $(PAGE)
	$(MAKE) --no-print-directory -j 2 lint unit

lint: $(TEST) $(PAGE)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(VENV)/page/node_modules/.bin/eslint --config $(VENV)/page/eslint.config.mjs polegraph/maps/page tests/maps/page
	$(VENV)/page/node_modules/.bin/prettier --config tools/page/prettier.json --check $(PAGE_CODE)

unit: $(TEST) $(PAGE)
	browser="$$(tools/browser.sh $(VENV) | tail -n 1)" && neo4j="$$(tools/neo4j.sh $(VENV)/neo4j | tail -n 1)" && \
		POLEGRAPH_AXE="$(abspath $(VENV))/page/node_modules/axe-core/axe.min.js" POLEGRAPH_BROWSER="$$browser" POLEGRAPH_NEO4J="$$neo4j" $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: $(BENCH)
	neo4j="$$(tools/neo4j.sh $(VENV)/neo4j | tail -n 1)" && POLEGRAPH_NEO4J="$$neo4j" \
		$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,max,rounds
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
