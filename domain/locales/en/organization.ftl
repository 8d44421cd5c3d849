# Organizations: why something cannot be done, and the mail that invites.

organization-verification-state = It is waiting for verification, verified or suspended already
organization-verification-lacks = is needed before the organization can be verified
organization-member-already = You are a member already
organization-last-owner = The last owner cannot leave or be made less: make someone else an owner first
organization-invitation-not-valid = This invitation was used or taken back, has ended, or was sent to another address
organization-facility-postal-code = is not a postal code of this province
field-licence-twice = has two licences of one province
field-half-point = needs latitude and longitude together
field-web-address = must be a web address as a browser shows it in full: http:// or https://, in plain characters
