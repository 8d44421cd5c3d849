//! Files that are sent to us: received to disk in pieces, so that memory stays flat whatever is sent and however
//! slowly, and examined a few at a time.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use axum::body::{Body, Bytes};
use domain::account::AccountId;
use domain::document::{self, Fault, Format, MAX_BYTES};
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::limit;
use crate::problem::{Kind, Problem};

/// Files received at once in this process: each costs up to 1.2 MB of buffers (hyper reads 408 KiB ahead, and as much
/// is on its way), and 10 MiB of disk. Those who wait cost next to nothing.
const RECEIVED_AT_ONCE: usize = 16;
/// Files of one account received at once: nobody takes all places.
const RECEIVED_PER_ACCOUNT: usize = 2;
/// Files examined at once: each is held whole in memory.
const EXAMINED_AT_ONCE: usize = 2;
/// How long a place is waited for: clients give up on a connection that takes nothing for half a minute.
const PATIENCE: Duration = Duration::from_secs(15);
/// Seconds after which one who found no place may try again.
const RETRY_AFTER: u64 = 10;
/// How long the sender may pause.
const IDLE: Duration = Duration::from_secs(10);
/// How long the whole may take: 10 MiB at half a megabit a second, the least that rural lines send.
const WHOLE: Duration = Duration::from_mins(3);
/// What the file system is handed at once.
const PIECE: usize = 64 * 1024;

/// How many files each account is sending.
type Senders = Arc<Mutex<HashMap<AccountId, usize>>>;

/// Memory for whole files that is used again and again. The allocator would keep some of each size freed for every
/// thread that asked for it, which adds up.
type Buffers = Arc<Mutex<Vec<Vec<u8>>>>;

/// A whole file in memory, which goes back to the others when dropped.
struct Whole {
    bytes: Vec<u8>,
    buffers: Buffers,
}

impl AsRef<[u8]> for Whole {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(mem::take(&mut self.bytes));
    }
}

impl Whole {
    fn read(mut file: File, buffers: Buffers) -> std::io::Result<Self> {
        let spare = buffers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut whole = Self { bytes: spare.unwrap_or_default(), buffers };
        whole.bytes.clear();
        // Once for good.
        whole.bytes.reserve_exact(usize::try_from(MAX_BYTES).unwrap_or_default());
        file.rewind()?;
        file.read_to_end(&mut whole.bytes)?;
        Ok(whole)
    }
}

/// Lets in as many files as there is room for.
#[derive(Debug)]
pub struct Gate {
    places: Arc<Semaphore>,
    senders: Senders,
    examining: Semaphore,
    buffers: Buffers,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(RECEIVED_AT_ONCE)),
            senders: Arc::default(),
            examining: Semaphore::new(EXAMINED_AT_ONCE),
            buffers: Buffers::default(),
        }
    }
}

/// A place to receive a file, given back when dropped.
#[derive(Debug)]
pub struct Place {
    account: AccountId,
    senders: Senders,
    permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = senders.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                senders.remove(&self.account);
            }
        }
    }
}

impl Gate {
    /// A place for a file of an account.
    ///
    /// # Errors
    /// 429 while the account sends as many as it may, 503 while everyone together does.
    pub async fn enter(&self, account: AccountId) -> Result<Place, Problem> {
        let mut place = self.count(account)?;
        let permit = timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        place.permit = permit.ok().and_then(Result::ok);
        if place.permit.is_some() { Ok(place) } else { Err(Problem::new(Kind::Unavailable).retry_after(RETRY_AFTER)) }
    }

    /// Counts a sender in, until the place is dropped.
    fn count(&self, account: AccountId) -> Result<Place, Problem> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let count = senders.entry(account).or_default();
        if *count >= RECEIVED_PER_ACCOUNT {
            return Err(Problem::new(Kind::TooManyRequests).retry_after(RETRY_AFTER));
        }
        *count += 1;
        Ok(Place { account, senders: Arc::clone(&self.senders), permit: None })
    }

    /// What a received file is, with its bytes. Those are held while `use_it` runs and no longer.
    ///
    /// # Errors
    /// 415 where it is none of our formats, 422 where it is none that is taken.
    pub async fn examine<T>(
        &self,
        received: Received,
        use_it: impl AsyncFnOnce(Format, Bytes) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let _turn = self.examining.acquire().await.context("the gate is closed")?;
        let buffers = Arc::clone(&self.buffers);
        let examined = tokio::task::spawn_blocking(move || {
            let whole = Whole::read(received.file, buffers)?;
            anyhow::Ok(document::examine(&whole.bytes).map(|format| (format, Bytes::from_owner(whole))))
        });
        let (format, bytes) = examined.await.context("examining a file failed")??.map_err(refused)?;
        use_it(format, bytes).await
    }
}

/// A file that has arrived.
#[derive(Debug)]
pub struct Received {
    file: File,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of them, in small hexadecimal digits.
    pub sha256: String,
}

