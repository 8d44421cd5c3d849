# Le blogue : ce que lit qui l'écrit.

article-no-words = est nécessaire : en anglais, en français ou les deux
article-incomplete = doit avoir un titre, un résumé et un texte
article-abstract = d'une nouvelle compte au plus 1 000 caractères : elle se lit où elle a été écrite
article-no-author = doit avoir un nom, et sa fonction dans chaque langue de l'article
article-no-origin = est nécessaire pour une nouvelle : de qui, et où elle se lit
article-origin = n'est que pour une nouvelle
article-slug = doit être en minuscules, chiffres et traits d’union
article-slug-taken = est celle d'un autre article
article-past = doit être maintenant ou plus tard
article-live = L'article est déjà publié.
article-draft = L'article est déjà un brouillon.
article-fixed = L'article a été vu : son adresse et son genre restent.
article-published = L'article est publié ou prévu : retirez-le d'abord.
article-no-cover-alt = ne dit rien de ce que montre l’image de tête : cover_alt est pour qui ne la voit pas
article-cover-format = L’image de tête doit être un JPEG ou un PNG.
article-cover-size = L’image de tête peut avoir au plus { $max } Mo.
