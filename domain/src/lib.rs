//! The rules of carematch: types, states and decisions.
//!
//! Pure by construction: no I/O, no async, no clock. Time is an argument everywhere, reference tables
//! (`domain/data/*.csv`) are compiled in, and every answer about a licence or a law carries its source,
//! its `as_of` date and its certainty. REST, the command line, the indexer and the mailer all call these
//! rules; none has rules of its own.
//!
//! | module | question it answers |
//! |---|---|
//! | [`reference`] | which roles, regions, regulators and credentials exist, and who says so |
//! | [`title`] | which roles does this free-text title name, in this province |
//! | [`requirement`] | what does this posting ask for, in which words |
//! | [`posting`] | what is a posting; what do its pay, hours and place texts mean; are two postings the same job |
//! | [`worker`] | what a worker holds and would accept |
//! | [`mobility`] | may this person work in this role in this province, by which route, from which date |
//! | [`matching`] | one worker and one posting, line by line: the verdict |
//! | [`board`] | the live postings in compact columns: search without text, and exact top matches |
//! | [`pool`] | every worker who may be found, in compact columns: the exact candidates of a posting |
//! | [`search`] | the query, document and page shared by every search engine |
//! | [`compliance`] | what the law says of a posting before it is published |
//! | [`access`] | who may do what to what |
//! | [`account`], [`organization`] | who people are to us |
//! | [`application`] | where does an application stand, who may move it, until when is an answer owed |
//! | [`candidate`] | what may an employer see of those who match before anyone has said yes; invitations |
//! | [`grant`], [`disclosure`] | what of whom may an organization see, by which yes, at which step |
//! | [`analytics`] | how an employer's postings do, what is open and paid in the country |
//! | [`subscription`] | who asked for which mail, when is it due, how does it end |
//! | [`article`] | what is on the blog, from when on, and what to read after it |
//! | [`verification`] | how is a declared licence looked up, and until when does the answer count |
//! | [`moderation`], [`report`] | what waits for a person, what they may answer and why |
//! | [`fraud_policy`] | which policy on fraudulent postings applies on a day |
//! | [`digest`] | which new postings is someone told of, and which were they sent before |
//! | [`document`] | is this file one PDF, JPEG or PNG that does nothing but show itself |
//! | [`message`] | sentences for people, in English and French |
//! | [`calendar`], [`local_time`] | business days, and which day it is where the work is |

pub mod access;
pub mod account;
pub mod analytics;
pub mod application;
pub mod article;
pub mod board;
pub mod calendar;
pub mod candidate;
pub mod compliance;
pub mod digest;
pub mod disclosure;
pub mod document;
pub mod feed;
pub mod fraud_policy;
pub mod grant;
mod intern;
pub mod lang;
pub mod local_time;
pub mod matching;
pub mod message;
pub mod mobility;
pub mod moderation;
pub mod organization;
pub mod outbound;
pub mod pool;
pub mod posting;
pub mod reference;
pub mod report;
pub mod requirement;
pub mod review;
pub mod search;
pub mod set;
pub mod subscription;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod throttle;
pub mod title;
pub mod verification;
pub mod webhook;
pub mod worker;

pub use lang::Lang;
