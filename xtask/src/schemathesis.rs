//! The fuzzer that reads the OpenAPI document: found, or installed into the target folder.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The version that the suite's flags are written for.
const PACKAGE: &str = "schemathesis==4.32.5";

/// The program; `None` says on standard error why there is none.
pub(crate) fn find_or_install() -> Option<PathBuf> {
    let folder = std::env::current_dir().ok()?.join("target/tools/schemathesis-4.32.5");
    let program = folder.join("bin/schemathesis");
    if works(&program) || install(&folder) && works(&program) {
        return Some(program);
    }
    eprintln!("no schemathesis: Python 3 with venv cannot be had, or the package not be downloaded");
    None
}

fn works(program: &std::path::Path) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

fn install(folder: &std::path::Path) -> bool {
    let venv = || succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
    let made = venv() || succeeds(Command::new("apt-get").args(["install", "-y", "python3-venv"])) && venv();
    made && succeeds(Command::new(folder.join("bin/pip")).args(["install", "--quiet", PACKAGE]))
}

fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}
