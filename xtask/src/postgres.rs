//! A PostgreSQL of our own for the tests: found or installed, run as an unprivileged user in a temporary
//! folder on a free loopback port, and stopped at the end.

use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use tempfile::TempDir;

/// A running server; dropping it stops it.
pub(crate) struct Postgres {
    /// The URL of its maintenance database, for a superuser.
    pub(crate) url: String,
    bin: PathBuf,
    folder: TempDir,
    user: Option<User>,
}

/// The unprivileged user that the server runs as when we are root: it refuses to run as root.
struct User {
    name: String,
    uid: u32,
    gid: u32,
}

impl Postgres {
    /// Starts a server; `Ok(None)` says on standard error why there can be none.
    pub(crate) fn start() -> anyhow::Result<Option<Self>> {
        let Some(bin) = find().or_else(install) else {
            eprintln!("no PostgreSQL: not found, and apt-get cannot install it here");
            return Ok(None);
        };
        let user = if is_root() { Some(unprivileged_user()?) } else { None };
        let folder = tempfile::Builder::new().prefix("carematch-postgres-").tempdir()?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
        let data = folder.path().join("data");
        std::fs::create_dir(&data)?;
        if let Some(user) = &user {
            chown(&data, Some(user.uid), Some(user.gid))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { url: format!("postgres://carematch@127.0.0.1:{port}/postgres"), bin, folder, user };
        server.run("initdb", &["-U", "carematch", "--auth=trust", "--encoding=UTF8", "--no-locale", "-D"])?;
        // Tests care for what is committed, not for surviving a power cut.
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
        );
        let log = data.join("server.log");
        let log = log.to_str().context("the temporary folder's path is not UTF-8")?;
        server.run("pg_ctl", &["start", "-w", "-t", "60", "-l", log, "-o", &options, "-D"])?;
        Ok(Some(server))
    }

    /// Runs one of PostgreSQL's programs; the data folder is its last argument.
    fn run(&self, program: &str, args: &[&str]) -> anyhow::Result<()> {
        let program = self.bin.join(program);
        let mut command = match &self.user {
            Some(user) => {
                let mut command = Command::new("setpriv");
                let ids = [format!("--reuid={}", user.uid), format!("--regid={}", user.gid)];
                command.args(ids).arg("--clear-groups").arg(&program).env("HOME", "/").env("USER", &user.name);
                command
            }
            None => Command::new(&program),
        };
        let data = self.folder.path().join("data");
        let status = command.args(args).arg(&data).current_dir("/").stdout(Stdio::null()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => bail!("{}: {status}", program.display()),
            Err(error) => bail!("{}: {error}", program.display()),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.run("pg_ctl", &["stop", "-m", "immediate", "-w", "-D"]) {
            eprintln!("PostgreSQL did not stop: {error}");
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn unprivileged_user() -> anyhow::Result<User> {
    let passwd = std::fs::read_to_string("/etc/passwd")?;
    let entry = |name: &str| {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        let uid = fields.next()?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(User { name: name.to_owned(), uid, gid })
    };
    entry("postgres").or_else(|| entry("nobody")).context("no unprivileged user to run PostgreSQL as")
}

/// The folder of `initdb` and `pg_ctl`: the newest of Debian's, else that of a server on the path.
fn find() -> Option<PathBuf> {
    let complete = |bin: &Path| bin.join("initdb").is_file() && bin.join("pg_ctl").is_file();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| complete(bin))
        .collect();
    debian.sort();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|bin| complete(bin) && bin.join("postgres").is_file())
    };
    debian.pop().or_else(on_path)
}

/// Debian's binaries, where we may install; the server that the package would start is held back.
fn install() -> Option<PathBuf> {
    if !is_root() || !Path::new("/usr/bin/apt-get").is_file() {
        return None;
    }
    eprintln!("installing PostgreSQL's binaries with apt-get");
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1").stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let installed = apt(&["update", "-qq"]) && apt(&["install", "-y", "-qq", "--no-install-recommends", "postgresql"]);
    if installed { find() } else { None }
}
