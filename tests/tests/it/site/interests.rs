//! What a side's worker keeps and leaves out, made anew.

use domain::access::Action;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::things::post;
use super::{Side, bodies};

impl Side {
    /// Makes the thing that an operation on what a worker keeps is about, if it is about one.
    pub(super) async fn keep(&mut self, action: Action) {
        let (kind, id) = match action {
            Action::SavePosting | Action::UnsavePosting => ("saved", self.marked("saved-postings").await),
            Action::HidePosting | Action::UnhidePosting => ("hidden", self.marked("hidden-postings").await),
            Action::UnhideEmployer => {
                let hidden = json!({ "employer": format!("Hospital {}", Uuid::now_v7().simple()) });
                ("hidden employer", post(&self.worker, "/api/v1/me/hidden-employers", hidden).await)
            }
            Action::UpdateSavedSearch
            | Action::RemoveSavedSearch
            | Action::ReadSearchAlert
            | Action::SetSearchAlert
            | Action::RemoveSearchAlert => {
                ("search", post(&self.worker, "/api/v1/me/saved-searches", bodies::search()).await)
            }
            _ => return,
        };
        self.ids.insert(kind, id);
    }

    /// A posting of its own that the worker saved or hid.
    async fn marked(&self, mark: &str) -> String {
        let posting = self.posting(bodies::form(), &["publish"]).await;
        let marked = self.worker.request(Method::PUT, &format!("/api/v1/me/{mark}/{posting}")).send().await.unwrap();
        assert_eq!(marked.status(), 204);
        posting
    }
}
