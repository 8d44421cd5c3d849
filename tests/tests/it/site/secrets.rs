//! What only some know: passwords, mailed tokens, codes. Each is real, and made for one request.

use api::caller::new_token;
use chrono::Duration;
use domain::Lang;
use domain::access::Action;
use domain::account::Kind;
use domain::organization::{Invitation, InvitationId, MemberRole};
use serde_json::{Value, json};
use storage::registration::Registration;
use storage::token::Purpose;
use tests::World;
use tests::people::{self, PASSWORD, Part, Person};
use totp_rs::Totp;
use uuid::Uuid;

use super::newsletter::proof;
use super::{Secrets, Side, now, write};

impl Secrets {
    /// What an operation takes from someone who knows it. Where it is about one's own password, `person` knows it.
    pub(crate) async fn of(world: &World, action: Action, side: &Side, person: Option<&Person>) -> Self {
        let none = Self::none();
        match (action, person) {
            (Action::SignIn, _) => {
                let other = people::sign_in(world, "", Part::Worker).await.unwrap();
                Self { email: other.email, password: PASSWORD.to_owned(), ..none }
            }
            (Action::ConfirmEmail, _) => Self { token: registered(world).await, ..none },
            (Action::ConfirmSubscription, _) => Self { token: proof(world).await, ..none },
            (Action::ResetPassword, _) => Self { token: forgotten(world).await, ..none },
            (Action::AcceptMemberInvitation, Some(person)) => {
                Self { token: invite(world, side, &person.email).await.1, ..none }
            }
            (Action::ProveSecondFactor | Action::RemoveSecondFactor, Some(person)) => {
                Self { password: PASSWORD.to_owned(), code: begin(person).await, ..none }
            }
            (Action::ChangePassword | Action::StartSecondFactor | Action::DeleteAccount, Some(_)) => {
                Self { password: PASSWORD.to_owned(), ..none }
            }
            _ => none,
        }
    }
}

/// Begins to set up a second factor: the code of this moment.
pub(crate) async fn begin(person: &Person) -> String {
    let body = json!({ "password": PASSWORD });
    let begun: Value = person.post("/api/v1/me/account/second-factor", &body).await.unwrap().json().await.unwrap();
    let app = Totp::from_url(begun["url"].as_str().unwrap()).unwrap();
    app.generate(u64::try_from(now().timestamp()).unwrap()).to_string()
}

/// The token of a registration that waits to be confirmed.
async fn registered(world: &World) -> String {
    let (token, hash) = new_token();
    let registration = Registration {
        kind: Kind::Worker,
        email: format!("{}@example.org", Uuid::now_v7().simple()),
        name: "Ann".to_owned(),
        language: Lang::En,
        password_hash: String::new(),
        expires_at: now() + Duration::days(1),
    };
    write(world, async |tx| storage::registration::insert(tx, &hash, &registration).await).await;
    token
}

/// The token of someone who forgot the password.
async fn forgotten(world: &World) -> String {
    let someone = people::sign_in(world, "", Part::Worker).await.unwrap();
    let (token, hash) = new_token();
    let ends = now() + Duration::days(1);
    let keep =
        async |tx: &_| storage::token::insert(tx, &hash, Purpose::ResetPassword, Some(someone.account), ends).await;
    write(world, keep).await;
    token
}

/// Invites an address to be a member: the id and the token of the invitation.
pub(super) async fn invite(world: &World, side: &Side, address: &str) -> (String, String) {
    let id = InvitationId(Uuid::now_v7());
    let (token, hash) = new_token();
    let invitation = Invitation::new(id, side.organization, address.to_owned(), MemberRole::Viewer, now());
    write(world, async |tx| storage::organization::invitation::insert(tx, &invitation, &hash).await).await;
    (id.0.to_string(), token)
}
