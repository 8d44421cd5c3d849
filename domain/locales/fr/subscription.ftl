# L'infolettre : la demander, y consentir, y mettre fin.

subscription-nothing = est nécessaire : le sujet des messages
subscription-words = ne peut contenir de mots à chercher : un résumé porte sur des rôles, des lieux et des conditions
subscription-everything = est nécessaire : au moins un rôle ou un lieu
subscription-pause = doit être dans l'avenir, et d'ici un an
subscription-posting = doit être une offre
subscription-day = est nécessaire pour un résumé hebdomadaire, et pour aucun autre
subscription-not-active = Cette adresse n'a pas été confirmée, ou rien ne peut y être envoyé.

subscription-consent-digest = Envoyez-moi les nouvelles offres qui correspondent à mes choix.
subscription-consent-blog = Envoyez-moi les nouveaux articles.
subscription-consent-product-updates = Envoyez-moi les nouvelles de la plateforme.

digest-subject =
    { $count ->
        [one] Nouveau pour vous : { $first }
       *[other] { $count } nouveautés pour vous : { $first } et d'autres
    }
digest-intro =
    { $count ->
        [one] Une nouvelle offre correspond à vos choix.
       *[other] { $count } nouvelles offres correspondent à vos choix.
    }
digest-rest =
    { $rest ->
        [one] Une autre correspond aussi : { $all }
       *[other] { $rest } autres correspondent aussi : { $all }
    }
digest-pay = Salaire : { $pay }
digest-pay-unstated = Salaire : non indiqué
digest-why = Pourquoi elle est ici : { $reasons }
digest-why-role = poste : { $roles }
digest-why-near = à { $km } km du lieu choisi
digest-why-region = province ou territoire : { $provinces }
digest-why-employment = { $employment }
digest-why-shifts = quarts : { $shifts }
digest-why-pay = au moins { $floor }
digest-licence = Pour ce travail ({ $role }) { $in_province }, il faut être inscrit : { $regulator }.
digest-opinion = D'autres de ce genre, pas ce poste, ou trop loin ? Dites-le :
digest-market-and-pay = Ouverts pour ce poste ({ $role }), { $region } : { $count ->
        [one] un emploi
       *[other] { $count } emplois
    }, au salaire médian de { $pay }.
digest-market = Ouverts pour ce poste ({ $role }), { $region } : { $count ->
        [one] un emploi
       *[other] { $count } emplois
    }.
digest-taste-liked = D'abord : { $role }, { $region }
digest-taste-unwanted = Aucun : { $role }
digest-taste-far = Aucun à cet endroit : { $region }
digest-taste-below = Rien à { $km } km ou plus
digest-why-mail = Vous recevez ce message parce que vous avez demandé à { $sender } les nouvelles offres le { $day }.
digest-preferences = Pour modifier ce que vous recevez, ou faire une pause : { $preferences }
digest-ending = Pour ne plus rien recevoir : { $ending }

blog-intro = Il y a un nouvel article sur le blogue de { $sender }.
blog-by = Par { $name }, { $role }
blog-why-mail = Vous recevez ce message parce que vous avez demandé à { $sender } les nouveaux articles le { $day }.
