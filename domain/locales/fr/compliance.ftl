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
