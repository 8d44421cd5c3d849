# Mots de passe, jetons et second facteur.

password-short = doit avoir au moins { $least } caractères; quelques mots séparés par des espaces se retiennent bien
password-long = doit avoir au plus { $most } caractères
password-expected = serait deviné en premier : choisissez des mots sans rapport avec vous, entre eux ou avec une suite de touches
password-wrong = n'est pas votre mot de passe
token-ended = a déjà servi, a expiré ou n'a jamais existé; demandez un nouveau courriel
sign-in-refused = L'adresse et le mot de passe ne vont pas ensemble, ou l'adresse n'est pas encore confirmée.
second-factor-wrong = Ce code est faux, a déjà servi ou a expiré.
second-factor-in-force = Un second facteur est en vigueur. Retirez-le d'abord.
second-factor-not-begun = Il n'y a pas de second facteur.
