//! How fast mail goes to each domain: so many a minute, so many at once, and none beside one that stalls, so that a domain
//! which is slow or strict delays no other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

/// A domain that takes longer than this for one mail is slow.
pub(super) const SLOW: Duration = Duration::from_millis(500);
/// How long nothing more is begun for a domain that is slow.
const REST: Duration = Duration::from_secs(20);
/// How long what found no place waits.
pub(super) const CROWDED: Duration = Duration::from_secs(2);
/// Domains remembered before those that are at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// What one process sends to the domains of recipients.
pub(super) struct Pacing {
    /// Between two mails to one domain; zero: none.
    interval: Duration,
    /// To one domain at once.
    at_once: usize,
    domains: Mutex<HashMap<String, Domain>>,
}

struct Domain {
    /// When the next mail may begin.
    next: Instant,
    /// When the last of those that were put off begins: each comes back at a moment of its own.
    last_put_off: Instant,
    rests_until: Instant,
    slots: Arc<Semaphore>,
}

impl Pacing {
    /// So many mails a minute to one domain, 0: any number; and so many at once.
    pub(super) fn new(a_minute: u32, at_once: usize) -> Self {
        let interval = if a_minute == 0 { Duration::ZERO } else { Duration::from_mins(1) / a_minute };
        Self { interval, at_once: at_once.max(1), domains: Mutex::default() }
    }

    /// For how long a mail to a domain has to be put off; `None`: it has its turn, and is counted.
    pub(super) fn put_off(&self, domain: &str, now: Instant) -> Option<Duration> {
        self.with(domain, now, |known| {
            let from = known.rests_until.max(known.next);
            if from <= now {
                known.next = now + self.interval;
                return None;
            }
            known.last_put_off = known.last_put_off.max(from) + self.interval;
            Some(known.last_put_off - now)
        })
    }

    /// A place among those that are under way to a domain; `None`: none came free for a while, as it is slow.
    pub(super) async fn place(&self, domain: &str) -> Option<OwnedSemaphorePermit> {
        let slots = self.with(domain, Instant::now(), |known| Arc::clone(&known.slots));
        timeout(SLOW, slots.acquire_owned()).await.ok()?.ok()
    }

    /// One takes long: the others wait.
    pub(super) fn rest(&self, domain: &str, now: Instant) {
        self.with(domain, now, |known| known.rests_until = now + REST);
    }

    fn with<T>(&self, domain: &str, now: Instant, f: impl FnOnce(&mut Domain) -> T) -> T {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if domains.len() > REMEMBERED {
            let is_busy = |known: &Domain| known.slots.available_permits() < self.at_once;
            domains.retain(|_, known| is_busy(known) || known.next > now || known.rests_until > now);
        }
        let blank =
            || Domain { next: now, last_put_off: now, rests_until: now, slots: Arc::new(Semaphore::new(self.at_once)) };
        f(domains.entry(domain.to_owned()).or_insert_with(blank))
    }
}

/// The domain of an address, in lower case.
pub(super) fn domain_of(address: &str) -> String {
    address.rsplit('@').next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_gets_so_many_a_minute_and_the_others_any_number() {
        let (pacing, start) = (Pacing::new(60, 9), Instant::now());
        assert_eq!(pacing.put_off("a.ca", start), None);
        // Each of those that come too early is told a moment of its own.
        assert_eq!(
            [0; 3].map(|_| pacing.put_off("a.ca", start)),
            [2, 3, 4].map(|seconds| Some(Duration::from_secs(seconds)))
        );
        assert_eq!(pacing.put_off("b.ca", start), None);
        assert_eq!(pacing.put_off("a.ca", start + Duration::from_secs(2)), None);
        let any = Pacing::new(0, 9);
        assert!((0..1_000).all(|_| any.put_off("a.ca", start).is_none()));
    }

    #[tokio::test]
    async fn a_domain_gets_so_many_at_once() {
        let pacing = Pacing::new(0, 2);
        let (first, _second) = (pacing.place("a.ca").await.unwrap(), pacing.place("a.ca").await.unwrap());
        assert!(pacing.place("a.ca").await.is_none());
        assert!(pacing.place("b.ca").await.is_some());
        drop(first);
        assert!(pacing.place("a.ca").await.is_some());
    }

    #[test]
    fn a_domain_that_is_slow_rests() {
        let (pacing, now) = (Pacing::new(0, 2), Instant::now());
        pacing.rest("a.ca", now);
        assert_eq!(pacing.put_off("a.ca", now), Some(REST));
        assert_eq!(pacing.put_off("b.ca", now), None);
        assert_eq!(pacing.put_off("a.ca", now + REST), None);
    }

    #[test]
    fn a_domain_is_what_stands_behind_the_last_at() {
        assert_eq!(domain_of("Ann@Example.CA"), "example.ca");
        assert_eq!(domain_of("\"a@b\"@c.ca"), "c.ca");
    }
}
