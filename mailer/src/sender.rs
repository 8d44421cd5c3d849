//! Who sends: identification as CASL asks of every commercial message, and as we give with every other too.

use domain::Lang;
use lettre::message::Mailbox;

use crate::Error;
use crate::text::{NAME, line};

/// Characters of a link at most: more than the longest search and a token.
const LINK: usize = 3_000;

/// How the sender is named: the header `From`, and the end of every mail (Canada's Anti-Spam Legislation,
/// S.C. 2010, c. 23, s. 6(2), and SOR/2012-36, s. 2: name, mailing address, a way to reach them; `as_of` 2026-11).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The address of e-mail that sends and that people may write to.
    pub address: String,
    /// The name.
    pub name: String,
    /// The mailing address in one line.
    pub mailing_address: String,
    /// Where the installation is reached, such as `https://jobs.example.ca`: what links begin with.
    pub public_url: String,
}

impl Sender {
    /// Refuses what no mail could be sent with.
    ///
    /// # Errors
    /// [`Error::Sender`] for an address that is none, or a public address that is no http(s) one.
    pub fn check(&self) -> Result<(), Error> {
        let is_url = self.public_url.starts_with("https://") || self.public_url.starts_with("http://");
        if is_url && self.mailbox().is_some() { Ok(()) } else { Err(Error::Sender) }
    }

    /// For the header `From`.
    pub(crate) fn mailbox(&self) -> Option<Mailbox> {
        Some(Mailbox::new(Some(line(&self.name, NAME)).filter(|name| !name.is_empty()), self.address.parse().ok()?))
    }

    /// A link to a page of ours, in a language.
    pub(crate) fn page(&self, path: &str, lang: Lang) -> String {
        self.link(&page_in(path, lang))
    }

    /// A link to a path of ours; one that names another host would become a path too. Cut where it is longer than any of
    /// ours: some providers show no more than 100 kB of a mail.
    pub(crate) fn link(&self, path: &str) -> String {
        let path: String = path.chars().filter(char::is_ascii_graphic).take(LINK).collect();
        format!("{}/{}", self.public_url.trim_end_matches('/'), path.trim_start_matches('/'))
    }
}

/// Where a page is in a language: the path of the English one, and in French beneath `/fr`.
pub fn page_in(path: &str, lang: Lang) -> String {
    match lang {
        Lang::En => path.to_owned(),
        Lang::Fr => format!("/fr/{}", path.trim_start_matches('/')),
    }
}
