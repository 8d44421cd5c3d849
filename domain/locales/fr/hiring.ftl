# L’embauche : candidatures, entrevues, réponses, invitations et candidatures anonymes d’une offre.

hiring-stage-submitted = Reçue
hiring-stage-reviewing = En cours d’examen par une personne
hiring-stage-interview = Entrevue
hiring-stage-offer = Poste offert
hiring-stage-hired = Embauche
hiring-stage-declined = Candidature non retenue
hiring-stage-withdrawn = Retirée par la candidate ou le candidat
hiring-stage-offer-declined = Offre non acceptée

hiring-decline-licence-missing = Il manque un permis ou une inscription que le travail exige.
hiring-decline-credential-missing = Il manque une attestation que l’offre exige.
hiring-decline-experience = L’offre demande plus d’expérience dans ce travail.
hiring-decline-availability = Les quarts, les heures ou la date d’entrée en poste ne conviennent pas.
hiring-decline-no-contact = L’entrevue n’a pas eu lieu, ou l’employeur n’a pas pu joindre la personne.
hiring-decline-another-chosen = L’employeur a retenu une autre personne, qui répond davantage à ce que l’offre demande.
hiring-decline-filled = Le poste est pourvu.
hiring-decline-cancelled = Le poste ne sera pas pourvu.
hiring-decline-not-confirmed = Un permis, une attestation ou une vérification d’antécédents n’a pas pu être confirmé.
hiring-decline-other = L’employeur a un autre motif, qu’il donne sur demande.

hiring-withdrawal-another-position = La personne a accepté un autre poste.
hiring-withdrawal-too-slow = L’attente a été trop longue.
hiring-withdrawal-pay = Le salaire ne lui convient pas.
hiring-withdrawal-schedule = Les quarts ou les heures ne lui conviennent pas.
hiring-withdrawal-place = Le lieu de travail, ou le trajet, ne lui convient pas.
hiring-withdrawal-not-as-described = Le travail n’est pas celui que l’offre décrit.
hiring-withdrawal-other = La personne a un autre motif.
hiring-withdrawal-unsaid = La personne n’a pas donné de motif.

hiring-answer-required = Cette question demande une réponse.
hiring-answer-no-question = Cette question n’existe pas.
hiring-answer-no-choice = Choisissez l’une des réponses proposées.
hiring-answer-other-kind = La question demande une réponse d’une autre sorte.
hiring-answer-too-long = Cette réponse dépasse { $most } caractères.

hiring-datum-name = votre nom
hiring-datum-roles = vos professions, votre expérience et votre province
hiring-datum-licences = vos permis, sans leurs numéros
hiring-datum-credentials = les attestations que vous avez
hiring-datum-availability = vos langues et le premier jour où vous pourriez commencer
hiring-datum-answers = vos réponses aux questions de l’offre
hiring-datum-resume = le curriculum vitæ que vous avez joint
hiring-datum-contact = votre adresse électronique et votre numéro de téléphone
hiring-datum-background = vos anciens postes et vos études
hiring-datum-licence-numbers = vos numéros de permis
hiring-datum-proofs = les documents qui prouvent vos attestations

hiring-clock-law = L’employeur doit dire à la personne, au plus tard le { $day }, si une décision d’embauche a été prise : la loi de l’Ontario accorde 45 jours après la dernière entrevue.
hiring-clock-law-overdue = Depuis le { $day }, l’employeur est en retard : il devait dire à la personne si une décision d’embauche a été prise. La loi de l’Ontario accorde 45 jours après la dernière entrevue.
hiring-clock-promise = La personne doit savoir, au plus tard le { $day }, si une décision d’embauche a été prise. Aucune loi que nous connaissons ne l’exige ici; quiconque publie sur cette plateforme s’y engage.
hiring-clock-promise-overdue = Depuis le { $day }, l’employeur est en retard : la personne devait savoir si une décision d’embauche a été prise. Aucune loi que nous connaissons ne l’exige ici; quiconque publie sur cette plateforme s’y engage.

hiring-answer-rate = Répond à au moins { $percent } % des candidatures.
hiring-answer-rate-and-time = Répond à au moins { $percent } % des candidatures, le plus souvent en { $days ->
    [one] un jour
   *[other] { $days } jours
 }.

