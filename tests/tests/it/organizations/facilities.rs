//! An organization's facilities, and the published ones they are picked from.

use std::path::Path;

use serde_json::{Value, json};
use tests::answers::{refused, said};
use tests::employers::{self, organization};
use tests::people::{self, Part};

use super::{Town, with};
use crate::{carematch, real_data};

#[tokio::test(flavor = "multi_thread")]
async fn facilities_are_kept_and_found_on_the_map() {
    let town = Town::new();
    let (owner, id) = town.organization().await;
    let path = format!("/api/v1/organizations/{id}/facilities");
    let manor = json!({
        "name": "Manor", "setting": "long_term_care", "street": "1 Maple St", "postal_code": "k1y4e9",
        "place": "Ottawa", "province": "ON" });
    let made = owner.post(&path, &manor).await.unwrap();
    let location = made.headers()["location"].to_str().unwrap().to_owned();
    let made = said(made, 201).await;
    assert_eq!((&made["postal_code"], &made["region"]), (&json!("K1Y 4E9"), &json!("on-east")));
    assert!(made["latitude"].is_f64());
    assert_eq!(said(owner.get(&location).await.unwrap(), 200).await, made);
    for (pointer, wrong) in [
        ("/postal_code", with(manor.clone(), "postal_code", json!("H2X 1Y4"))),
        ("/setting", with(manor.clone(), "setting", json!("spa"))),
        ("/public_facility", with(manor.clone(), "public_facility", json!("odhf:1"))),
        ("/latitude", with(manor.clone(), "latitude", json!(12.0))),
        ("", with(manor.clone(), "latitude", json!(45.4))),
    ] {
        let problem = refused(owner.put(&location, 1, &wrong).await.unwrap(), 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let moved = with(manor.clone(), "place", json!("Kanata"));
    assert_eq!(said(owner.put(&location, 1, &moved).await.unwrap(), 200).await["place"], "Kanata");
    refused(owner.put(&location, 1, &manor).await.unwrap(), 412, "stale").await;

    // Under another organization's path it is absent, also for someone who is a member of both.
    let other = employers::make(&owner, &organization()).await.unwrap();
    let through = location.replace(&id, other["id"].as_str().unwrap());
    refused(owner.get(&through).await.unwrap(), 404, "not-found").await;
    refused(owner.put(&through, 2, &manor).await.unwrap(), 404, "not-found").await;
    refused(owner.delete(&through).await.unwrap(), 404, "not-found").await;

    assert_eq!(owner.delete(&location).await.unwrap().status(), 204);
    refused(owner.get(&location).await.unwrap(), 404, "not-found").await;
    assert_eq!(said(owner.get(&path).await.unwrap(), 200).await["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_facilities_are_imported_once_and_picked_from() {
    let Some(data) = real_data("the_published_facilities_are_imported_once_and_picked_from") else { return };
    let world = carematch();
    let file = data.join("odhf/odhf_clean_utf8.csv");
    let import = |file: &Path, more: &[&str]| {
        let mut args = vec!["import", "--format", "odhf", "--json", file.to_str().unwrap()];
        args.extend(more);
        world.json(&args).unwrap()
    };
    let count = |report: &Value, field: &str| report[field].as_u64().unwrap();
    let rejected = |report: &Value| report["rejected"].as_array().unwrap().len() as u64;
    let few = world.path().join("few.csv");
    let lines: Vec<_> = std::fs::read_to_string(&file).unwrap().lines().take(4).map(str::to_owned).collect();
    std::fs::write(&few, lines.join("\n")).unwrap();
    assert_eq!(count(&import(&few, &["--dry-run"]), "new"), 3);
    let first = import(&file, &[]);
    println!("{first:#}");
    assert_eq!(count(&first, "rows"), 7_033);
    assert_eq!(count(&first, "new") + rejected(&first), 7_033);
    assert!(rejected(&first) * 1000 < 7_033 && count(&first, "with_setting") > 3_000, "{first}");
    let second = import(&file, &[]);
    assert_eq!((count(&second, "new"), count(&second, "changed")), (0, 0));
    assert_eq!(count(&second, "unchanged"), count(&first, "new"));
    let refused = world.run(&["import", "--format", "odhf", "--source", "x", file.to_str().unwrap()]).unwrap();
    assert!(!refused.status.success());

    let server = world.serve(&[]).unwrap();
    let search = async |query: &str| {
        let url = format!("{}/api/v1/facilities?{query}", server.url);
        said(reqwest::get(url).await.unwrap(), 200).await
    };
    let found = search("text=sickkids%20toronto").await;
    assert!(found["attribution"].as_str().unwrap().contains("Open Government Licence"));
    let found = search("text=hopital%20montfort&province=ON").await;
    assert_eq!(found["items"][0]["setting"], "hospital", "{found}");
    assert_eq!(found["items"][0]["region"], "on-east", "{found}");
    assert_eq!(search("province=NU&limit=50").await["items"].as_array().unwrap().len(), 3);
    assert_eq!(search("text=zzzz").await["items"], json!([]));
    let owner = people::sign_in(&world, &server.url, Part::Employer).await.unwrap();
    let made = employers::make(&owner, &organization()).await.unwrap();
    let path = format!("/api/v1/organizations/{}/facilities", made["id"].as_str().unwrap());
    let picked =
        json!({ "name": "Montfort", "place": "Ottawa", "province": "ON", "public_facility": found["items"][0]["id"] });
    said(owner.post(&path, &picked).await.unwrap(), 201).await;
}
