//! Applications of a side's worker to its organization, made anew as far as an operation asks for.

use domain::access::Action;
use domain::application::{ApplicationId, Interview, InterviewId, Manner, State};
use domain::testing::files::pdf;
use reqwest::Method;
use serde_json::{Value, json};
use storage::application::interview::{self, Kept};
use tests::World;
use tests::people::Person;
use uuid::Uuid;

use super::things::{made, post};
use super::{Side, bodies, now, write};
use crate::documents;

impl Side {
    /// Makes the application that an operation is about, if it is about one.
    pub(super) async fn hire(&mut self, world: &World, action: Action) {
        match action {
            Action::Apply => {
                let vacancy = self.vacancy().await;
                self.ids.insert("vacancy", vacancy);
            }
            Action::ReadOwnApplication
            | Action::WithdrawApplication
            | Action::ListOwnMessages
            | Action::WriteOwnMessage
            | Action::ReadApplication
            | Action::ReadApplicantDocument
            | Action::MoveApplication
            | Action::ListMessages
            | Action::WriteMessage
            | Action::ListNotes
            | Action::WriteNote => self.applied(&[]).await,
            Action::PlanInterview => self.applied(&["interview"]).await,
            Action::AcceptOffer => self.applied(&["offer"]).await,
            Action::MoveInterview | Action::CancelInterview | Action::ReadCalendar | Action::ReadOwnCalendar => {
                self.applied(&["interview"]).await;
                let path = self.of(&format!("applications/{}/interviews", self.ids["application"]));
                let interview = post(&self.owner, &path, bodies::interview()).await;
                self.ids.insert("interview", interview);
            }
            Action::MissInterview => {
                self.applied(&["interview"]).await;
                let interview = self.was_to_meet(world).await;
                self.ids.insert("interview", interview);
            }
            _ => {}
        }
    }

    async fn vacancy(&self) -> String {
        self.posting(bodies::form(), &["publish"]).await
    }

    /// An application to a posting of its own, with a résumé, that was moved this way.
    async fn applied(&mut self, stages: &[&str]) {
        if !self.ids.contains_key("disclosed") {
            let resume = made(documents::send(&self.worker, "resume", "cv.pdf", pdf()).await).await;
            self.ids.insert("disclosed", resume);
        }
        let path = format!("/api/v1/postings/{}/applications", self.vacancy().await);
        let application = post(&self.worker, &path, json!({ "resume": self.ids["disclosed"] })).await;
        for (stage, version) in stages.iter().zip(1..) {
            let path = self.of(&format!("applications/{application}/move"));
            moved(&self.owner, &path, version, json!({ "to": stage })).await;
        }
        self.ids.insert("application", application);
    }

    /// An interview whose time has come: nobody plans one in the past.
    async fn was_to_meet(&self, world: &World) -> String {
        let application = ApplicationId(self.ids["application"].parse().unwrap());
        let id = InterviewId(Uuid::now_v7());
        let starts_at = now() - chrono::Duration::hours(1);
        let (manner, state) = (Manner::Video, State::Planned);
        let interview = Interview { id, starts_at, minutes: 30, manner, state, sequence: 0 };
        let kept = Kept { application, version: 1, interview, utc_offset: -300, place: "a link".to_owned() };
        write(world, async |tx| interview::insert(tx, &kept).await).await;
        id.0.to_string()
    }
}

async fn moved(person: &Person, path: &str, version: i32, body: Value) {
    let request = person.request(Method::POST, path).header("if-match", format!("\"{version}\"")).json(&body);
    let moved = request.send().await.unwrap();
    assert_eq!(moved.status(), 200, "{path}: {}", moved.text().await.unwrap());
}
