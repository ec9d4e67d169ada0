# What this package can do, in the order a person needs it: make help
PREFIX ?= /usr/local
CC := $(firstword $(shell command -v cc clang))
RELEASE := .build/release
SWIFT_BUILD := swift build -c release --static-swift-stdlib
BENCH ?=

.DEFAULT_GOAL := build
.PHONY: help deps test-deps build run test bench fuzz sanitize format lint check install clean

help: ## List what make can do
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

# Each need is FILE=PACKAGE: the package is wanted where the file is not, so nothing is asked of apt when all is there.
NEEDS := /usr/include/ncursesw/curses.h=libncurses-dev /usr/include/hs/hs.h=libvectorscan-dev
TEST_NEEDS := /usr/bin/tmux=tmux

define install_missing
@command -v swift >/dev/null || { echo "make: swift is not on PATH; get Swift 6.2 or later from https://www.swift.org/install" >&2; exit 1; }
@missing=; for need in $(1); do [ -e "$${need%=*}" ] || missing="$$missing $${need#*=}"; done; \
if [ -z "$$missing" ]; then exit 0; fi; \
install="apt-get install -y --no-install-recommends$$missing"; \
if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	echo "make: something is missing; run this once as root: $$install" >&2; exit 1; \
fi; \
export DEBIAN_FRONTEND=noninteractive; $$install || { apt-get update && $$install; }
endef

deps: ## Install the libraries that are missing (apt, as root; else it says what to run)
	$(call install_missing,$(NEEDS))

test-deps: deps
	$(call install_missing,$(TEST_NEEDS))

build: deps ## Build everything for release; what make does by itself
	$(SWIFT_BUILD)

run: build ## Build and watch a demonstration
	$(RELEASE)/aurora demo

# Most tests wait for processes. All of them at once would start hundreds, and try each other's patience.
test: test-deps ## Build and run every test
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$$((3 * $$(nproc))) swift test --disable-xctest

bench: build ## Measure, beside the same job in C, xargs, GNU parallel and htop; one thing: BENCH="spawn --count 1000"
	@for name in spawn-floor exit-clock flood; do \
		$(CC) -O2 -Wall -Wextra -Werror Sources/aurora-bench/Floor/$$name.c -o $(RELEASE)/$$name || exit; done
	$(RELEASE)/aurora-bench $(BENCH)

# Each reader of what others wrote gets its share of the time. What is found is a file there; a seed of it stays.
FUZZ_SECONDS ?= 300
FUZZ_TARGETS := tasks config events output terminal hints agents

fuzz: deps ## Feed the readers of files and output with bytes, for FUZZ_SECONDS=300 in all
	AURORA_FUZZ=1 swift build -c release --sanitize fuzzer --sanitize address --scratch-path .build/fuzz --product aurora-fuzz
	@for target in $(FUZZ_TARGETS); do mkdir -p .build/fuzz/corpus/$$target; \
		AURORA_FUZZ_TARGET=$$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
		.build/fuzz/release/aurora-fuzz -max_len=4096 -timeout=10 \
		-max_total_time=$$(( $(FUZZ_SECONDS) / $(words $(FUZZ_TARGETS)) )) -print_final_stats=1 -verbosity=0 \
		-artifact_prefix=.build/fuzz/$$target- .build/fuzz/corpus/$$target Tests/FuzzTests/Seeds/$$target || exit; done

# Properties of pure code come after the rest: they are slow there, and would keep all threads from the tests of processes.
# A crash is left to the program, which has a test of what it does then. Leaks are not looked for: the runtime keeps much.
PROPERTIES := RunPropertyTests|BreakerModelTests
define sanitize
SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$$((2 * $$(nproc))) $(1)_OPTIONS=$(3) \
	swift test --disable-xctest --sanitize $(2) --scratch-path .build/$(2) --skip '$(PROPERTIES)'
$(1)_OPTIONS=$(3) swift test --disable-xctest --sanitize $(2) --scratch-path .build/$(2) --filter '$(PROPERTIES)'
endef

sanitize: test-deps ## Run every test under the thread and the address sanitizer
	$(call sanitize,TSAN,thread,handle_segv=0)
	$(call sanitize,ASAN,address,handle_segv=0:detect_leaks=0)

format: ## Format the sources
	swift format -i -r Sources Tests Package.swift

lint: ## Check format and documentation rules
	swift format lint --strict -r Sources Tests Package.swift

check: lint test ## Do what a change must pass: lint and every test, end to end ones included

install: ## Install what was built, and the manual page; PREFIX=/usr/local, DESTDIR=
	@[ -x $(RELEASE)/aurora ] || { echo "make: nothing is built yet; run make first" >&2; exit 1; }
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 755 $(RELEASE)/aurora $(RELEASE)/sample-agent "$(DESTDIR)$(PREFIX)/bin"
	$(RELEASE)/aurora help --man > "$(DESTDIR)$(PREFIX)/share/man/man1/aurora.1"

clean: ## Remove what was built
	rm -rf .build
