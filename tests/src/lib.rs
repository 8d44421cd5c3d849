//! The harness of the system tests: the real binaries, run as a person or an orchestrator runs them.
//!
//! The package builds the binaries of `api` and `search-indexer` under names of its own, so that every test runs
//! what is in the tree and nothing older.

pub mod answers;
pub mod employers;
pub mod mail;
pub mod people;
mod reached;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a configuration of its own: the world of one test.
pub struct World {
    binary: PathBuf,
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl World {
    /// A world for the binary at `binary`, embedded, in a temporary folder.
    pub fn new(binary: impl Into<PathBuf>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self { binary: binary.into(), folder, variables: Vec::new() })
    }

    /// Sets a variable of the environment for every process of this world.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The address of its database.
    pub fn database_url(&self) -> String {
        let named = self.variables.iter().find(|(name, _)| name == "CAREMATCH_DATABASE_URL");
        named.map_or_else(
            || format!("sqlite://{}", self.path().join("data/carematch.db").display()),
            |(_, url)| url.clone(),
        )
    }

    /// A command of this world: nothing of the caller's own settings reaches it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CAREMATCH_") {
                command.env_remove(name);
            }
        }
        command.current_dir(self.path()).args(args);
        command.envs([
            ("CAREMATCH_DATA_DIR", "data"),
            ("CAREMATCH_HTTP_BIND", "127.0.0.1:0"),
            ("CAREMATCH_ADMIN_BIND", "127.0.0.1:0"),
            ("CAREMATCH_LOG_FORMAT", "json"),
            // A test asks as fast as it can.
            ("CAREMATCH_REQUESTS_PER_SECOND", "0"),
            ("CAREMATCH_TRIES_FACTOR", "10000"),
            // A partner's server is on this machine.
            ("CAREMATCH_OUTBOUND_LOOPBACK", "true"),
            // A debug build is slow enough.
            ("CAREMATCH_PASSWORD_MEMORY_KIB", "8"),
            ("CAREMATCH_PASSWORD_PASSES", "1"),
        ]);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> anyhow::Result<Output> {
        Ok(self.command(args).stdin(Stdio::null()).output()?)
    }

    /// Runs a command that must succeed and print JSON.
    pub fn json(&self, args: &[&str]) -> anyhow::Result<Value> {
        let output = self.run(args)?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{args:?}: {}\n{said}", output.status);
        serde_json::from_slice(&output.stdout).with_context(|| format!("{args:?} printed no JSON\n{said}"))
    }

    /// Starts a server and waits until it listens.
    pub fn serve(&self, args: &[&str]) -> anyhow::Result<Server> {
        let mut all = vec!["serve"];
        all.extend(args);
        Server::start(self.command(&all))
    }
}

/// A running server; dropping it kills it.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT` of REST.
    pub url: String,
    /// The same of the operators' listener.
    pub admin_url: String,
    log: Arc<Mutex<String>>,
}

/// How long a server may take to listen: a debug build on a busy machine.
const START: Duration = Duration::from_mins(1);

impl Server {
    /// Starts a command that serves and waits for its line `serving`.
    pub fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take().context("no standard error")?;
        let log = Arc::new(Mutex::new(String::new()));
        let (send, addresses) = std::sync::mpsc::channel();
        std::thread::spawn({
            let log = Arc::clone(&log);
            move || {
                for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                    if let Some(found) = addresses_of(&line) {
                        // The starter may have given up waiting.
                        let _ = send.send(found);
                    }
                    if let Ok(mut log) = log.lock() {
                        log.push_str(&line);
                        log.push('\n');
                    }
                }
            }
        });
        if let Ok((url, admin_url)) = addresses.recv_timeout(START) {
            return Ok(Self { child, url, admin_url, log });
        }
        child.kill()?;
        child.wait()?;
        bail!("the server did not start: {}", log.lock().map(|log| log.clone()).unwrap_or_default())
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        self.log.lock().map(|log| log.clone()).unwrap_or_default()
    }

    /// Forgets the peak of its memory, so that [`peak_memory`](Self::peak_memory) tells of what comes. Linux only.
    pub fn reset_peak_memory(&self) -> anyhow::Result<()> {
        // proc(5): 5 resets the peak resident set size.
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// The largest resident set it had, in bytes. Linux only.
    pub fn peak_memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
    }

    /// Kills it as a power cut would: SIGKILL.
    pub fn kill(mut self) -> anyhow::Result<()> {
        reached::note(&self.admin_url);
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop (SIGTERM) and waits.
    pub fn stop(mut self) -> anyhow::Result<std::process::ExitStatus> {
        reached::note(&self.admin_url);
        let killed = Command::new("kill").arg(self.child.id().to_string()).status()?;
        anyhow::ensure!(killed.success(), "cannot signal the server");
        Ok(self.child.wait()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        reached::note(&self.admin_url);
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn addresses_of(line: &str) -> Option<(String, String)> {
    let line: Value = serde_json::from_str(line).ok()?;
    if line["message"] != "serving" {
        return None;
    }
    let address = |name: &str| Some(format!("http://{}", line[name].as_str()?));
    Some((address("public")?, address("operators")?))
}

/// Waits until `check` holds, or fails after `patience`.
pub async fn eventually<F, Fut>(patience: Duration, mut check: F) -> anyhow::Result<()>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = anyhow::Result<bool>>,
{
    let started = Instant::now();
    while !check().await? {
        if started.elapsed() > patience {
            bail!("still not so after {patience:?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