/// Receives a body into `file`.
///
/// # Errors
/// 408 when its sender pauses or takes too long, 413 when it has too many bytes.
pub async fn receive(body: Body, file: File) -> Result<Received, Problem> {
    let mut chunks = body.into_data_stream();
    match timeout(WHOLE, write(&mut chunks, file)).await {
        Ok(Err(Stopped::TooLarge)) => {
            limit::hear_out(chunks).await;
            Err(refused(Fault::TooLarge))
        }
        Ok(Ok(received)) => Ok(received),
        Ok(Err(Stopped::Broken)) => Err(Problem::new(Kind::Malformed)),
        Ok(Err(Stopped::Fault(error))) => Err(error.context("cannot write what is received").into()),
        Ok(Err(Stopped::Idle)) | Err(_) => Err(Problem::new(Kind::Slow)),
    }
}

/// Why a body was not received.
enum Stopped {
    TooLarge,
    Idle,
    /// The sender went away.
    Broken,
    Fault(anyhow::Error),
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(error.into())
    }
}

async fn write(
    chunks: &mut (impl Stream<Item = Result<Bytes, axum::Error>> + Unpin),
    file: File,
) -> Result<Received, Stopped> {
    let mut file = tokio::fs::File::from_std(file);
    file.set_max_buf_size(PIECE);
    let (mut bytes, mut digest) = (0, Sha256::new());
    while let Some(chunk) = timeout(IDLE, chunks.next()).await.map_err(|_| Stopped::Idle)? {
        let chunk = chunk.map_err(|_| Stopped::Broken)?;
        bytes += u64::try_from(chunk.len()).unwrap_or(MAX_BYTES);
        if bytes > MAX_BYTES {
            return Err(Stopped::TooLarge);
        }
        digest.update(&chunk);
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    let sha256 = hexadecimal(&digest.finalize());
    Ok(Received { file: file.into_std().await, bytes, sha256 })
}

/// Bytes as small hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A fault of a file as an answer.
pub fn refused(fault: Fault) -> Problem {
    let kind = match fault {
        Fault::TooLarge => Kind::TooLarge,
        Fault::Foreign(_) => Kind::UnsupportedMediaType,
        Fault::TooMany | Fault::TooMuch => Kind::Quota,
        _ => Kind::Invalid,
    };
    Problem::new(kind).because(fault.message())
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use futures::stream;
    use uuid::Uuid;

    use super::*;

    fn status(problem: Problem) -> u16 {
        problem.into_response().status().as_u16()
    }

    fn body(pieces: usize) -> Body {
        Body::from_stream(stream::iter((0..pieces).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![7; 1 << 20])))))
    }

    #[tokio::test]
    async fn a_body_is_received_up_to_the_limit() {
        let received = receive(body(10), tempfile::tempfile().unwrap()).await.unwrap();
        assert_eq!(received.bytes, MAX_BYTES);
        assert_eq!(received.sha256, hexadecimal(&Sha256::digest(vec![7; 10 << 20])));
        assert_eq!(hexadecimal(&[0, 0x1f, 0xe0]), "001fe0");
        assert_eq!(status(receive(body(11), tempfile::tempfile().unwrap()).await.unwrap_err()), 413);
        let endless = Body::from_stream(stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![7; 1 << 20]))));
        assert_eq!(status(receive(endless, tempfile::tempfile().unwrap()).await.unwrap_err()), 413);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sender_that_pauses_or_never_ends_is_cut() {
        let pause = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(status(receive(pause, tempfile::tempfile().unwrap()).await.unwrap_err()), 408);
        let drip = stream::unfold((), async |()| {
            tokio::time::sleep(Duration::from_secs(9)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"x")), ()))
        });
        let drip = receive(Body::from_stream(drip), tempfile::tempfile().unwrap()).await;
        assert_eq!(status(drip.unwrap_err()), 408);
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_nothing() {
        let broken = stream::iter([Ok(Bytes::from_static(b"%PDF")), Err(std::io::Error::other("reset"))]);
        let problem = receive(Body::from_stream(broken), tempfile::tempfile().unwrap()).await.unwrap_err();
        assert_eq!(status(problem), 400);
    }

    #[tokio::test(start_paused = true)]
    async fn no_account_takes_all_places_and_no_more_are_let_in_than_there_are() {
        let gate = Gate::default();
        let someone = |n: usize| AccountId(Uuid::from_u128(n.try_into().unwrap()));
        let mut places = Vec::new();
        for n in 0..RECEIVED_AT_ONCE {
            places.push(gate.enter(someone(n / RECEIVED_PER_ACCOUNT)).await.unwrap());
        }
        assert_eq!(status(gate.enter(someone(0)).await.unwrap_err()), 429);
        assert_eq!(status(gate.enter(someone(1000)).await.unwrap_err()), 503);
        drop(places.pop());
        let place = gate.enter(someone(1000)).await.unwrap();
        drop((place, places));
        assert!(gate.senders.lock().unwrap().is_empty());
    }
}
