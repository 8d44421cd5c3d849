//! The second factor: time-based codes (RFC 6238) and single-use recovery codes.

use chrono::{DateTime, Utc};
use rand::RngExt;
use secrecy::{ExposeSecret, SecretString};
use totp_rs::{Builder, Secret, Totp};

use crate::caller;

/// Who the code is for, as authenticator apps show it.
const ISSUER: &str = "carematch";
/// Recovery codes that are made at set-up.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits that no one takes for another.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a recovery code; 79 bits (NIST SP 800-63B-4 §3.1.2.2 asks for 64 where only a hash is kept).
const RECOVERY_LENGTH: usize = 16;

/// What an authenticator app is set up with.
pub struct Enrolment {
    /// The secret in base 32.
    pub secret: SecretString,
    /// The same with account and issuer, for a QR code: `otpauth://totp/…`.
    pub url: SecretString,
}

/// A new secret of 160 bits for the account with this address.
///
/// # Errors
/// None that depends on the address.
pub fn enrol(email: &str) -> anyhow::Result<Enrolment> {
    let secret = Secret::generate();
    // A colon would end the account's name in the URL.
    let totp = totp_of(secret.clone(), &email.replace(':', "_"))?;
    let url = totp.to_url().map_err(|error| anyhow::anyhow!("the URL of a second factor: {error}"))?;
    Ok(Enrolment { secret: secret.to_base32().into(), url: url.into() })
}

fn totp_of(secret: Secret, account: &str) -> anyhow::Result<Totp> {
    let totp = Builder::new().with_secret(secret).with_issuer(Some(ISSUER)).with_account_name(account);
    totp.build().map_err(|error| anyhow::anyhow!("a second factor: {error}"))
}

/// Seconds for which a code is right (RFC 6238 §5.2).
pub const STEP_SECONDS: i64 = 30;

/// The code of a step, as an authenticator app shows it.
///
/// # Errors
/// The secret is not one of ours.
pub fn code(secret: &SecretString, step: i64) -> anyhow::Result<String> {
    let seconds = u64::try_from(step * STEP_SECONDS).unwrap_or_default();
    Ok(totp_of(read(secret)?, "")?.generate(seconds).to_string())
}

fn read(secret: &SecretString) -> anyhow::Result<Secret> {
    Secret::try_from_base32(secret.expose_secret()).map_err(|_| anyhow::anyhow!("a secret that is none"))
}

/// The step of 30 seconds at which `code` is right: now, or one before or after. `None`: wrong, or of a step not
/// after `last`, the one that was taken last (RFC 6238 §5.2: a code is taken once).
///
/// # Errors
/// The secret is not one of ours.
pub fn step_of(secret: &SecretString, code: &str, last: i64, now: DateTime<Utc>) -> anyhow::Result<Option<i64>> {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let step = totp_of(read(secret)?, "")?.check(&plain(code), seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last))
}

/// A set of recovery codes, as they are shown once: `abcd-efgh-jkmn-pqrs`.
pub fn recovery_codes() -> Vec<SecretString> {
    (0..RECOVERY_CODES).map(|_| recovery_code().into()).collect()
}

/// A text of 79 random bits that is easily typed: `abcd-efgh-jkmn-pqrs`.
pub fn recovery_code() -> String {
    let mut code = String::with_capacity(RECOVERY_LENGTH + RECOVERY_LENGTH / 4);
    let mut random = rand::rng();
    for i in 0..RECOVERY_LENGTH {
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        let letter = ALPHABET.get(random.random_range(0..ALPHABET.len())).copied().unwrap_or_default();
        code.push(char::from(letter));
    }
    code
}

/// What is kept of a recovery code, however it is spaced.
pub fn recovery_hash(code: &str) -> String {
    caller::hash(&plain(code))
}

/// A code as it is compared: letters and digits in lower case.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = SecretString::from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = step_of(&secret, code, 0, at(seconds)).unwrap();
            assert_eq!(step, Some(seconds / 30), "{seconds}");
            assert_eq!(super::code(&secret, seconds / STEP_SECONDS).unwrap(), code);
            assert_eq!(step_of(&secret, &format!(" {} {} ", &code[..3], &code[3..]), 0, at(seconds)).unwrap(), step);
        }
    }

    #[test]
    fn a_code_is_taken_once_and_for_a_step_around_its_own() {
        let secret = SecretString::from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let taken = |last, seconds| step_of(&secret, "287082", last, at(seconds)).unwrap();
        // Step 1 lasts from 30 to 59.
        assert_eq!([taken(0, 0), taken(0, 89)], [Some(1), Some(1)]);
        assert_eq!([taken(0, 90), taken(0, 3_000)], [None, None]);
        assert_eq!([taken(0, 59), taken(1, 59), taken(2, 59)], [Some(1), None, None]);
        for wrong in ["287083", "", "28708", "2870820", "abcdef", "２８７０８２"] {
            assert_eq!(step_of(&secret, wrong, 0, at(59)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_secret_serves_the_app_it_is_given_to() {
        let one = enrol("o'brien:x+1@exemple.ca").unwrap();
        let app = Totp::from_url(one.url.expose_secret()).unwrap();
        assert_eq!(app.issuer(), Some(ISSUER));
        let now = at(1_800_000_000);
        let code = app.generate(1_800_000_000).to_string();
        assert_eq!(step_of(&one.secret, &code, 0, now).unwrap(), Some(60_000_000));
        assert_ne!(enrol("a@b.ca").unwrap().secret.expose_secret(), one.secret.expose_secret());
    }

    #[test]
    fn recovery_codes_differ_and_are_known_however_they_are_typed() {
        let codes = recovery_codes();
        let hashes: HashSet<_> = codes.iter().map(|code| recovery_hash(code.expose_secret())).collect();
        assert_eq!(hashes.len(), RECOVERY_CODES);
        let first = codes[0].expose_secret();
        assert_eq!(first.len(), 19);
        assert_eq!(recovery_hash(&first.replace('-', " ").to_uppercase()), recovery_hash(first));
    }
}
