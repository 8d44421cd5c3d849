# Comment se disent les valeurs : jours, montants, provinces, types d'emploi.

date = { $month ->
    [1] { $day } janvier { $year }
    [2] { $day } février { $year }
    [3] { $day } mars { $year }
    [4] { $day } avril { $year }
    [5] { $day } mai { $year }
    [6] { $day } juin { $year }
    [7] { $day } juillet { $year }
    [8] { $day } août { $year }
    [9] { $day } septembre { $year }
    [10] { $day } octobre { $year }
    [11] { $day } novembre { $year }
   *[12] { $day } décembre { $year }
 }
pay-hour = { $amount } $ l'heure
pay-year = { $amount } $ par année
pay-hour-range = de { $low } $ à { $high } $ l'heure
pay-year-range = de { $low } $ à { $high } $ par année
in-province = { $code ->
    [AB] en Alberta
    [BC] en Colombie-Britannique
    [MB] au Manitoba
    [NB] au Nouveau-Brunswick
    [NL] à Terre-Neuve-et-Labrador
    [NS] en Nouvelle-Écosse
    [NT] dans les Territoires du Nord-Ouest
    [NU] au Nunavut
    [ON] en Ontario
    [PE] à l'Île-du-Prince-Édouard
    [QC] au Québec
    [SK] en Saskatchewan
   *[YT] au Yukon
 }
the-regulator = { $regulator ->
    [none] l'organisme de réglementation
   *[other] l'organisme de réglementation ({ $regulator })
 }
employment-name = { $key ->
    [full_time] temps plein
    [part_time] temps partiel
    [casual] occasionnel
    [permanent] permanent
    [term] à durée déterminée
   *[seasonal] saisonnier
 }
shift-name = { $key ->
    [day] jour
    [evening] soir
    [night] nuit
    [weekend] fin de semaine
    [rotating] rotation
   *[on_call] sur appel
 }
list-last = { $items } et { $last }
