//! Limits of requests: how long a body may be, how many there may be.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{BodyDataStream, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode, Version};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use governor::clock::{Clock, DefaultClock, QuantaInstant};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::Settings;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// A JSON body is at most this long.
pub const JSON: usize = 256 * 1024;
/// A request that takes longer is answered 503.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What is read of a body that is too long, so that its sender is still listening when we answer.
const LINGER_BYTES: usize = 16 * 1024 * 1024;
/// For how long.
const LINGER: Duration = Duration::from_secs(2);

/// Routes whose bodies are at most `limit` bytes long; a longer one is answered 413.
pub fn bodies<S: Clone + Send + Sync + 'static>(routes: Router<S>, limit: usize) -> Router<S> {
    let declared = u64::try_from(limit).unwrap_or(u64::MAX);
    routes.layer(RequestBodyLimitLayer::new(limit)).layer(middleware::from_fn_with_state(declared, refuse))
}

/// Routes whose answers begin within ten seconds; one that takes longer is 503.
pub fn in_time<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes.layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
}

/// Routes which count what arrives themselves; a body that says it is longer than `limit` is answered 413.
pub fn uploads<S: Clone + Send + Sync + 'static>(routes: Router<S>, limit: u64) -> Router<S> {
    routes.layer(middleware::from_fn_with_state(limit, refuse)).layer(middleware::from_fn(close))
}

/// Closes the connection after its answer: an open one keeps what it read ahead into, up to 408 KiB (hyper's bound).
async fn close(request: Request, next: Next) -> Response {
    // Later versions have no such header.
    let closes = request.version() < Version::HTTP_2;
    let mut response = next.run(request).await;
    if closes {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Refuses a body that says it is too long. It is read to its end, within bounds: closing the connection at once
/// resets it while the client still writes, and then the client never sees the answer.
async fn refuse(State(limit): State<u64>, request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() <= limit {
        return next.run(request).await;
    }
    hear_out(request.into_body().into_data_stream()).await;
    Problem::new(Kind::TooLarge).into_response()
}

/// Reads on, within bounds, and keeps nothing.
pub(crate) async fn hear_out(chunks: BodyDataStream) {
    // Late or broken: the answer is the same.
    let _ = tokio::time::timeout(LINGER, discard(chunks)).await;
}

async fn discard(mut chunks: BodyDataStream) {
    let mut read = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        read += chunk.len();
        if read > LINGER_BYTES {
            return;
        }
    }
}

/// How many requests may come from one network, in this process: so many a second, with bursts of four seconds'
/// worth. Sign-in has a limit of its own in the database.
#[derive(Clone)]
pub struct Rate {
    limiter: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    asked: Arc<AtomicU32>,
    proxies: usize,
}

impl Rate {
    /// The limit that the settings ask for, if they do.
    pub fn of(settings: &Settings) -> Option<Self> {
        let per_second = NonZeroU32::new(settings.requests_per_second)?;
        let quota = Quota::per_second(per_second).allow_burst(per_second.saturating_mul(FOUR));
        let (limiter, asked) = (Arc::new(RateLimiter::keyed(quota)), Arc::default());
        Some(Self { limiter, asked, proxies: settings.trusted_proxies })
    }

    /// Whether a network may ask now. Every so often those that have been quiet are forgotten, or the table only grows.
    fn check(&self, network: IpAddr) -> Result<(), NotUntil<QuantaInstant>> {
        if self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&network)
    }
}

/// Requests between two times of forgetting.
const FORGET_EVERY: u32 = 10_000;

const FOUR: NonZeroU32 = NonZeroU32::new(4).unwrap();

/// Answers 429 with `Retry-After` (RFC 6585 §4) to a network that asks too often.
pub async fn rate(State(rate): State<Rate>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    let Some(peer) = peer else { return next.run(request).await };
    let network = Peer::of(peer, request.headers(), rate.proxies).network();
    match rate.check(network) {
        Ok(()) => next.run(request).await,
        Err(early) => {
            let wait = early.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Problem::new(Kind::TooManyRequests).retry_after(wait).into_response()
        }
    }
}
