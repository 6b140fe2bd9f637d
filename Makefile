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
fuzz: ## random bytes into the parser (or TARGET=plan, root) until stopped; needs a nightly toolchain and cargo-fuzz
	mkdir -p fuzz/corpus/$(TARGET)
	cargo +nightly fuzz run -s none --fuzz-dir fuzz $(TARGET) fuzz/corpus/$(TARGET) fuzz/seeds/$(TARGET) -- -timeout=10 -rss_limit_mb=4096 $(FUZZ)

fmt: ## formats everything
	cargo fmt --all
