# Ce qui ne va pas dans une requête (RFC 9457).

problem-malformed = La requête ne peut pas être lue
problem-invalid = Certains champs ne sont pas valides
problem-not-found = Il n'y a rien ici
problem-gone = Ceci est terminé
problem-method-not-allowed = Ce chemin n'accepte pas cette méthode
problem-too-large = La requête est trop volumineuse
problem-unsupported-media-type = Ce type de contenu n'est pas accepté
problem-timeout = La réponse a pris trop de temps
problem-unavailable = Indisponible pour le moment
problem-internal = Une erreur s'est produite de notre côté

field-range = doit être compris entre { $min } et { $max }
field-length = doit compter de { $min } à { $max } caractères ou éléments
field-at-least = doit être d'au moins { $min }
field-at-most = doit être d'au plus { $max }
field-invalid = n'est pas valide
field-no-such-key = clé inconnue
field-reach-empty = doit nommer des régions, un cercle ou le travail à distance
field-distance-needs-near = le tri par distance exige `near`
field-not-a-number = doit être un nombre
field-near-unknown = aucun lieu, code postal ou secteur de ce nom au Canada
field-region-elsewhere = n'est dans aucune des provinces données
field-cursor-foreign = n'appartient pas à cette recherche
