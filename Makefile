.PHONY: demo test check fmt gen new-rule release bench oracle fuzz

demo: ## builds, checks the examples and prints what it finds
	cargo run --quiet --release --locked -p bricklint -- check examples --fail-on never

test: ## all tests
	cargo test --workspace --locked

check: ## what must hold before a commit is shared
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet
	tools/check-wasm

gen: ## writes what is generated; the tests compare it
	UPDATE=1 INSTA_UPDATE=always cargo test --workspace --locked

new-rule: ## make new-rule AREA=unity-catalog ID=catalog-has-comment
	tools/new-rule $(AREA) $(ID)

release: ## the binary that is handed out: target/release/bricklint
	cargo build --release --locked -p bricklint

bench: release ## the table of speed and size, on a corpus of its own
	mkdir -p target/bench && cp target/release/bricklint target/bench/bricklint
	BENCH_BINARY=$(CURDIR)/target/bench/bricklint cargo bench --locked -p bricklint

oracle: ## ten times as many random inputs as `make test`, judged by the terraform on the path
	BRICKLINT_ORACLE=1 cargo test --locked -p bricklint-lang --test it syntax:: -- --nocapture
	BRICKLINT_ORACLE=1 cargo test --locked -p bricklint-load --test it oracle:: -- --nocapture

TARGET ?= syntax
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
# What cargo-fuzz hands to the compiler, which the stable one takes as well.
COVERAGE = -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
	-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions
fuzz: ## random bytes into the parser (or TARGET=plan, root) until stopped
	mkdir -p fuzz/corpus/$(TARGET) fuzz/artifacts
	cd fuzz && RUSTFLAGS="$(COVERAGE)" cargo build --release --target $(HOST) --target-dir target --bin $(TARGET)
	fuzz/target/$(HOST)/release/$(TARGET) fuzz/corpus/$(TARGET) fuzz/seeds/$(TARGET) -artifact_prefix=fuzz/artifacts/$(TARGET)- \
		-timeout=10 -rss_limit_mb=4096 $(FUZZ)

fmt: ## formats everything
	cargo fmt --all
