//! The picture above an article.

use axum::body::Body;
use domain::access::Action;
use domain::article::{Article, ArticleId, COVER, Cover, NoCover};
use domain::document::{Format, bare};
use sha2::{Digest, Sha256};
use storage::article;

use super::{Edit, edit};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};
use crate::upload::{hexadecimal, receive, refused};

/// A cover with its bytes.
pub struct Picture {
    pub(super) cover: Cover,
    pub(super) content: Vec<u8>,
}

/// Puts a picture above an article that is at `version`.
///
/// # Errors
/// As [`edit`]; 408, 413, 415 and 422 as the picture deserves; 429 and 503 while there is no place to receive it.
pub async fn set(app: &App, caller: &Caller, id: ArticleId, version: i32, body: Body) -> Result<Article, Problem> {
    caller.admit(Action::SetArticleCover)?;
    let _place = app.gate.enter(caller.account()?).await?;
    let received = receive(body, app.files.temporary().await?).await?;
    Cover::admit(received.bytes).map_err(no_cover)?;
    let picture = app.gate.examine(received, async |format, bytes| picture(format, &bytes)).await?;
    edit(app, caller, id, version, Edit::Cover(Some(picture))).await
}

fn picture(format: Format, bytes: &[u8]) -> Result<Picture, Problem> {
    Cover::accept(format).map_err(no_cover)?;
    let content = bare(format, bytes).map_err(refused)?;
    let bytes = u64::try_from(content.len()).unwrap_or(COVER);
    let sha256 = hexadecimal(&Sha256::digest(&content));
    Ok(Picture { cover: Cover { format, bytes, sha256 }, content })
}

fn no_cover(why: NoCover) -> Problem {
    let kind = match why {
        NoCover::TooLarge => Kind::TooLarge,
        NoCover::NoPicture => Kind::UnsupportedMediaType,
    };
    Problem::new(kind).because(why.message())
}

/// The picture above an article that is seen.
///
/// # Errors
/// 404.
pub async fn read(app: &App, slug: &str) -> Result<(Cover, Vec<u8>), Problem> {
    let found = article::by_slug(&app.db, slug).await?;
    let cover = found.cover.clone().filter(|_| found.is_live(app.clock.now()));
    let cover = cover.ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok((cover, article::cover(&app.db, found.id).await?))
}
