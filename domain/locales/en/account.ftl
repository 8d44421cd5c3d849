# Passwords, tokens and the second factor.

password-short = must have at least { $least } characters; a few words with spaces are easy to remember
password-long = must have at most { $most } characters
password-expected = would be guessed first: choose words that have nothing to do with you, with each other or with rows of keys
password-wrong = is not your password
token-ended = was used, has ended or never was; ask for a new mail
sign-in-refused = Address and password do not belong together, or the address is not confirmed yet.
second-factor-wrong = This code is wrong, was used already or has ended.
second-factor-in-force = A second factor is in force. Remove it first.
second-factor-not-begun = There is no second factor.
