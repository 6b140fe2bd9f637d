.PHONY: demo test check fmt

demo: ## builds, checks the examples and prints what it finds
	cargo run --quiet --release -p bricklint -- check examples --fail-on never

test: ## all tests
	cargo test --workspace --locked

check: ## what must hold before a commit is shared
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked
	cargo doc --workspace --no-deps --locked --quiet

fmt:
	cargo fmt --all