hiring-invitation-sent = En attente d’une réponse
hiring-invitation-accepted = Acceptée
hiring-invitation-declined = Refusée
hiring-invitation-expired = Sans réponse
hiring-invitation-withdrawn = Reprise

hiring-look = { $organization } a vu { $what }.

hiring-count-few = moins de 5
hiring-count-at-least = au moins { $count }

hiring-ended = La candidature est close.
hiring-not-now = La candidature n'est pas à une étape où cela se peut.
hiring-other-side = Cela revient à l'autre partie de la candidature.
hiring-not-granted = La personne a retiré son accord.
hiring-posting-ended = L'offre ne reçoit plus de candidatures.
hiring-elsewhere = On postule à cette offre ailleurs : demandez son lien.
hiring-already = Vous avez déjà postulé à cette offre.
hiring-blocked = Vous avez bloqué cet employeur. Débloquez-le avant de postuler.
hiring-no-resume = Ce n'est pas l'un de vos CV.
hiring-not-to-meet = Faites d'abord passer la candidature à l'étape de l'entrevue : la personne saura ainsi que vous souhaitez la rencontrer.
hiring-interview-when = Une entrevue commence dans l'avenir, d'ici deux ans.
hiring-interview-over = L'entrevue a été annulée ou manquée.
hiring-interview-begun = L'entrevue a commencé.
hiring-interview-not-yet = L'entrevue n'a pas commencé.
hiring-steps-by-people = Chaque étape d'une candidature est franchie par une personne. Seuls l'ordre dans lequel les personnes sont présentées et ce qui est dit des titres de compétence sont calculés, selon des règles fixes.
hiring-decline-why = Dites pourquoi : la personne l'apprendra.
hiring-answer-yes = Oui
hiring-answer-no = Non

hiring-standing = { $standing ->
    [ready] En règle le premier jour de travail
    [ready_by] En règle une fois un document obtenu
    [short] { $missing ->
        [one] Il manque un élément exigé
       *[other] Il manque { $missing } éléments exigés
    }
   *[other] Un point n’est pas connu
}
hiring-card-licence = { $state ->
    [met] Permis exigé par ce travail : détenu
    [obtainable] Permis exigé par ce travail : peut être obtenu
    [missing] Permis exigé par ce travail : manquant
   *[other] Permis exigé par ce travail : non connu
}
hiring-card-credential = { $state ->
    [met] { $credential } : détenu
    [obtainable] { $credential } : peut être obtenu
    [missing] { $credential } : manquant
   *[other] { $credential } : non connu
}
hiring-card-language = { $state ->
    [met] Langues de travail : parlées
    [missing] Langues de travail : manquantes
   *[other] Langues de travail : non connues
}
hiring-card-experience = { $state ->
    [met] Expérience demandée : acquise
    [missing] Expérience demandée : moindre
   *[other] Expérience demandée : non connue
}

hiring-not-verified = Seule une organisation vérifiée peut chercher des candidates et candidats.
hiring-not-live = Les candidatures possibles ne sont montrées que pour les offres publiées.
hiring-no-snapshot = Les candidatures possibles de cette offre restent à compter. Réessayez dans quelques minutes ; quand plusieurs offres sont publiées à la fois, certaines attendent au lendemain.
hiring-no-candidate = Cette offre n’a pas une telle candidature possible aujourd’hui.
hiring-invited-already = Cette personne a déjà été invitée pour cette offre.
hiring-invitations-enough = Plus d’invitations aujourd’hui.
hiring-questions-enough = Plus de questions de ce genre aujourd’hui.
hiring-invitation-ended = L’invitation n’est plus ouverte.

partner-not-public = Il faut une adresse https sur l’Internet public.
partner-source-known = Il y a déjà un flux de cette source.

review-stands = Une personne a vérifié : le résultat est juste selon les règles et ce que l’on sait de vous.
review-your-data = Une personne a vérifié : un renseignement vous concernant est faux ou incomplet, et vous pouvez le corriger.
review-our-mistake = Une personne a vérifié : nous avons fait une erreur et nous la corrigeons.
review-employer = Une personne a vérifié : c’était la décision de l’employeur, que nous ne pouvons pas changer.
review-no-such = Il n’y a rien de tel à votre nom qui puisse être vérifié.
review-not-declined = Seul un refus peut être vérifié.
review-waits = Une personne va déjà s’en occuper.
review-answered = Une réponse a déjà été donnée.
review-one-thing = Indiquez soit une offre, soit une candidature.
