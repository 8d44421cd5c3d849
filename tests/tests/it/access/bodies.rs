//! A body that is good for every operation that takes one: what is refused is refused for who asks.

use serde_json::{Value, json};

use super::cast::{Side, in_days};

pub(crate) fn organization() -> Value {
    json!({ "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
            "contact": { "name": "Ann", "email": "ann@maple.example" },
            "arrangement": "direct", "province": "ON", "headcount": "from_25" })
}

pub(crate) fn facility() -> Value {
    json!({ "name": "Manor", "place": "Ottawa", "province": "ON" })
}

pub(crate) fn profile() -> Value {
    json!({ "given_name": "Zoé", "family_name": "Tremblay", "roles": [{ "role": "rn", "months": 12 }],
            "residence": "ON", "reach": { "regions": ["on"] } })
}

pub(crate) fn licence() -> Value {
    json!({ "role": "rn", "province": "ON", "number": "A123456" })
}

pub(crate) fn credential() -> Value {
    json!({ "credential": "bls", "issued": "2026-01-01" })
}

pub(crate) fn block() -> Value {
    json!({ "employer": "Northern Hospital" })
}

pub(crate) fn form() -> Value {
    json!({
        "en": { "title": "Registered nurse", "description": "Care before and after surgery." },
        "fr": { "title": "Infirmière autorisée", "description": "Soins avant et après la chirurgie." },
        "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON" }],
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time"], "shifts": ["day"], "vacancy": true, "positions": 1 })
}

/// The body of an operation; `None`: it takes none.
///
/// # Panics
/// Where an operation takes a body and has no row here.
pub(crate) fn body(operation: &str, side: &Side) -> Option<Value> {
    const PASSWORD: &str = "correct horse battery staple lamp";
    let worker = json!({ "roles": [{ "role": "rn" }], "reach": { "regions": ["ca"] } });
    let body = match operation {
        "match_profile" | "read_verdict" => json!({ "profile": worker }),
        "lint_posting" => json!({ "form": form() }),
        "report_posting" => json!({ "concern": "other" }),
        "register" => json!({ "kind": "worker", "name": "Ann", "email": "ann.new@example.org", "password": PASSWORD }),
        "confirm_email" | "accept_member_invitation" => json!({ "token": "A".repeat(43) }),
        "request_password_reset" => json!({ "email": "ann.new@example.org" }),
        "reset_password" => json!({ "token": "A".repeat(43), "password": PASSWORD }),
        "sign_in" => json!({ "email": "ann.new@example.org", "password": PASSWORD }),
        "update_account" => json!({ "name": "Ann", "language": "fr" }),
        "change_password" => json!({ "current": PASSWORD, "new": "another good long passphrase" }),
        "start_second_factor" | "remove_second_factor" | "delete_account" => json!({ "password": PASSWORD }),
        "prove_second_factor" => json!({ "code": "000000" }),
        "update_profile" => profile(),
        "set_visibility" => json!({ "visibility": "anonymous" }),
        "add_licence" | "update_licence" => licence(),
        "add_wallet_credential" | "update_wallet_credential" => credential(),
        "add_block" => json!({ "employer": "Southern Hospital" }),
        "create_organization" | "update_organization" => organization(),
        "update_member" => json!({ "role": "viewer" }),
        "invite_member" => json!({ "address": "new@example.org", "role": "viewer" }),
        "add_facility" | "update_facility" => facility(),
        "create_posting" | "update_posting" => form(),
        "close_posting" => json!({ "filled": true }),
        "claim_posting" => json!({ "organization": side.organization.0 }),
        "decide_organization" => json!({ "ruling": "approve", "reason": "in_business_register" }),
        "decide_licence" => {
            json!({ "ruling": "approve", "reason": "in_register", "register_url": "https://register.example",
                                    "seen": "Active" })
        }
        "decide_posting" => json!({ "ruling": "approve", "reason": "meets_rules" }),
        "decide_report" => json!({ "ruling": "dismiss", "reason": "genuine" }),
        "publish_fraud_policy" => json!({ "effective_from": in_days(40), "en": "# Two", "fr": "# Deux" }),
        "set_staff" => json!({ "role": "editor" }),
        _ => return None,
    };
    Some(body)
}
