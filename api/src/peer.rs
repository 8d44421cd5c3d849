//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;
use crate::problem::{Kind, Problem};

/// The address a request comes from: the peer's, or what the nearest of our own proxies says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// The sender of a request that passed `proxies` proxies of ours, each of which appends whom it heard to
    /// `X-Forwarded-For`. What stands further left was said by the sender and is not believed.
    pub fn of(peer: SocketAddr, headers: &HeaderMap, proxies: usize) -> Self {
        let Some(nth) = proxies.checked_sub(1) else { return Self(peer.ip()) };
        let lists = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let heard: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
        let said = heard.iter().rev().nth(nth).and_then(|address| address.parse().ok());
        Self(said.unwrap_or_else(|| peer.ip()))
    }

    /// What limits count by: an IPv4 address, or the /64 that one IPv6 customer has.
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address @ IpAddr::V4(_) => address,
        }
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::new(Kind::Internal))?;
        Ok(Self::of(peer, &parts.headers, app.settings.trusted_proxies))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_what_our_own_proxies_say_is_believed() {
        let peer = SocketAddr::from(([10, 0, 0, 1], 5));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 203.0.113.7"));
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.9"));
        let seen = |proxies| Peer::of(peer, &headers, proxies).0.to_string();
        assert_eq!(seen(0), "10.0.0.1");
        assert_eq!(seen(1), "10.0.0.9");
        assert_eq!(seen(2), "203.0.113.7");
        assert_eq!(seen(9), "10.0.0.1");
        let six = Peer("2001:db8:1:2:3:4:5:6".parse().unwrap());
        assert_eq!(six.network().to_string(), "2001:db8:1:2::");
        assert_eq!(Peer("::ffff:1.2.3.4".parse().unwrap()).network().to_string(), "1.2.3.4");
    }
}
