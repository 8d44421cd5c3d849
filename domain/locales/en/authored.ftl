# Postings that employers write here: what is missing, why one waits for a moderator, what is said beside it.

authored-gap-text = Write a title and a description, in English or in French.
authored-gap-half-text = Write the title and the description in this language, or leave both out.
authored-gap-role = Choose at least one role.
authored-gap-place = Name a place of work, or the provinces served from anywhere.
authored-gap-unknown-place = This place or facility is not known.
authored-gap-pay = Pay needs a lower end above zero and an upper end that is not below it.
authored-gap-hours = Hours need an upper end that is above zero and not below the lower end.
authored-gap-apply-by = The last day to apply, { $day }, has passed.
authored-gap-end = The last day of work has passed or lies before the first.
authored-gap-question-language = Ask this in every language in which the posting is written.
authored-gap-choices = A question with choices needs at least two; another question has none.
authored-gap-link = The link to apply must be an https address.

authored-hold-link = { $words } is not the verified site of your organization.
authored-hold-claim = It takes over a posting from elsewhere that names “{ $words }” as its employer.

authored-ai-statement = This platform uses artificial intelligence to order candidates by how well they meet what this posting asks. It selects and rejects nobody: people at the employer decide.
authored-agency = Posted by { $agency }, an agency, for a client that it does not name.
authored-agency-for = Posted by { $agency }, an agency, for { $client }.

authored-ended = This posting has ended.
authored-not-now = This is not possible in the state in which the posting is.
authored-unverified = Your organization has to be verified before a posting goes live.
authored-unsound = What is listed here has to be changed before the posting can be seen.
authored-applications-end = Applications end before it would; change the last day to apply first.
authored-claimed = Your organization has a draft of this posting already.
