# The commands of every day. `make` lists them; each works in a checkout that the README's commands have set up.
python = .venv/bin/python

.PHONY: help setup test quick lint types pages solve check
help:   ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10
setup:  ## make .venv with all that tests need
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'
test:   ## all tests, on two processes
	$(python) -m pytest -q -n 2
quick:  ## the tests that failed last, then those not run yet; stops at the first failure
	$(python) -m pytest -q --ff -x
lint:   ## mend style and layout
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .
types:  ## types and the architecture
	.venv/bin/mypy && .venv/bin/lint-imports
pages:  ## write anew what is made from the program: the reference, the schema, tables, evidence
	$(python) docs/generate_parameters.py
	$(python) -m outreach_sim scenario schema > fixtures/scenarios/scenario.schema.json
	$(python) -m outreach_sim calibrate --json > docs/calibration.json
	for page in cli scenarios tables evidence gallery balance agents; do $(python) docs/generate_$$page.py; done
solve:  ## solve appeals, exits and letters anew; what ships must be the same (tests/study/test_solve.py)
	$(python) -m outreach_sim calibrate --solve --json > docs/solution.json
check:  ## what a change must pass
	bash .ci/run
