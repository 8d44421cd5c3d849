//! The listeners: REST on one, metrics and the API's documentation on another that is not public.

use std::net::SocketAddr;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::caller::Doors;
use crate::limit::Rate;
use crate::problem::{Kind, Problem};
use crate::{caller, language, limit, pages, rest, telemetry};

/// The public router with everything around it.
pub fn public(app: App) -> Router {
    let (routes, document) = rest::router();
    let admitted = middleware::from_fn_with_state(Doors::new(app.clone(), &document), caller::admit);
    limited(routes.layer(admitted).merge(pages::router()), &app)
        .layer(middleware::from_fn(telemetry::track))
        .layer(middleware::from_fn(telemetry::measure))
        // No page from elsewhere may change anything with the cookie of someone who is signed in.
        .layer(CsrfLayer::new())
        .layer(middleware::map_response(problem_for_bare_errors))
        .layer(CatchPanicLayer::custom(|_| Problem::new(Kind::Internal).into_response()))
        .layer(middleware::from_fn(language::speak))
        .layer(CompressionLayer::new())
        // Reading is public and carries no cookie, so any page may read it.
        .layer(CorsLayer::new().allow_origin(tower_http::cors::Any).allow_methods([Method::GET, Method::HEAD]))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(app)
}

/// With a limit of requests, where one is set.
fn limited(routes: Router<App>, app: &App) -> Router<App> {
    match Rate::of(&app.settings) {
        Some(rate) => routes.layer(middleware::from_fn_with_state(rate, limit::rate)),
        None => routes,
    }
}

/// The router for operators: metrics, mail where it is shown, and the API's documentation without any resource from elsewhere.
pub fn admin(metrics: Option<PrometheusHandle>, mail: Option<Router>) -> Router {
    let (_, document) = rest::router();
    // No page of ours asks anyone else: the usual validator is a public server.
    let docs = utoipa_swagger_ui::Config::default().validator_url("none");
    Router::new()
        .merge(SwaggerUi::new("/docs").url("/openapi.json", document).config(docs))
        .route("/metrics", get(async move || metrics.map(|handle| handle.render()).unwrap_or_default()))
        .merge(mail.unwrap_or_default())
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The span of a request: method, route and request id. Queries and bodies may be personal and stay out.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), route, id)
}

/// The layers answer without a body (timeout, body limit, cross-site requests): those get theirs here.
async fn problem_for_bare_errors(response: axum::response::Response) -> axum::response::Response {
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE if !is_problem => Problem::new(Kind::TooLarge).into_response(),
        StatusCode::FORBIDDEN if !is_problem => Problem::new(Kind::Forbidden).into_response(),
        StatusCode::SERVICE_UNAVAILABLE if !is_problem && !response.headers().contains_key(header::CONTENT_TYPE) => {
            Problem::new(Kind::Timeout).into_response()
        }
        _ => response,
    }
}

/// Binds an address, or says which one could not be had.
pub async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| anyhow::anyhow!("cannot listen on {address}: {error}"))
}

/// Serves until `stop` turns true, then finishes the requests under way.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            // An error means that the sender is gone, which is a stop too.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await?;
    Ok(())
}

/// Resolves on SIGTERM or SIGINT.
pub async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
