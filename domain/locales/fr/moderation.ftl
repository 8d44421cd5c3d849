# Décisions des personnes qui modèrent : leurs motifs, ce qui en est écrit aux personnes concernées, et ce qui les empêche.

reason-in-business-register = Nous avons trouvé l'organisation sous ce nom dans un registre d'entreprises ou d'organismes de bienfaisance.
reason-public-body = Nous avons trouvé l'organisation dans la liste d'un gouvernement (organismes publics ou établissements autorisés).
reason-agency-licence-found = Nous avons trouvé le permis de l'agence dans la liste du gouvernement.
reason-not-found = Nous n'avons pas trouvé l'organisation sous ce nom.
reason-agency-licence-missing = Nous n'avons pas trouvé le permis exigé d'une agence.
reason-impersonation = Le nom utilisé est celui d'une organisation dont elle ne fait pas partie.
reason-incomplete = Les renseignements fournis ne suffisent pas pour décider. Complétez-les et refaites la demande.
reason-in-register = Nous avons trouvé le permis au registre public de l'organisme de réglementation, tel qu'il est déclaré.
reason-not-in-register = Nous n'avons pas trouvé le permis au registre public de l'organisme de réglementation. Vérifiez le numéro et l'organisme.
reason-name-differs = Le registre public de l'organisme de réglementation associe un autre nom à ce permis.
reason-register-differs = Le registre public de l'organisme de réglementation indique une autre catégorie, un autre statut ou une autre date pour ce permis. Corrigez-le et refaites la demande.
reason-meets-rules = L'offre respecte les règles.
reason-unlawful = L'offre ne respecte pas la loi sur les offres d'emploi ou sur les droits de la personne.
reason-misleading = L'offre contient des affirmations inexactes.
reason-not-healthcare = L'offre ne concerne pas un emploi en santé.
reason-fraud = Nous avons vérifié, et il s'agit d'une fraude.
reason-asks-for-money = On y demande de l'argent aux candidates et candidats.
reason-asks-for-personal-data = On y demande des renseignements personnels dont aucun employeur n'a besoin à cette étape.
reason-no-such-job = Le poste annoncé n'existe pas.
reason-genuine = Nous avons vérifié l'offre, et elle est authentique.
reason-no-evidence = Nous n'avons rien trouvé qui appuie le signalement.
reason-already-ended = L'offre avait pris fin avant que nous puissions la vérifier.

decision-ruling = n'est pas une décision possible ici
decision-reason = ne justifie pas cette décision
fraud-policy-past = Une version ne peut pas entrer en vigueur avant aujourd'hui
fraud-policy-not-last = Une version doit entrer en vigueur après toutes les autres
licence-ended = Le permis a pris fin
licence-evidence = doit dire où le permis a été vérifié et ce qui y figurait
licence-next-check = doit être après aujourd'hui, au plus tard le lendemain de la fin du permis ou dans douze mois
licence-not-asked = Aucune vérification de ce permis n'est demandée
report-decided = Le signalement a déjà été tranché
report-not-upheld = Le signalement n'a pas été retenu : il n'y a rien à rétablir
staff-admin = Les administrateurs sont nommés et révoqués en ligne de commande seulement
staff-worker = C'est le compte d'une personne qui cherche du travail; il en faut un autre pour faire partie de l'équipe
