//! A relay that mail is handed to over SMTP (RFC 5321): where it is, and one connection to it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use url::Url;

use super::Failure;

/// How long one mail may take, and the opening of a connection. RFC 5321 §4.5.3.2 has a client wait longer; a mail that was
/// taken over after this is sent again, under the same Message-ID.
const PATIENCE: Duration = Duration::from_mins(1);
/// Mails over one connection: some relays close one that carries more.
const CARRIED: u32 = 1_000;
/// How long a connection is kept with nothing to carry: shorter than relays keep it.
const IDLE: Duration = Duration::from_secs(20);

/// A relay. Shows no password.
#[derive(Clone)]
pub struct Relay(Arc<Settings>);

struct Settings {
    host: String,
    port: u16,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({}:{})", self.0.host, self.0.port)
    }
}

impl Relay {
    /// The relay at `smtp://USER:PASSWORD@HOST:PORT`, port 587 by default, which has to offer STARTTLS; with `?tls=none`
    /// nothing is encrypted. `hello` is the name that this machine says it has. `None`: no such address.
    pub fn at(url: &str, hello: &str) -> Option<Self> {
        let url = Url::parse(url).ok().filter(|url| url.scheme() == "smtp")?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let tls = match url.query() {
            None => Some(TlsParameters::new(host.clone()).ok()?),
            Some("tls=none") => None,
            Some(_) => return None,
        };
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().ok().map(String::from);
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) => Some(Credentials::new(decoded(user)?, decoded(password)?)),
            (_, None) => return None,
        };
        let (port, hello) = (url.port().unwrap_or(587), ClientId::Domain(hello.to_owned()));
        Some(Self(Arc::new(Settings { host, port, tls, credentials, hello, patience: PATIENCE })))
    }

    /// Whether all that is handed to it is encrypted, or stays on this machine.
    pub fn is_private(&self) -> bool {
        let is_here = self.0.host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        self.0.tls.is_some() || is_here || self.0.host == "localhost"
    }

    /// With less patience, for tests.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        let Settings { host, port, tls, credentials, hello, .. } = &*self.0;
        let (host, tls, credentials) = (host.clone(), tls.clone(), credentials.clone());
        Self(Arc::new(Settings { host, port: *port, tls, credentials, hello: hello.clone(), patience }))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let Settings { host, port, tls, credentials, hello, .. } = &*self.0;
        let stream = TcpStream::connect((host.as_str(), *port)).await.map_err(|_| Failure::Transient("connection"))?;
        // lettre writes a message and its end apart: with Nagle's algorithm the end waits for an acknowledgement of the
        // message, which the other side delays, and a connection carries 22 mails a second.
        stream.set_nodelay(true).map_err(|_| Failure::Transient("connection"))?;
        let mut connection =
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await.map_err(|e| greeting(&e))?;
        if let Some(tls) = tls {
            connection.starttls(tls.clone(), hello).await.map_err(|_| Failure::Transient("tls"))?;
        }
        if let Some(credentials) = credentials {
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, credentials).await.map_err(|_| Failure::Transient("authentication"))?;
        }
        Ok(connection)
    }
}

/// One connection to a relay, opened when there is something to carry.
pub(crate) struct Line {
    relay: Relay,
    open: Option<Open>,
}

struct Open {
    connection: AsyncSmtpConnection,
    carried: u32,
    used_at: Instant,
}

impl Line {
    pub(crate) const fn new(relay: Relay) -> Self {
        Self { relay, open: None }
    }

    /// Hands a mail over. A connection on which something went wrong is not used again.
    pub(crate) async fn send(&mut self, message: &Message, bytes: &[u8]) -> Result<(), Failure> {
        let patience = self.relay.0.patience;
        self.close_if_worn().await;
        let mut open = if let Some(open) = self.open.take() {
            open
        } else {
            let connection = timeout(patience, self.relay.connect()).await;
            let connection = connection.map_err(|_| Failure::Transient("timeout"))??;
            Open { connection, carried: 0, used_at: Instant::now() }
        };
        let sent = timeout(patience, open.connection.send(message.envelope(), bytes)).await;
        let sent = sent.map_err(|_| Failure::Transient("timeout"))?;
        // After an answer that is a no lettre has ended the conversation.
        if sent.is_ok() && !open.connection.has_broken() {
            (open.carried, open.used_at) = (open.carried + 1, Instant::now());
            self.open = Some(open);
        }
        sent.map(drop).map_err(|error| refusal(&error))
    }

