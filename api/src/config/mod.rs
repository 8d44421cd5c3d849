//! Configuration: defaults, then `carematch.toml`, then `CAREMATCH_*`. Unknown keys are an error.

mod mail;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use search_indexer::Engine;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::app::Settings;
use crate::app::accounts::hashing::Cost;

/// Everything that can be set. A key here is the key in `carematch.toml`, and in upper case after
/// `CAREMATCH_` in the environment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder of everything kept on disk by default: database and index.
    pub data_dir: PathBuf,
    /// `sqlite://PATH` or `postgres://…`; default: `carematch.db` in `data_dir`.
    pub database_url: Option<SecretString>,
    /// Connections to the database at most.
    pub database_connections: u32,
    /// The file of keys, made at first start; default: `keys.json` in `data_dir`. Every process of an installation
    /// needs the same one.
    pub keys_file: Option<PathBuf>,
    /// The folder of workers' files; default: `files` in `data_dir`. Every process of an installation needs the same
    /// one.
    pub files_dir: Option<PathBuf>,
    /// Where REST is served.
    pub http_bind: SocketAddr,
    /// Where metrics and the API's documentation are served; loopback by default, never public.
    pub admin_bind: SocketAddr,
    /// How many proxies of ours stand before this process; each appends to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// How many requests a second one network may send to this process; 0: any number.
    pub requests_per_second: u32,
    /// How many times more often than usual one may try to sign in, register or reset a password; 1 in production.
    pub tries_factor: u16,
    /// Memory of a password hash in KiB.
    pub password_memory_kib: u32,
    /// Passes of a password hash over its memory.
    pub password_passes: u32,
    /// Which text engine.
    pub search_engine: Engine,
    /// Folder of the embedded index; default: `index` in `data_dir`.
    pub index_dir: Option<PathBuf>,
    /// Address of Meilisearch.
    pub meili_url: Option<String>,
    /// Its API key.
    pub meili_key: Option<SecretString>,
    /// Whether this process feeds the index; default: with the embedded engine yes, with Meilisearch no
    /// (the process `search-indexer` does).
    pub indexer: Option<bool>,
    /// How mail goes out: `folder` or `smtp`.
    pub mail_transport: mailer::Way,
    /// The folder of mail; default: `mail` in `data_dir`.
    pub mail_dir: Option<PathBuf>,
    /// The relay that takes mail: `smtp://USER:PASSWORD@HOST:PORT`, port 587 by default, which has to offer STARTTLS; with
    /// `?tls=none` nothing is encrypted, which in production is for a relay on this machine.
    pub mail_smtp_url: Option<SecretString>,
    /// Connections to the relay at once.
    pub mail_connections: usize,
    /// Mails to one domain of recipients in a minute at most, from each process; 0: any number.
    pub mail_per_domain_a_minute: u32,
    /// The file of the RSA key that mail is signed with (DKIM), in PEM as PKCS #1; without, nothing is signed.
    pub mail_dkim_key: Option<PathBuf>,
    /// The name that its public half is published under: `SELECTOR._domainkey.DOMAIN`.
    pub mail_dkim_selector: String,
    /// The Maildir into which mail comes back that could not be delivered or was called spam; without, nobody looks.
    pub mail_returns: Option<PathBuf>,
    /// The address of e-mail that mail comes from and that people may write to.
    pub mail_from: String,
    /// The name that mail comes from.
    pub mail_from_name: String,
    /// The sender's mailing address in one line, at the end of every mail.
    pub mail_address_line: String,
    /// Where people reach this installation, such as `https://jobs.example.ca`: what links in mail begin with;
    /// default: where REST is served.
    pub public_url: Option<String>,
    /// Whether webhooks may reach this very machine, and without TLS: for trying things out, never in production.
    pub outbound_loopback: bool,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// A `tracing` filter such as `info,sqlx=warn`; by default a server tells what it does, a command only warns.
    pub log_filter: Option<String>,
    /// Whether this is production: then time cannot be shifted.
    pub production: bool,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Serialize)]
struct Defaults {
    data_dir: &'static str,
    database_connections: u32,
    http_bind: &'static str,
    admin_bind: &'static str,
    trusted_proxies: usize,
    requests_per_second: u32,
    tries_factor: u16,
    password_memory_kib: u32,
    password_passes: u32,
    search_engine: &'static str,
    mail_transport: mailer::Way,
    mail_connections: usize,
    mail_per_domain_a_minute: u32,
    mail_dkim_selector: &'static str,
    mail_from: &'static str,
    mail_from_name: &'static str,
    mail_address_line: &'static str,
    outbound_loopback: bool,
    log_format: LogFormat,
    production: bool,
}

