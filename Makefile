# The portal from the command line. Needs Python 3.11 or newer, git and make; the rest is installed into .venv.

PORT ?= 8000
ONLY ?=
TESTS ?=
export PORT

.PHONY: help demo clean-demo test lint bench static screenshots lint-style lint-types lint-templates lint-imports lint-migrations

help:
	@echo "make demo         the whole portal on this machine, with invented people (PORT=8000)"
	@echo "make clean-demo   throw the demo data away"
	@echo "make test         every test, the browser's included (TESTS=tests/test_health.py for some)"
	@echo "make lint         style, types, templates, imports, missing migrations"
	@echo "make screenshots  the pictures of the README, of a running demo (PORT=8000)"
	@echo "make static       static/vendor/ from static/src/ (needs Node; the result is committed)"
	@echo "make bench        measure against the goals (ONLY=matching for one group)"

demo:
	@scripts/install-python-packages demo
	@.venv/bin/python -m mkbroute.demo

clean-demo:
	@scripts/install-python-packages demo
	@.venv/bin/python -m mkbroute.demo clean

test:
	@scripts/install-python-packages test
	@scripts/install-system-packages
	@.venv/bin/python -m pytest -n 2 $(TESTS)

static:
	@npm ci --omit=optional --no-fund --no-audit --silent
	@npm run --silent build

bench:
	@scripts/install-python-packages test
	@.venv/bin/python -m bench $(ONLY)

screenshots:
	@scripts/install-python-packages test
	@.venv/bin/python scripts/take-screenshots

lint:
	@scripts/install-python-packages test
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going \
		lint-types lint-style lint-templates lint-imports lint-migrations

# Settings load for these, but nothing connects.
lint-%: export DJANGO_SETTINGS_MODULE = mkbroute.settings
lint-%: export SECRET_KEY = lint
lint-%: export SITE_URL = http://localhost
lint-%: export DATABASE_URL = postgresql://lint@%2Fnowhere/lint
lint-%: export REDIS_URL = redis://localhost
lint-%: export SMTP_URL = smtp://localhost

lint-style:
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --quiet --check

lint-types:
	@.venv/bin/mypy

lint-templates:
	@.venv/bin/djlint --quiet --lint templates

lint-imports:
	@.venv/bin/lint-imports --no-logo --no-cache

# The database that cannot be reached is no news here.
lint-migrations:
	@PYTHONWARNINGS=ignore::RuntimeWarning .venv/bin/python manage.py makemigrations --check --dry-run --skip-checks
