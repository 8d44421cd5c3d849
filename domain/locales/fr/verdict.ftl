# Le verdict en quelques mots, puis ses lignes.

eligibility-ready = prêt·e
eligibility-ready-by = prêt·e au plus tard le { $date }
eligibility-unclear = incertain : à vérifier auprès de l'organisme de réglementation
eligibility-short = { $missing ->
    [one] une exigence manquante
   *[other] { $missing } exigences manquantes
 }
eligibility-none = non admissible


role-met = L'offre vise un métier que vous exercez ({ $role }).
role-missing = L'offre vise un autre métier ({ $role }).
role-none = Le métier visé par l'offre n'a pas été reconnu.

credential-met = { $credential } : dans votre dossier.
credential-met-until = { $credential } : valide jusqu'au { $date }.
credential-renew = { $credential } : ce que vous avez vaut jusqu'au { $last }, avant l'entrée en poste le { $start }. Un renouvellement est possible au plus tard le { $date }.
credential-obtainable = { $credential } : exigence absente de votre dossier. Vous pourriez y satisfaire au plus tard le { $date }.
credential-undated = { $credential } : les dates manquent dans votre dossier, on ne peut donc pas en tenir compte. Ajoutez-les, ou obtenez une nouvelle attestation au plus tard le { $date }.
credential-lapses = { $credential } : ce que vous avez vaut jusqu'au { $last }, avant l'entrée en poste le { $start }. Un renouvellement s'impose.
credential-missing = { $credential } : exigence absente de votre dossier.
credential-date-unknown = { $credential } : les dates manquent dans votre dossier, on ne peut donc pas en juger. Ajoutez la date de délivrance ou d'expiration.
credential-validity-unverified = { $credential } : la durée de validité n'a pas été vérifiée. Ajoutez la date d'expiration inscrite sur la carte ou renseignez-vous auprès de l'employeur.

preferred-held = { $credential } : un atout que vous avez.
preferred-missing = { $credential } : un atout que vous n'avez pas.
preferred-none = L'offre ne mentionne aucune attestation comme atout.

reach-place = { $place } fait partie des lieux où vous travailleriez.
reach-place-outside = { $place } est hors des lieux où vous travailleriez, ou n'est pas situé assez précisément.
reach-remote = Le travail se fait à distance, auprès de patients { $in_province }.
reach-remote-outside = Le travail se fait à distance, auprès de patients { $in_province }, ce que vous n'avez pas demandé.
reach-nowhere = L'offre ne nomme aucun lieu.

distance-km = À { $km } km de votre centre.
distance-remote = Aucun déplacement.
distance-no-centre = Vous n'avez pas donné de centre pour mesurer la distance.
distance-no-place = Le lieu n'est pas situé assez précisément pour mesurer la distance.

employment-match = Type d'emploi souhaité : { $offered }.
employment-partly = Type d'emploi souhaité en partie : { $offered }.
employment-differs = Pas le type d'emploi souhaité : { $offered }.
employment-any = Type d'emploi : { $offered }. Tous vous conviennent.
employment-unstated = L'offre ne précise pas le type d'emploi.

shifts-match = Quarts souhaités : { $offered }.
shifts-partly = Une partie des quarts vous convient : { $offered }.
shifts-differ = Pas les quarts souhaités : { $offered }.
shifts-any = Quarts : { $offered }. Tous vous conviennent.
shifts-unstated = L'offre ne précise pas les quarts.

pay-meets = Salaire : { $pay }, au moins votre minimum de { $floor }.
pay-reaches = Salaire : { $pay } ; seul le haut de la fourchette atteint votre minimum de { $floor }.
pay-below = Salaire : { $pay }, sous votre minimum de { $floor }.
pay-stated = Salaire : { $pay }. Vous n'avez pas donné de minimum.
pay-unstated = L'offre n'indique pas le salaire.

language-match = Langues de travail : { $asked }. Vous travaillez dans toutes ces langues.
language-partly = Langues de travail : { $asked }. Vous ne travaillez pas dans toutes ces langues.
language-unsaid = Langues de travail : { $asked }. Votre profil n'en nomme aucune.
language-unstated = L'offre ne nomme aucune langue de travail.

experience-met = { $asked } mois d'expérience demandés ; vous en avez { $months }.
experience-short = { $asked } mois d'expérience demandés ; vous n'en avez que { $months }.
experience-unstated = L'offre ne dit pas combien d'expérience elle demande.

freshness-days = { $days ->
    [0] Publiée aujourd'hui.
    [one] Publiée il y a { $days } jour.
   *[other] Publiée il y a { $days } jours.
 }

availability-met = Vous êtes disponible au plus tard le { $start }.
availability-late = Vous êtes disponible à compter du { $from }, après le { $start }.

note-no-start = L'offre ne précise pas l'entrée en poste : elle a été évaluée comme si le travail commençait le { $day }.
note-start-passed = La date d'entrée en poste est passée : l'offre a été évaluée comme si le travail commençait le { $day }.
note-information = Il s'agit d'information et non d'un avis juridique. L'organisme de réglementation et l'employeur décident ; on peut demander qu'une personne réexamine le tout.

match-count = { $count ->
    [one] { $count } offre correspond en date du { $day }
   *[other] { $count } offres correspondent en date du { $day }
 }
match-unlock = { $credential } ouvrirait { $count ->
    [one] { $count } offre de plus
   *[other] { $count } offres de plus
 }

readiness-count = { $ready } des { $of } permis et titres de compétence demandés sont prêts.
readiness-lapses = { $credential } : le vôtre compte jusqu'au { $day }, donc avant l'entrée en fonction.
matches-how = Calculé à partir du profil selon des règles fixes, les mêmes pour tous. Aucune personne n'y a pris part.
