//! Password hashes: Argon2id, made and checked on threads of their own behind a queue that is bounded, so that a
//! flood of sign-ins can fill neither the memory nor the pool of threads.

use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::account::password::normalize;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How costly a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Default for Cost {
    /// OWASP's first choice for Argon2id with one lane: 19 MiB, two passes (Password Storage Cheat Sheet, as of
    /// 2026-11).
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// Callers that may wait for each thread; at some 40 ms a hash, about a second.
const WAITING_PER_THREAD: usize = 24;

/// Makes and checks password hashes.
pub struct Hasher {
    argon2: Argon2<'static>,
    /// Checked where there is no account, so that an unknown address costs what a known one does.
    nobody: String,
    threads: Arc<Semaphore>,
    places: Semaphore,
}

/// There are more waiting than can be served in about a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowded;

/// What became of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Not the password, or no such account.
    Wrong,
    /// The password; with the hash to keep from now on where the old one was made at another cost.
    Right(Option<String>),
}

impl Hasher {
    /// Hashes at `cost` on as many threads as there are processors.
    ///
    /// # Errors
    /// A cost that Argon2 does not know.
    pub fn new(cost: Cost) -> anyhow::Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|error| anyhow::anyhow!("the cost of a password hash: {error}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let threads = available_parallelism().map_or(1, usize::from);
        Ok(Self {
            nobody: hash_with(&argon2, &SecretString::from("nobody's password"))?,
            argon2,
            threads: Arc::new(Semaphore::new(threads)),
            places: Semaphore::new(threads * (1 + WAITING_PER_THREAD)),
        })
    }

    /// The hash of a password, in PHC form.
    pub async fn hash(&self, password: SecretString) -> Result<anyhow::Result<String>, Crowded> {
        self.run(move |argon2| hash_with(&argon2, &password)).await
    }

    /// Checks a password against the hash of an account, or against nobody's.
    pub async fn check(
        &self,
        password: SecretString,
        hash: Option<String>,
    ) -> Result<anyhow::Result<Checked>, Crowded> {
        let (known, hash) = match hash {
            Some(hash) => (true, hash),
            None => (false, self.nobody.clone()),
        };
        self.run(move |argon2| check_with(&argon2, &password, &hash, known)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> anyhow::Result<T> + Send + 'static,
    ) -> Result<anyhow::Result<T>, Crowded> {
        let _place = self.places.try_acquire().map_err(|_| Crowded)?;
        let Ok(thread) = Arc::clone(&self.threads).acquire_owned().await else { return Err(Crowded) };
        let argon2 = self.argon2.clone();
        let done = spawn_blocking(move || {
            // Held until the work is done, also when the caller has gone away meanwhile.
            let _thread = thread;
            work(argon2)
        });
        Ok(done.await.context("a password hash was not finished").flatten())
    }
}

fn hash_with(argon2: &Argon2<'_>, password: &SecretString) -> anyhow::Result<String> {
    metrics::counter!("password_hashes_total").increment(1);
    let hash = argon2.hash_password(normalize(password.expose_secret()).as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("cannot hash a password: {error}"))?.to_string())
}

fn check_with(argon2: &Argon2<'_>, password: &SecretString, hash: &str, known: bool) -> anyhow::Result<Checked> {
    metrics::counter!("password_hashes_total").increment(1);
    let hash = PasswordHash::new(hash).map_err(|error| anyhow::anyhow!("a password hash that is none: {error}"))?;
    let same = argon2.verify_password(normalize(password.expose_secret()).as_bytes(), &hash).is_ok();
    if !same || !known {
        return Ok(Checked::Wrong);
    }
    let cost = Params::try_from(&hash).map_err(|error| anyhow::anyhow!("a password hash without cost: {error}"))?;
    let wanted = argon2.params();
    let as_wanted = (cost.m_cost(), cost.t_cost(), cost.p_cost())
        == (wanted.m_cost(), wanted.t_cost(), wanted.p_cost())
        && hash.algorithm == Algorithm::Argon2id.ident();
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
        let hasher = Hasher::new(CHEAP).unwrap();
        let hash = hasher.hash(secret("l'été à Rivière-du-Loup")).await.unwrap().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert_ne!(hasher.hash(secret("l'été à Rivière-du-Loup")).await.unwrap().unwrap(), hash, "each has its salt");
        for (password, right) in [
            ("l'été à Rivière-du-Loup", true),
            ("l'e\u{301}te\u{301} a\u{300} Rivie\u{300}re-du-Loup", true),
            ("l'été à Rivière-du-Lou", false),
            ("", false),
        ] {
            let checked = hasher.check(secret(password), Some(hash.clone())).await.unwrap().unwrap();
            assert_eq!(checked, if right { Checked::Right(None) } else { Checked::Wrong }, "{password}");
        }
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let hasher = Hasher::new(CHEAP).unwrap();
        for password in ["anything", "nobody's password"] {
            assert_eq!(hasher.check(secret(password), None).await.unwrap().unwrap(), Checked::Wrong);
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_made_anew() {
        let old = Hasher::new(CHEAP).unwrap();
        let new = Hasher::new(Cost { memory_kib: 16, passes: 2 }).unwrap();
        let hash = old.hash(secret("the same for years")).await.unwrap().unwrap();
        let Checked::Right(Some(again)) = new.check(secret("the same for years"), Some(hash)).await.unwrap().unwrap()
        else {
            panic!("not made anew")
        };
        assert!(again.starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{again}");
        let checked = new.check(secret("the same for years"), Some(again)).await.unwrap().unwrap();
        assert_eq!(checked, Checked::Right(None));
    }

    #[tokio::test]
    async fn more_than_can_wait_are_turned_away_and_none_is_forgotten() {
        let hasher = Arc::new(Hasher::new(CHEAP).unwrap());
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
        assert_eq!(hasher.hash(secret("one too many")).await.err(), Some(Crowded));
        drop(held);
        for one in waiting {
            assert!(one.await.unwrap().unwrap().is_ok());
        }
        assert!(hasher.hash(secret("room again")).await.is_ok());
    }
}
