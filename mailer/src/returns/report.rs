//! What a report says: of a mail that could not be delivered (RFC 3464), or that was called spam (RFC 5965). Both are a
//! `multipart/report` (RFC 6522) of words for people, fields for programs, and the mail or its header.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use storage::delivery::DeliveryId;

use crate::feedback::Answer;
use crate::transport::is_unknown;

/// A report.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// What follows from it; `None`: nothing, as of a mail that is late or a mailbox that is full.
    pub(super) answer: Option<Answer>,
    /// The mail that it is about; `None`: none of ours.
    pub(super) of: Option<DeliveryId>,
}

/// Reads a report; `None`: it is none. `domain` is what stands behind the `@` of our Message-IDs.
pub(super) fn read(bytes: &[u8], domain: &str) -> Option<Report> {
    let message = MessageParser::new().parse(bytes)?;
    let kind = message.content_type()?;
    let is_report =
        kind.ctype() == "multipart" && kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report"));
    if !is_report {
        return None;
    }
    let said = message.parts.iter().find_map(said)?;
    Some(Report { of: message.parts.iter().find_map(|part| of(part, domain)), ..said })
}

/// What the fields for programs say; `None`: these are not in this part.
fn said(part: &MessagePart<'_>) -> Option<Report> {
    let kind = part.content_type()?;
    let fields = String::from_utf8_lossy(part.contents());
    let field = |name: &str| {
        fields.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
        })
    };
    let is = |wanted: &str| kind.subtype().is_some_and(|found| found.eq_ignore_ascii_case(wanted));
    if is("delivery-status") || is("global-delivery-status") {
        let failed = field("action").is_some_and(|action| action == "failed");
        let status = field("status").unwrap_or_default();
        // It may be followed by words.
        let gone = is_unknown(status.split_whitespace().next().unwrap_or_default());
        return Some(Report { answer: (failed && gone).then_some(Answer::Bounce), of: None });
    }
    if is("feedback-report") {
        let abuse = field("feedback-type").is_some_and(|kind| kind == "abuse" || kind == "fraud");
        return Some(Report { answer: abuse.then_some(Answer::Complaint), of: None });
    }
    None
}

/// The mail of ours that a part is, or has the header of.
fn of(part: &MessagePart<'_>, domain: &str) -> Option<DeliveryId> {
    if let PartType::Message(mail) = &part.body {
        return ours(mail, domain);
    }
    let is_header = part.content_type()?.subtype().is_some_and(|kind| {
        ["rfc822-headers", "global-headers", "rfc822", "global"].iter().any(|known| kind.eq_ignore_ascii_case(known))
    });
    if !is_header {
        return None;
    }
    ours(&MessageParser::new().parse_headers(part.contents())?, domain)
}

fn ours(mail: &Message<'_>, domain: &str) -> Option<DeliveryId> {
    let (id, of) = mail.message_id()?.split_once('@')?;
    let id = id.parse().ok().filter(|_| of.eq_ignore_ascii_case(domain))?;
    Some(DeliveryId(id))
}
