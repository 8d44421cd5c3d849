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
