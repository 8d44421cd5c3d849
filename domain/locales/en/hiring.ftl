# Hiring: applications, interviews, answers, invitations and the anonymous candidates of a posting.

hiring-stage-submitted = Received
hiring-stage-reviewing = Being reviewed by a person
hiring-stage-interview = Interview
hiring-stage-offer = Position offered
hiring-stage-hired = Hired
hiring-stage-declined = Not selected
hiring-stage-withdrawn = Withdrawn by the applicant
hiring-stage-offer-declined = Offer not taken

hiring-decline-licence-missing = A licence or registration that the work requires is missing.
hiring-decline-credential-missing = A credential that the posting requires is missing.
hiring-decline-experience = The posting asks for more experience in this work.
hiring-decline-availability = Shifts, hours or the first day of work do not fit.
hiring-decline-no-contact = The interview did not take place, or the employer could not reach the applicant.
hiring-decline-another-chosen = The employer chose another applicant, who meets more of what the posting asks.
hiring-decline-filled = The position is filled.
hiring-decline-cancelled = The position will not be filled.
hiring-decline-not-confirmed = A licence, credential or record check could not be confirmed.
hiring-decline-other = The employer has another reason, and tells it on request.

hiring-withdrawal-another-position = The applicant took another position.
hiring-withdrawal-too-slow = It took too long.
hiring-withdrawal-pay = The pay does not suit the applicant.
hiring-withdrawal-schedule = The shifts or hours do not suit the applicant.
hiring-withdrawal-place = The place of work, or the way there, does not suit the applicant.
hiring-withdrawal-not-as-described = The work is not what the posting says.
hiring-withdrawal-other = The applicant has another reason.
hiring-withdrawal-unsaid = The applicant gave no reason.

hiring-answer-required = This question needs an answer.
hiring-answer-no-question = There is no such question.
hiring-answer-no-choice = Choose one of the choices given.
hiring-answer-other-kind = This is not the kind of answer that the question asks for.
hiring-answer-too-long = This answer is longer than { $most } characters.

hiring-datum-name = your name
hiring-datum-roles = your roles, your experience and your province
hiring-datum-licences = your licences, without their numbers
hiring-datum-credentials = which credentials you hold
hiring-datum-availability = your languages and the first day you could start
hiring-datum-answers = your answers to the posting's questions
hiring-datum-resume = the résumé you sent along
hiring-datum-contact = your e-mail address and telephone number
hiring-datum-background = your former positions and your education
hiring-datum-licence-numbers = your licence numbers
hiring-datum-proofs = the documents that prove your credentials

hiring-clock-law = By { $day } the employer must tell the applicant whether a hiring decision was made: Ontario's law gives 45 days after the last interview.
hiring-clock-law-overdue = Since { $day } it is overdue to tell the applicant whether a hiring decision was made: Ontario's law gives 45 days after the last interview.
hiring-clock-promise = By { $day } the applicant is to be told whether a hiring decision was made. No law that we know of asks for this here; whoever posts on this platform promises it.
hiring-clock-promise-overdue = Since { $day } it is overdue to tell the applicant whether a hiring decision was made. No law that we know of asks for this here; whoever posts on this platform promises it.

hiring-answer-rate = Answers at least { $percent }% of applications.
hiring-answer-rate-and-time = Answers at least { $percent }% of applications, usually within { $days ->
    [one] one day
   *[other] { $days } days
 }.

hiring-invitation-sent = Waits for an answer
hiring-invitation-accepted = Accepted
hiring-invitation-declined = Declined
hiring-invitation-expired = Not answered
hiring-invitation-withdrawn = Taken back

hiring-look = { $organization } saw { $what }.

hiring-count-few = fewer than 5
hiring-count-at-least = at least { $count }

hiring-ended = The application has ended.
hiring-not-now = The application does not stand where this could be done.
hiring-other-side = This is for the other side of the application to do.
hiring-not-granted = The applicant has taken their yes back.
hiring-posting-ended = The posting takes no more applications.
hiring-elsewhere = One applies to this posting elsewhere: ask for its link.
hiring-already = You have applied to this posting already.
hiring-blocked = You have blocked this employer. Unblock it before you apply.
hiring-no-resume = This is not one of your résumés.
hiring-not-to-meet = Move the application to the interview stage first: then the applicant knows that you want to meet.
hiring-interview-when = An interview begins in the future, and within two years.
hiring-interview-over = The interview was cancelled or missed.
hiring-interview-begun = The interview has begun.
hiring-interview-not-yet = The interview has not begun.
hiring-steps-by-people = Every step of an application is taken by a person. Only the order in which candidates are shown and what is said of credentials are computed, by fixed rules.
hiring-decline-why = Say why: the applicant learns it.
hiring-answer-yes = Yes
hiring-answer-no = No

hiring-standing = { $standing ->
    [ready] Ready on the first day of work
    [ready_by] Ready once something has been obtained
    [short] { $missing ->
        [one] Lacks one thing that is required
       *[other] Lacks { $missing } things that are required
    }
   *[other] Something is not known
}
hiring-card-licence = { $state ->
    [met] The licence that the work needs: held
    [obtainable] The licence that the work needs: can be obtained
    [missing] The licence that the work needs: missing
   *[other] The licence that the work needs: not known
}
hiring-card-credential = { $state ->
    [met] { $credential }: held
    [obtainable] { $credential }: can be obtained
    [missing] { $credential }: missing
   *[other] { $credential }: not known
}
hiring-card-language = { $state ->
    [met] The languages of the work: spoken
    [missing] The languages of the work: missing
   *[other] The languages of the work: not known
}
hiring-card-experience = { $state ->
    [met] The experience asked for: there
    [missing] The experience asked for: less
   *[other] The experience asked for: not known
}

hiring-not-verified = Only a verified organization may look for candidates.
hiring-not-live = Candidates are shown of postings that are live.
hiring-no-snapshot = The candidates of this posting are yet to be counted. Ask again in a few minutes; of many new postings at once, some wait until tomorrow.
hiring-no-candidate = There is no such candidate of this posting today.
hiring-invited-already = This candidate was invited to this posting already.
hiring-invitations-enough = No more invitations today.
hiring-questions-enough = No more such questions today.
hiring-invitation-ended = The invitation has ended.

partner-not-public = This has to be an https address on the public Internet.
partner-source-known = There is a feed of this source already.

review-stands = A person has looked: it is right by the rules and by what is known of you.
review-your-data = A person has looked: something that is known of you is wrong or incomplete, and you can mend it.
review-our-mistake = A person has looked: we were wrong, and are mending it.
review-employer = A person has looked: this was the employer’s decision, and not for us to change.
review-no-such = There is no such thing of yours that could be looked at.
review-not-declined = Only what was declined can be looked at.
review-waits = A person will look at this already.
review-answered = This was answered already.
review-one-thing = Name either a posting or an application.
