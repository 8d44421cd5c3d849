//! `cargo xtask test` and `cargo xtask proof NAME`: the commands of development. Nothing needs installing.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]
mod arrows;
mod postgres;
mod proof;
mod reached;
mod schemathesis;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of development")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks the arrows between the rooms, then runs every test on SQLite and PostgreSQL.
    Test {
        /// Passed on to the test runner, such as a filter.
        filter: Vec<String>,
    },
    /// Runs a large judged measurement in full size and prints its figures; without a name, lists them.
    Proof {
        /// Which.
        name: Option<String>,
        /// Passed on to the measurement.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Checks that every room imports only rooms to its right, and that the heavy crates stay in their rooms.
    Arrows,
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Test { filter } => test::run(&filter),
        Command::Proof { name, args } => proof::run(name.as_deref(), &args),
        Command::Arrows => arrows::check(),
    };
    // One line: where in this program an error arose says nothing of the test that failed.
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
