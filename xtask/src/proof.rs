//! The large judged measurements. Each has a slice of at most a minute in the suite; here it runs in full size and
//! prints its figures with its seed.

use std::process::Command;

use anyhow::bail;

use crate::postgres::Postgres;
use crate::schemathesis;

struct Proof {
    name: &'static str,
    about: &'static str,
    /// What cargo is told.
    command: &'static [&'static str],
    /// What it is told beside, unless it was told already.
    variables: &'static [(&'static str, &'static str)],
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "board",
        about: "exact matches and searches over 1 M postings: latency, memory, time to build",
        command: &["run", "--release", "--package", "domain", "--features", "testing", "--example", "board_bench"],
        variables: &[],
    },
    Proof {
        name: "crash",
        about: "50 rounds each of kill -9 during import and indexing, and while creations are repeated on SQLite and \
                PostgreSQL: nothing lost, nothing twice, doctor clean",
        command: &[
            "test",
            "--package",
            "tests",
            "--test",
            "it",
            "--",
            "crash::creation",
            "crash::import",
            "--nocapture",
        ],
        variables: &[("CAREMATCH_TEST_ROUNDS", "50")],
    },
    Proof {
        name: "deliveries",
        about: "200 weeks of digests for 2,000 readers, each with kill -9 while they are put together and sent over SMTP, \
                on SQLite and PostgreSQL: each arrives, none is put together twice",
        command: &["test", "--release", "--package", "tests", "--test", "it", "--", "crash::deliveries", "--nocapture"],
        variables: &[("CAREMATCH_TEST_ROUNDS", "200")],
    },
    Proof {
        name: "digests",
        about: "10 k new postings matched with 1 M wishes, on one core",
        command: &["run", "--release", "--package", "domain", "--features", "testing", "--example", "digest_bench"],
        variables: &[],
    },
    Proof {
        name: "fuzz",
        about: "every operation of the API under 100 generated cases and all boundaries, as each kind of person",
        command: &["test", "--package", "tests", "--test", "it", "--", "fuzz", "--test-threads", "1", "--nocapture"],
        variables: &[("CAREMATCH_TEST_FUZZ", "100")],
    },
    Proof {
        name: "import",
        about: "rows a second into the database, on SQLite and PostgreSQL",
        command: &["run", "--release", "--package", "storage", "--features", "testing", "--example", "import_bench"],
        variables: &[],
    },
    Proof {
        name: "mail",
        about: "digests of 100 k readers put together and queued, then mail sent over one connection and four: each second",
        command: &["run", "--release", "--package", "mailer", "--features", "testing", "--example", "mail_bench"],
        variables: &[],
    },
    Proof {
        name: "matches",
        about: "one's own matches and a posting's candidates over HTTP with 150 k postings and 1.7 M workers: latency",
        command: &["test", "--release", "--package", "tests", "--test", "it", "--", "nation", "--nocapture"],
        variables: &[("CAREMATCH_TEST_NATION", "full")],
    },
    Proof {
        name: "pool",
        about: "every candidate of a posting among 1.7 M workers: latency, memory, time to build",
        command: &["run", "--release", "--package", "domain", "--features", "testing", "--example", "pool_bench"],
        variables: &[],
    },
    Proof {
        name: "search",
        about: "the embedded text engine over 100 k postings: time to index, latency, memory",
        command: &["run", "--release", "--package", "search-indexer", "--example", "latency", "--", "100000"],
        variables: &[],
    },
    Proof {
        name: "timing",
        about: "how long register, sign in and reset take for known and unknown addresses; a debug build, whose Argon2 \
                is optimized",
        command: &["test", "--package", "tests", "--test", "it", "--", "timing", "--nocapture"],
        variables: &[("CAREMATCH_TEST_TIMING", "400")],
    },
];

/// Runs one measurement, or lists them.
pub(crate) fn run(name: Option<&str>, args: &[String]) -> anyhow::Result<()> {
    let Some(name) = name else {
        for proof in PROOFS {
            println!("{:10} {}", proof.name, proof.about);
        }
        return Ok(());
    };
    let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
        bail!("no proof `{name}`; `cargo xtask proof` lists them");
    };
    let postgres = Postgres::start()?;
    let mut command = Command::new("cargo");
    let untold = proof.variables.iter().filter(|(name, _)| std::env::var_os(name).is_none());
    command.args(proof.command).envs(untold.copied());
    if let Some(server) = &postgres {
        command.env("CAREMATCH_TEST_POSTGRES", &server.url);
    }
    if let Some(program) = schemathesis::find_or_install() {
        command.env("CAREMATCH_TEST_SCHEMATHESIS", program);
    }
    let status = command.args(args).status()?;
    if !status.success() {
        bail!("{name}: {status}");
    }
    Ok(())
}
