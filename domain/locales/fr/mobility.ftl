# Si l'on peut travailler dans une province, et par quelle voie.

mobility-unregulated = Aucun permis n'est exigé pour ce métier ({ $role }) { $in_province }.
mobility-absent = Il n'existe pas de permis pour ce métier ({ $role }) { $in_province } ; ses actes sont réservés à d'autres professions.
mobility-absent-unverified = Aucun organisme de réglementation n'a été trouvé pour ce métier ({ $role }) { $in_province }, et ses actes peuvent être réservés à d'autres professions. Demandez à l'employeur sous quelle autorité ils sont posés.
mobility-unlisted = On ignore ici si ce métier ({ $role }) exige un permis { $in_province }. Renseignez-vous auprès de l'employeur.
mobility-unverified = Il n'a pas été vérifié si ce métier ({ $role }) exige un permis { $in_province }. Renseignez-vous auprès de { the-regulator }.
mobility-partial = Une partie de ce travail ({ $role }) est réservée aux titulaires d'un permis { $in_province }. Demandez à { the-regulator } si c'est le cas de ce poste.
mobility-registry-required = Les employeurs financés par l'État { $in_province } n'embauchent que des personnes inscrites au registre ({ $role }), et l'offre ne dit pas si celui-ci en est un. Inscrivez-vous auprès de { the-regulator }.
mobility-registry-voluntary = Aucun permis n'est exigé pour ce métier ({ $role }) { $in_province } ; l'inscription au registre public est volontaire.

mobility-licensed = Vous détenez un permis pour ce métier ({ $role }) { $in_province }.
mobility-licensed-until = Vous détenez un permis pour ce métier ({ $role }) { $in_province }, jusqu'au { $until }.
mobility-licensed-from = Votre permis pour ce métier ({ $role }) { $in_province } entre en vigueur le { $from }.
mobility-renew = Votre permis { $in_province } prend fin le { $until }, avant l'entrée en poste. Renouvelez-le d'ici là auprès de { the-regulator } ; il vaudra à compter du { $from }.
mobility-lapsed = Votre inscription { $in_province } n'est pas en vigueur ou ne permet pas d'exercer. Demandez sa remise en vigueur à { the-regulator } ; le délai n'est pas connu.
mobility-suspended = Votre inscription { $in_province } est suspendue ou révoquée. Seul l'organisme peut y remédier : adressez-vous à { the-regulator }.
mobility-limited = Votre permis { $in_province } est assorti de conditions ou de restrictions, ou son état n'est pas connu. Demandez à { the-regulator } s'il permet ce travail.