    /// Says good-bye on a connection that has carried enough, or waited too long.
    pub(crate) async fn close_if_worn(&mut self) {
        if self.open.as_ref().is_some_and(|open| open.carried >= CARRIED || open.used_at.elapsed() > IDLE) {
            self.close().await;
        }
    }

    /// Says good-bye.
    pub(crate) async fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            // Whether it hears that makes no difference.
            let _ = timeout(Duration::from_secs(1), open.connection.quit()).await;
        }
    }
}

/// What a no to the connection itself means: nothing is said of any mail yet.
fn greeting(error: &Error) -> Failure {
    Failure::Transient(if error.is_transient() || error.is_permanent() { "turned_away" } else { "connection" })
}

/// What a no to a mail means (RFC 5321 §4.2.1).
fn refusal(error: &Error) -> Failure {
    if error.is_permanent() {
        // lettre tells the words of an answer by its text only.
        let words = error.to_string();
        let code = error.status().map(|code| code.to_string()).unwrap_or_default();
        return if is_unknown(&code, &words) { Failure::Unknown } else { Failure::Permanent("refused") };
    }
    // lettre itself refuses what the relay has said it does not carry: an address that is not ASCII (RFC 6531).
    if error.is_client() {
        return Failure::Permanent("not_carried");
    }
    Failure::Transient(if error.is_transient() { "put_off" } else { "connection" })
}

/// Whether an answer says that there is no such address: by its enhanced code where it has one (RFC 3463 §3.2), else by
/// the code for a mailbox that is not there. A mailbox that is full, or a mail that is not liked, says nothing of the address.
fn is_unknown(code: &str, words: &str) -> bool {
    let enhanced = words.split(|c: char| !(c.is_ascii_digit() || c == '.')).find(|word| {
        let parts: Vec<_> = word.split('.').collect();
        parts.len() == 3 && parts[0] == "5" && parts.iter().all(|part| !part.is_empty())
    });
    match enhanced {
        Some(code) => super::is_unknown(code),
        None => matches!(code, "550" | "551" | "553"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_an_address_with_or_without_a_password() {
        let relay = Relay::at("smtp://me%40x:s%3Acret@mail.example.ca", "jobs.example.ca").unwrap();
        assert_eq!((relay.0.host.as_str(), relay.0.port), ("mail.example.ca", 587));
        assert_eq!(relay.0.credentials, Some(Credentials::new("me@x".to_owned(), "s:cret".to_owned())));
        assert!(relay.is_private());
        assert_eq!(format!("{relay:?}"), "Relay(mail.example.ca:587)");
        let open = Relay::at("smtp://10.0.0.7:25?tls=none", "x").unwrap();
        assert!(!open.is_private());
        for here in ["smtp://127.0.0.1:2525?tls=none", "smtp://localhost?tls=none", "smtp://[::1]:25?tls=none"] {
            assert!(Relay::at(here, "x").unwrap().is_private(), "{here}");
        }
        for none in ["", "mail.example.ca", "https://x", "smtp://", "smtp://user@host", "smtp://h?tls=maybe"] {
            assert!(Relay::at(none, "x").is_none(), "{none}");
        }
    }

    #[test]
    fn only_an_answer_about_the_address_says_that_there_is_none() {
        for (code, words, unknown) in [
            ("550", "permanent error (550): 5.1.1 no such user", true),
            ("550", "permanent error (550): No such user here", true),
            ("553", "permanent error (553): 5.1.3 bad address syntax", true),
            ("550", "permanent error (550): 5.7.1 blocked for spam, see 192.0.2.1", false),
            ("552", "permanent error (552): 5.2.2 mailbox full", false),
            ("554", "permanent error (554): transaction failed", false),
            ("521", "permanent error (521): 5.3.2 not accepting mail", false),
        ] {
            assert_eq!(is_unknown(code, words), unknown, "{words}");
        }
    }
}
