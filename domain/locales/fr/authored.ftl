# Postings that employers write here: what is missing, why one waits for a moderator, what is said beside it.

authored-gap-text = Rédigez un titre et une description, en français ou en anglais.
authored-gap-half-text = Rédigez le titre et la description dans cette langue, ou laissez les deux de côté.
authored-gap-role = Choisissez au moins une profession.
authored-gap-place = Indiquez un lieu de travail, ou les provinces servies à distance.
authored-gap-unknown-place = Ce lieu ou cet établissement n’est pas connu.
authored-gap-pay = Le salaire doit avoir un minimum supérieur à zéro et un maximum qui ne lui est pas inférieur.
authored-gap-hours = Les heures doivent avoir un maximum supérieur à zéro et qui n’est pas inférieur au minimum.
authored-gap-apply-by = La date limite pour postuler, le { $day }, est passée.
authored-gap-end = Le dernier jour de travail est passé ou précède le premier.
authored-gap-question-language = Posez cette question dans chaque langue de l’offre.
authored-gap-choices = Une question à choix en demande au moins deux; les autres questions n’en ont pas.
authored-gap-link = Le lien pour postuler doit être une adresse https.

authored-hold-link = { $words } n’est pas le site vérifié de votre organisation.
authored-hold-claim = Elle remplace une offre venue d’ailleurs qui nomme « { $words } » comme employeur.

authored-ai-statement = Cette plateforme utilise l’intelligence artificielle pour classer les candidatures selon ce que l’offre demande. Elle ne retient ni n’écarte personne : ce sont des personnes, chez l’employeur, qui décident.
authored-agency = Publiée par l’agence { $agency } pour un client qu’elle ne nomme pas.
authored-agency-for = Publiée par l’agence { $agency } pour { $client }.

authored-ended = Cette offre est terminée.
authored-not-now = Ce n’est pas possible dans l’état actuel de l’offre.
authored-unverified = Votre organisation doit être vérifiée avant qu’une offre soit publiée.
authored-unsound = Ce qui figure ici doit être changé avant que l’offre puisse être vue.
authored-applications-end = La période de candidature prend fin plus tôt; changez d’abord la date limite pour postuler.
authored-claimed = Votre organisation a déjà un brouillon de cette offre.
