//! What the configuration says of mail.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use mailer::{Relay, Signer, Transport, Way};
use secrecy::ExposeSecret;

use super::Config;

impl Config {
    /// The folder of mail.
    pub fn mail_dir(&self) -> PathBuf {
        self.mail_dir.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    /// Who sends mail.
    pub fn sender(&self) -> mailer::Sender {
        mailer::Sender {
            address: self.mail_from.clone(),
            name: self.mail_from_name.clone(),
            mailing_address: self.mail_address_line.clone(),
            public_url: self.public_url(),
        }
    }

    /// Where mail goes; makes the folder of mail where it goes there.
    ///
    /// # Errors
    /// Says what the relay or the folder lacks.
    pub fn transport(&self) -> anyhow::Result<Transport> {
        Ok(match self.mail_transport {
            Way::Folder => Transport::folder(&self.mail_dir())?,
            Way::Smtp => Transport::Smtp(self.relay()?),
        })
    }

    /// Whether mail is shown on the listener of operators: never in production, and to this machine alone, as mail holds
    /// what opens accounts.
    pub const fn shows_mail(&self) -> bool {
        !self.production && self.admin_bind.ip().is_loopback()
    }

    /// What mail is signed with.
    ///
    /// # Errors
    /// Says what the key lacks.
    pub fn signer(&self) -> anyhow::Result<Option<Signer>> {
        let Some(path) = &self.mail_dkim_key else { return Ok(None) };
        let key = fs::read_to_string(path).with_context(|| format!("cannot read mail_dkim_key {}", path.display()))?;
        Ok(Some(Signer::new(self.mail_domain(), &self.mail_dkim_selector, &key)?))
    }

    fn relay(&self) -> anyhow::Result<Relay> {
        let url = self.mail_smtp_url.as_ref().context("mail_transport is smtp, so mail_smtp_url is needed")?;
        let relay = Relay::at(url.expose_secret(), self.mail_domain());
        relay.context("mail_smtp_url is smtp://USER:PASSWORD@HOST:PORT or smtp://HOST:PORT?tls=none")
    }

    fn mail_domain(&self) -> &str {
        self.mail_from.rsplit('@').next().unwrap_or_default()
    }

    /// Refuses what no mail should go out with: a mail program follows a link to unsubscribe only where it is `https`
    /// (RFC 8058 §3.1), and what mail says is nobody else's business.
    pub(super) fn check_mail(&self) -> anyhow::Result<()> {
        if self.mail_transport != Way::Smtp {
            return Ok(());
        }
        let relay = self.relay().context("configuration")?;
        anyhow::ensure!(
            self.public_url.as_ref().is_some_and(|url| url.starts_with("https://")),
            "configuration: mail_transport is smtp, so public_url has to begin with https://"
        );
        anyhow::ensure!(
            !self.production || relay.is_private(),
            "configuration: in production mail_smtp_url without encryption is for a relay on this machine"
        );
        anyhow::ensure!(
            !self.production || self.mail_address_line != super::DEFAULTS.mail_address_line,
            "configuration: mail has to tell the sender's mailing address: set mail_address_line"
        );
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "figment's own closure type")]
mod tests {
    use figment::Jail;

    use super::*;

    #[test]
    fn mail_goes_out_only_with_links_that_work_and_in_private() {
        let loaded = |more: &'static str| {
            let mut outcome = String::new();
            Jail::expect_with(|jail| {
                jail.create_file("carematch.toml", &format!("mail_transport = \"smtp\"\n{more}"))?;
                outcome = Config::load(None).map_or_else(|error| format!("{error:#}"), |_| "loaded".to_owned());
                Ok(())
            });
            outcome
        };
        let https = "public_url = \"https://jobs.example.ca\"\n";
        assert!(loaded("").contains("mail_smtp_url is needed"));
        assert!(loaded("mail_smtp_url = \"smtp://relay.example\"").contains("https://"));
        let http = "mail_smtp_url = \"smtp://relay.example\"\npublic_url = \"http://jobs.example.ca\"";
        assert!(loaded(http).contains("https://"));
        let set = |more: &str| -> &'static str { format!("{https}{more}").leak() };
        assert_eq!(loaded(set("mail_smtp_url = \"smtp://relay.example?tls=none\"")), "loaded");
        let bare = set("mail_smtp_url = \"smtp://relay.example?tls=none\"\nproduction = true");
        assert!(loaded(bare).contains("encryption"));
        let anonymous = set("mail_smtp_url = \"smtp://relay.example\"\nproduction = true");
        assert!(loaded(anonymous).contains("mail_address_line"));
        let whole = set(
            "mail_smtp_url = \"smtp://relay.example\"\nproduction = true\nmail_address_line = \"1 Main St, Halifax\"",
        );
        assert_eq!(loaded(whole), "loaded");
    }
}
