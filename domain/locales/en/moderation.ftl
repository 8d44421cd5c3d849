# Decisions of moderators: their reasons, what is mailed about them, and why one cannot be taken.

reason-in-business-register = We found the organization in a business or charity register under this name.
reason-public-body = We found the organization in a government's list of public bodies or licensed facilities.
reason-agency-licence-found = We found the agency's licence in the government's list.
reason-not-found = We could not find the organization under this name.
reason-agency-licence-missing = We could not find the licence that an agency needs.
reason-impersonation = It uses the name of an organization that it is not part of.
reason-incomplete = What was given does not suffice to decide. Complete it and ask again.
reason-in-register = We found the licence in the regulator's public register, as declared.
reason-not-in-register = We did not find the licence in the regulator's public register. Check the number and the regulator.
reason-name-differs = The regulator's public register shows another name for this licence.
reason-register-differs = The regulator's public register shows another class, standing or date for this licence. Correct it and ask again.
reason-meets-rules = The posting meets the rules.
reason-unlawful = The posting does not meet the law on job postings or human rights.
reason-misleading = The posting says what is not so.
reason-not-healthcare = The posting is not for work in health care.
reason-fraud = We checked it, and it is fraud.
reason-asks-for-money = It asks applicants for money.
reason-asks-for-personal-data = It asks for personal data that no employer needs at this stage.
reason-no-such-job = There is no such opening.
reason-genuine = We checked the posting, and it is genuine.
reason-no-evidence = We found nothing that bears the report out.
reason-already-ended = The posting had ended before we could check it.

decision-ruling = is no answer that can be given here
decision-reason = does not lead to this ruling
fraud-policy-past = A version cannot begin before today
fraud-policy-not-last = A version must begin after every other one
licence-ended = The licence has ended
licence-evidence = must say where the licence was looked up and what stood there
licence-next-check = must be after today, and at the latest the day after the licence ends or twelve months from today
licence-not-asked = No check of this licence is asked for
report-decided = The report is decided already
report-not-upheld = The report was not upheld, so there is nothing to restore
staff-admin = Admins are made and unmade on the command line only
staff-worker = This is a worker's account; staff need another one
