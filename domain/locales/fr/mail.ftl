# Courriels : l'objet de chaque lettre, ce qu'elle dit, et ce qui termine chaque courriel.

mail-greeting = Bonjour { $name },
mail-greeting-nameless = Bonjour,
mail-reason = Motif : { $reason }

mail-confirm-email-subject = Confirmez votre adresse courriel
mail-confirm-email =
    Pour achever la création de votre compte { $sender }, confirmez cette adresse courriel :

    { $link }

    Le lien fonctionne une seule fois et pour un temps limité. Si vous n'avez pas demandé de compte, ignorez ce message : rien ne se fera sans votre confirmation.
mail-confirm-subscription-subject = Veuillez confirmer votre abonnement
mail-confirm-subscription =
    Quelqu'un a demandé que { $sender } écrive à cette adresse. Pour recevoir ces messages, confirmez ici :

    { $link }

    Le lien fonctionne une seule fois, pendant sept jours. Si ce n'était pas vous, ignorez ce message : sans votre confirmation, rien d'autre ne sera envoyé.
mail-already-subscribed-subject = Votre abonnement
mail-already-subscribed =
    Quelqu'un a demandé que { $sender } écrive à cette adresse, qui est déjà abonnée. Rien n'a été changé. Pour voir, modifier ou terminer l'abonnement, suivez ce lien :

    { $link }
mail-address-in-use-subject = Vous avez déjà un compte
mail-address-in-use =
    Quelqu'un a demandé un compte { $sender } avec cette adresse courriel, qui en a déjà un.

    Si c'était vous, ouvrez une session, ou demandez un nouveau mot de passe si vous avez oublié le vôtre. Si ce n'était pas vous, il n'y a rien à faire : votre compte n'a pas changé.
mail-password-reset-subject = Choisissez un nouveau mot de passe
mail-password-reset =
    Quelqu'un, sans doute vous, a demandé un nouveau mot de passe pour votre compte { $sender }. Choisissez-le ici :

    { $link }

    Le lien fonctionne une seule fois et pour un temps limité. Si vous n'avez rien demandé, ignorez ce message : votre mot de passe reste le même.
mail-password-changed-subject = Votre mot de passe a été changé
mail-password-changed =
    Le mot de passe de votre compte { $sender } a été changé.

    Si ce n'était pas vous, demandez tout de suite un nouveau mot de passe, puis écrivez à { $contact }.
mail-second-factor-on-subject = Votre second facteur est en vigueur
mail-second-factor-on =
    Désormais, l'ouverture d'une session de votre compte { $sender } demande un code en plus de votre mot de passe.

    Si ce n'était pas vous, demandez tout de suite un nouveau mot de passe, puis écrivez à { $contact }.
mail-second-factor-off-subject = Votre second facteur a été retiré
mail-second-factor-off =
    L'ouverture d'une session de votre compte { $sender } ne demande plus de code, seulement votre mot de passe.

    Si ce n'était pas vous, demandez tout de suite un nouveau mot de passe, puis écrivez à { $contact }.

mail-invitation-subject = Invitation à rejoindre { $organization }
mail-invitation =
    { $inviter } vous invite à rejoindre { $organization } sur { $sender }, { $role ->
        [viewer] en consultation seulement
        [recruiter] pour le recrutement
       *[owner] comme propriétaire
    }. Pour accepter :

    { $link }

    Le lien fonctionne une seule fois et pour un temps limité. Si vous ne connaissez pas ces personnes, ignorez ce message.
mail-organization-approved-subject = Vérification réussie : { $organization }
mail-organization-approved = Nous avons vérifié cette organisation : { $organization }. Ses offres peuvent maintenant être publiées sur { $sender }.
mail-organization-refused-subject = Vérification impossible : { $organization }
mail-organization-refused = Nous n'avons pas pu vérifier cette organisation : { $organization }. Ses offres ne peuvent donc pas être publiées sur { $sender } pour le moment. Complétez ou corrigez ses renseignements, puis redemandez la vérification.
mail-organization-suspended-subject = Publication suspendue : { $organization }
mail-organization-suspended = Nous avons suspendu cette organisation : { $organization }. Ses offres en ligne sont retirées et aucune ne peut être publiée sur { $sender }. Si vous croyez qu'il s'agit d'une erreur, répondez à ce message.

