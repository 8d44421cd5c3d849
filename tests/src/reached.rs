//! Which operations answered well: every server of the suite tells at its end, and `cargo xtask test` counts.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Appends a line `METHOD ROUTE` for each route that a server answered with a 2xx, to the file that
/// `CAREMATCH_TEST_REACHED` names. A server that is gone already tells nothing.
pub(crate) fn note(admin_url: &str) {
    let Some(path) = std::env::var_os("CAREMATCH_TEST_REACHED") else { return };
    let Ok(metrics) = metrics(admin_url) else { return };
    let mut lines: Vec<String> = metrics.lines().filter_map(answered_well).collect();
    lines.sort_unstable();
    lines.dedup();
    let text = lines.join("\n") + "\n";
    let file = OpenOptions::new().create(true).append(true).open(path);
    // One write: several tests append to the file at once. What is not written is found missing.
    let _ = file.and_then(|mut file| file.write_all(text.as_bytes()));
}

/// The metrics of a server. In plain HTTP/1.0, for it is read where nothing can wait for a runtime.
fn metrics(admin_url: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(admin_url.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET /metrics HTTP/1.0\r\nhost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// `METHOD ROUTE` of a line `http_requests_total{…status="2xx"} N`.
fn answered_well(line: &str) -> Option<String> {
    let labels = line.strip_prefix("http_requests_total{")?;
    let label = |name: &str| labels.split_once(&format!("{name}=\""))?.1.split_once('"').map(|(value, _)| value);
    label("status")?.starts_with('2').then_some(())?;
    Some(format!("{} {}", label("method")?, label("route")?))
}
