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
                let inside = ["localhost", "localdomain", "local", "lan", "internal", "home.arpa", "onion"];
                let named = name.trim_end_matches('.');
                let last = |suffix: &str| named == suffix || named.ends_with(&format!(".{suffix}"));
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

    /// Names, schemes, ports and parts of an address that lead inside, or that are none of a partner's.
    const WRITTEN: [&str; 40] = [
        "http://example.org/hook",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ws://example.org/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "//example.org/",
        "/hook",
        "",
        "https://",
        "https:///x",
        "https://?x",
        "not an address",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://:secret@example.org/",
        "https://example.org@127.0.0.1/",
        "https://example.org/#part",
        "https://example.org:22/",
        "https://example.org:25/",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://a.localhost/",
        "https://localhost.localdomain/",
        "https://db/",
        "https://db./",
        "https://db.internal/",
        "https://db.internal./",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://router.lan/",
        "https://router.home.arpa/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://%31%32%37.0.0.1/",
        "https://ⓛocalhost/",
    ];

    /// Addresses inside, one of each kind of block.
    const INSIDE: [[u8; 4]; 14] = [
        [0, 0, 0, 0],
        [10, 0, 0, 8],
        [100, 64, 0, 1],
        [127, 0, 0, 1],
        [127, 8, 8, 8],
        [169, 254, 169, 254],
        [172, 16, 5, 4],
        [192, 0, 0, 192],
        [192, 168, 1, 1],
        [198, 18, 0, 1],
        [203, 0, 113, 9],
        [224, 0, 0, 1],
        [240, 0, 0, 1],
        [255, 255, 255, 255],
    ];

    /// The same, which IPv6 can only be written as it is.
    const INSIDE_V6: &str = "::1 :: ::127.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:a9fe:a9fe::1 \
                             3fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1";

    /// Every way to write an address of IPv4 (WHATWG URL §3.5), and to write it in IPv6.
    fn spellings([a, b, c, d]: [u8; 4]) -> [String; 9] {
        let number = u32::from_be_bytes([a, b, c, d]);
        let (high, low) = (number >> 16, number & 0xffff);
        [
            format!("{a}.{b}.{c}.{d}"),
            format!("{a}.{b}.{c}.{d}."),
            format!("{number}"),
            format!("0x{number:x}"),
            format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
            format!("0x{a:x}.0x{b:x}.{}", u16::from_be_bytes([c, d])),
            format!("{a}.{}", number & 0x00ff_ffff),
            format!("[::ffff:{a}.{b}.{c}.{d}]"),
            format!("[64:ff9b::{high:x}:{low:x}]"),
        ]
    }

    #[test]
    fn an_address_that_is_written_to_lead_inside_is_refused_however_it_is_written() {
        let outbound = Outbound::new(false);
        let hosts = INSIDE.into_iter().flat_map(spellings).chain(INSIDE_V6.split(' ').map(|host| format!("[{host}]")));
        let inside = hosts.map(|host| format!("https://{host}/latest/meta-data/"));
        let all: Vec<String> = WRITTEN.into_iter().map(str::to_owned).chain(inside).collect();
        assert!(all.len() >= 150, "{}", all.len());
        for text in all {
            assert_eq!(outbound.url(&text), Err(Failure::NotPublic), "{text}");
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