const DEFAULTS: Defaults = Defaults {
    data_dir: "data",
    database_connections: 10,
    http_bind: "127.0.0.1:8080",
    admin_bind: "127.0.0.1:8081",
    trusted_proxies: 0,
    requests_per_second: 50,
    tries_factor: 1,
    password_memory_kib: Cost::USUAL.memory_kib,
    password_passes: Cost::USUAL.passes,
    search_engine: "tantivy",
    mail_transport: mailer::Way::Folder,
    mail_connections: 4,
    mail_per_domain_a_minute: 0,
    mail_dkim_selector: "carematch",
    mail_from: "carematch@localhost",
    mail_from_name: "carematch",
    mail_address_line: "(mail_address_line is not set)",
    outbound_loopback: false,
    log_format: LogFormat::Text,
    production: false,
};

impl Config {
    /// Loads the configuration; `file` must exist when it is named, `carematch.toml` need not.
    ///
    /// # Errors
    /// A value that cannot be read or a key that does not exist, by name.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let toml = match file {
            Some(path) => {
                anyhow::ensure!(path.is_file(), "no configuration file {}", path.display());
                Toml::file_exact(path)
            }
            None => Toml::file("carematch.toml"),
        };
        // Variables of the test command share the prefix and are no settings.
        let env = Env::prefixed("CAREMATCH_").filter(|key| !key.starts_with("test_"));
        let config: Self =
            Figment::from(Serialized::defaults(DEFAULTS)).merge(toml).merge(env).extract().context("configuration")?;
        anyhow::ensure!(
            config.search_engine != Engine::Meilisearch || config.meili_url.is_some(),
            "configuration: search_engine is meilisearch, so meili_url is needed"
        );
        let cost = config.settings().password_cost;
        anyhow::ensure!(
            cost.is_possible() && (!config.production || cost.memory_kib >= Cost::USUAL.memory_kib),
            "configuration: password_memory_kib and password_passes are no cost that a password hash may have"
        );
        anyhow::ensure!(
            !config.production || config.tries_factor == 1,
            "configuration: tries_factor is for tests; in production it is 1"
        );
        anyhow::ensure!(
            !(config.production && config.outbound_loopback),
            "configuration: outbound_loopback is for trying things out, not for production"
        );
        config.check_mail()?;
        Ok(config)
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.expose_secret().to_owned(),
            None => format!("sqlite://{}", self.data_dir.join("carematch.db").display()),
        }
    }

    /// The folder of the embedded index.
    pub fn index_dir(&self) -> PathBuf {
        self.index_dir.clone().unwrap_or_else(|| self.data_dir.join("index"))
    }

    /// The file of keys.
    pub fn keys_file(&self) -> PathBuf {
        self.keys_file.clone().unwrap_or_else(|| self.data_dir.join("keys.json"))
    }

    /// The folder of workers' files.
    pub fn files_dir(&self) -> PathBuf {
        self.files_dir.clone().unwrap_or_else(|| self.data_dir.join("files"))
    }

    /// Whether this process feeds the index.
    pub fn feeds_index(&self) -> bool {
        self.indexer.unwrap_or(self.search_engine == Engine::Tantivy)
    }

    /// What use cases need of it.
    pub fn settings(&self) -> Settings {
        Settings {
            files_dir: self.files_dir(),
            trusted_proxies: self.trusted_proxies,
            requests_per_second: self.requests_per_second,
            tries_factor: self.tries_factor,
            password_cost: Cost { memory_kib: self.password_memory_kib, passes: self.password_passes },
            sender: self.sender(),
            outbound_loopback: self.outbound_loopback,
        }
    }

    fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.http_bind))
    }

    /// Every setting in force as lines of TOML, secrets hidden; what is not set is a comment.
    pub fn to_lines(&self) -> Vec<String> {
        let quoted = |text: &str| format!("{text:?}");
        let hidden = |secret: Option<&SecretString>| secret.map(|_| quoted("(hidden)"));
        let url = hidden(self.database_url.as_ref()).unwrap_or_else(|| quoted(&self.database_url()));
        let settings = [
            ("data_dir", Some(quoted(&self.data_dir.to_string_lossy()))),
            ("database_url", Some(url)),
            ("database_connections", Some(self.database_connections.to_string())),
            ("keys_file", Some(quoted(&self.keys_file().to_string_lossy()))),
            ("files_dir", Some(quoted(&self.files_dir().to_string_lossy()))),
            ("http_bind", Some(quoted(&self.http_bind.to_string()))),
            ("admin_bind", Some(quoted(&self.admin_bind.to_string()))),
            ("trusted_proxies", Some(self.trusted_proxies.to_string())),
            ("requests_per_second", Some(self.requests_per_second.to_string())),
            ("tries_factor", Some(self.tries_factor.to_string())),
            ("password_memory_kib", Some(self.password_memory_kib.to_string())),
            ("password_passes", Some(self.password_passes.to_string())),
            ("search_engine", Some(quoted(&format!("{:?}", self.search_engine).to_lowercase()))),
            ("index_dir", Some(quoted(&self.index_dir().to_string_lossy()))),
            ("meili_url", self.meili_url.as_deref().map(quoted)),
            ("meili_key", hidden(self.meili_key.as_ref())),
            ("indexer", Some(self.feeds_index().to_string())),
            ("mail_transport", Some(quoted(&format!("{:?}", self.mail_transport).to_lowercase()))),
            ("mail_dir", Some(quoted(&self.mail_dir().to_string_lossy()))),
            ("mail_smtp_url", hidden(self.mail_smtp_url.as_ref())),
            ("mail_connections", Some(self.mail_connections.to_string())),
            ("mail_per_domain_a_minute", Some(self.mail_per_domain_a_minute.to_string())),
            ("mail_dkim_key", self.mail_dkim_key.as_ref().map(|path| quoted(&path.to_string_lossy()))),
            ("mail_returns", self.mail_returns.as_ref().map(|path| quoted(&path.to_string_lossy()))),
            ("mail_dkim_selector", Some(quoted(&self.mail_dkim_selector))),
            ("mail_from", Some(quoted(&self.mail_from))),
            ("mail_from_name", Some(quoted(&self.mail_from_name))),
            ("mail_address_line", Some(quoted(&self.mail_address_line))),
            ("outbound_loopback", Some(self.outbound_loopback.to_string())),
            ("public_url", Some(quoted(&self.sender().public_url))),
            ("log_format", Some(quoted(&format!("{:?}", self.log_format).to_lowercase()))),
            ("log_filter", self.log_filter.as_deref().map(quoted)),
            ("production", Some(self.production.to_string())),
        ];
        let line = |(key, value): (&str, Option<String>)| match value {
            Some(value) => format!("{key} = {value}"),
            None => format!("# {key} is not set"),
        };
        settings.into_iter().map(line).collect()
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "figment's own closure type")]
mod tests {
    use figment::Jail;