mail-licence-verified-subject = Permis vérifié : { $role }, { $province }
mail-licence-verified = Le registre public de l'organisme de réglementation montre votre permis tel que vous l'avez déclaré : { $role }, { $province }. Les employeurs le voient désormais comme vérifié.
mail-licence-refused-subject = Permis non vérifié : { $role }, { $province }
mail-licence-refused = Nous n'avons pas trouvé votre permis au registre public de l'organisme de réglementation tel que vous l'avez déclaré : { $role }, { $province }. Vérifiez ce que vous avez inscrit, puis demandez une nouvelle vérification.
mail-licence-lapses-subject = { $days ->
    [0] Votre permis expire aujourd'hui
    [1] Votre permis expire demain
   *[other] Votre permis expire dans { $days } jours
 }
mail-licence-lapses = Votre permis est valide jusqu'au { $day } : { $role }, { $province }. Une fois qu'il sera renouvelé, inscrivez la nouvelle date dans votre profil. Après ce jour, il ne comptera plus dans vos jumelages avec les offres.
mail-credential-lapses-subject = { $days ->
    [0] { $credential } : expire aujourd'hui
    [1] { $credential } : expire demain
   *[other] { $credential } : expire dans { $days } jours
 }
mail-credential-lapses = Cette attestation est valide jusqu'au { $day } : { $credential }. Une fois qu'elle sera renouvelée, inscrivez la nouvelle date dans votre profil. Après ce jour, elle ne comptera plus dans vos jumelages avec les offres.

mail-posting-approved-subject = Votre offre est en ligne : { $title }
mail-posting-approved = Nous avons examiné votre offre « { $title } ». Elle est maintenant en ligne.
mail-posting-refused-subject = Votre offre est à modifier : { $title }
mail-posting-refused = Nous avons examiné votre offre « { $title } » et ne pouvons pas la publier telle quelle. Modifiez-la, puis soumettez-la de nouveau.
mail-posting-taken-down-subject = Votre offre a été retirée : { $title }
mail-posting-taken-down = Nous avons retiré votre offre « { $title } ». Elle n'est plus affichée.
mail-posting-restored-subject = Votre offre est rétablie : { $title }
mail-posting-restored = Nous avions retiré par erreur votre offre « { $title } », et nous nous en excusons. Elle est revenue telle qu'elle était, et les jours où elle n'était pas affichée y sont ajoutés.
mail-report-received-subject = Nous avons reçu votre signalement
mail-report-received = Merci d'avoir signalé l'offre « { $title } ». Une personne l'examinera.
mail-report-upheld-subject = L'offre que vous avez signalée a été retirée
mail-report-upheld = Votre signalement de l'offre « { $title } » était fondé : nous l'avons retirée. Merci.
mail-report-dismissed-subject = L'offre que vous avez signalée est maintenue
mail-report-dismissed = Nous avons examiné votre signalement de l'offre « { $title } » et la laissons telle quelle. Si vous en apprenez davantage, signalez-la de nouveau.

