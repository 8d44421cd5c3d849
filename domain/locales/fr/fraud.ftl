# Pourquoi une personne de la modération regarde d'abord une offre.

fraud-asks-for-money = « { $words } » : on semble demander de l'argent aux candidats.
fraud-untraceable-payment = « { $words } » : un paiement qui ne peut être annulé.
fraud-moves-money = « { $words } » : il semble s'agir de faire transiter l'argent ou les colis d'autrui.
fraud-crypto = « { $words } » : de la cryptomonnaie dans une offre du domaine de la santé.
fraud-messaging-app = « { $words } » : les candidats sont dirigés vers une application de messagerie.
fraud-identity = « { $words } » : des numéros ou des papiers dont personne n'a besoin avant l'embauche.
fraud-easy-money = « { $words } » : un emploi ou un revenu promis trop facilement.
fraud-pay-too-high = La rémunération dépasse de loin ce qui se paie pour ce travail.
