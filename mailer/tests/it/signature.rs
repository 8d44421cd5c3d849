//! Whether a message carries a DKIM signature that holds: read and computed from RFC 6376 alone, not by what signs.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::signature::RsaKeyPair;
use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

pub(crate) const KEY: &str = include_str!("dkim-test-key.pem");

/// Its public half, as it would be published.
fn public_key() -> Vec<u8> {
    let base64: String = KEY.lines().filter(|line| !line.starts_with("-----")).collect();
    RsaKeyPair::from_der(&STANDARD.decode(base64).unwrap()).unwrap().public_key().as_ref().to_vec()
}

/// The headers a signature covers, in lower case; `None`: there is none, or it does not hold.
pub(crate) fn signed(message: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(message).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let headers = headers(head);
    let (_, signature) = headers.iter().find(|(name, _)| name == "dkim-signature")?;
    let tags: BTreeMap<&str, String> = signature
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .map(|(name, value)| (name.trim(), value.split_whitespace().collect()))
        .collect();
    assert_eq!((tags["v"].as_str(), tags["a"].as_str(), tags["c"].as_str()), ("1", "rsa-sha256", "relaxed/relaxed"));
    assert_eq!((tags["d"].as_str(), tags["s"].as_str()), ("jobs.example.ca", "s1"));
    if STANDARD.encode(digest(&SHA256, relaxed_body(body).as_bytes())) != tags["bh"] {
        return None;
    }
    // §5.4.2: several headers of one name are taken from below.
    let names: Vec<String> = tags["h"].split(':').map(str::to_lowercase).collect();
    let mut left = headers.clone();
    let mut data = String::new();
    for name in &names {
        if let Some(at) = left.iter().rposition(|(found, _)| found == name) {
            let (name, value) = left.remove(at);
            data.extend([&name, ":", &relaxed(&value), "\r\n"]);
        }
    }
    // §3.5: itself, without what is signed into it.
    let at = signature.rfind("b=").unwrap();
    data.extend(["dkim-signature:", &relaxed(&signature[..at + 2])]);
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public_key());
    key.verify(data.as_bytes(), &STANDARD.decode(&tags["b"]).unwrap()).is_ok().then_some(names)
}

/// Names in lower case, values with their folds.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            let (_, value) = found.last_mut().unwrap();
            *value += "\r\n";
            *value += line;
        } else {
            let (name, value) = line.split_once(':').unwrap();
            found.push((name.trim().to_lowercase(), value.to_owned()));
        }
    }
    found
}

/// §3.4.2.
fn relaxed(value: &str) -> String {
    value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// §3.4.4.
fn relaxed_body(body: &str) -> String {
    let line = |line: &str| {
        let mut out = String::new();
        for (at, word) in line.trim_end_matches([' ', '\t']).split([' ', '\t']).enumerate() {
            if at > 0 && !out.ends_with(' ') {
                out.push(' ');
            }
            out += word;
        }
        out
    };
    let lines: Vec<String> = body.split("\r\n").map(line).collect();
    let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |at| at + 1);
    lines[..end].iter().fold(String::new(), |out, line| out + line + "\r\n")
}
