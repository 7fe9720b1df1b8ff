# Fahm: `make` starts it, `make test` checks it, `make help` tells the rest.
# All paths are relative, so the folder's own name may hold spaces.

PYTHON  ?=
HOST    ?=
PORT    ?=
WORKERS ?=
LOCK    ?=
BENCH   ?=
COVERAGE ?=

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip --disable-pip-version-check --no-input -q
UV    = build/lock/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK)
comma := ,
SAY  := @printf '→ %s | %s\n'

# The tests of browsers have a folder of their own: collecting them too takes each worker a third of its start.
FAST  = $(PY) -m pytest --ignore=tests/browser
# A command of a recipe, and the minutes and seconds that it took.
timed = @began=$$(date +%s); $(3) || exit $$?; spent=$$(($$(date +%s) - began)); \
	printf '  %s | %s: %d:%02d\n' '$(1)' '$(2)' $$((spent / 60)) $$((spent % 60))

# Python writes and reads UTF-8 whatever the locale; pip installs into the environment, whatever its settings say.
export PYTHONUTF8 := 1
export PIP_USER := 0
# Modules are compiled once, and not by each of the many processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE

# An environment made in another folder, or by a Python that is gone, is made anew.
ifneq ($(shell [ -e $(VENV)/.place ] && [ "$$(cat $(VENV)/.place)" = "$$(pwd -P)" ] && $(PY) -c '' 2>/dev/null && echo ok),ok)
$(shell rm -f $(VENV)/.place $(VENV)/.run-stamp $(VENV)/.dev-stamp)
endif

.DELETE_ON_ERROR:
.DEFAULT_GOAL := run
.PHONY: run test test-fast test-bench lint lint-scripts format lock fonts translations generated screens bench audit sbom clean help

run: $(VENV)/.run-stamp
	$(SAY) 'Starting Fahm; stop it with Ctrl+C' 'يبدأ فَهْم؛ أوقفه بالضغط على Ctrl+C'
	@exec $(VENV)/bin/fahm serve $(if $(HOST),--host '$(HOST)') $(if $(PORT),--port '$(PORT)') $(if $(WORKERS),--workers '$(WORKERS)')

# Each stage ends with its time. What is quick and finds most comes first; the browser's tests are most of the time.
test: $(VENV)/.dev-stamp
	$(call timed,lint,فحص الشيفرة,$(MAKE) --no-print-directory lint)
	$(SAY) 'Looking for a browser' 'أبحث عن متصفِّح'
	@$(PY) tests/browser_setup.py
	$(SAY) 'Looking for PostgreSQL' 'أبحث عن PostgreSQL'
	@$(PY) tests/postgres_setup.py
	$(SAY) 'Checking the texts and questions' 'أفحص النصوص والأسئلة'
	$(call timed,texts,فحص النصوص,$(VENV)/bin/fahm check)
	$(SAY) 'Running the tests that need no browser; make test-bench has those of the benchmarks' 'أُشغِّل الاختبارات التي لا تحتاج إلى متصفِّح؛ واختبارات القياس يُشغِّلها make test-bench'
ifeq ($(COVERAGE),)
	$(call timed,tests without a browser,الاختبارات دون المتصفِّح,$(FAST))
else
	@mkdir -p build
	$(call timed,tests without a browser,الاختبارات دون المتصفِّح,$(FAST) --cov --cov-report=)
	@$(PY) tests/coverage_table.py
endif
	$(SAY) 'Running the tests in a browser' 'أُشغِّل الاختبارات في المتصفِّح'
	$(call timed,tests in a browser,الاختبارات في المتصفِّح,$(PY) -m pytest tests/browser)

test-fast: $(VENV)/.dev-stamp
	$(SAY) 'Running the tests that need no browser' 'أُشغِّل الاختبارات التي لا تحتاج إلى متصفِّح'
	@$(FAST)

test-bench: $(VENV)/.dev-stamp
	$(SAY) 'Running the tests of the benchmarks' 'أُشغِّل اختبارات برامج القياس'
	@$(PY) -m pytest -m benchmark

lint: $(VENV)/.dev-stamp
	$(SAY) 'Checking the code: ruff' 'أفحص الشيفرة: ruff'
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	$(SAY) 'Checking the types: mypy' 'أفحص الأنواع: mypy'
	@$(PY) -m mypy
	$(SAY) 'Checking the imports: import-linter' 'أفحص الاستيراد بين الوحدات: import-linter'
	@$(VENV)/bin/lint-imports
	$(SAY) 'Checking the templates: djlint' 'أفحص القوالب: djlint'
	@$(PY) -m djlint --lint --quiet webapp
	$(SAY) 'Checking what is generated' 'أفحص ما يُولَّد من ملفات'
	@$(PY) -m tools.generated --check