mail-candidate-invited-subject = { $organization } aimerait faire votre connaissance
mail-candidate-invited = { $organization } vous invite à dire qui vous êtes, pour « { $title } ». L'organisation vous a vu parmi plusieurs candidatures anonymes et ne connaît pas votre nom. Ouvrez une session sur { $sender } d'ici 14 jours pour accepter ou refuser. Si vous acceptez, elle verra votre nom, vos coordonnées, vos professions, vos permis et vos attestations ; vous pouvez y mettre fin à tout moment. Si vous ne faites rien, elle n'apprend rien.
mail-invitation-accepted-subject = Une personne a accepté votre invitation : { $title }
mail-invitation-accepted = Une personne que vous avez invitée pour « { $title } » a accepté. Ouvrez une session sur { $sender } pour voir qui elle est et comment la joindre.
mail-review-answered-subject = Une personne vous a répondu : { $title }
mail-review-answered = Vous avez demandé qu'une personne vérifie ce qui a été dit de vous et de « { $title } ». { $finding } Ouvrez une session sur { $sender } pour lire la réponse.
mail-application-received-subject = Nouvelles candidatures : { $title }
mail-application-received = Une personne a postulé à votre offre « { $title } ». Ouvrez une session sur { $sender } pour lire sa candidature. Les autres candidatures d'aujourd'hui ne seront pas annoncées une à une.
mail-application-reviewing-subject = Votre candidature est de nouveau à l'étude : { $title }
mail-application-reviewing = { $organization } a repris l'étude de votre candidature à l'offre « { $title } ». Une personne la lit.
mail-application-interview-subject = { $organization } souhaite vous rencontrer : { $title }
mail-application-interview = { $organization } souhaite vous rencontrer au sujet de votre candidature à l'offre « { $title } ». Dès maintenant, l'employeur voit comment vous joindre.
mail-application-offer-subject = Un poste vous est offert : { $title }
mail-application-offer = { $organization } vous offre le poste « { $title } ». Ouvrez une session sur { $sender } pour accepter l'offre ou non.
mail-application-hired-subject = Vous êtes embauché·e : { $title }
mail-application-hired = { $organization } a noté que vous acceptez le poste « { $title } ». Félicitations. S'il s'agit d'une erreur, écrivez à l'employeur à partir de votre candidature.
mail-application-declined-subject = Votre candidature n'a pas été retenue : { $title }
mail-application-declined = { $organization } a pris une décision sur votre candidature à l'offre « { $title } » et n'y donne pas suite. Vous pouvez demander qu'une personne de { $sender } révise la part qu'y ont prise des étapes automatisées.
mail-applicant-hired-subject = Votre offre de poste est acceptée : { $title }
mail-applicant-hired = La personne accepte le poste « { $title } ».
mail-applicant-gone-subject = Une candidature est retirée : { $title }
mail-applicant-gone = Une personne ne donne pas suite à votre offre « { $title } ».
mail-message-received-subject = Nouveau message : { $title }
mail-message-received = Vous avez un nouveau message au sujet de l'offre « { $title } ». Ouvrez une session sur { $sender } pour le lire et y répondre.
mail-interview-planned-subject = Entrevue le { $day } : { $title }
mail-interview-planned = { $organization } souhaite vous rencontrer au sujet de l'offre « { $title } » le { $day } à { $time } : { $place }. Votre candidature sur { $sender } contient une entrée pour votre agenda.
mail-interview-moved-subject = Entrevue déplacée au { $day } : { $title }
mail-interview-moved = { $organization } a déplacé votre entrevue au sujet de l'offre « { $title } ». Elle a maintenant lieu le { $day } à { $time } : { $place }.
mail-interview-cancelled-subject = Entrevue annulée : { $title }
mail-interview-cancelled = { $organization } a annulé votre entrevue du { $day } à { $time } au sujet de l'offre « { $title } ».
mail-answer-owed-subject = Une personne attend une réponse : { $title }
mail-answer-owed = Une personne que vous avez rencontrée pour l'offre « { $title } » n'a pas été informée si une décision a été prise. { $owed } Sur { $sender }, vous pouvez informer en une étape toutes celles qui attendent.
mail-answer-overdue-subject = Vous n'avez pas reçu de réponse : { $title }
mail-answer-overdue = { $organization } devait déjà vous dire si une décision a été prise au sujet de l'offre « { $title } » et ne l'a pas fait. Nous le lui avons rappelé, et son taux de réponse en témoigne. Vous pouvez lui écrire à partir de votre candidature.
mail-no-decision-yet-subject = Pas encore de décision : { $title }
mail-no-decision-yet = { $organization } vous informe qu'aucune décision n'est encore prise au sujet de l'offre « { $title } ». Votre candidature demeure.

mail-account-deleted-subject = Votre compte est supprimé
mail-account-deleted = Votre compte { $sender } et tout ce que vous y gardiez sont supprimés. Ce message est le dernier à son sujet.

mail-why-address = Vous recevez ce message parce que quelqu'un a inscrit cette adresse courriel sur { $sender }.
mail-why-account = Vous recevez ce message parce qu'il concerne votre compte { $sender }.
mail-why-invitation = Vous recevez ce message parce que { $inviter } a inscrit cette adresse courriel sur { $sender }.
mail-why-report = Vous recevez ce message parce que vous avez signalé une offre sur { $sender }.
mail-sender = Envoyé par { $sender }, { $address }
mail-contact = Nous joindre : { $contact }, { $url }
