//! What the demo says: who there is, and what to try.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use domain::posting::Status;
use domain::worker::Profile;

use crate::app::{App, organizations, own_postings};
use crate::demo::accounts::Account;
use crate::demo::scene::APPLICANT;

/// Everyone with all it takes to sign in, one a line.
pub(super) fn table(accounts: &[Account]) -> String {
    let width = accounts.iter().map(|account| account.email.len()).max().unwrap_or_default();
    let mut lines = vec![format!("\n{:width$}  {:19}  {:32}  session token", "address", "password", "TOTP secret")];
    for account in accounts {
        let secret = account.second_factor.as_ref().map_or("-", |(secret, _)| secret.as_str());
        let token = account.token.as_deref().unwrap_or("cannot sign in: it was changed since");
        lines.push(format!("{:width$}  {:19}  {secret:32}  {token}", account.email, account.password));
    }
    lines.join("\n")
}

/// Where what can be tried is.
pub(super) struct Tour {
    /// The address of REST.
    pub(super) url: String,
    /// The address of the operators' listener.
    pub(super) admin: String,
    /// The folder of the demo.
    pub(super) folder: PathBuf,
}

impl Tour {
    /// Everything to try.
    pub(super) async fn text(
        &self,
        app: &App,
        workers: &[(PathBuf, Profile)],
        accounts: &[Account],
    ) -> anyhow::Result<String> {
        let (url, admin) = (&self.url, &self.admin);
        let requests = workers.iter().map(|(path, _)| self.post("matches", &path.with_extension("request.json")));
        let public = [
            format!("curl -s '{url}/api/v1/postings?text=PSW&near=Hamilton&facets=true'"),
            format!("curl -s '{url}/api/v1/postings?text=pr%C3%A9pos%C3%A9e&lang=fr' -H 'accept-language: fr'"),
            format!("curl -s '{url}/api/v1/postings?role=lpn&province=ON&sort=pay&limit=5'"),
            format!("curl -s '{url}/api/v1/suggestions?prefix=nur'"),
            format!(
                "curl -s {url}/api/v1/subscriptions/preview -H 'content-type: application/json' \
                 -d '{{\"query\":\"role=rn&province=ON\"}}'"
            ),
            format!("curl -s {url}/newsletter"),
            format!("curl -s {url}/fr/articles/before-you-change-provinces"),
            format!("curl -s '{url}/api/v1/articles?tag=licence' -H 'accept-language: fr'"),
        ];
        let mut parts = vec![("anyone", public.into_iter().chain(requests).collect::<Vec<_>>())];
        parts.extend(self.as_someone(app, accounts).await?);
        let mut lines = vec![format!("\nServing on {url}. Try:")];
        for (who, commands) in parts {
            lines.push(format!("  as {who}"));
            lines.extend(commands.into_iter().map(|command| format!("    {command}")));
        }
        lines.push(format!(
            "  {admin}/docs  the API's documentation;  {admin}/metrics  metrics;  {admin}/mail  mail as it is sent"
        ));
        let (mail, kept) = (self.folder.join("data/mail"), self.folder.join("accounts.json"));
        lines.push(format!(
            "  {}  the accounts again, with otpauth:// lines;  {}  mail",
            kept.display(),
            mail.display()
        ));
        lines.push("Stop with Ctrl-C.".to_owned());
        Ok(lines.join("\n"))
    }

    /// What each kind of person may do, for those who are signed in.
    async fn as_someone(&self, app: &App, accounts: &[Account]) -> anyhow::Result<Vec<(&'static str, Vec<String>)>> {
        let mut parts = Vec::new();
        let someone = |who: &str| accounts.iter().find(|account| account.who == who && account.token.is_some());
        if let Some(worker) = someone("lpn-alberta-to-ontario") {
            let paths = ["me/profile", "me/completeness", "me/licences", "me/pathways"];
            let mut commands = vec![self.sign_in(worker)];
            commands.extend(paths.map(|path| self.get(worker, path)));
            parts.push(("a worker: signing in, profile, what it lacks, licences, the next steps", commands));
        }
        if let Some(nurse) = someone(APPLICANT) {
            let lapses = format!("me/lapses?before={}", app.today() + TimeDelta::days(60));
            let paths = [lapses.as_str(), "me/matches?broad=true", "me/applications", "me/looks", "me/grants"];
            let commands = paths.map(|path| self.get(nurse, path)).to_vec();
            parts.push((
                "another: what lapses before a first day of work, matches, an application, who saw them",
                commands,
            ));
        }
        if let Some(recruiter) = someone("recruiter") {
            parts.push((
                "an employer: own postings, the check of a form, applicants, what came of it, anonymous candidates of one posting",
                self.employer(app, recruiter).await?,
            ));
        }
        if let Some(editor) = someone("editor") {
            parts.push(("an editor: every article, drafts too", vec![self.get(editor, "editing/articles")]));
        }
        if let Some(moderator) = someone("moderator") {
            let queues = ["organizations", "licences", "postings", "reports"];
            let commands = queues.map(|queue| self.get(moderator, &format!("moderation/queues/{queue}")));
            parts.push(("a moderator: what waits", commands.to_vec()));
        }
        if let Some(admin) = someone("admin") {
            parts.push(("an admin: the audit trail", vec![self.get(admin, "moderation/audit")]));
        }
        Ok(parts)
    }

    async fn employer(&self, app: &App, recruiter: &Account) -> anyhow::Result<Vec<String>> {
        let caller = recruiter.caller(app).await?;
        let lint = self.post("postings/lint", &self.folder.join("forms/draft.json"));
        let mut commands = vec![self.get(recruiter, "organizations"), lint];
        for (organization, _) in organizations::list(app, &caller).await? {
            for what in ["postings", "applications", "analytics"] {
                commands.push(self.get(recruiter, &format!("organizations/{}/{what}", organization.id.0)));
            }
            let own = own_postings::list(app, &caller, organization.id, None, 10).await?;
            if let Some(live) = own.iter().rev().find(|authored| authored.life.status == Status::Live) {
                commands.push(format!("curl -s {}/api/v1/postings/{}", self.url, live.id.0));
                let candidates = format!("organizations/{}/postings/{}/candidates", organization.id.0, live.id.0);
                commands.push(self.get(recruiter, &candidates));
            }
        }
        Ok(commands)
    }

    fn get(&self, account: &Account, path: &str) -> String {
        let token = account.token.as_deref().unwrap_or_default();
        // In quotes: some shells take what holds a `?` for a pattern.
        let quote = if path.contains('?') { "'" } else { "" };
        format!("curl -s {quote}{}/api/v1/{path}{quote} -H 'authorization: Bearer {token}'", self.url)
    }

    fn post(&self, path: &str, body: &Path) -> String {
        format!("curl -s {}/api/v1/{path} -H 'content-type: application/json' -d @{}", self.url, body.display())
    }

    fn sign_in(&self, account: &Account) -> String {
        let body = serde_json::json!({ "email": account.email, "password": account.password });
        format!("curl -s {}/api/v1/sessions -H 'content-type: application/json' -d '{body}'", self.url)
    }
}
