# L'espace des travailleuses et travailleurs : profil, parcours, échéances, visibilité.

visibility-hidden = Masqué : aucun employeur ne voit votre profil ni ne vous trouve. Vous voyez quand même vos offres et pouvez postuler.
visibility-anonymous = Anonyme : les employeurs vérifiés voient vos métiers, votre région et à partir de quand vous pourriez commencer, sans votre nom ni rien qui vous identifie. Chacun doit vous demander la permission pour en voir plus, et vous pouvez refuser.
visibility-open = Ouvert : les employeurs vérifiés voient qui vous êtes et tout votre profil sans le demander. C'est un accord permanent : il est consigné, et vous pouvez le retirer en tout temps. Les employeurs que vous avez bloqués ne voient rien.

complete-roles = Ajoutez les métiers que vous exercez, ou celui que vous étudiez.
complete-licences = Ajoutez votre permis pour chaque métier qui en exige un, ou les études, ici ou à l'étranger, qui y mènent.
complete-reach = Dites où vous travailleriez : des régions, une distance autour d'un lieu, ou à distance.
complete-wallet = Ajoutez une attestation à votre dossier, par exemple les soins immédiats en réanimation ou une vérification policière.
complete-name = Ajoutez votre nom. Personne ne le voit sans votre accord.
complete-experience = Ajoutez un poste que vous avez occupé, ou vos mois d'expérience dans un métier.
complete-phone = Ajoutez un numéro de téléphone. Personne ne le voit sans votre accord.
complete-languages = Ajoutez les langues dans lesquelles vous travaillez.
complete-schedule = Dites quels types d'emploi et quels quarts vous accepteriez.
complete-availability = Dites à partir de quand vous pourriez commencer.
complete-education = Ajoutez un programme que vous avez terminé ou que vous suivez.
complete-headline = Ajoutez une ligne qui vous présente.

pathway-student = Votre programme se termine le { $date }. Demandez ensuite une première inscription ({ $role }) à { the-regulator } { $in_province } ; demandez dès maintenant quand les demandes sont acceptées.
pathway-graduate = Votre programme est terminé. Demandez une première inscription ({ $role }) à { the-regulator } { $in_province }.
pathway-student-unlicensed = Votre programme se termine le { $date }. Aucun permis n'est exigé pour ce métier ({ $role }) { $in_province } ; les employeurs demandent d'habitude que le programme soit terminé.
pathway-student-work = Pendant vos études, cherchez un emploi d'externe en soins infirmiers ({ $role }) ; l'école et l'employeur disent ce que vous pouvez faire.
pathway-exam = Préparez l'examen d'entrée : { $exam }. Demandez à { the-regulator } quand il a lieu et ce qui est exigé d'autre.
pathway-assessment-under-way = Votre formation est en cours d'évaluation. Entre-temps, demandez à { the-regulator } { $in_province } ce qu'une première inscription ({ $role }) exige en plus du rapport : langue, pratique, examen.
pathway-assessment-done = Votre formation a été évaluée. Demandez une première inscription ({ $role }) à { the-regulator } { $in_province } et joignez le rapport.

lapse-licence = Votre permis ({ $role }) { $in_province } prend fin le { $date }.
lapse-credential = { $credential } : prend fin le { $date }.
lapse-too-old = { $credential } : trop ancien pour une entrée en poste après le { $date }. Il en faudra un nouveau.

field-not-https = doit être une adresse https:// d'au plus 500 caractères, avec un hôte, sans nom d'utilisateur ni port
field-days-crossed = ne doit pas précéder le premier jour
field-health-dates-only = doit être omis : des éléments de santé, seules les dates sont conservées
field-employer-unclear = ne désigne pas un employeur précis : trop général, ou masqué
field-one-of-two = nommez soit une organisation, soit un employeur
field-document-unknown = n'est pas l'un de vos documents
worker-too-many = Vous en avez autant qu'on peut en conserver. Retirez-en d'abord un.
worker-check-not-needed = Une vérification de ce permis est en cours, ou il est déjà vérifié.
worker-number-needed = Ajoutez le numéro du permis : sans lui, personne ne peut le chercher au registre.
account-last-owner = Vous êtes seule ou seul propriétaire d'une organisation. Nommez d'abord un autre membre propriétaire.
