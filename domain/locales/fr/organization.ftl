# Les organisations : pourquoi une chose ne se peut pas, et le courriel d'invitation.

organization-verification-state = L’organisation attend déjà sa vérification, est déjà vérifiée ou est suspendue
organization-verification-lacks = est requis avant que l’organisation puisse être vérifiée
organization-member-already = Vous êtes déjà membre
organization-last-owner = La dernière personne propriétaire ne peut ni partir ni changer de rôle : nommez d’abord une autre personne propriétaire
organization-invitation-not-valid = Cette invitation a été utilisée ou retirée, a pris fin, ou a été envoyée à une autre adresse
organization-facility-postal-code = n’est pas un code postal de cette province
field-licence-twice = contient deux permis d’une même province
field-half-point = demande la latitude et la longitude ensemble
field-web-address = doit être une adresse Web telle qu’un navigateur la donne en entier : http:// ou https://, en caractères simples
