//! The client for addresses that a partner named: it reaches the public Internet and nothing else
//! ([`domain::outbound`]), follows no redirect, and waits ten seconds at most.

use std::error::Error as StdError;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::outbound::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, redirect};
use url::{Host, Url};

/// For a whole exchange.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the connection.
const CONNECT: Duration = Duration::from_secs(5);

/// The client, which is set up when it is first needed.
pub struct Outbound {
    client: OnceLock<Client>,
    loopback: bool,
}

/// Why nothing was sent or received, in a word that tells nothing of what is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No such address, or none that may be reached.
    #[error("not a public address")]
    NotPublic,
    /// It took too long.
    #[error("timed out")]
    TimedOut,
    /// No connection, or it broke.
    #[error("not connected")]
    NotConnected,
}

impl Outbound {
    /// A client. `loopback`: it may reach this machine too, and without TLS; for trying things out.
    pub const fn new(loopback: bool) -> Self {
        Self { client: OnceLock::new(), loopback }
    }

    fn client(&self) -> Result<&Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let built = Client::builder()
            .user_agent(concat!("carematch/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT)
            .dns_resolver(Arc::new(Public { loopback: self.loopback }))
            .build();
        let client = built.map_err(|error| {
            tracing::error!(%error, "no client for addresses of partners");
            Failure::NotConnected
        })?;
        Ok(self.client.get_or_init(|| client))
    }

    /// An address that something may be sent to, as far as can be told without looking its name up.
    ///
    /// # Errors
    /// [`Failure::NotPublic`].
    pub fn url(&self, text: &str) -> Result<Url, Failure> {
        let url = Url::parse(text).map_err(|_| Failure::NotPublic)?;
        let (scheme, port) = (url.scheme(), url.port());
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let usual = (scheme == "https" && port.is_none_or(|port| port == 443 || port >= 1024)) || self.loopback;
        let literal = match url.host() {
            None => return Err(Failure::NotPublic),
            Some(Host::Domain(name)) => {
                // Names without a dot, and those that are only known inside.
                let inside = ["localhost", "local", "internal", "home.arpa", "onion"];
                let last = |suffix: &str| name == suffix || name.ends_with(&format!(".{suffix}"));
                let named = name.trim_end_matches('.');
                if !self.loopback && (!named.contains('.') || inside.into_iter().any(last)) {
                    return Err(Failure::NotPublic);
                }
                None
            }
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        };
        let reachable = literal.is_none_or(|address| may_reach(address, self.loopback));
        if plain && usual && reachable { Ok(url) } else { Err(Failure::NotPublic) }
    }

    /// A client's request to an address that was [looked at](Self::url).
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn send(
        &self,
        build: impl FnOnce(&Client) -> reqwest::RequestBuilder,
    ) -> Result<reqwest::Response, Failure> {
        build(self.client()?).send().await.map_err(|error| failure(&error))
    }
}

/// What went wrong, from what is known about it.
pub fn failure(error: &reqwest::Error) -> Failure {
    let mut source: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(inner) = source {
        if inner.is::<NotPublic>() {
            return Failure::NotPublic;
        }
        source = inner.source();
    }
    if error.is_timeout() { Failure::TimedOut } else { Failure::NotConnected }
}

fn may_reach(address: IpAddr, loopback: bool) -> bool {
    is_public(address) || (loopback && address.is_loopback())
}

/// Looks names up once; the connection goes to what was found and looked at here.
struct Public {
    loopback: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("not a public address")]
struct NotPublic;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One address inside is enough to refuse the name: whoever has such a name means no good.
            if found.is_empty() || found.iter().any(|address| !may_reach(address.ip(), loopback)) {
                return Err(Box::new(NotPublic) as Box<dyn StdError + Send + Sync>);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_written_to_lead_inside_is_refused_however_it_is_written() {
        let outbound = Outbound::new(false);
        for text in [
            "http://example.org/hook",
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://example.org/",
            "https://",
            "https:///x",
            "not an address",
            "https://user:secret@example.org/",
            "https://user@example.org/",
            "https://example.org/#part",
            "https://example.org:22/",
            "https://example.org:25/",
            "https://localhost/",
            "https://LOCALHOST/",
            "https://localhost./",
            "https://db/",
            "https://db.internal/",
            "https://printer.local/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://0/",
            "https://10.0.0.8/",
            "https://169.254.169.254/latest/meta-data/",
            "https://0xa9fea9fe/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:a9fe:a9fe]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://①②⑦.⓪.⓪.①/",
        ] {
            assert_eq!(outbound.url(text), Err(Failure::NotPublic), "{text}");
        }
        for text in
            ["https://example.org/hook?x=1", "https://example.org:8443/", "https://1.1.1.1/", "https://exämple.org/"]
        {
            assert!(outbound.url(text).is_ok(), "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        // The name is known to every machine; the client is asked past the first look.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let outbound = Outbound::new(false);
        assert_eq!(outbound.send(|client| client.get(&url)).await.unwrap_err(), Failure::NotPublic);
        let nobody = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await;
        assert!(nobody.is_err(), "someone connected");
        let outbound = Outbound::new(true);
        let asked = tokio::spawn(async move { outbound.send(|client| client.get(url)).await });
        drop(listener.accept().await.unwrap());
        assert_eq!(asked.await.unwrap().unwrap_err(), Failure::NotConnected);
    }
}
