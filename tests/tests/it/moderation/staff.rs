//! Who makes whom staff.

use domain::account::Staff;
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{ABSENT, refused, said, text};
use tests::people::{Part, Person};

use super::{Court, line};

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_moderators_and_the_command_line_admins() {
    let court = Court::new().await;
    let admin = court.person(Part::Staff(Staff::Admin)).await;
    let someone = court.person(Part::Employer).await;
    let path = format!("/api/v1/moderation/staff/{}", someone.account.0);
    let set = async |by: &Person, path: &str, role: Value| {
        by.request(Method::PUT, path).json(&json!({ "role": role })).send().await.unwrap()
    };
    refused(set(&court.moderator, &path, json!("moderator")).await, 403, "forbidden").await;
    assert_eq!(said(set(&admin, &path, json!("moderator")).await, 200).await["role"], "moderator");
    // What they were signed in with before does not reach that far.
    refused(someone.get("/api/v1/moderation/audit").await.unwrap(), 401, "sign-in").await;
    assert_eq!(said(set(&admin, &path, Value::Null).await, 200).await["role"], Value::Null);
    let trail = court.trail(&someone.account.0.to_string()).await;
    assert_eq!(trail, [line("set_staff", &["staff"], Some("moderator")), line("set_staff", &["staff"], Some("none"))]);
    refused(set(&admin, &path, json!("admin")).await, 409, "conflict").await;
    refused(set(&admin, &path, json!("king")).await, 422, "invalid").await;
    let own = format!("/api/v1/moderation/staff/{}", admin.account.0);
    refused(set(&admin, &own, Value::Null).await, 409, "conflict").await;
    let worker = court.person(Part::Worker).await;
    let of_worker = format!("/api/v1/moderation/staff/{}", worker.account.0);
    refused(set(&admin, &of_worker, json!("editor")).await, 409, "conflict").await;
    refused(set(&admin, &format!("/api/v1/moderation/staff/{ABSENT}"), Value::Null).await, 404, "not-found").await;

    let run = |args: &[&str]| court.world.json(&[&["admin", "--json"], args].concat());
    let made = run(&["create", "--email", "First@Example.org", "--name", "First", "--role", "moderator"]).unwrap();
    assert!(made["token"].is_string() && text(&made["link"]).starts_with('/'), "{made}");
    let granted = run(&["grant", "--email", &someone.email, "--role", "admin"]).unwrap();
    assert_eq!(granted["account"], json!(someone.account));
    run(&["revoke", "--email", "first@example.org"]).unwrap();
    for (email, why) in [(worker.email.as_str(), "worker"), ("nobody@example.org", "no account")] {
        let output = court.world.run(&["admin", "grant", "--email", email, "--role", "editor"]).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(why), "{error}");
    }
    let trail = court.trail(&text(&made["account"])).await;
    assert_eq!(trail, [line("create_staff", &["staff"], None), line("set_staff", &["staff"], Some("none"))]);
}
