//! A worker's record: the profile as the worker writes it.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Held, Licence, Practice, Profile, Reach};
use crate::posting::{EmploymentSet, Pay, ShiftSet};
use crate::reference::{Language, Province, Region, Role};
use crate::set::{BitSet, keyed_enum};

/// A programme that the worker has finished.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Education {
    /// What was studied: "Practical nursing diploma".
    pub programme: String,
    /// Where.
    pub institution: String,
    /// The province or territory, where it was in Canada.
    #[serde(default)]
    pub province: Option<Province>,
    /// The year of completion. Never part of matching.
    #[serde(default)]
    pub year: Option<u16>,
}

/// A position that the worker held or holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experience {
    /// The role, where it is one of ours.
    #[serde(default)]
    pub role: Option<Role>,
    /// The title of the position.
    pub title: String,
    /// With whom.
    pub employer: String,
    /// What the work was.
    #[serde(default)]
    pub description: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None`: still there.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// What a student is studying for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Studies {
    /// The role that the programme leads to.
    pub role: Role,
    /// The programme.
    pub programme: String,
    /// Where.
    pub institution: String,
    /// The province or territory of the school.
    pub province: Province,
    /// The day on which it should be finished.
    pub finishes: NaiveDate,
}

keyed_enum! {
    /// How far the assessment of an education outside Canada has come.
    Assessment {
        /// Not begun.
        NotBegun = "not_begun",
        /// The documents are with the assessor.
        UnderWay = "under_way",
        /// The report is there.
        Done = "done",
    }
}

/// An education outside Canada for one role, and how far its recognition has come.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abroad {
    /// The role it is for.
    pub role: Role,
    /// How far its assessment has come.
    pub assessment: Assessment,
}

/// The profile as the worker writes it, without licences and wallet, which are kept one by one.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// One line about oneself.
    pub headline: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// The roles they do, with experience.
    pub roles: Vec<Practice>,
    /// Where they live.
    pub residence: Option<Province>,
    /// Where they work without moving.
    pub reach: Reach,
    /// Regions to which they would move.
    pub relocation: Vec<Region>,
    /// Regions to which they would fly for a rotation.
    pub fly_in: Vec<Region>,
    /// Accepted employment types; empty: any.
    pub employment: EmploymentSet,
    /// Accepted shifts; empty: any.
    pub shifts: ShiftSet,
    /// The least pay they would accept.
    pub pay_floor: Option<Pay>,
    /// Languages they work in.
    pub languages: BitSet<Language>,
    /// First day they could start; `None`: today.
    pub available_from: Option<NaiveDate>,
    /// Finished programmes.
    pub education: Vec<Education>,
    /// Positions, as on a résumé.
    pub experience: Vec<Experience>,
    /// What they study, for students.
    pub studies: Vec<Studies>,
    /// Education outside Canada, for the internationally educated.
    pub abroad: Vec<Abroad>,
    /// A link to a video résumé: [`video_link`](Self::video_link).
    pub video: Option<String>,
}

/// Personal as a whole: nothing of it may reach a log.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

impl Record {
    /// What matching sees of the worker.
    ///
    /// Places they would move or fly to count as places where they work.
    pub fn profile(&self, licences: Vec<Licence>, wallet: Vec<Held>) -> Profile {
        let mut reach = self.reach.clone();
        for region in self.relocation.iter().chain(&self.fly_in) {
            if !reach.regions.contains(region) {
                reach.regions.push(*region);
            }
        }
        Profile {
            roles: self.roles.clone(),
            // For each profession only until there is a licence, which `mobility` looks at.
            internationally_educated: !self.abroad.is_empty(),
            licences,
            credentials: wallet,
            residence: self.residence,
            reach,
            employment: self.employment,
            shifts: self.shifts,
            pay_floor: self.pay_floor,
            languages: self.languages,
            available_from: self.available_from,
        }
    }

    /// Given and family name; `None`: they wrote neither.
    pub fn name(&self) -> Option<String> {
        let names: Vec<&str> =
            [&self.given_name, &self.family_name].into_iter().flatten().map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    /// Every role the worker does, studies for or was trained for abroad, each once, those they do first.
    pub fn all_roles(&self) -> Vec<Role> {
        let practised = self.roles.iter().map(|practice| practice.role);
        let studied = self.studies.iter().map(|studies| studies.role);
        let abroad = self.abroad.iter().map(|abroad| abroad.role);
        let mut roles = Vec::new();
        for role in practised.chain(studied).chain(abroad) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    /// Whether a text can be the link to a video résumé: an `https` address with a host and no user name, at most 500
    /// characters. Pages show it as a link and fetch nothing of it.
    pub fn video_link(text: &str) -> bool {
        let Some(rest) = text.strip_prefix("https://") else { return false };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let named = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        let letters = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        let visible = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`'));
        text.len() <= 500 && named && letters && visible
    }

    /// The names of the parts in which two records differ, for the audit: never a value.
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        let parts: [(&'static str, bool); 19] = [
            ("headline", self.headline != other.headline),
            ("given_name", self.given_name != other.given_name),
            ("family_name", self.family_name != other.family_name),
            ("phone", self.phone != other.phone),
            ("roles", self.roles != other.roles),
            ("residence", self.residence != other.residence),
            ("reach", self.reach != other.reach),
            ("relocation", self.relocation != other.relocation),
            ("fly_in", self.fly_in != other.fly_in),
            ("employment", self.employment != other.employment),
            ("shifts", self.shifts != other.shifts),
            ("pay_floor", self.pay_floor != other.pay_floor),
            ("languages", self.languages != other.languages),
            ("available_from", self.available_from != other.available_from),
            ("education", self.education != other.education),
            ("experience", self.experience != other.experience),
            ("studies", self.studies != other.studies),
            ("abroad", self.abroad != other.abroad),
            ("video", self.video != other.video),
        ];
        parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_to_move_and_fly_to_count_for_matching_and_each_once() {
        let region = |key| Region::parse(key).unwrap();
        let record = Record {
            reach: Reach { regions: vec![region("on-toronto")], ..Reach::default() },
            relocation: vec![region("bc"), region("on-toronto")],
            fly_in: vec![region("nu"), region("bc")],
            ..Record::default()
        };
        let reach = record.profile(vec![], vec![]).reach;
        assert_eq!(reach.regions, ["on-toronto", "bc", "nu"].map(region));
    }

    #[test]
    fn roles_are_listed_once_those_that_are_done_first() {
        let role = |key| Role::parse(key).unwrap();
        let record = Record {
            roles: vec![Practice { role: role("psw"), months: 12 }],
            abroad: ["rn", "psw"].map(|key| Abroad { role: role(key), assessment: Assessment::NotBegun }).to_vec(),
            ..Record::default()
        };
        assert_eq!(record.all_roles(), ["psw", "rn"].map(role));
        assert!(record.profile(vec![], vec![]).internationally_educated);
        assert!(!Record::default().profile(vec![], vec![]).internationally_educated);
    }

    #[test]
    fn only_plain_https_links_with_a_host_are_taken() {
        for link in ["https://youtu.be/abc123", "https://vimeo.com/1?h=2#t=3", "https://a-b.example.ca"] {
            assert!(Record::video_link(link), "{link}");
        }
        for link in [
            "http://youtu.be/abc",
            "javascript:alert(1)",
            "https://",
            "https://localhost/x",
            "https://user@example.ca/",
            "https://example.ca:8443/",
            "https://[::1]/",
            "https://example.ca/a b",
            "https://example.ca/\"><script>",
            "https://exämple.ca/",
            "https://.ca/",
            " https://example.ca/",
        ] {
            assert!(!Record::video_link(link), "{link}");
        }
        assert!(!Record::video_link(&format!("https://example.ca/{}", "x".repeat(500))));
    }

    #[test]
    fn nothing_of_a_record_is_shown_by_debug() {
        let record = Record { family_name: Some("Planted-Marker".to_owned()), ..Record::default() };
        assert!(!format!("{record:?}").contains("Marker"));
    }

    #[test]
    fn what_an_older_build_wrote_is_read() {
        assert_eq!(serde_json::from_str::<Record>("{}").unwrap(), Record::default());
        let newer = r#"{"headline":"Night nurse","of_next_year":1}"#;
        assert_eq!(serde_json::from_str::<Record>(newer).unwrap().headline.as_deref(), Some("Night nurse"));
    }

    #[test]
    fn what_changed_is_named() {
        let before = Record::default();
        let after = Record { phone: Some("416-555-0100".to_owned()), residence: Some(Province::On), ..before.clone() };
        assert_eq!(before.changed(&after), ["phone", "residence"]);
        assert!(after.changed(&after).is_empty());
    }
}
