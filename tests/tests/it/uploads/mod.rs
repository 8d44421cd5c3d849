//! Hostile uploads: none is kept under a name that was given, none is served inline, and memory stays flat.

mod hostile;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use domain::testing::files::{pdf, pdf_with, stream};
use futures::future::join_all;
use serde_json::Value;
use tests::Server;
use tests::people::{Part, Person, sign_in};

use crate::carematch;
use crate::documents::{DOCUMENTS, kept_files, send};

#[tokio::test]
async fn two_hundred_hostile_files_are_refused() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    let hostile = hostile::all();
    assert!(hostile.len() >= 200, "{}", hostile.len());
    for hostile in hostile {
        let name = format!("../{}.pdf", hostile.what);
        let answer = send(&worker, "resume", &name, hostile.bytes).await;
        let (status, kind) = (answer.status().as_u16(), answer.headers()["content-type"].clone());
        assert!(matches!(status, 413 | 415 | 422), "{}: {status}", hostile.what);
        assert_eq!(kind, "application/problem+json", "{}", hostile.what);
        let body: Value = answer.json().await.unwrap();
        assert!(body["detail"].as_str().is_some_and(|why| why.ends_with('.')), "{}: {body}", hostile.what);
    }
    assert_eq!(kept_files(world.path()), Vec::<std::path::PathBuf>::new());
    assert_eq!(worker.get(DOCUMENTS).await.unwrap().json::<Value>().await.unwrap()["items"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_hostile_name_is_a_label_and_nothing_else() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    for (given, label) in hostile::NAMES {
        for (extension, bytes) in hostile::true_files() {
            let made = send(&worker, "credential", given, bytes.clone()).await;
            assert_eq!(made.status(), 201, "{given:?}");
            let made: Value = made.json().await.unwrap();
            assert_eq!(made["name"].as_str(), label, "{given:?}");
            let [file] = &kept_files(world.path())[..] else { panic!("one file") };
            let under = file.strip_prefix(world.path().join("data/files/documents")).unwrap().to_str().unwrap();
            let (folder, key) = under.split_once('/').unwrap();
            assert!(uuid::Uuid::try_parse(key).is_ok_and(|id| id.get_version_num() == 4), "{under}");
            assert_eq!(folder, &key[..2]);
            assert_eq!(std::fs::read(file).unwrap(), bytes);
            let place = format!("{DOCUMENTS}/{}", made["id"].as_str().unwrap());
            let given_back = worker.get(&place).await.unwrap();
            let header = |name: &str| given_back.headers()[name].to_str().unwrap().to_owned();
            let disposition = header("content-disposition");
            let name = disposition.strip_prefix("attachment; filename=\"credential-").unwrap();
            assert_eq!(name.len(), "2026-01-01.".len() + extension.len() + 1, "{disposition}");
            assert!(name.ends_with(&format!(".{extension}\"")), "{disposition}");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert!(given_back.headers().get("set-cookie").is_none());
            assert_eq!(worker.delete(&place).await.unwrap().status(), 204);
        }
    }
    let too_long = send(&worker, "credential", &"x".repeat(256), pdf()).await;
    assert_eq!(too_long.status(), 422);
}

/// A connection on which a file is being sent, after the head of the request.
fn begin(server: &Server, worker: &Person, length: &str) -> TcpStream {
    let address = server.url.trim_start_matches("http://");
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let head = format!(
        "POST {DOCUMENTS}?purpose=resume HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n{length}\r\n\r\n",
        worker.token
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection
}

/// The status of the answer, if it arrives.
fn status(connection: &mut TcpStream) -> Option<u16> {
    let mut answer = Vec::new();
    let mut piece = [0; 1024];
    while !answer.windows(2).any(|end| end == b"\r\n") {
        match connection.read(&mut piece) {
            Ok(read) if read > 0 => answer.extend(&piece[..read]),
            _ => return None,
        }
    }
    String::from_utf8_lossy(&answer).split(' ').nth(1)?.parse().ok()
}

/// Sends ten gigabytes in chunks, or as much as is taken. Says how much that was.
fn send_endlessly(connection: &mut TcpStream) -> u64 {
    let chunk = [b"10000\r\n".to_vec(), vec![b'x'; 0x1_0000], b"\r\n".to_vec()].concat();
    let mut sent = 0;
    while sent < 10 << 30 {
        if connection.write_all(&chunk).is_err() {
            break;
        }
        sent += 0x1_0000;
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn huge_and_slow_files_are_cut() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    let slow_worker = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    // Slow: the head, a few bytes, then nothing.
    let mut slow: Vec<TcpStream> = (0..2).map(|_| begin(&server, &slow_worker, "Content-Length: 1000")).collect();
    for connection in &mut slow {
        connection.write_all(b"%PDF-1.7\n").unwrap();
    }
    // Said to be huge, and not even begun.
    let mut declared = begin(&server, &worker, "Content-Length: 10737418240");
    assert_eq!(status(&mut declared), Some(413));
    let large = send(&worker, "resume", "large", vec![b' '; (10 << 20) + 1]).await;
    assert_eq!(large.status(), 413);
    let told: Value = large.json().await.unwrap();
    assert_eq!(told["type"], "urn:carematch:problem:too-large");
    // Huge, and not said: what is taken are the limit, what is read on to be polite, and what the sockets hold.
    let mut huge = begin(&server, &worker, "Transfer-Encoding: chunked");
    let (sent, answer) =
        tokio::task::spawn_blocking(move || (send_endlessly(&mut huge), status(&mut huge))).await.unwrap();
    assert!(sent < 64 << 20, "{sent}");
    assert!(matches!(answer, Some(413) | None), "{answer:?}");
    let cut = tokio::task::spawn_blocking(move || slow.iter_mut().map(status).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(cut, [Some(408); 2]);
    assert_eq!(kept_files(world.path()), Vec::<std::path::PathBuf>::new());
    // The places are free again.
    assert_eq!(send(&slow_worker, "resume", "cv", pdf()).await.status(), 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_stays_flat_while_a_hundred_files_arrive() {
    const UPLOADS: usize = 100;
    const BOUND: u64 = 64 << 20;
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    // Every tenth is true and every tenth is false, as large as may be; the others are none of ours.
    let filler = vec![b'x'; 10_484_000];
    let large: [&'static [u8]; 3] = [
        pdf_with(&[&stream("", &filler)], "").leak(),
        pdf_with(&[&stream("/First 1/Filter/FlateDecode", &filler)], "").leak(),
        vec![b'x'; 3 << 20].leak(),
    ];
    let kind_of = |n: usize| (n % 10).min(2);
    let mut senders = Vec::new();
    for _ in 0..UPLOADS {
        senders.push(sign_in(&world, &server.url, Part::Worker).await.unwrap());
    }
    // One of each first, so that what is measured is what many need, and not the program itself.
    for (kind, status) in [201, 422, 415].into_iter().enumerate() {
        assert_eq!(send(&senders[0], "other", "first", large[kind]).await.status(), status);
    }
    server.reset_peak_memory().unwrap();
    let before = server.peak_memory().unwrap();
    let sending = senders.iter().enumerate().map(async |(n, sender)| {
        let status = send(sender, "other", "large", large[kind_of(n)]).await.status().as_u16();
        (kind_of(n), status)
    });
    let answers = join_all(sending).await;
    let after = server.peak_memory().unwrap();
    let grown = after.saturating_sub(before);
    assert!(grown < BOUND, "{} MiB", grown >> 20);
    let mut examined = 0;
    for (kind, status) in answers {
        // 503: on a busy machine all places may be taken for too long.
        let expected = [201, 422, 415][kind];
        assert!(status == expected || status == 503, "{kind}: {status}");
        examined += usize::from(status == expected);
    }
    assert!(examined >= UPLOADS / 2, "{examined}");
    let _ = std::io::stderr()
        .write_all(format!("memory grew by {} MiB, {examined} of {UPLOADS} examined\n", grown >> 20).as_bytes());
}