# Needs Node.js and the network: not part of `make lint`. The second run is the service worker's, which has no page.
lint-scripts:
	$(SAY) 'Checking the types of the scripts: TypeScript' 'أفحص الأنواع في السكربتات: TypeScript'
	@command -v npx >/dev/null || { printf '%s\n' \
	  '✗ There is no npx here: install Node.js, or leave this to somebody who has it.' \
	  '✗ لا يوجد npx هنا: ثبِّت Node.js، أو اترك هذا الفحص لمن هو عنده.' >&2; exit 1; }
	@npx --yes --package typescript@5.9.3 tsc --project tools/typescript/pages.json
	@npx --yes --package typescript@5.9.3 tsc --project tools/typescript/worker.json

format: $(VENV)/.dev-stamp
	$(SAY) 'Tidying the code' 'أُرتِّب الشيفرة'
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

# Keeps the versions already locked where they still fit; `make lock LOCK=--upgrade` takes the newest.
# dev.txt is the whole; run.txt, postgres.txt (run.txt with that extra) and build.txt are parts of it, so that all of them
# name the same versions.
lock: $(VENV)/.place
	$(SAY) 'Locking the libraries' 'أُثبِّت أرقام إصدارات المكتبات'
	@$(PY) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check -q install uv
	@$(UV) --extra dev --group build -o requirements/dev.txt pyproject.toml
	@$(UV) -c requirements/dev.txt -o requirements/run.txt pyproject.toml
	@$(UV) -c requirements/dev.txt --extra postgres -o requirements/postgres.txt pyproject.toml
	@$(UV) -c requirements/dev.txt --group build -o requirements/build.txt
	@$(UV) --group tools -o requirements/tools.txt

# The cut fonts are in the repository: only whoever changes fonts or their characters needs this.
fonts: $(VENV)/.dev-stamp
	$(SAY) 'Cutting the fonts' 'أختصر ملفات الخطوط'
	@$(PY) -W ignore -m tools.subset_fonts

# Takes the interface's messages out of the source and compiles them with the Arabic that they have in webapp/translations.
translations: $(VENV)/.dev-stamp
	$(SAY) 'Gathering the messages of the interface' 'أجمع رسائل الواجهة'
	@$(PY) -m tools.generated webapp/translations

# Everything that is made out of the source: docs/format.md, the JSON schemas, the messages. `make sbom` makes the licences.
generated: $(VENV)/.dev-stamp
	$(SAY) 'Making what follows from the source' 'أُولِّد ما يتبع الشيفرة من ملفات'
	@$(PY) -m tools.generated

screens: $(VENV)/.dev-stamp
	$(SAY) 'Drawing the pictures in docs/' 'أرسم صور الصفحات في docs/'
	@$(PY) tests/browser_setup.py
	@PYTHONPATH=tests $(PY) tests/screens.py

# On loopback only; writes benchmarks/results.md. `make bench BENCH="--learners 1000 --minutes 1"` is shorter.
bench: $(VENV)/.dev-stamp
	$(SAY) 'Measuring speed' 'أقيس السرعة'
	@$(PY) -m benchmarks.run $(BENCH)

# Asks the package index for known faults in the locked libraries; nothing else of Fahm needs the network.
audit:
	$(SAY) 'Looking for known faults in the libraries: pip-audit' 'أبحث عن عيوب معروفة في المكتبات: pip-audit'
	@python3 -m venv build/audit && build/audit/bin/python -m pip --disable-pip-version-check -q install pip-audit || { printf '%s\n' \
	  '✗ pip-audit could not be installed: nothing was looked at. Is there a connection?' \
	  '✗ تعذَّر تثبيت pip-audit، فلم يُفحص شيء. هل يوجد اتصال بالشبكة؟' >&2; exit 1; }
	@build/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/run.txt || { printf '%s\n' \
	  '✗ See above: a known fault (docs/security.md says what to do), or the service could not be reached.' \
	  '✗ انظر أعلاه: عيب معروف (وفي docs/security.md ما يُفعل)، أو خدمة تعذَّر بلوغها.' >&2; exit 1; }

# Lists what is locked in requirements/run.txt, and nothing else: that goes into an empty environment without pip, and
# the two tools that read it into one beside it. What stands above the table in docs/licences.md stays.
sbom: $(VENV)/.place
	$(SAY) 'Listing what Fahm is made of' 'أُحصي ما يتكوَّن منه فَهْم'
	@rm -rf build/sbom && $(PY) -m venv --without-pip build/sbom/run && $(PY) -m venv --without-pip build/sbom/tools
	@$(PIP) --python build/sbom/run install --require-hashes -r requirements/run.txt && \
	$(PIP) --python build/sbom/tools install --require-hashes -r requirements/tools.txt || { printf '%s\n' \
	  '✗ The libraries could not be installed (see above): nothing was listed. Is there a connection?' \
	  '✗ تعذَّر تثبيت المكتبات (انظر أعلاه)، فلم يُكتب شيء. هل يوجد اتصال بالشبكة؟' >&2; exit 1; }
	@build/sbom/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --of JSON -o build/sbom.json build/sbom/run/bin/python
	@{ sed '/^|/,$$d' docs/licences.md; build/sbom/tools/bin/pip-licenses --python build/sbom/run/bin/python \
	  --from mixed --with-system --order name --format markdown; } >build/licences.md && mv build/licences.md docs/licences.md

