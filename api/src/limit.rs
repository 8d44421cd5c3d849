//! How long a request body may be.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use tower_http::limit::RequestBodyLimitLayer;

use crate::problem::{Kind, Problem};

/// A JSON body is at most this long.
pub const JSON: usize = 256 * 1024;
/// What is read of a body that is too long, so that its sender is still listening when we answer.
const LINGER_BYTES: usize = 16 * 1024 * 1024;
/// For how long.
const LINGER: Duration = Duration::from_secs(2);

/// Routes whose bodies are at most `limit` bytes long; a longer one is answered 413.
pub fn bodies<S: Clone + Send + Sync + 'static>(routes: Router<S>, limit: usize) -> Router<S> {
    routes.layer(RequestBodyLimitLayer::new(limit)).layer(middleware::from_fn_with_state(limit, refuse))
}

/// Refuses a body that says it is too long. It is read to its end, within bounds: closing the connection at once
/// resets it while the client still writes, and then the client never sees the answer.
async fn refuse(State(limit): State<usize>, request: Request, next: Next) -> Response {
    let declared = request.body().size_hint().lower();
    if usize::try_from(declared).is_ok_and(|declared| declared <= limit) {
        return next.run(request).await;
    }
    // Late or broken: the answer is the same.
    let _ = tokio::time::timeout(LINGER, discard(request.into_body())).await;
    Problem::new(Kind::TooLarge).into_response()
}

async fn discard(body: Body) {
    let mut chunks = body.into_data_stream();
    let mut read = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        read += chunk.len();
        if read > LINGER_BYTES {
            return;
        }
    }
}
