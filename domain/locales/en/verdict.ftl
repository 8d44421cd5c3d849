# The verdict in a few words, then its lines.

eligibility-ready = ready
eligibility-ready-by = ready by { $date }
eligibility-unclear = unclear: ask the regulator
eligibility-short = { $missing ->
    [one] one requirement short
   *[other] { $missing } requirements short
 }
eligibility-none = not eligible

role-met = The posting is for a role you do ({ $role }).
role-missing = The posting is for another role ({ $role }).
role-none = The posting's role was not recognised.

credential-met = { $credential }: in your wallet.
credential-met-until = { $credential }: valid until { $date }.
credential-renew = { $credential }: yours counts until { $last }, before the start on { $start }. Renewed, it could be in hand by { $date }.
credential-obtainable = { $credential }: asked for and not in your wallet. It could be in hand by { $date }.
credential-undated = { $credential }: the dates of yours are not in your wallet, so it cannot be counted. Add them, or have a new one by { $date }.
credential-lapses = { $credential }: yours counts until { $last }, before the start on { $start }. Renew it.
credential-missing = { $credential }: asked for and not in your wallet.
credential-date-unknown = { $credential }: its dates are not in your wallet, so it cannot be judged. Add the day of issue or of expiry.
credential-validity-unverified = { $credential }: how long it counts has not been verified. Add the last day on the card, or ask the employer.

preferred-held = { $credential }: an asset that you have.
preferred-missing = { $credential }: an asset that you do not have.
preferred-none = The posting names no credential as an asset.

reach-place = { $place } is where you would work.
reach-place-outside = { $place } is outside where you would work, or its place is not known closely enough.
reach-remote = The work is done from anywhere, for patients { $in_province }.
reach-remote-outside = The work is done from anywhere, for patients { $in_province }, and you did not ask for that.
reach-nowhere = The posting names no place.

distance-km = { $km } km from your centre.
distance-remote = Nothing to travel.
distance-no-centre = You gave no centre to measure from.
distance-no-place = The place is not known closely enough to measure.

employment-match = Employment as you want it: { $offered }.
employment-partly = Employment partly as you want it: { $offered }.
employment-differs = Not the employment you want: { $offered }.
employment-any = Employment: { $offered }. You accept any.
employment-unstated = The posting does not say how the employment is arranged.

shifts-match = Shifts as you want them: { $offered }.
shifts-partly = Some of the shifts suit you: { $offered }.
shifts-differ = Not the shifts you want: { $offered }.
shifts-any = Shifts: { $offered }. You accept any.
shifts-unstated = The posting does not say which shifts.

pay-meets = { $pay }: at or above your floor of { $floor }.
pay-reaches = { $pay }: only the upper end reaches your floor of { $floor }.
pay-below = { $pay }: below your floor of { $floor }.
pay-stated = { $pay }. You gave no floor.
pay-unstated = The posting does not state the pay.

language-match = Languages of work: { $asked }. You work in all of them.
language-partly = Languages of work: { $asked }. You do not work in all of them.
language-unsaid = Languages of work: { $asked }. Your profile names none.
language-unstated = The posting names no language of work.

experience-met = { $asked ->
    [one] { $asked } month of experience is asked; you have { $months }.
   *[other] { $asked } months of experience are asked; you have { $months }.
 }
experience-short = { $asked ->
    [one] { $asked } month of experience is asked; you have { $months }.
   *[other] { $asked } months of experience are asked; you have { $months }.
 }
experience-unstated = The posting does not say how much experience it asks.

freshness-days = { $days ->
    [0] Posted today.
    [one] Posted { $days } day ago.
   *[other] Posted { $days } days ago.
 }

availability-met = You are available by { $start }.
availability-late = You are available from { $from }, after { $start }.

note-no-start = The posting names no start: it was judged as if work began on { $day }.
note-start-passed = The posting's start has passed: it was judged as if work began on { $day }.
note-information = This is information, not legal advice. The regulator and the employer decide; anyone may ask for a person to look at it again.

match-count = { $count ->
    [one] { $count } match as of { $day }
   *[other] { $count } matches as of { $day }
 }
match-unlock = { $credential } would open { $count ->
    [one] { $count } more posting
   *[other] { $count } more postings
 }

readiness-count = { $ready } of { $of } licences and credentials are ready.
readiness-lapses = { $credential }: yours counts until { $day }, which is before the start.
matches-how = Computed from the profile by fixed rules, the same for everyone. No person took part.
