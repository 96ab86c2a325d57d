//! Tells the linker to put the functions that a session of the explorer runs side by side (`.ci/session.ld`).
//!
//! The kernel maps a page of a program together with its neighbors: while these functions lay scattered, a session that ran a
//! fifth of the code held nearly all of it in memory. Invariant: the program does the same without this.

use std::env;
use std::path::Path;

/// The flags of `.cargo/config.toml`: with others the names in the list are not those of the program.
const FLAGS: &str = "-Csymbol-mangling-version=v0";

fn main() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/session.ld");
    println!("cargo::rerun-if-changed={}", list.display());
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|held| held == value);
    // Who builds with a linker or flags of their own gets what these say: not every linker reads such a list.
    let plain = is("CARGO_ENCODED_RUSTFLAGS", FLAGS) && env::var_os("RUSTC_LINKER").is_none();
    if plain && is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        println!("cargo::rustc-link-arg-bin=linchpin=-T");
        println!("cargo::rustc-link-arg-bin=linchpin={}", list.display());
    }
}
