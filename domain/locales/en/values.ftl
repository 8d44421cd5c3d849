# How values are said: days, amounts, provinces, kinds of employment.

date = { $month ->
    [1] { $day } January { $year }
    [2] { $day } February { $year }
    [3] { $day } March { $year }
    [4] { $day } April { $year }
    [5] { $day } May { $year }
    [6] { $day } June { $year }
    [7] { $day } July { $year }
    [8] { $day } August { $year }
    [9] { $day } September { $year }
    [10] { $day } October { $year }
    [11] { $day } November { $year }
   *[12] { $day } December { $year }
 }
pay-hour = ${ $amount } an hour
pay-year = ${ $amount } a year
pay-hour-range = ${ $low } to ${ $high } an hour
pay-year-range = ${ $low } to ${ $high } a year
in-province = { $code ->
    [AB] in Alberta
    [BC] in British Columbia
    [MB] in Manitoba
    [NB] in New Brunswick
    [NL] in Newfoundland and Labrador
    [NS] in Nova Scotia
    [NT] in the Northwest Territories
    [NU] in Nunavut
    [ON] in Ontario
    [PE] in Prince Edward Island
    [QC] in Quebec
    [SK] in Saskatchewan
   *[YT] in Yukon
 }
the-regulator = { $regulator ->
    [none] the regulator
   *[other] the { $regulator }
 }
employment-name = { $key ->
    [full_time] full-time
    [part_time] part-time
    [casual] casual
    [permanent] permanent
    [term] fixed-term
   *[seasonal] seasonal
 }
shift-name = { $key ->
    [day] days
    [evening] evenings
    [night] nights
    [weekend] weekends
    [rotating] rotating
   *[on_call] on call
 }
list-last = { $items } and { $last }
