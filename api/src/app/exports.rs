//! Exports of the postings that were written here: those of other sources are theirs to give away.

use axum::body::Bytes;
use domain::Lang;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use futures::stream::{self, Stream};
use storage::{Error, authored};

use super::App;
use crate::export::{Document, Format};

/// Postings read at a time.
const PAGE: u64 = 200;

/// What to export.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The format.
    pub format: Format,
    /// The language of the texts, where a posting has it; none: its own.
    pub lang: Option<Lang>,
    /// Of one organization only.
    pub organization: Option<OrganizationId>,
}

/// The document, without what is in it.
pub fn document(app: &App, wanted: Wanted, path: &str) -> Document {
    let public_url = app.settings.sender.public_url.trim_end_matches('/').to_owned();
    let address = format!("{public_url}{path}");
    Document { format: wanted.format, lang: wanted.lang, address, public_url, now: app.clock.now() }
}

/// Where a document is being written.
enum At {
    Head,
    After(Option<PostingId>),
    End,
}

/// The document in pieces, as it is read from the database: every live posting that was written here, oldest first.
pub fn pieces(app: App, wanted: Wanted, document: Document) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    stream::try_unfold((app, document, At::Head), move |(app, document, at)| async move {
        let (piece, next) = match at {
            At::Head => (document.head(), At::After(None)),
            At::After(after) => {
                let page = authored::live(&app.db, document.now, wanted.organization, after, PAGE).await?;
                match page.last() {
                    None => (document.tail().to_owned(), At::End),
                    Some(last) => {
                        let first = |at: usize| after.is_none() && at == 0;
                        let each = page.iter().enumerate();
                        let piece = each.map(|(at, own)| document.posting(&own.posting(), first(at))).collect();
                        (piece, At::After(Some(last.id)))
                    }
                }
            }
            At::End => return Ok(None),
        };
        Ok(Some((Bytes::from(piece), (app, document, next))))
    })
}
