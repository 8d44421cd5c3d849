//! What someone has said of single jobs of their digests: it shapes the next ones, beside what they asked for.

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::message::{Arg, Message};
use crate::posting::Content;
use crate::reference::{Region, Role};
use crate::set::keyed_enum;

/// Things of one kind that are remembered; of more, the oldest are forgotten.
const MOST: usize = 20;

keyed_enum! {
    /// What is said of a job.
    Opinion {
        /// Others of its role in its region come first.
        MoreLikeThis = "more_like_this",
        /// None of its role is told of any more.
        NotThisRole = "not_this_role",
        /// None so far away, or in its region where no distance was asked for, is told of any more.
        TooFar = "too_far",
    }
}

/// All that was said, and still holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Taste {
    /// Jobs of such a role in such a region come first.
    pub liked: Vec<(Role, Region)>,
    /// What is a job of no other role is left out.
    pub unwanted: Vec<Role>,
    /// What is in no other region is left out.
    pub too_far: Vec<Region>,
    /// What is so many kilometres from the middle of the circle that was asked for, or more, is left out.
    pub below_km: Option<u32>,
}

/// What of a job matters to a taste.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    pub(super) roles: Box<[Role]>,
    /// Where it is; a remote one is nowhere.
    pub(super) regions: Box<[Region]>,
}

impl Traits {
    pub(super) fn of(content: &Content) -> Self {
        Self {
            roles: content.roles.clone().into(),
            regions: content.locations.iter().map(|location| location.region).collect(),
        }
    }
}

impl Taste {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes in what is said of a job; `km`: from the middle of the circle that was asked for. What is said last counts.
    pub fn hear(&mut self, opinion: Opinion, content: &Content, km: Option<u32>) {
        let Traits { roles, regions } = Traits::of(content);
        match (opinion, km) {
            (Opinion::MoreLikeThis, _) => {
                self.unwanted.retain(|role| !roles.contains(role));
                self.too_far.retain(|region| !regions.contains(region));
                let pairs = roles.iter().flat_map(|role| regions.iter().map(|region| (*role, *region)));
                pairs.for_each(|pair| remember(&mut self.liked, pair));
            }
            (Opinion::NotThisRole, _) => {
                self.liked.retain(|(role, _)| !roles.contains(role));
                roles.iter().for_each(|role| remember(&mut self.unwanted, *role));
            }
            // What is in the very place that was asked for cannot be too far.
            (Opinion::TooFar, Some(km)) => self.below_km = Some(self.below_km.map_or(km, |known| known.min(km)).max(1)),
            (Opinion::TooFar, None) => {
                self.liked.retain(|(_, region)| !regions.contains(region));
                regions.iter().for_each(|region| remember(&mut self.too_far, *region));
            }
        }
    }

    /// All of it, a sentence each.
    pub fn render(&self, lang: Lang) -> Vec<String> {
        let name = |region: Region| Arg::Text(region.name(lang).to_owned());
        let liked = self.liked.iter().map(|(role, region)| {
            let role = Arg::Role(*role, region.province());
            Message::new("digest-taste-liked").with("role", role).with("region", name(*region))
        });
        let unwanted =
            self.unwanted.iter().map(|role| Message::new("digest-taste-unwanted").with("role", Arg::Role(*role, None)));
        let far = self.too_far.iter().map(|region| Message::new("digest-taste-far").with("region", name(*region)));
        let below = self.below_km.map(|km| Message::new("digest-taste-below").with("km", Arg::Count(km.into())));
        liked.chain(unwanted).chain(far).chain(below).map(|message| message.render(lang)).collect()
    }

    pub(super) fn admits(&self, job: &Traits, km: Option<u32>) -> bool {
        let unwanted = are_all_in(&job.roles, &self.unwanted);
        let elsewhere = are_all_in(&job.regions, &self.too_far);
        let beyond = self.below_km.zip(km).is_some_and(|(below, km)| km >= below);
        !(unwanted || elsewhere || beyond)
    }

    pub(super) fn likes(&self, job: &Traits) -> bool {
        self.liked.iter().any(|(role, region)| job.roles.contains(role) && job.regions.contains(region))
    }
}

fn are_all_in<T: PartialEq>(some: &[T], left_out: &[T]) -> bool {
    !some.is_empty() && some.iter().all(|one| left_out.contains(one))
}

fn remember<T: PartialEq>(known: &mut Vec<T>, new: T) {
    known.retain(|old| *old != new);
    known.push(new);
    if known.len() > MOST {
        known.remove(0);
    }
}
