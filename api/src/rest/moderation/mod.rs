//! Moderation: the queues, decisions, the fraud policy, the audit trail, the staff. And what anyone may do against
//! fraud: report a posting, read the policy.

mod decisions;
mod feeds;
mod licences;
mod policy;
mod queues;
mod reports;
mod reviews;
mod staff;
mod trail;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use domain::message::Message;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::app::moderation::queues::After;
use crate::problem::Problem;

/// Everything under `/moderation`, and the public side of the fraud policy.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(queues::read))
        .routes(routes!(decisions::organization))
        .routes(routes!(decisions::posting))
        .routes(routes!(decisions::report))
        .routes(routes!(feeds::list, feeds::add))
        .routes(routes!(feeds::remove))
        .routes(routes!(feeds::fetch))
        .routes(routes!(licences::read))
        .routes(routes!(licences::decide))
        .routes(routes!(policy::publish))
        .routes(routes!(policy::read))
        .routes(routes!(reports::file))
        .routes(routes!(reviews::list))
        .routes(routes!(reviews::one))
        .routes(routes!(reviews::answer))
        .routes(routes!(staff::set))
        .routes(routes!(trail::read))
}

/// Where a page of a queue ends, as clients hand it back.
fn cursor((at, id): After) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{}", at.timestamp_micros(), id.simple()))
}

fn parse_cursor(cursor: &str) -> Result<After, Problem> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (at, id) = text.split_once('.')?;
        Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, Uuid::parse_str(id).ok()?))
    };
    parse().ok_or_else(|| Problem::field("cursor", Message::new("field-cursor-foreign")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_any_other_text_is_refused() {
        let after = (DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap(), Uuid::from_u128(7));
        assert_eq!(parse_cursor(&cursor(after)).unwrap(), after);
        let far = URL_SAFE_NO_PAD.encode(format!("{}.{}", i64::MAX, Uuid::nil().simple()));
        for other in ["", "x", "🏥", "MTI", &cursor(after)[1..], &far] {
            assert!(parse_cursor(other).is_err(), "{other}");
        }
    }
}
