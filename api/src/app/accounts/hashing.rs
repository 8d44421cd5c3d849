//! Password hashes: Argon2id, made and checked on threads of their own behind a queue that is bounded, so that a
//! flood of sign-ins can fill neither the memory nor the pool of threads.

use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::account::password::normalize;
use rand::Rng;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::problem::{Kind, Problem};
use crate::telemetry;

/// How costly a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// OWASP's least for Argon2id with one lane: 19 MiB, two passes (Password Storage Cheat Sheet, as of 2026-11).
    pub const USUAL: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// Whether Argon2 can do it, and a machine in reasonable time.
    pub const fn is_possible(self) -> bool {
        self.memory_kib >= 8 && self.memory_kib <= 1024 * 1024 && self.passes >= 1 && self.passes <= 100
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Callers that may wait for each thread; at some 40 ms a hash, about a second.
const WAITING_PER_THREAD: usize = 24;

/// Makes and checks password hashes.
pub struct Hasher {
    argon2: Argon2<'static>,
    /// Checked where there is no password, so that an unknown address costs what a known one does.
    nobody: String,
    threads: Arc<Semaphore>,
    places: Semaphore,
}

/// What became of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Not the password, or there is none.
    Wrong,
    /// The password; with the hash to keep from now on where the old one was made at another cost.
    Right(Option<String>),
}

impl Hasher {
    /// Hashes at `cost`, or at the usual one where Argon2 does not know it, on as many threads as there are
    /// processors.
    pub fn new(cost: Cost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).unwrap_or_default();
        let threads = available_parallelism().map_or(1, usize::from);
        Self {
            nobody: nobody(&params),
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            threads: Arc::new(Semaphore::new(threads)),
            places: Semaphore::new(threads * (1 + WAITING_PER_THREAD)),
        }
    }

    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// 429 where more wait than can be served in about a second.
    pub async fn hash(&self, password: SecretString) -> Result<String, Problem> {
        self.run(move |argon2| hash_with(&argon2, &password)).await
    }

    /// Checks a password against a hash, or against nobody's. A hash that is none has no password.
    ///
    /// # Errors
    /// As [`hash`](Self::hash).
    pub async fn check(&self, password: SecretString, hash: Option<&str>) -> Result<Checked, Problem> {
        let hash = hash.and_then(|hash| PasswordHash::new(hash).ok());
        let nobody = self.nobody.clone();
        let checked = self.run(move |argon2| match hash {
            Some(hash) => check_with(&argon2, &password, &hash),
            None => check_with(&argon2, &password, &PasswordHash::new(&nobody)?).map(|_| Checked::Wrong),
        });
        let checked = checked.await?;
        if matches!(checked, Checked::Right(Some(_))) {
            telemetry::note_hash();
        }
        Ok(checked)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let crowded = || Problem::new(Kind::TooManyRequests).retry_after(1);
        let _place = self.places.try_acquire().map_err(|_| crowded())?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(|_| crowded())?;
        telemetry::note_hash();
        let argon2 = self.argon2.clone();
        let done = spawn_blocking(move || {
            // Held until the work is done, also when the caller has gone away meanwhile.
            let _thread = thread;
            work(argon2)
        });
        let done = done.await.context("a password hash was not finished")?;
        Ok(done.map_err(|error| anyhow::anyhow!("cannot hash a password: {error}"))?)
    }
}

/// A hash that no password has: its output is random, not computed.
fn nobody(params: &Params) -> String {
    let mut random = [0; 48];
    rand::rng().fill_bytes(&mut random);
    let (salt, output) = random.split_at(16);
    let (m, t, p) = (params.m_cost(), params.t_cost(), params.p_cost());
    let [salt, output] = [salt, output].map(|bytes| STANDARD_NO_PAD.encode(bytes));
    format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${output}")
}

fn hash_with(argon2: &Argon2<'_>, password: &SecretString) -> Result<String, argon2::password_hash::Error> {
    Ok(argon2.hash_password(normalize(password.expose_secret()).as_bytes())?.to_string())
}

fn check_with(
    argon2: &Argon2<'_>,
    password: &SecretString,
    hash: &PasswordHash,
) -> Result<Checked, argon2::password_hash::Error> {
    if argon2.verify_password(normalize(password.expose_secret()).as_bytes(), hash).is_err() {
        return Ok(Checked::Wrong);
    }
    let (made, wanted) = (Params::try_from(hash)?, argon2.params());
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    let as_wanted = cost(&made) == cost(wanted) && hash.algorithm == Algorithm::Argon2id.ident();
    Ok(Checked::Right(if as_wanted { None } else { Some(hash_with(argon2, password)?) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn a_hash_opens_to_its_password_only_and_in_any_form_of_it() {
        let hasher = Hasher::new(CHEAP);
        let hash = hasher.hash(secret("l'été à Rivière-du-Loup")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert_ne!(hasher.hash(secret("l'été à Rivière-du-Loup")).await.unwrap(), hash, "each has its salt");
        for (password, right) in [
            ("l'été à Rivière-du-Loup", true),
            ("l'e\u{301}te\u{301} a\u{300} Rivie\u{300}re-du-Loup", true),
            ("l'été à Rivière-du-Lou", false),
            ("", false),
        ] {
            let checked = hasher.check(secret(password), Some(&hash)).await.unwrap();
            assert_eq!(checked, if right { Checked::Right(None) } else { Checked::Wrong }, "{password}");
        }
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let hasher = Hasher::new(CHEAP);
        assert!(PasswordHash::new(&hasher.nobody).is_ok());
        for none in [None, Some("none"), Some("")] {
            assert_eq!(hasher.check(secret("anything"), none).await.unwrap(), Checked::Wrong);
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_made_anew() {
        let old = Hasher::new(CHEAP);
        let new = Hasher::new(Cost { memory_kib: 16, passes: 2 });
        let hash = old.hash(secret("the same for years")).await.unwrap();
        let Checked::Right(Some(again)) = new.check(secret("the same for years"), Some(&hash)).await.unwrap() else {
            panic!("not made anew")
        };
        assert!(again.starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{again}");
        let checked = new.check(secret("the same for years"), Some(&again)).await.unwrap();
        assert_eq!(checked, Checked::Right(None));
    }

    #[tokio::test]
    async fn more_than_can_wait_are_turned_away_and_none_is_forgotten() {
        let hasher = Arc::new(Hasher::new(CHEAP));
        let places = hasher.places.available_permits();
        let held =
            Arc::clone(&hasher.threads).acquire_many_owned(u32::try_from(hasher.threads.available_permits()).unwrap());
        let held = held.await.unwrap();
        let waiting: Vec<_> = (0..places)
            .map(|_| {
                let hasher = Arc::clone(&hasher);
                tokio::spawn(async move { hasher.hash(secret("one of many")).await })
            })
            .collect();
        while hasher.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(hasher.hash(secret("one too many")).await.is_err());
        drop(held);
        for one in waiting {
            assert!(one.await.unwrap().is_ok());
        }
        assert!(hasher.hash(secret("room again")).await.is_ok());
    }
}
