//! API keys and webhooks of a side, made anew as far as an operation asks for.

use domain::access::Action;
use domain::account::AccountId;
use serde_json::Value;
use storage::feed::{self, Feed};
use tests::World;
use uuid::Uuid;

use super::things::post;
use super::{Side, bodies, now, write};

/// A feed that nobody answers at.
fn feed(by: AccountId) -> Feed {
    let id = Uuid::now_v7();
    Feed {
        id,
        source: format!("partner-{id}"),
        url: "http://127.0.0.1:9/feed.xml".to_owned(),
        format: "indeed-xml".to_owned(),
        complete: true,
        every_hours: 24,
        by,
        created_at: now(),
        next_at: now() + chrono::Duration::days(1),
        accept_shrink: false,
        failures: 0,
        validator: None,
        modified: None,
        last: None,
        report: None,
    }
}

impl Side {
    /// Makes what an operation on partners is about, if it is on partners.
    pub(super) async fn partner(&mut self, world: &World, action: Action) {
        match action {
            Action::RemoveApiKey => {
                let made =
                    super::cast::key(world, self.organization, &self.owner, domain::access::Scope::ReadPostings).await;
                self.ids.insert("api key", made.id);
            }
            Action::RemoveWebhook => {
                let webhook = post(&self.owner, &self.of("webhooks"), bodies::webhook()).await;
                self.ids.insert("webhook", webhook);
            }
            Action::ListWebhookDeliveries | Action::ReplayWebhookDelivery => self.told().await,
            Action::AddWebhook => self.unhook().await,
            Action::RemoveFeed | Action::FetchFeed => {
                let feed = feed(self.owner.account);
                write(world, async |tx| feed::insert(tx, &feed).await).await;
                self.ids.insert("feed", feed.id.to_string());
            }
            _ => {}
        }
    }

    /// A message to a webhook of its own, which is made where there is none: there may not be many.
    async fn told(&mut self) {
        let hooks: Value = self.owner.get(&self.of("webhooks")).await.unwrap().json().await.unwrap();
        let known = self.ids.get("told webhook").cloned();
        let known = known.filter(|id| hooks["items"].as_array().unwrap().iter().any(|hook| hook["id"] == **id));
        let webhook = match known {
            Some(webhook) => webhook,
            None => post(&self.owner, &self.of("webhooks"), bodies::webhook()).await,
        };
        let posting = self.posting(bodies::form(), &["publish"]).await;
        let path = self.of(&format!("webhooks/{webhook}/deliveries"));
        let sent: Value = self.owner.get(&path).await.unwrap().json().await.unwrap();
        assert!(sent["items"][0]["payload"].as_str().is_some_and(|body| body.contains(&posting)), "{sent}");
        self.ids.insert("delivery", sent["items"][0]["id"].as_str().unwrap().to_owned());
        self.ids.insert("told webhook", webhook);
    }

    async fn unhook(&self) {
        let hooks: Value = self.owner.get(&self.of("webhooks")).await.unwrap().json().await.unwrap();
        for hook in hooks["items"].as_array().unwrap() {
            let path = self.of(&format!("webhooks/{}", hook["id"].as_str().unwrap()));
            assert_eq!(self.owner.delete(&path).await.unwrap().status(), 204);
        }
    }
}