clean:
	$(SAY) 'Removing what was installed and built; answers in instance/ stay' 'أحذف ما ثُبِّت وما بُني؛ وتبقى الإجابات في instance/'
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find webapp tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

help:
	@printf '%s\n' \
	  'make            start Fahm (HOST=… PORT=… WORKERS=…) | يُشغِّل فَهْم' \
	  'make test       every check and test                 | كلُّ الفحوص والاختبارات' \
	  'make test-fast  the tests without a browser          | الاختبارات دون المتصفِّح' \
	  'make test-bench the tests of the benchmarks          | اختبارات برامج القياس' \
	  'make lint       the checks without the tests         | الفحوص دون الاختبارات' \
	  'make lint-scripts  the types of the scripts (Node)   | أنواع السكربتات (Node)' \
	  'make format     tidy the code                        | يُرتِّب الشيفرة' \
	  'make lock       lock the libraries anew              | يُحدِّث أقفال المكتبات' \
	  'make fonts      cut the fonts down anew              | يختصر ملفات الخطوط من جديد' \
	  'make translations  gather and compile the messages   | يجمع رسائل الواجهة' \
	  'make generated the reference, schemas and messages  | يولِّد المرجع والمخطَّطات والرسائل' \
  'make screens    draw the pictures in docs/ anew      | يرسم صور الصفحات من جديد' \
  'make bench      measure speed, as ratios             | يقيس السرعة' \
	  'make audit      known faults in the libraries        | عيوب معروفة في المكتبات' \
	  'make sbom       list the libraries and licences      | قائمة المكتبات ورخصها' \
	  'make clean      remove what was installed and built  | يحذف ما ثُبِّت وما بُني' \
	  'COVERAGE=1      make test also prints the coverage   | يطبع make test معها نسبة التغطية' \
	  'PYTHON=…        the Python to use, 3.11 or newer     | أيُّ Python يُستعمَل'

# The environment. `.place` remembers the folder that it was made in.
$(VENV)/.place:
	$(SAY) 'Making a Python environment in $(VENV)' 'أُجهِّز بيئة Python في $(VENV)'
	@found=; \
	for python in $(if $(PYTHON),'$(PYTHON)',python3 python3.14 python3.13 python3.12 python3.11 python); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  found="$$python"; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
	  rm -rf $(VENV) && "$$python" -m venv $(VENV) && pwd -P > $@ && exit 0; \
	  exit 1; \
	done; \
	if [ -n "$$found" ]; then \
	  printf '%s\n' "✗ $$found has no venv module. On Debian or Ubuntu: apt install python3-venv" \
	    "✗ لا توجد وحدة venv في $$found. على Debian أو Ubuntu: apt install python3-venv"; \
	else \
	  printf '%s\n' '✗ Fahm needs Python 3.11 or newer$(if $(PYTHON),$(comma) and $(PYTHON) is not,; none was found). Install one, or name it: make PYTHON=/path/to/python3' \
	    '✗ يحتاج فَهْم إلى Python 3.11 أو أحدث$(if $(PYTHON),، وليس $(PYTHON) كذلك,، ولم أجده). ثبِّته أو سمِّه: make PYTHON=/path/to/python3'; \
	fi >&2; exit 1

# Everything is checked against the locked hashes; then the project itself, with what it is built by already there.
define install
	$(SAY) 'Installing the libraries; the first time takes a minute or two' 'أُثبِّت المكتبات؛ وتستغرق المرَّة الأولى دقيقة أو دقيقتين'
	@$(PIP) install --require-hashes $(1) || { printf '%s\n' \
	  '✗ The libraries could not be installed (see above). Is there a connection? Then run make again.' \
	  '✗ تعذَّر تثبيت المكتبات (انظر أعلاه). هل يوجد اتصال بالشبكة؟ ثم أعد تشغيل make.' >&2; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $(2)
endef

$(VENV)/.run-stamp: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/.place
	$(call install,-r requirements/run.txt -r requirements/build.txt,$@)

$(VENV)/.dev-stamp: requirements/dev.txt pyproject.toml | $(VENV)/.place
	$(call install,-r requirements/dev.txt,$@ $(VENV)/.run-stamp)
