//! How the binary that is handed out is linked.

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by its environment")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if !is("PROFILE", "release") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    // At a fixed address the tables need no relocations: 0.3 MB less.
    println!("cargo:rustc-link-arg-bins=-no-pie");
    // Functions that came out the same are one. Here the linker is lld, which knows it; others may not.
    if is("CARGO_CFG_TARGET_ARCH", "x86_64") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
}
