# Ce qui ne va pas dans une offre, et quoi y faire.

compliance-pay = Indiquez la rémunération : un montant, ou une fourchette avec un minimum et un maximum. La loi l'exige.
compliance-platform-pay = Indiquez la rémunération : un montant, ou une fourchette avec un minimum et un maximum. Ici, toute offre d'emploi dit combien le travail est payé.
compliance-pay-spread = La fourchette { $pay } est trop large : en Ontario, l'écart ne peut dépasser l'équivalent de 50 000 $ par année. Resserrez-la.
compliance-ai-statement = Indiquez que l'intelligence artificielle sert à trier, à évaluer ou à sélectionner les candidatures. C'est le cas : un logiciel les classe ici.
compliance-vacancy-statement = Indiquez si l'offre vise un poste vacant en ce moment.
compliance-employer-size = Indiquez si vous comptez 25 employés ou plus. D'ici là, les règles de l'Ontario pour les employeurs de cette taille s'appliquent.
compliance-french-twin = Au Québec, une offre publiée dans une autre langue doit l'être aussi en français. Ajoutez le texte français.
compliance-french-same-time = Au Québec, le texte français doit être publié en même temps que l'autre et joindre un public comparable. Publiez les deux ensemble.
compliance-language-reason = Au Québec, une offre qui exige une autre langue que le français doit dire pourquoi le travail la demande. Donnez le motif.
compliance-language-steps = Avant d'exiger une autre langue que le français au Québec, il faut évaluer le besoin réel, vérifier si les connaissances du reste du personnel suffisent et limiter le plus possible le nombre de ces postes. Confirmez les trois.
compliance-agency-licence = Une agence de placement ou un recruteur doit détenir un permis { $in_province }. Ajoutez-en le numéro et vérifiez qu'il est toujours valide.
compliance-agency-phase-out = Le recours aux agences prend fin région par région dans le réseau de la santé du Québec. Vérifiez qu'il est encore permis là où ce travail se fait.

compliance-pay-open-ended = « { $words } » laisse la rémunération ouverte. Donnez un minimum et un maximum.
compliance-pay-history = « { $words } » porte sur ce que la personne gagnait avant. Vous pouvez demander ses attentes salariales.
compliance-canadian-experience = « { $words } » exige de l'expérience au Canada. Demandez plutôt la compétence ou les connaissances nécessaires au travail ; un permis d'exercice peut être exigé.
compliance-worker-fee = « { $words } » fait payer la personne. Ici, personne ne paie pour postuler, être formé ou être placé.
compliance-identity-data = « { $words } » n'est pas nécessaire pour évaluer une candidature. Demandez-le une fois l'offre acceptée.

compliance-age = « { $words } » fait référence à l'âge. Dites plutôt ce que le travail demande ; un âge minimal prévu par la loi peut être indiqué.
compliance-sex = « { $words } » fait référence au sexe ou au genre. Ouvrez le poste à tout le monde, ou indiquez pourquoi c'est une exigence professionnelle justifiée.
compliance-family = « { $words } » fait référence à l'état civil ou à la situation de famille. Indiquez plutôt les horaires et les déplacements.
compliance-origin = « { $words } » fait référence à la race, à la couleur ou à l'origine. Retirez-le.
compliance-mother-tongue = « { $words } » révèle l'origine. Indiquez la langue dont le travail a besoin et le niveau attendu.
compliance-citizenship = « { $words } » fait référence à la citoyenneté ou au statut. Vous pouvez demander si la personne a le droit de travailler au Canada.
compliance-religion = « { $words } » fait référence à la religion. Retirez-le, ou indiquez pourquoi c'est une exigence professionnelle justifiée.
compliance-disability = « { $words } » fait référence à la santé ou au handicap. Décrivez les exigences physiques du travail et précisez que des mesures d'adaptation sont possibles.
compliance-appearance = « { $words } » fait référence à l'apparence, qui révèle l'âge, le sexe et l'origine. Retirez-le.
compliance-criminal-record = « { $words } » va plus loin que ce dont le travail peut avoir besoin. Demandez, après l'offre, la vérification des antécédents que le poste exige.
