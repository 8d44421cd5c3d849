//! An authored posting, whole: its form, what that says as a posting, and its life.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Author, Denied, Event, Form, Life};
use crate::organization::OrganizationId;
use crate::posting::{Content, LIVE_DAYS, Origin, Posting, PostingId};

/// An authored posting.
#[derive(Clone, Debug, PartialEq)]
pub struct Authored {
    /// Its identity.
    pub id: PostingId,
    /// Whose.
    pub organization: OrganizationId,
    /// Counts its changes, from 1; guards edits.
    pub version: i32,
    /// The job group.
    pub group: PostingId,
    /// The imported posting that it takes over once it is live.
    pub claimed: Option<PostingId>,
    /// When it was first written.
    pub created_at: DateTime<Utc>,
    /// What is written.
    pub form: Form,
    /// What that says, as board, search and matching read it.
    pub content: Content,
    /// Where it stands.
    pub life: Life,
}

impl Authored {
    /// A draft.
    pub fn draft(id: PostingId, organization: OrganizationId, form: Form, author: &Author, now: DateTime<Utc>) -> Self {
        let content = form.content(author, now);
        let life = Life::draft();
        Self { id, organization, version: 1, group: id, claimed: None, created_at: now, form, content, life }
    }

    /// A draft of a posting that was imported from elsewhere, to take it over.
    pub fn claiming(
        id: PostingId,
        organization: OrganizationId,
        claimed: &Posting,
        author: &Author,
        now: DateTime<Utc>,
    ) -> Self {
        let draft = Self::draft(id, organization, Form::of(&claimed.content), author, now);
        Self { group: claimed.group, claimed: Some(claimed.id), ..draft }
    }

    /// With another form.
    #[must_use]
    pub fn written(self, form: Form, author: &Author, now: DateTime<Utc>) -> Self {
        Self { content: form.content(author, now), form, ..self }
    }

    /// After an event. Its version stays: that is the storage's.
    ///
    /// # Errors
    /// [`Denied`] as [`Life::after`].
    pub fn after(self, event: &Event, now: DateTime<Utc>) -> Result<Self, Denied> {
        Ok(Self { life: self.life.after(event, now)?, ..self })
    }

    /// It as a posting. One that never was live carries the days it would have if it went live when it was written.
    pub fn posting(&self) -> Posting {
        let published_at = self.life.live_at.unwrap_or(self.created_at);
        let expires_at = self.life.closes_at.unwrap_or(published_at + TimeDelta::days(LIVE_DAYS));
        let content = Content { published_at, valid_through: Some(expires_at), ..self.content.clone() };
        Posting {
            id: self.id,
            version: self.version,
            origin: Origin::Authored,
            status: self.life.status,
            group: self.group,
            live_at: published_at,
            expires_at,
            content,
        }
    }
}
