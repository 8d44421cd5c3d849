# Les pages où mène le courriel.

page-skip = Aller au contenu
page-other-language = English
page-newsletter = Les nouvelles offres par courriel
page-newsletter-intro = Dites-nous ce que vous cherchez : vous recevez les nouvelles offres qui conviennent, chacune avec la raison pour laquelle elle y est, et rien quand il n'y a rien de nouveau. Aucun compte n'est nécessaire, et chaque message permet d'y mettre fin en un clic.
page-fraud-policy = Notre politique sur les offres frauduleuses
page-privacy = Vie privée
page-not-done = Cela n'a pas encore pu être fait :
page-field = { $field } : { $detail }
page-email = Adresse courriel
page-purposes = Ce que vous acceptez de recevoir
page-what = Sur quoi doivent porter les offres
page-roles = Professions
page-near = Près de : un lieu ou un code postal
page-radius = À moins de
page-kilometres = { $km } km
page-province = Ou dans une province ou un territoire
page-anywhere = (peu importe)
page-when = Quand, et dans quelle langue
page-frequency = À quelle fréquence
page-daily = Chaque jour
page-weekly = Chaque { $day ->
    [monday] lundi
    [tuesday] mardi
    [wednesday] mercredi
    [thursday] jeudi
    [friday] vendredi
    [saturday] samedi
   *[sunday] dimanche
 }
page-hour = À
page-oclock = { $hour } h
page-zone = À l'heure de
page-language = Langue
page-subscribe = M'abonner
page-preview = Voir ce que je recevrais
page-preview-title = Ce que contiendrait l'envoi des sept derniers jours
page-preview-none = Rien : aucune offre des sept derniers jours ne convient. Vous n'auriez reçu aucun message.
page-asked-title = Consultez votre courriel
page-asked = Si cette adresse peut recevoir du courriel, un message est en route. Rien d'autre n'est envoyé tant que vous n'avez pas suivi son lien et confirmé.
page-confirm-title = Confirmez votre abonnement
page-confirm-line = Un clic, et vous recevez ce que vous avez demandé.
page-confirm = Confirmer
page-confirmed-title = Votre abonnement est en vigueur
page-confirmed = Votre adresse est confirmée. Le premier envoi arrive à l'heure que vous avez choisie, s'il y a du nouveau.
page-preferences = Ce que vous recevez
page-alert = Cette alerte porte sur votre profil, ou sur une recherche que vous gardez : c'est là que vous la modifiez.
page-paused-until = Aucun envoi avant le
page-save = Enregistrer
page-saved = C'est enregistré, et cela vaut dès maintenant.
page-end = Ne plus rien recevoir
page-unsubscribe = Me désabonner de tout
page-unsubscribe-line = Un clic, et plus rien ne vous est envoyé.
page-ended-title = L'abonnement a pris fin
page-ended = Plus rien de ce que vous aviez demandé ne vous est envoyé. Si c'était une erreur, vous pouvez recommencer par le même lien.
page-held = Ce que nous détenons à votre sujet
page-held-address = Adresse
page-held-account = L'adresse de votre compte
page-held-since = Depuis le
page-held-jobs = Offres que nous vous avons envoyées depuis six mois, pour qu'aucune ne revienne
page-consents = Ce que vous avez accepté et retiré
page-consent = { $day } : { $given ->
    [yes] oui
   *[no] non
 } à « { $sentence } », depuis { $from }
page-nowhere = aucune adresse de réseau
page-delete = Tout supprimer
page-deleted-title = C'est supprimé
page-deleted = Votre abonnement est supprimé avec tout ce que nous détenions à son sujet. Rien n'est envoyé à cette adresse tant que la personne à qui elle appartient ne le redemande pas.
page-gone-title = Ce lien ne mène nulle part
page-postings = Offres
page-found = { $count ->
    [one] Une offre convient.
   *[other] { $count } offres conviennent ; voici les plus récentes.
 }
page-qualifications = Qualifications
page-apply = Pour postuler
page-apply-there = Postuler là où l'offre a été publiée
page-apply-here = Postulez ici avec votre profil.
page-apply-unknown = La source ne dit pas comment.
page-starts = Début : { $day }
page-until = Ouverte jusqu'au { $day }
page-privacy-kept = Nous gardons ce que vous inscrivez ici : votre adresse, ce que vous voulez recevoir, quand, et chaque oui et chaque non avec son jour et l'adresse de réseau d'où il est venu. Cela sert à vous envoyer ce que vous avez demandé, et à rien d'autre.
page-privacy-shared = Personne d'autre ne le reçoit, et rien dans nos messages ne nous dit si vous les lisez.
page-privacy-yours = Chaque message contient un lien vers tout ce que nous détenons à votre sujet ; vous pouvez y changer, terminer ou supprimer l'abonnement. Si vous le supprimez, nous gardons le fait que quelqu'un a consenti, sans l'adresse, et une forme brouillée de l'adresse, pour que rien ne lui soit envoyé.
page-privacy-contact = Questions : { $contact }, { $address }
page-feedback = Que pensez-vous de cet emploi ?
page-more = D'autres de ce genre
page-not-role = Pas ce poste
page-too-far = Trop loin
page-pause-weeks = Aucun résumé pendant deux semaines
page-heard-title = Merci
page-heard = Cela vaut dès le prochain résumé. Vous pouvez y revenir là où vous choisissez ce que vous recevez.
page-said = Ce que vous avez dit d'emplois précis
page-forget = Oublier tout cela
page-blog = Articles et nouvelles
page-older = Plus anciens
page-read-more = À lire aussi
page-read-there = À lire chez { $name }
page-by = Par { $name }, { $role }, le { $day }
page-account-confirm = Confirmez votre adresse
page-account-confirm-line = Un clic, et votre compte peut servir.
page-account-confirmed-title = Votre adresse est confirmée
page-account-confirmed = Vous pouvez ouvrir une session.
page-password = Un nouveau mot de passe
page-password-new = Nouveau mot de passe
page-password-own = Votre mot de passe
page-password-set-title = Votre mot de passe est enregistré
page-password-set = Ouvrez une session avec lui. Toutes les sessions de ce compte sont fermées.
page-code = Code de votre second facteur, si votre compte en a un
page-join = Accepter une invitation
page-join-line = Dites qui vous êtes : l'invitation est pour le compte de l'adresse à laquelle elle a été envoyée.
page-join-button = Accepter
page-joined-title = Vous êtes membre
page-joined = Vous pouvez agir pour l'organisation dès votre prochaine session.
