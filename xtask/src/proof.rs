//! The large judged measurements. Each has a slice of at most a minute in the suite; here it runs in full size.

use std::process::Command;

use anyhow::bail;

struct Proof {
    name: &'static str,
    about: &'static str,
    /// What runs it.
    command: &'static [&'static str],
}

const PROOFS: &[Proof] = &[];

/// Runs one measurement, or lists them.
pub(crate) fn run(name: Option<&str>, args: &[String]) -> anyhow::Result<()> {
    let Some(name) = name else {
        for proof in PROOFS {
            println!("{:12} {}", proof.name, proof.about);
        }
        return Ok(());
    };
    let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
        bail!("no proof `{name}`; `cargo xtask proof` lists them");
    };
    let status = Command::new("cargo").args(proof.command).args(args).status()?;
    if !status.success() {
        bail!("{name}: {status}");
    }
    Ok(())
}
