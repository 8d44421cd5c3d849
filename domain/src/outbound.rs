//! Where we may send something because a partner asked us to: to the public Internet, and nowhere else.
//!
//! Whoever names an address for a webhook or a feed must not reach what only we can reach (server-side request forgery,
//! OWASP API7:2023). Names are resolved once, every address they have must be public, and the connection goes to that very
//! address; redirects are not followed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public Internet, by the special-purpose registries of IANA (RFC 6890; as of 2026-11):
/// what is not globally reachable is not, nor is what leads to such an address through a translation.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// Blocks of IPv4 that are not of the public Internet: address and length of the prefix.
const INSIDE_V4: [([u8; 4], u32); 17] = [
    // This network, private use, shared address space behind a carrier's translation, loopback.
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    // Link-local, where clouds keep their metadata.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    // Protocol assignments, documentation, AS112, AMT, the former relay for 6to4, private use, AS112.
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([192, 175, 48, 0], 24),
    // Benchmarks, documentation.
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast, reserved, broadcast.
    ([224, 0, 0, 0], 3),
];

/// Blocks of global unicast IPv6 (2000::/3) that stand for something else: the first two segments and the length of the
/// prefix. Protocol assignments with Teredo and benchmarks, documentation, 6to4 (which leads to the IPv4 address within),
/// documentation.
const INSIDE_V6: [([u16; 2], u32); 4] =
    [([0x2001, 0], 23), ([0x2001, 0xdb8], 32), ([0x2002, 0], 16), ([0x3fff, 0], 20)];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    let inside = |(block, length): &([u8; 4], u32)| (bits ^ u32::from_be_bytes(*block)) >> (32 - length) == 0;
    !INSIDE_V4.iter().any(inside)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let bits = u32::from(first) << 16 | u32::from(second);
    let inside =
        |([a, b], length): &([u16; 2], u32)| (bits ^ (u32::from(*a) << 16 | u32::from(*b))) >> (32 - length) == 0;
    first & 0xe000 == 0x2000 && !INSIDE_V6.iter().any(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_reached() {
        let inside = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.8.8.8 169.254.169.254 \
                      172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 \
                      198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 \
                      ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:2::1 \
                      2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1";
        for address in inside.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let outside = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 99.79.0.1 100.63.255.255 100.128.0.1 126.0.0.1 128.0.0.1 \
                       169.253.0.1 172.15.0.1 172.32.0.1 192.0.1.1 192.167.0.1 198.17.0.1 198.20.0.1 203.0.114.1 \
                       223.255.255.255 2001:200::1 2606:4700::1111 2a00:1450::1 3ffe::1";
        for address in outside.split_whitespace() {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
