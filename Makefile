# Thin over dev.py, which also runs where there is no make: `py -3 dev.py demo`.
# PORT and DATABASE_URL are read from the environment.
PYTHON ?= python3

.PHONY: help setup demo check test test-postgres test-dbt bench lock i18n

help:
	@$(PYTHON) dev.py --help

setup demo check test test-postgres test-dbt bench lock i18n:
	@$(PYTHON) dev.py $@
