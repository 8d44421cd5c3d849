# The newsletter: asking for it, agreeing to it, ending it.

subscription-nothing = is needed: what the mail is to be about
subscription-words = cannot hold words to search for: a digest is about roles, places and terms
subscription-everything = is needed: at least a role or a place
subscription-pause = must be in the future, and within a year
subscription-posting = must be a posting
subscription-day = is needed for a weekly digest, and for no other
subscription-not-active = This address has not been confirmed, or nothing may be sent to it.

subscription-consent-digest = Send me new postings that fit what I have chosen.
subscription-consent-blog = Send me new articles.
subscription-consent-product-updates = Send me news of the platform.

digest-subject =
    { $count ->
        [one] New for you: { $first }
       *[other] { $count } new for you: { $first } and more
    }
digest-intro =
    { $count ->
        [one] One new posting fits what you have chosen.
       *[other] { $count } new postings fit what you have chosen.
    }
digest-rest =
    { $rest ->
        [one] One other fits too: { $all }
       *[other] { $rest } others fit too: { $all }
    }
digest-pay = Pay: { $pay }
digest-pay-unstated = Pay: not stated
digest-why = Why it is here: { $reasons }
digest-why-role = work as { $roles }
digest-why-near = { $km } km from the place you chose
digest-why-region = in { $provinces }
digest-why-employment = { $employment }
digest-why-shifts = shifts: { $shifts }
digest-why-pay = at least { $floor }
digest-licence = To work as { $role } { $in_province } one must be registered: { $regulator }.
digest-opinion = More like this, not this role, or too far? Say so:
digest-market-and-pay = Open for { $role } in { $region }: { $count ->
        [one] one job
       *[other] { $count } jobs
    }, at a median pay of { $pay }.
digest-market = Open for { $role } in { $region }: { $count ->
        [one] one job
       *[other] { $count } jobs
    }.
digest-taste-liked = First: { $role }, { $region }
digest-taste-unwanted = None: { $role }
digest-taste-far = None in: { $region }
digest-taste-below = Nothing { $km } km away or farther
digest-why-mail = You receive this message because you asked { $sender } for new postings on { $day }.
digest-preferences = To change what you receive, or to pause: { $preferences }
digest-ending = To receive no more: { $ending }

blog-intro = There is a new article on the blog of { $sender }.
blog-by = By { $name }, { $role }
blog-why-mail = You receive this message because you asked { $sender } for new articles on { $day }.
