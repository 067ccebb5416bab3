# The only list of commands. `make help` shows it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null && [ "$$(id -u)" != 0 ] && echo sudo -n)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -q -y
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

export PROFILE ?= toshima

# Held to strict types (views and addresses are left out in pyproject.toml). A room joins the list when it is clean.
TYPED := config deploy $(addprefix norishiro/,core profiles ledger agencies sharing attachments people resources opendata surveys outreach consultations cases family surroundings assessment teams training handbook visits carers meetings community food funds helpers publicity corporations neighbours plans matching evacuation watching incidents exports finding former emergency rights casework letterbox public_site indicators reports policies questions exchange disposal moving)

.DEFAULT_GOAL := help
.PHONY: help run doctor stop test lint test-tcp assure evidence mutants laid release rows docs guides bench burden screenshots lock bundle browser

help: ## この一覧
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

run: $(VENV)/.run ## はじめる（最初のときは必要なものを入れ、見本の町を作る）。PORT= HOST= PROFILE= で変えられる
	@$(BIN)/norishiro run --demo

doctor: $(VENV)/.run ## うまく動かないときに、原因と直し方を調べる
	@$(BIN)/norishiro doctor

stop: $(VENV)/.run ## 動いている「のりしろ」を止める
	@$(BIN)/norishiro stop

test: lint browser ## すべての検査（書き方・型・試験・ブラウザー）
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.test ## 書き方と型の検査だけ
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --quiet --check . || { echo '書き方がそろっていません。`ruff format .` で直せます。'; exit 1; }
	@if [ -f .importlinter ]; then $(BIN)/lint-imports --no-logo; fi
	@$(BIN)/mypy --no-error-summary --follow-imports=silent $(TYPED)

test-tcp: $(VENV)/.test ## 組み込みではない PostgreSQL を相手に、同じ試験
	@sh tests/over_tcp.sh $(BIN)/python

assure: lint browser ## 守られることの検査（行ごとに、出た数値と目標）。SCALE=small|ci|nightly
	@$(BIN)/python -m tests.assurance $(or $(SCALE),ci)

evidence: lint browser ## 試験の記録・回答表・照合の数を dist/evidence に。ONLY=場所 で一部だけ、SIGN=鍵 で署名も
	@$(BIN)/python -m tests.proofs $(if $(SIGN),--sign $(SIGN)) $(ONLY)

mutants: $(VENV)/.test ## 共有の規則に誤りを一つずつ入れ、試験が気づくかを見る（長い）。ONLY=ファイル名の一部
	@$(BIN)/python -m tests.mutants $(ONLY)

laid: $(VENV)/.test ## 新しいデータベースの形（config/laid.sql.gz）を、いまのマイグレーションから書き直す（数分）
	@$(BIN)/python -m tests.laid

release: $(VENV)/.test ## この版の見本の町を、次の版からの上げ直しの試験のために取っておく（tests/data/releases）
	@$(BIN)/python -m tests.releases

rows: $(VENV)/.test ## 行ごとの検査表
	@if [ -f tests/rows.py ] || [ -d tests/rows ]; then $(BIN)/python -m tests.rows; else echo 'まだありません。'; fi

docs: $(VENV)/.test ## プログラムから書くページ（docs/permissions.md、docs/law.md の表）
	@$(BIN)/python -m tests.house.pages

guides: $(VENV)/.test browser ## 操作の手引きの写真を撮り直す（見本の町、norishiro/handbook/static）
	@$(BIN)/python -m tests.guide_pictures

bench: $(VENV)/.test ## 速さの測定（頁、言葉、二重登録を順に。町を作るので一時間ほど）。ONLY=pages|finding|genogram|packet|public|reports|catalogue|matching|saving|years|evacuation|town|ha|duplicates
	@$(BIN)/python -m bench.everything $(ONLY)

burden: $(VENV)/.test browser ## 手間の測定（物語の試験を動かし、タップ・文字・秒をまとめて出す）
	@$(BIN)/python -m tests.burden

screenshots: $(VENV)/.test browser ## 画面の写真
	@if [ -f tests/screenshots.py ]; then $(BIN)/python -m tests.screenshots; else echo 'まだありません。'; fi

# What WeasyPrint asks of the machine (docs/adr/0014): Debian's Pango, and HarfBuzz's subsetter for small files.
PANGO := echo | $(BIN)/python -m norishiro.core.typesetting
PANGO_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --build-deps-for editable \
	--no-header --no-annotate --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: $(VENV)/.test ## 使っている部品の版を固定し直す（UPGRADE=--upgrade で新しくする）
	@$(PIP) 'pip-tools~=7.6'
	@$(COMPILE) $(UPGRADE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) $(UPGRADE) --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml

bundle: $(VENV)/.test ## インターネットのない機械に入れる束（dist/）。DEBS=1 で Debian の部品も、SIGN=鍵 で署名も
	@$(BIN)/python -m deploy.bundle $(if $(DEBS),--debs) $(if $(SIGN),--sign $(SIGN))

# --- what the commands stand on; redone only when what the named files say has changed (the stamp keeps their text) ---

$(BIN)/python:
	@echo '必要なものを入れています（最初だけ、数分かかります）…'
	@$(PYTHON) -m venv $(VENV)

# A linked environment belongs to another working copy: its parts are kept up to date, the program in it is not replaced.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@cat $^ | cmp -s - $@ || { \
		$(PIP) --require-hashes --only-binary=:all: -r requirements.lock \
		&& { [ -L $(VENV) ] || $(PIP) --no-deps --no-build-isolation --editable .; } \
		&& { $(PANGO) >/dev/null 2>&1 \
			|| { command -v apt-get >/dev/null && { $(APT) update && $(APT) install --no-install-recommends $(PANGO_PACKAGES); } >/dev/null 2>&1; } \
			|| echo 'PDFを作る部品（Pango）を入れられませんでした。PDFのほかは、そのまま使えます。'; }; }
	@cat $^ > $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	@cmp -s $< $@ || $(PIP) --require-hashes --only-binary=:all: -r $<
	@cat $< > $@

browser: # Chromium, Japanese letters and a clock that can be set wrong, when they are missing and may be installed
	@if [ ! -x /usr/bin/chromium ] || [ ! -x /usr/bin/faketime ] || ! ls -d /usr/share/fonts/opentype/noto >/dev/null 2>&1; then \
		if command -v apt-get >/dev/null; then \
			{ $(APT) update && $(APT) install --no-install-recommends chromium fonts-noto-cjk faketime; } >/dev/null \
			|| echo 'chromium を入れられませんでした。ブラウザーの試験は飛ばします（CI では失敗になります）。'; \
		fi; \
	fi
