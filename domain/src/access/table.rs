//! The table itself: one row for every operation of the API, in the order of its document.

use super::{Actor, Over};

/// Declares [`Action`] and its rows.
macro_rules! table {
    ($($(#[$doc:meta])* $action:ident = $key:literal { $($actor:ident: $over:ident),+ $(,)? })+) => {
        /// What can be done through the API. Its key is the `operationId`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $action),+ }

        impl Action {
            /// Every action, in order.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// The `operationId`.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$action => $key),+ }
            }

            /// The action with this key.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.key() == key)
            }

            /// Whether anyone at all may.
            pub fn is_public(self) -> bool {
                self.cells().contains(&(Actor::Anonymous, Over::Any))
            }

            /// Who may, and over which objects. A member's part includes the lesser ones (owner, recruiter, viewer),
            /// an admin's those of editor and moderator.
            pub const fn cells(self) -> &'static [(Actor, Over)] {
                match self { $(Self::$action => &[$((Actor::$actor, Over::$over)),+]),+ }
            }
        }
    };
}

table! {
    // --- reading, public
    /// Search postings.
    SearchPostings = "search_postings" { Anonymous: Any }
    /// Read a posting that is to be seen.
    ReadPosting = "read_posting" { Anonymous: Any }
    /// Judge a profile against one posting.
    ReadVerdict = "read_verdict" { Anonymous: Any }
    /// Match a profile that is not kept.
    MatchProfile = "match_profile" { Anonymous: Any }
    /// Complete what is typed.
    Suggest = "suggest" { Anonymous: Any }
    /// The roles.
    ListRoles = "list_roles" { Anonymous: Any }
    /// The regions.
    ListRegions = "list_regions" { Anonymous: Any }
    /// The credentials.
    ListCredentials = "list_credentials" { Anonymous: Any }
    /// Openings and median pay by role and region.
    ReadMarket = "read_market" { Anonymous: Any }
    /// The published health facilities, for a picker.
    ListPublicFacilities = "list_public_facilities" { Anonymous: Any }
    /// The fraud policy in force, and those before it.
    ReadFraudPolicy = "read_fraud_policy" { Anonymous: Any }
    /// Check the draft of a posting against the law; nothing is kept.
    LintPosting = "lint_posting" { Anonymous: Any }
    /// The live postings that were written here, as Atom.
    ExportAtom = "export_atom" { Anonymous: Any }
    /// The same as XML in the form that Indeed takes.
    ExportIndeedXml = "export_indeed_xml" { Anonymous: Any }
    /// The same as schema.org `JobPosting`.
    ExportJsonLd = "export_json_ld" { Anonymous: Any }
    /// Report a posting as fraud.
    ReportPosting = "report_posting" { Anonymous: Any }
    /// Whether the process lives.
    Healthz = "healthz" { Anonymous: Any }
    /// Whether the process can serve.
    Readyz = "readyz" { Anonymous: Any }

    // --- the newsletter: whoever has the link that was mailed is the subscriber
    /// Ask for a subscription.
    Subscribe = "subscribe" { Anonymous: Any }
    /// See what a digest would hold.
    PreviewDigest = "preview_digest" { Anonymous: Any }
    /// Confirm a subscription with the token that was mailed.
    ConfirmSubscription = "confirm_subscription" { Anonymous: Any }
    /// Read everything that is held about a subscription.
    ReadSubscription = "read_subscription" { Anonymous: Any }
    /// Change its preferences, or pause it.
    UpdateSubscription = "update_subscription" { Anonymous: Any }
    /// Say something of a job that it told of, and so shape the next digests.
    GiveFeedback = "give_feedback" { Anonymous: Any }
    /// End it, or some of its purposes.
    Unsubscribe = "unsubscribe" { Anonymous: Any }
    /// Delete it with all that is held about it.
    DeleteSubscription = "delete_subscription" { Anonymous: Any }

    // --- the blog
    /// The articles that are seen.
    ListArticles = "list_articles" { Anonymous: Any }
    /// Read one.
    ReadArticle = "read_article" { Anonymous: Any }
    /// The picture above one.
    ReadArticleCover = "read_article_cover" { Anonymous: Any }
    /// Every article, drafts too.
    ListDrafts = "list_drafts" { Editor: Any }
    /// Begin an article.
    CreateArticle = "create_article" { Editor: Any }
    /// Read one, draft or not.
    ReadDraft = "read_draft" { Editor: Any }
    /// Change it.
    UpdateArticle = "update_article" { Editor: Any }
    /// Put a picture above it.
    SetArticleCover = "set_article_cover" { Editor: Any }
    /// Take it away.
    RemoveArticleCover = "remove_article_cover" { Editor: Any }
    /// Publish it, now or at a moment to come.
    PublishArticle = "publish_article" { Editor: Any }
    /// Make it a draft again.
    WithdrawArticle = "withdraw_article" { Editor: Any }
    /// Remove a draft with all that it was.
    RemoveArticle = "remove_article" { Editor: Any }
    /// How it was before each change.
    ListArticleRevisions = "list_article_revisions" { Editor: Any }

    // --- accounts and sessions
    /// Make an account.
    Register = "register" { Anonymous: Any }
    /// Confirm an address with the token that was mailed to it.
    ConfirmEmail = "confirm_email" { Anonymous: Any }
    /// Ask for the mail that resets a password.
    RequestPasswordReset = "request_password_reset" { Anonymous: Any }
    /// Set a new password with the token that was mailed.
    ResetPassword = "reset_password" { Anonymous: Any }
    /// Sign in.
    SignIn = "sign_in" { Anonymous: Any }
    /// Sign out of the session that asks.
    SignOut = "sign_out" { Account: Own }
    /// List one's own sessions.
    ListSessions = "list_sessions" { Account: Own }
    /// Revoke one of them.
    RevokeSession = "revoke_session" { Account: Own }
    /// Read one's own account.
    ReadAccount = "read_account" { Account: Own }
    /// Change its name or language.
    UpdateAccount = "update_account" { Account: Own }
    /// Change one's password.
    ChangePassword = "change_password" { Account: Own }
    /// Begin to set up a second factor.
    StartSecondFactor = "start_second_factor" { Account: Own }
    /// Prove the second factor: at set-up, and in a session that was begun without.
    ProveSecondFactor = "prove_second_factor" { Account: Own }
    /// Take the second factor away.
    RemoveSecondFactor = "remove_second_factor" { Account: Own }
    /// Everything held about one's account, as JSON.
    ExportAccount = "export_account" { Account: Own }
    /// Delete one's account.
    DeleteAccount = "delete_account" { Account: Own }

    // --- a worker's own
    /// Read one's profile.
    ReadProfile = "read_profile" { Worker: Own }
    /// Change it.
    UpdateProfile = "update_profile" { Worker: Own }
    /// How complete it is, and the next best step.
    ReadCompleteness = "read_completeness" { Worker: Own }
    /// The next step towards each role.
    ReadPathways = "read_pathways" { Worker: Own }
    /// Choose who may see the profile.
    SetVisibility = "set_visibility" { Worker: Own }
    /// List one's licences.
    ListLicences = "list_licences" { Worker: Own }
    /// Add a licence.
    AddLicence = "add_licence" { Worker: Own }
    /// Read one licence.
    ReadLicence = "read_licence" { Worker: Own }
    /// Change one.
    UpdateLicence = "update_licence" { Worker: Own }
    /// Remove one.
    RemoveLicence = "remove_licence" { Worker: Own }
    /// Ask for a licence to be checked.
    RequestLicenceCheck = "request_licence_check" { Worker: Own }
    /// List one's wallet.
    ListWallet = "list_wallet" { Worker: Own }
    /// Add a credential to it.
    AddWalletCredential = "add_wallet_credential" { Worker: Own }
    /// Read one.
    ReadWalletCredential = "read_wallet_credential" { Worker: Own }
    /// Change one.
    UpdateWalletCredential = "update_wallet_credential" { Worker: Own }
    /// Remove one.
    RemoveWalletCredential = "remove_wallet_credential" { Worker: Own }
    /// What lapses before a day.
    ListLapses = "list_lapses" { Worker: Own }
    /// List one's documents.
    ListDocuments = "list_documents" { Worker: Own }
    /// Upload one.
    AddDocument = "add_document" { Worker: Own }
    /// Download one.
    ReadDocument = "read_document" { Worker: Own }
    /// Remove one.
    RemoveDocument = "remove_document" { Worker: Own }
    /// List the employers that may not see one's profile.
    ListBlocks = "list_blocks" { Worker: Own }
    /// Block an employer.
    AddBlock = "add_block" { Worker: Own }
    /// Unblock it.
    RemoveBlock = "remove_block" { Worker: Own }

    // --- organizations
    /// Sign an organization up; who does becomes its owner.
    CreateOrganization = "create_organization" { Employer: Own }
    /// List one's own organizations.
    ListOrganizations = "list_organizations" { Account: Own }
    /// Read an organization.
    ReadOrganization = "read_organization" { Viewer: Own, Moderator: Any }
    /// Change it.
    UpdateOrganization = "update_organization" { Owner: Own }
    /// Ask for it to be verified.
    RequestVerification = "request_verification" { Owner: Own }
    /// List its members.
    ListMembers = "list_members" { Viewer: Own }
    /// Change a member's part.
    UpdateMember = "update_member" { Owner: Own }
    /// Remove a member; anyone may leave.
    RemoveMember = "remove_member" { Viewer: Own }
    /// List open invitations of members.
    ListMemberInvitations = "list_member_invitations" { Owner: Own }
    /// Invite someone by mail to be a member.
    InviteMember = "invite_member" { Owner: Own }
    /// Take an invitation back.
    RevokeMemberInvitation = "revoke_member_invitation" { Owner: Own }
    /// Accept an invitation with the token that was mailed.
    AcceptMemberInvitation = "accept_member_invitation" { Employer: Own }
    /// List facilities.
    ListFacilities = "list_facilities" { Viewer: Own, PostingReader: Own }
    /// Add a facility.
    AddFacility = "add_facility" { Recruiter: Own }
    /// Read a facility.
    ReadFacility = "read_facility" { Viewer: Own, PostingReader: Own }
    /// Change a facility.
    UpdateFacility = "update_facility" { Recruiter: Own }
    /// Remove a facility.
    RemoveFacility = "remove_facility" { Recruiter: Own }

    // --- partners
    /// List an organization's API keys.
    ListApiKeys = "list_api_keys" { Owner: Own }
    /// Make one.
    AddApiKey = "add_api_key" { Owner: Own }
    /// End one.
    RemoveApiKey = "remove_api_key" { Owner: Own }

    /// List an organization's webhooks.
    ListWebhooks = "list_webhooks" { Owner: Own }
    /// Add one.
    AddWebhook = "add_webhook" { Owner: Own }
    /// Remove one.
    RemoveWebhook = "remove_webhook" { Owner: Own }
    /// What was sent to one, and what went wrong.
    ListWebhookDeliveries = "list_webhook_deliveries" { Owner: Own }
    /// Send something once more.
    ReplayWebhookDelivery = "replay_webhook_delivery" { Owner: Own }

    // --- reviews by a person
    /// List the reviews that one asked for.
    ListReviews = "list_reviews" { Worker: Own }
    /// Ask that a person looks at a match or a rejection.
    AskReview = "ask_review" { Worker: Own }
    /// List the reviews that wait.
    ListWaitingReviews = "list_waiting_reviews" { Moderator: Any }
    /// Read one with what is to be looked at.
    ReadReview = "read_review" { Moderator: Any }
    /// Answer one.
    AnswerReview = "answer_review" { Moderator: Any }

    // --- an organization's postings
    /// List an organization's postings, whatever their state.
    ListOwnPostings = "list_own_postings" { Viewer: Own, PostingReader: Own }
    /// Write a draft.
    CreatePosting = "create_posting" { Recruiter: Own, PostingWriter: Own }
    /// Read an organization's own posting with its form, state and findings.
    ReadOwnPosting = "read_own_posting" { Viewer: Own, PostingReader: Own, Moderator: Any }
    /// Change its form.
    UpdatePosting = "update_posting" { Recruiter: Own, PostingWriter: Own }
    /// The versions it had.
    ListPostingVersions = "list_posting_versions" { Viewer: Own, PostingReader: Own, Moderator: Any }
    /// Publish it: to review, or live at once.
    PublishPosting = "publish_posting" { Recruiter: Own, PostingWriter: Own }
    /// Take it off for a while.
    PausePosting = "pause_posting" { Recruiter: Own, PostingWriter: Own }
    /// Put it on again.
    ResumePosting = "resume_posting" { Recruiter: Own, PostingWriter: Own }
    /// Prolong it.
    ExtendPosting = "extend_posting" { Recruiter: Own, PostingWriter: Own }
    /// Say that it is still open.
    ConfirmPosting = "confirm_posting" { Recruiter: Own, PostingWriter: Own }
    /// Close it: filled, or not.
    ClosePosting = "close_posting" { Recruiter: Own, PostingWriter: Own }
    /// Claim an imported posting.
    ClaimPosting = "claim_posting" { Recruiter: Own }

    // --- matches of a worker
    /// Match one's own profile.
    ListMatches = "list_matches" { Worker: Own }
    /// The verdict on one posting.
    ReadMatch = "read_match" { Worker: Own }
    /// List the postings one saved.
    ListSavedPostings = "list_saved_postings" { Worker: Own }
    /// Save one.
    SavePosting = "save_posting" { Worker: Own }
    /// Do not keep it any more.
    UnsavePosting = "unsave_posting" { Worker: Own }
    /// List the postings one hid.
    ListHiddenPostings = "list_hidden_postings" { Worker: Own }
    /// Hide one.
    HidePosting = "hide_posting" { Worker: Own }
    /// Show it again.
    UnhidePosting = "unhide_posting" { Worker: Own }
    /// List the employers whose postings one hides.
    ListHiddenEmployers = "list_hidden_employers" { Worker: Own }
    /// Hide an employer's postings.
    HideEmployer = "hide_employer" { Worker: Own }
    /// Show them again.
    UnhideEmployer = "unhide_employer" { Worker: Own }
    /// List one's saved searches.
    ListSavedSearches = "list_saved_searches" { Worker: Own }
    /// Save a search.
    SaveSearch = "save_search" { Worker: Own }
    /// Change one.
    UpdateSavedSearch = "update_saved_search" { Worker: Own }
    /// Remove one.
    RemoveSavedSearch = "remove_saved_search" { Worker: Own }
    /// Read one's alert.
    ReadAlert = "read_alert" { Worker: Own }
    /// Be told of new postings that suit one's profile, and when.
    SetAlert = "set_alert" { Worker: Own }
    /// Be told no more.
    RemoveAlert = "remove_alert" { Worker: Own }
    /// When one is told of what passes a search that one keeps.
    ReadSearchAlert = "read_search_alert" { Worker: Own }
    /// Ask to be told of it by mail, or change when.
    SetSearchAlert = "set_search_alert" { Worker: Own }
    /// Be told of it no more.
    RemoveSearchAlert = "remove_search_alert" { Worker: Own }

    // --- candidates of a posting
    /// List the anonymous candidates of a posting.
    ListCandidates = "list_candidates" { Recruiter: Own }
    /// Ask how many more could begin if something were only preferred.
    AskWhatIf = "ask_what_if" { Recruiter: Own }
    /// List the candidates who are shown by name.
    ListOpenCandidates = "list_open_candidates" { Recruiter: Own }
    /// Invite an anonymous candidate to say who they are.
    InviteCandidate = "invite_candidate" { Recruiter: Own }
    /// List an organization's invitations of candidates.
    ListCandidateInvitations = "list_candidate_invitations" { Recruiter: Own }
    /// Read one, with whoever said yes to it.
    ReadCandidateInvitation = "read_candidate_invitation" { Recruiter: Own }
    /// Take one back.
    WithdrawCandidateInvitation = "withdraw_candidate_invitation" { Recruiter: Own }
    /// List the invitations that one got.
    ListOwnInvitations = "list_own_invitations" { Worker: Own }
    /// Say yes to one.
    AcceptInvitation = "accept_invitation" { Worker: Own }
    /// Say no to one.
    DeclineInvitation = "decline_invitation" { Worker: Own }

    // --- applications
    /// Where one applies to a posting; the click is counted.
    FollowApplyLink = "follow_apply_link" { Anonymous: Any }
    /// Apply to a posting.
    Apply = "apply" { Worker: Own }
    /// List one's applications.
    ListOwnApplications = "list_own_applications" { Worker: Own }
    /// Read one of them.
    ReadOwnApplication = "read_own_application" { Worker: Own }
    /// Withdraw one.
    WithdrawApplication = "withdraw_application" { Worker: Own }
    /// Take an offer.
    AcceptOffer = "accept_offer" { Worker: Own }
    /// Read the messages of one.
    ListOwnMessages = "list_own_messages" { Worker: Own }
    /// Write to the employer.
    WriteOwnMessage = "write_own_message" { Worker: Own }
    /// An interview as an entry for one's calendar.
    ReadOwnCalendar = "read_own_calendar" { Worker: Own }
    /// The organizations one has said yes to.
    ListGrants = "list_grants" { Worker: Own }
    /// Take every yes to an organization back.
    RevokeGrant = "revoke_grant" { Worker: Own }
    /// Who saw one, when and what.
    ListLooks = "list_looks" { Worker: Own }
    /// List the applications to an organization.
    ListApplications = "list_applications" { Viewer: Own }
    /// Read one, as far as it is disclosed.
    ReadApplication = "read_application" { Viewer: Own }
    /// Read a document of the applicant's that is disclosed.
    ReadApplicantDocument = "read_applicant_document" { Viewer: Own }
    /// Move an application.
    MoveApplication = "move_application" { Recruiter: Own }
    /// Read the messages of an application.
    ListMessages = "list_messages" { Viewer: Own }
    /// Write to the applicant.
    WriteMessage = "write_message" { Recruiter: Own }
    /// Read the notes on an application.
    ListNotes = "list_notes" { Viewer: Own }
    /// Add a note.
    WriteNote = "write_note" { Recruiter: Own }
    /// Plan an interview.
    PlanInterview = "plan_interview" { Recruiter: Own }
    /// Move an interview.
    MoveInterview = "move_interview" { Recruiter: Own }
    /// Cancel an interview.
    CancelInterview = "cancel_interview" { Recruiter: Own }
    /// Note that the applicant did not come.
    MissInterview = "miss_interview" { Recruiter: Own }
    /// An interview as an entry for a calendar.
    ReadCalendar = "read_calendar" { Viewer: Own }
    /// Tell many applicants at once.
    SendNotices = "send_notices" { Recruiter: Own }
    /// What came of an organization's postings.
    ReadAnalytics = "read_analytics" { Viewer: Own, PostingReader: Own }

    // --- moderation
    /// Read a queue.
    ReadQueue = "read_queue" { Moderator: Any }
    /// Decide on an organization.
    DecideOrganization = "decide_organization" { Moderator: Any }
    /// Read what is needed to check a licence, its number too.
    ReadLicenceCheck = "read_licence_check" { Moderator: Any }
    /// Decide on a licence after looking it up in the public register.
    DecideLicence = "decide_licence" { Moderator: Any }
    /// Decide on a posting that rules held.
    DecidePosting = "decide_posting" { Moderator: Any }
    /// Decide on a fraud report.
    DecideReport = "decide_report" { Moderator: Any }
    /// Publish a new version of the fraud policy.
    PublishFraudPolicy = "publish_fraud_policy" { Moderator: Any }
    /// List the feeds that are fetched.
    ListFeeds = "list_feeds" { Moderator: Any }
    /// Add one.
    AddFeed = "add_feed" { Moderator: Any }
    /// Have one fetched soon.
    FetchFeed = "fetch_feed" { Moderator: Any }
    /// Fetch one no more.
    RemoveFeed = "remove_feed" { Moderator: Any }
    /// Read the audit trail.
    ReadAudit = "read_audit" { Moderator: Any }
    /// Make someone an editor or moderator, or end that.
    SetStaff = "set_staff" { Admin: Any }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fmt::Write;

    use super::*;

    const HEAD: &str = "# Who may do what

Made from `domain/src/access/table.rs`; `CAREMATCH_BLESS=1 cargo test -p domain` brings it up to date. Do not edit it
by hand.

`any`: over every object, and where there is none. `own`: over what is their account's, or their organization's; a
foreign object answers as an absent one. A member's part includes the lesser ones (owner, recruiter, viewer), an admin's
those of editor and moderator. Owners, moderators and admins need a second factor. An API key acts for the member who made
it, in that one organization, within its scopes; one that writes also reads.

| operation | who |
|---|---|
";

    #[test]
    fn the_page_of_the_table_is_up_to_date() {
        let mut page = HEAD.to_owned();
        for action in Action::ALL {
            let who = action.cells().iter().map(|(actor, over)| format!("{} ({})", actor.key(), over.key()));
            writeln!(page, "| `{}` | {} |", action.key(), who.collect::<Vec<_>>().join(", ")).unwrap();
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ACCESS.md");
        if std::env::var_os("CAREMATCH_BLESS").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == page, "docs/ACCESS.md is out of date: run `CAREMATCH_BLESS=1 cargo test -p domain`, commit it");
    }

    #[test]
    fn keys_are_distinct_and_found_again() {
        let keys: HashSet<_> = Action::ALL.iter().map(|action| action.key()).collect();
        assert_eq!(keys.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::parse(action.key()), Some(*action));
        }
    }
}