    use super::*;

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        Jail::expect_with(|jail| {
            jail.create_file("carematch.toml", "data_dir = \"here\"\nhttp_bind = \"127.0.0.1:1\"")?;
            jail.set_env("CAREMATCH_HTTP_BIND", "127.0.0.1:2");
            jail.set_env("CAREMATCH_TEST_POSTGRES", "not a setting");
            let config = Config::load(None).unwrap();
            assert_eq!(config.http_bind.port(), 2);
            assert_eq!(config.database_url(), "sqlite://here/carematch.db");
            assert_eq!(config.admin_bind.port(), 8081);
            Ok(())
        });
    }

    #[test]
    fn an_unknown_key_is_named() {
        Jail::expect_with(|jail| {
            jail.set_env("CAREMATCH_HTPP_BIND", "127.0.0.1:2");
            let error = format!("{:#}", Config::load(None).unwrap_err());
            assert!(error.contains("htpp_bind"), "{error}");
            Ok(())
        });
    }

    #[test]
    fn secrets_are_hidden() {
        Jail::expect_with(|jail| {
            jail.set_env("CAREMATCH_DATABASE_URL", "postgres://me:s3cret@db/x");
            jail.set_env("CAREMATCH_MEILI_KEY", "s3cret");
            let config = Config::load(None).unwrap();
            assert!(!config.to_lines().join("\n").contains("s3cret"));
            assert!(!format!("{config:?}").contains("s3cret"));
            Ok(())
        });
    }
}
