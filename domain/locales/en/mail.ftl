# Mail: the subject of each letter, what it says, and what every mail ends with.

mail-greeting = Hello { $name },
mail-greeting-nameless = Hello,
mail-reason = Reason: { $reason }

mail-confirm-email-subject = Confirm your email address
mail-confirm-email =
    To finish creating your { $sender } account, confirm this email address:

    { $link }

    The link works once and for a limited time. If you did not ask for an account, ignore this message: nothing happens without your confirmation.
mail-confirm-subscription-subject = Please confirm your subscription
mail-confirm-subscription =
    Someone asked for mail from { $sender } to this address. To receive it, confirm here:

    { $link }

    The link works once, for seven days. If it was not you, ignore this message: without your confirmation nothing more is sent.
mail-already-subscribed-subject = Your subscription
mail-already-subscribed =
    Someone asked for mail from { $sender } to this address, which is subscribed already. Nothing was changed. To see, change or end the subscription, follow this link:

    { $link }
mail-address-in-use-subject = You already have an account
mail-address-in-use =
    Someone asked for a { $sender } account with this email address, which already has one.

    If it was you, sign in, or ask for a new password if you have forgotten yours. If it was not you, there is nothing to do: your account has not changed.
mail-password-reset-subject = Choose a new password
mail-password-reset =
    Someone, most likely you, asked for a new password for your { $sender } account. Choose it here:

    { $link }

    The link works once and for a limited time. If you did not ask for it, ignore this message: your password stays as it is.
mail-password-changed-subject = Your password was changed
mail-password-changed =
    The password of your { $sender } account was changed.

    If this was not you, ask for a new password at once, then write to { $contact }.
mail-second-factor-on-subject = Your second factor is in force
mail-second-factor-on =
    From now on, signing in to your { $sender } account asks for a code as well as your password.

    If this was not you, ask for a new password at once, then write to { $contact }.
mail-second-factor-off-subject = Your second factor was removed
mail-second-factor-off =
    Signing in to your { $sender } account no longer asks for a code, only for your password.

    If this was not you, ask for a new password at once, then write to { $contact }.

mail-invitation-subject = Invitation to join { $organization }
mail-invitation =
    { $inviter } invites you to join { $organization } on { $sender }, { $role ->
        [viewer] as a viewer
        [recruiter] as a recruiter
       *[owner] as an owner
    }. To accept:

    { $link }

    The link works once and for a limited time. If you do not know these people, ignore this message.
mail-organization-approved-subject = { $organization } is verified
mail-organization-approved = We have verified { $organization }. Its postings can now be published on { $sender }.
mail-organization-refused-subject = { $organization } could not be verified
mail-organization-refused = We could not verify { $organization }, so its postings cannot be published on { $sender } for now. Complete or correct its details, then ask to be verified again.
mail-organization-suspended-subject = { $organization } may not publish any more
mail-organization-suspended = We have suspended { $organization }. Its live postings are taken off, and none can be published on { $sender }. If you think that this is a mistake, answer this message.

mail-licence-verified-subject = Licence verified: { $role }, { $province }
mail-licence-verified = The regulator's public register shows your licence as you declared it: { $role }, { $province }. Employers now see it as verified.
mail-licence-refused-subject = Licence not verified: { $role }, { $province }
mail-licence-refused = We could not find your licence in the regulator's public register as you declared it: { $role }, { $province }. Check what you entered, then ask for another verification.
mail-licence-lapses-subject = { $days ->
    [0] Your licence expires today
    [1] Your licence expires tomorrow
   *[other] Your licence expires in { $days } days
 }
mail-licence-lapses = Your licence is valid until { $day }: { $role }, { $province }. Once you have renewed it, enter the new date in your profile. After that day, it no longer counts when you are matched with postings.
mail-credential-lapses-subject = { $days ->
    [0] { $credential }: expires today
    [1] { $credential }: expires tomorrow
   *[other] { $credential }: expires in { $days } days
 }
mail-credential-lapses = This credential of yours is valid until { $day }: { $credential }. Once you have renewed it, enter the new date in your profile. After that day, it no longer counts when you are matched with postings.

