//! Kill -9 at any moment.

mod creation;
mod deliveries;
mod import;

/// Rounds: a slice in the suite, more with `cargo xtask proof crash`.
fn rounds() -> u64 {
    std::env::var("CAREMATCH_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2)
}