mobility-as-of-right-1 = Avec votre inscription { $in_home }, vous pouvez commencer le { $from } { $in_province } dans un hôpital public ou un foyer de soins de longue durée, de plein droit : avant votre premier quart, demandez votre inscription à { the-regulator } et ayez une assurance responsabilité qui vaut en Ontario. Il ne doit y avoir contre vous ni refus depuis deux ans, ni conclusion, ni procédure en cours. Cela dure au plus { $months } mois, le temps que votre demande soit traitée.
mobility-as-of-right-2 = Avec votre inscription { $in_home }, vous pouvez commencer le { $from } { $in_province }, de plein droit : avant votre premier quart, envoyez votre demande et l'attestation signée à { the-regulator }, et ayez une assurance responsabilité valide en Ontario. Vous devez être en Ontario quand vous servez ses résidents, pendant au plus { $months } mois, le temps de terminer l'inscription ; il ne doit y avoir contre vous ni refus depuis deux ans, ni conclusion, ni procédure en cours. Demandez à l'organisme si ce milieu de travail est visé.
mobility-as-of-right-setting = Avec votre inscription { $in_home }, vous pourriez commencer { $in_province } de plein droit, sur demande à { the-regulator }, mais seulement dans un hôpital public ou un foyer de soins de longue durée, et l'offre ne précise pas le milieu de travail. Renseignez-vous auprès de l'employeur.
mobility-cno = Avec votre inscription { $in_home }, vous pouvez être inscrit ou inscrite { $in_province } au plus tard le { $from } : { the-regulator } reconnaît le personnel infirmier d'ailleurs au Canada dans les deux jours ouvrables suivant une demande avec attestation signée et droits acquittés.
mobility-deemed-on = Avec votre inscription { $in_home }, vous pouvez être réputé ou réputée titulaire d'un certificat { $in_province } pendant { $months } mois, au plus tard le { $from } si vous présentez votre demande aujourd'hui : attendez l'avis de { the-regulator }, attendu dans les dix jours ouvrables.
mobility-deemed-on-unverified = Avec votre inscription { $in_home }, vous pourriez être réputé ou réputée titulaire d'un certificat { $in_province } pendant { $months } mois. Il n'a pas été vérifié si cela vise ce métier ({ $role }) : renseignez-vous auprès de { the-regulator }.
mobility-host = Avec votre inscription { $in_home }, où vous habitez, vous pouvez demander à { the-regulator } une inscription d'accueil { $in_province }. Aucun délai n'est connu.
mobility-atlantic = Avec votre inscription { $in_home }, vous pouvez adhérer au registre des médecins de l'Atlantique et exercer { $in_province } ; les privilèges hospitaliers s'obtiennent à part. Demandez à votre collège combien de temps cela prend.
mobility-deemed-nb = Avec votre inscription { $in_home }, vous pourriez être réputé inscrit ou réputée inscrite { $in_province } dès l'accusé de réception de vos documents par { the-regulator }. Il n'a pas été vérifié si cela vise ce métier ({ $role }), ni dans quel délai : renseignez-vous.
mobility-transfer-ab = Avec votre inscription { $in_home }, vous pouvez être inscrit ou inscrite { $in_province } au plus tard le { $from } si vous envoyez une demande complète aujourd'hui : { the-regulator } décide dans les 20 jours ouvrables, délai qui peut aller jusqu'à 40 en tout, avis compris.
mobility-transfer-ns = Avec votre inscription { $in_home }, présentez une demande à { the-regulator } { $in_province }. Une loi de 2025 promet une décision en dix jours ouvrables aux personnes de certaines provinces ; il n'a pas été vérifié si elle vise ce métier ({ $role }).
mobility-transfer-nl = Avec votre inscription { $in_home }, présentez une demande à { the-regulator } { $in_province }. Un délai de 20 jours a été annoncé en 2025 ; il n'a pas été vérifié s'il vise ce métier ({ $role }).
mobility-transfer-qc = Avec votre inscription { $in_home }, présentez une demande à { the-regulator } { $in_province } : votre compétence est reconnue sans nouvelle formation ni examen, mais il faut démontrer une connaissance du français. Aucun délai n'est connu.
mobility-transfer = Avec votre inscription { $in_home }, présentez une demande à { the-regulator } { $in_province } : votre compétence est reconnue sans nouvelle formation ni examen. Aucun délai n'est connu.
mobility-limited-elsewhere = Votre inscription ailleurs est temporaire, provisoire, restreinte ou conditionnelle. Demandez à { the-regulator } si elle peut être transférée { $in_province }.
mobility-discipline = L'une de vos inscriptions est suspendue ou révoquée. Il faut la déclarer, et { the-regulator } décide au cas par cas { $in_province } ; aucune date ne peut être donnée.
mobility-dormant = Votre inscription ailleurs n'est pas en vigueur ou ne permet pas d'exercer, et ne peut être transférée { $in_province }. Renouvelez-la d'abord.

mobility-assessment-nnas = Comme vous avez étudié à l'étranger, il vous faut une inscription auprès de { the-regulator } { $in_province }. La première étape habituelle est un rapport du Service national d'évaluation infirmière (SNEI) ; demandez si une voie directe vous est ouverte.
mobility-assessment-qc = Comme vous avez étudié à l'étranger, vous présentez votre demande directement à { the-regulator } { $in_province }, qui évalue votre formation ; il faut démontrer une connaissance du français.
mobility-assessment = Comme vous avez étudié à l'étranger, il vous faut une inscription auprès de { the-regulator } { $in_province }, qui évalue d'abord votre formation.
mobility-first = Ce métier ({ $role }) exige un permis { $in_province }. Votre profil n'en contient aucun : il faut d'abord une première inscription auprès de { the-regulator }.
