# A worker's own space: completeness, pathways, what lapses, who may see the profile.

visibility-hidden = Hidden: no employer sees your profile or finds you. You still see your matches and can apply.
visibility-anonymous = Anonymous: verified employers see your roles, your region and from when you could start, without your name or anything that tells who you are. Each must ask you before they see more, and you can say no.
visibility-open = Open: verified employers see who you are and your whole profile without asking. This is a standing yes: it is recorded, and you can take it back at any time. Employers you have blocked see nothing.

complete-roles = Add the roles you do, or the one you are studying for.
complete-licences = Add your licence for each role that needs one, or your studies or foreign education for it.
complete-reach = Say where you would work: regions, a distance from a place, or from anywhere.
complete-wallet = Add a credential to your wallet, such as Basic Life Support or a police check.
complete-name = Add your name. Nobody sees it before you say yes.
complete-experience = Add a position you held, or your months of experience in a role.
complete-phone = Add a telephone number. Nobody sees it before you say yes.
complete-languages = Add the languages you work in.
complete-schedule = Say which kinds of employment and which shifts you would take.
complete-availability = Say from when you could start.
complete-education = Add a programme you have finished or are in.
complete-headline = Add one line about yourself.

pathway-student = You finish your programme on { $date }. Then apply for a first registration as { $role } with { the-regulator } { $in_province }; ask now when it takes applications.
pathway-graduate = Your programme is finished. Apply for a first registration as { $role } with { the-regulator } { $in_province }.
pathway-student-unlicensed = You finish your programme on { $date }. No licence is needed for this role ({ $role }) { $in_province }; employers usually ask for the finished programme.
pathway-student-work = While you study, look for work as an employed nursing student ({ $role }); the school and the employer say what you may do.
pathway-exam = Prepare for the entry examination: { $exam }. Ask { the-regulator } when it can be written and what else is asked.
pathway-assessment-under-way = Your education is being assessed. Meanwhile ask { the-regulator } { $in_province } what a first registration as { $role } needs besides the report: language, practice, examination.
pathway-assessment-done = Your education has been assessed. Apply for a first registration as { $role } with { the-regulator } { $in_province } and send the report along.

lapse-licence = Your licence ({ $role }) { $in_province } ends on { $date }.
lapse-credential = { $credential }: ends on { $date }.
lapse-too-old = { $credential }: too old for a start after { $date }. A new one will be asked for.

field-not-https = must be an https:// address of at most 500 characters, with a host and without user name or port
field-days-crossed = must not be before the first day
field-health-dates-only = must be left out: of health items only the dates are kept
field-employer-unclear = does not name one employer: too general, or masked
field-one-of-two = name either an organization or an employer
field-document-unknown = is none of your documents
worker-too-many = You have as many of these as can be kept. Remove one first.
worker-check-not-needed = A check of this licence is under way, or it is verified already.
worker-number-needed = Add the number of the licence: without it nobody can look it up in the register.
account-last-owner = You are the only owner of an organization. Make another member its owner first.
