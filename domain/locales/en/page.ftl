# Pages that mail leads to.

page-skip = Skip to the content
page-other-language = Français
page-newsletter = New postings by mail
page-newsletter-intro = Tell us what you look for: you receive the new postings that fit, each with the reason it is there, and nothing when there is nothing new. No account is needed, and every message ends it in one click.
page-fraud-policy = Our policy on fraudulent postings
page-privacy = Privacy
page-not-done = This could not be done yet:
page-field = { $field }: { $detail }
page-email = Email address
page-purposes = What you agree to receive
page-what = What the postings are to be about
page-roles = Roles
page-near = Near: a place or a postal code
page-radius = Within
page-kilometres = { $km } km
page-province = Or in a province or territory
page-anywhere = (any)
page-when = When, and in which language
page-frequency = How often
page-daily = Every day
page-weekly = Every { $day ->
    [monday] Monday
    [tuesday] Tuesday
    [wednesday] Wednesday
    [thursday] Thursday
    [friday] Friday
    [saturday] Saturday
   *[sunday] Sunday
 }
page-hour = At
page-oclock = { $hour }:00
page-zone = By the clock of
page-language = Language
page-subscribe = Subscribe
page-preview = See what I would receive
page-preview-title = What a digest of the last seven days would hold
page-preview-none = Nothing: no posting of the last seven days fits. You would not have received a message.
page-asked-title = Look into your mail
page-asked = If mail can be sent to this address, a message is on its way to it. Nothing else is sent until you follow its link and confirm.
page-confirm-title = Confirm your subscription
page-confirm-line = One click, and you receive what you have asked for.
page-confirm = Confirm
page-confirmed-title = You are subscribed
page-confirmed = Your address is confirmed. The first digest comes at the time you have chosen, if there is anything new.
page-preferences = What you receive
page-alert = This alert is about your profile, or about a search that you keep: change it there.
page-paused-until = No digest before
page-save = Save
page-saved = Saved. It holds from this moment on.
page-end = To receive no more
page-unsubscribe = Unsubscribe from everything
page-unsubscribe-line = One click, and nothing is sent to you any more.
page-ended-title = You are unsubscribed
page-ended = Nothing that you had asked for is sent to you any more. If it was a mistake, you can begin again by the same link.
page-held = What we hold about you
page-held-address = Address
page-held-account = The address of your account
page-held-since = Since
page-held-jobs = Postings we have sent you in the last half year, so that none comes twice
page-consents = What you have agreed to and taken back
page-consent = { $day }: { $given ->
    [yes] yes
   *[no] no
 } to “{ $sentence }”, from { $from }
page-nowhere = no address of the network
page-delete = Delete all of it
page-deleted-title = It is deleted
page-deleted = Your subscription is deleted with all that we held about it. Nothing is sent to the address until its owner asks again.
page-gone-title = This link leads nowhere
page-postings = Postings
page-found = { $count ->
    [one] One posting fits.
   *[other] { $count } postings fit; the newest are shown.
 }
page-qualifications = Qualifications
page-apply = To apply
page-apply-there = Apply where it was posted
page-apply-here = Apply here with your profile.
page-apply-unknown = The source does not say how.
page-starts = Starts { $day }
page-until = Open until { $day }
page-privacy-kept = We keep what you enter here: your address, what you want to hear of, when, and each yes and no with its day and the address of the network it came from. We use it to send you what you have asked for, and for nothing else.
page-privacy-shared = It is given to nobody, and there is nothing in our messages that tells us whether you read them.
page-privacy-yours = Each message has a link to everything we hold about you; there you change it, end it or delete it. When you delete it, we keep that somebody agreed, without the address, and a scrambled form of the address, so that nothing is sent to it.
page-privacy-contact = Questions: { $contact }, { $address }
page-feedback = What do you think of this job?
page-more = More like this
page-not-role = Not this role
page-too-far = Too far
page-pause-weeks = No digest for two weeks
page-heard-title = Thank you
page-heard = It holds from the next digest on. You can take it back where you choose what you receive.
page-said = What you have said of single jobs
page-forget = Forget all of this
page-blog = Articles and news
page-older = Older ones
page-read-more = Read more
page-read-there = Read it at { $name }
page-by = By { $name }, { $role }, { $day }
page-account-confirm = Confirm your address
page-account-confirm-line = One click, and your account can be used.
page-account-confirmed-title = Your address is confirmed
page-account-confirmed = You can sign in now.
page-password = A new password
page-password-new = New password
page-password-own = Your password
page-password-set-title = Your password is set
page-password-set = Sign in with it. Everyone who was signed in to this account is signed out.
page-code = Code of your second factor, if your account has one
page-join = Accept an invitation
page-join-line = Say who you are: the invitation is for the account of the address that it was sent to.
page-join-button = Accept
page-joined-title = You are a member
page-joined = You can work for the organization from your next sign-in on.
