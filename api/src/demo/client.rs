//! A client of the demo's own API, without a network: what the demo makes passes the same doors as anyone's request.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use serde_json::Value;
use tower::ServiceExt;

/// The longest answer it reads.
const LONGEST: usize = 1 << 20;

/// The API, asked in process.
pub(super) struct Client(pub(super) Router);

impl Client {
    /// Asks as whoever has the token (empty: nobody); an answer that is no 2xx is an error.
    pub(super) async fn ask(&self, method: Method, path: &str, token: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask_at(None, method, path, token, body).await
    }

    /// The same for the version that is changed.
    pub(super) async fn ask_at(
        &self,
        version: Option<i32>,
        method: Method,
        path: &str,
        token: &str,
        body: &Value,
    ) -> anyhow::Result<Value> {
        let told = format!("{method} {path}");
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        request = request.extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let content = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        };
        let response = self.0.clone().oneshot(request.body(content)?).await?;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), LONGEST).await?;
        ensure!(status.is_success(), "{told}: {status} {}", String::from_utf8_lossy(&bytes));
        if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&bytes).context(told) }
    }
}
