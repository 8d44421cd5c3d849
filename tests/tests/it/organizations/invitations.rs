//! Invitations by mail.

use domain::organization::MemberRole;
use serde_json::json;
use tests::answers::{refused, said, seen};
use tests::mail;
use tests::people::{Part, Person};

use super::{Town, joined};
use crate::worlds;

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_mailed_and_accepted_by_the_invited_once() {
    for (world, _database) in worlds().await {
        let town = Town::of(world);
        let (owner, id) = town.organization().await;
        let path = format!("/api/v1/organizations/{id}/invitations");
        let invited = town.employer().await;
        // Known or not, an address gets the same answer.
        let mut answers = Vec::new();
        for address in [invited.email.to_uppercase(), "nobody@x.example".to_owned()] {
            let body = json!({ "address": address, "role": "recruiter" });
            let mut made = said(owner.post(&path, &body).await.unwrap(), 201).await;
            assert_eq!(made["address"].take(), address.to_lowercase());
            made.as_object_mut().unwrap().retain(|name, _| name == "address" || name == "role");
            answers.push(made);
        }
        assert_eq!(answers[0], answers[1]);
        let open = said(owner.get(&path).await.unwrap(), 200).await;
        assert_eq!(open["items"].as_array().unwrap().len(), 2);

        let token = mailed(&town, &invited.email).await;
        assert!(!town.server.log().contains(&token));
        let accept = async |person: &Person, token: &str| {
            person.post("/api/v1/member-invitations/accept", &json!({ "token": token })).await.unwrap()
        };
        // Any misuse gets one and the same answer.
        let unknown = seen(accept(&invited, "no-such-token").await).await;
        assert_eq!(unknown.0, 404);
        let other = town.employer().await;
        let worker = town.person(Part::Worker).await;
        assert_eq!(seen(accept(&other, &token).await).await, unknown);
        refused(accept(&worker, &token).await, 403, "forbidden").await;
        let (_, expired) = town.invitation(&id, &other.email, MemberRole::Owner, 14).await;
        assert_eq!(seen(accept(&other, &expired).await).await, unknown);
        let (revoked, withdrawn) = town.invitation(&id, &other.email, MemberRole::Owner, 0).await;
        assert_eq!(owner.delete(&format!("{path}/{revoked}")).await.unwrap().status(), 204);
        refused(owner.delete(&format!("{path}/{revoked}")).await.unwrap(), 404, "not-found").await;
        assert_eq!(seen(accept(&other, &withdrawn).await).await, unknown);
        // An invitation of another organization is absent here.
        let (_, elsewhere) = town.organization().await;
        let (foreign, _) = town.invitation(&elsewhere, &other.email, MemberRole::Owner, 0).await;
        refused(owner.delete(&format!("{path}/{foreign}")).await.unwrap(), 404, "not-found").await;

        let accepted = joined(&invited, &token).await;
        assert_eq!(accepted, json!({ "organization": id, "role": "recruiter" }));
        assert_eq!(seen(accept(&invited, &token).await).await, unknown, "used");
        said(invited.get(&format!("/api/v1/organizations/{id}")).await.unwrap(), 200).await;
        let (_, again) = town.invitation(&id, &invited.email, MemberRole::Owner, 0).await;
        refused(accept(&invited, &again).await, 409, "conflict").await;
        assert_eq!(said(owner.get(&path).await.unwrap(), 200).await["items"].as_array().unwrap().len(), 2);
    }
}

/// The token of the invitation that was mailed to an address.
async fn mailed(town: &Town, address: &str) -> String {
    let mail = mail::take_one(&town.world, address).await.unwrap();
    assert_eq!(mail.subject, "Invitation to join Maple Manor");
    assert!(mail.text.contains("/member-invitations?token="), "{mail:?}");
    mail.token().unwrap().to_owned()
}