mail-posting-approved-subject = Your posting is live: { $title }
mail-posting-approved = We have reviewed your posting “{ $title }”. It is now live.
mail-posting-refused-subject = Your posting needs changes: { $title }
mail-posting-refused = We have reviewed your posting “{ $title }” and cannot publish it as it is. Change it, then submit it again.
mail-posting-taken-down-subject = Your posting was taken down: { $title }
mail-posting-taken-down = We have taken down your posting “{ $title }”. It is no longer shown.
mail-posting-restored-subject = Your posting is restored: { $title }
mail-posting-restored = We had taken down your posting “{ $title }” by mistake, and we are sorry. It is back as it was, and the days that it was not shown are added to it.
mail-report-received-subject = We have received your report
mail-report-received = Thank you for reporting the posting “{ $title }”. A person will look into it.
mail-report-upheld-subject = The posting you reported was taken down
mail-report-upheld = Your report on the posting “{ $title }” was right: we have taken the posting down. Thank you.
mail-report-dismissed-subject = The posting you reported stays
mail-report-dismissed = We have looked into your report on the posting “{ $title }” and leave it as it is. If you learn more, report it again.

mail-candidate-invited-subject = { $organization } would like to get to know you
mail-candidate-invited = { $organization } invites you to say who you are, for “{ $title }”. It saw you as one of several anonymous candidates and does not know your name. Sign in to { $sender } within 14 days to accept or decline. If you accept, it sees your name, how to reach you, your roles, licences and credentials; you can take that back at any time. If you do nothing, it learns nothing.
mail-invitation-accepted-subject = Someone accepted your invitation: { $title }
mail-invitation-accepted = Someone whom you invited for “{ $title }” has accepted. Sign in to { $sender } to see who they are and how to reach them.
mail-review-answered-subject = A person has answered you: { $title }
mail-review-answered = You asked that a person looks at what was said of you and “{ $title }”. { $finding } Sign in to { $sender } to read the answer.
mail-application-received-subject = New applications: { $title }
mail-application-received = Someone has applied to your posting “{ $title }”. Sign in to { $sender } to read the application. Further applications of today are not announced one by one.
mail-application-reviewing-subject = Your application is being weighed again: { $title }
mail-application-reviewing = { $organization } has taken up your application to “{ $title }” again. A person reads it.
mail-application-interview-subject = { $organization } wants to meet you: { $title }
mail-application-interview = { $organization } wants to meet you about your application to “{ $title }”. From now on it sees how to reach you.
mail-application-offer-subject = You are offered a position: { $title }
mail-application-offer = { $organization } offers you the position “{ $title }”. Sign in to { $sender } to take the offer or not.
mail-application-hired-subject = You are hired: { $title }
mail-application-hired = { $organization } has noted that you take the position “{ $title }”. Congratulations. If this is a mistake, write to the employer within your application.
mail-application-declined-subject = Your application was not selected: { $title }
mail-application-declined = { $organization } has decided on your application to “{ $title }” and does not go on with it. You may ask for a person of { $sender } to review how automated steps took part in this.
mail-applicant-hired-subject = Your offer was taken: { $title }
mail-applicant-hired = The applicant takes the position “{ $title }”.
mail-applicant-gone-subject = An applicant has withdrawn: { $title }
mail-applicant-gone = An applicant does not go on with your posting “{ $title }”.
mail-message-received-subject = New message: { $title }
mail-message-received = You have a new message about “{ $title }”. Sign in to { $sender } to read and answer it.
mail-interview-planned-subject = Interview on { $day }: { $title }
mail-interview-planned = { $organization } wants to meet you about “{ $title }” on { $day } at { $time }: { $place }. In your application on { $sender } there is an entry for your calendar.
mail-interview-moved-subject = Interview moved to { $day }: { $title }
mail-interview-moved = { $organization } has moved your interview about “{ $title }”. It is now on { $day } at { $time }: { $place }.
mail-interview-cancelled-subject = Interview cancelled: { $title }
mail-interview-cancelled = { $organization } has cancelled your interview about “{ $title }” on { $day } at { $time }.
mail-answer-owed-subject = An applicant waits for an answer: { $title }
mail-answer-owed = Someone whom you interviewed for “{ $title }” has not been told whether a decision was made. { $owed } On { $sender } you can tell everyone who waits in one step.
mail-answer-overdue-subject = You have not been answered: { $title }
mail-answer-overdue = { $organization } was to tell you by now whether it has decided on “{ $title }”, and has not. We have reminded it, and its answer rate shows it. You can write to it within your application.
mail-no-decision-yet-subject = No decision yet: { $title }
mail-no-decision-yet = { $organization } lets you know that it has not yet decided on “{ $title }”. Your application stands.

mail-account-deleted-subject = Your account is deleted
mail-account-deleted = Your { $sender } account and all that you kept in it are deleted. This is the last message about it.

mail-why-address = You receive this message because someone entered this email address on { $sender }.
mail-why-account = You receive this message because it concerns your { $sender } account.
mail-why-invitation = You receive this message because { $inviter } entered this email address on { $sender }.
mail-why-report = You receive this message because you reported a posting on { $sender }.
mail-sender = Sent by { $sender }, { $address }
mail-contact = Contact: { $contact }, { $url }
