//! Cursors on the wire: opaque, and bound to the query that they continue.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Cursor, SearchQuery};
use crate::posting::PostingId;

/// Why a cursor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It was not made here, or was damaged.
    #[error("not a cursor")]
    Malformed,
    /// It continues another query.
    #[error("the cursor belongs to another query")]
    OtherQuery,
}

/// Bytes of the query's digest that a cursor carries.
const BOUND: usize = 8;

impl Cursor {
    /// The cursor as URL-safe text, bound to the query whose page it ends.
    pub fn encode(&self, query: &SearchQuery) -> String {
        let mut bytes = Vec::with_capacity(BOUND + 25);
        bytes.extend(digest(query));
        match self {
            Self::After { key, id } => {
                bytes.push(if key.is_some() { b'k' } else { b'n' });
                bytes.extend(key.unwrap_or_default().to_be_bytes());
                bytes.extend(id.0.as_bytes());
            }
            Self::Offset { skip } => {
                bytes.push(b'o');
                bytes.extend(u64::try_from(*skip).unwrap_or(u64::MAX).to_be_bytes());
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor made by [`Cursor::encode`] for the same query (page size and facets may differ).
    ///
    /// # Errors
    /// [`CursorError`]: not a cursor, or one of another query.
    pub fn decode(text: &str, query: &SearchQuery) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let (bound, rest) = bytes.split_at_checked(BOUND).ok_or(CursorError::Malformed)?;
        let (kind, rest) = rest.split_first().ok_or(CursorError::Malformed)?;
        let (number, rest) = rest.split_at_checked(8).ok_or(CursorError::Malformed)?;
        let number: [u8; 8] = number.try_into().map_err(|_| CursorError::Malformed)?;
        let cursor = match (kind, rest.len()) {
            (b'k' | b'n', 16) => {
                let id = PostingId(Uuid::from_slice(rest).map_err(|_| CursorError::Malformed)?);
                Self::After { key: (*kind == b'k').then_some(i64::from_be_bytes(number)), id }
            }
            (b'o', 0) => {
                let skip = usize::try_from(u64::from_be_bytes(number)).map_err(|_| CursorError::Malformed)?;
                Self::Offset { skip }
            }
            _ => return Err(CursorError::Malformed),
        };
        if bound == digest(query) { Ok(cursor) } else { Err(CursorError::OtherQuery) }
    }
}

/// What makes two queries the same for paging: words, language, filter and order.
fn digest(query: &SearchQuery) -> [u8; BOUND] {
    let text = if query.has_text() { query.text.trim() } else { "" };
    let canonical = serde_json::json!([text, query.lang, query.filter, query.sort]);
    let hash = Sha256::digest(canonical.to_string().as_bytes());
    std::array::from_fn(|i| hash[i])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Lang;
    use crate::search::{Filter, Sort};

    fn query(text: &str, sort: Sort) -> SearchQuery {
        let filter = Filter { lang: Some(Lang::Fr), ..Filter::default() };
        SearchQuery { text: text.into(), lang: Lang::En, filter, sort, facets: false, limit: 20, after: None }
    }

    fn cursors() -> impl Strategy<Value = Cursor> {
        prop_oneof![
            (any::<Option<i64>>(), any::<u128>())
                .prop_map(|(key, id)| Cursor::After { key, id: PostingId(Uuid::from_u128(id)) }),
            any::<usize>().prop_map(|skip| Cursor::Offset { skip }),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_comes_back_for_its_query_only(cursor in cursors()) {
            let text = cursor.encode(&query("nurse", Sort::Date));
            prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
            prop_assert_eq!(Cursor::decode(&text, &query(" nurse ", Sort::Date)), Ok(cursor));
            prop_assert_eq!(Cursor::decode(&text, &query("nurses", Sort::Date)), Err(CursorError::OtherQuery));
            prop_assert_eq!(Cursor::decode(&text, &query("nurse", Sort::Pay)), Err(CursorError::OtherQuery));
        }

        #[test]
        fn any_other_text_is_refused(text in "\\PC{0,60}") {
            prop_assert!(Cursor::decode(&text, &query("", Sort::Date)).is_err());
        }
    }
}
