# What is wrong with a posting, and what to do about it.

compliance-pay = State the pay: one figure, or a range with a lowest and a highest one. The law asks for it.
compliance-platform-pay = State the pay: one figure, or a range with a lowest and a highest one. Every posting here says what the work pays.
compliance-pay-spread = The range { $pay } is too wide: in Ontario it may span at most the equivalent of $50,000 a year. Narrow it.
compliance-ai-statement = Say that artificial intelligence is used to screen, assess or select applicants. It is: software here puts them in order.
compliance-vacancy-statement = Say whether this posting is for a vacancy that exists now.
compliance-employer-size = Say whether you have 25 or more employees. Until then, Ontario's rules for employers of that size are applied.
compliance-french-twin = In Quebec a posting in another language must also be published in French. Add the French text.
compliance-french-same-time = In Quebec the French text must go public at the same time as the other, and reach as many people. Publish both together.
compliance-language-reason = In Quebec a posting that asks for a language other than French must say why the work needs it. Give the reason.
compliance-language-steps = Before asking for a language other than French in Quebec, assess the real need, see whether the rest of the staff's skills suffice, and keep such positions as few as possible. Confirm all three.
compliance-agency-licence = A temporary help agency or recruiter needs a licence { $in_province }. Add its number, and check that it is still valid.
compliance-agency-phase-out = Agency staff in Quebec's health network is being ended region by region. Check that it is still allowed where this work is.

compliance-pay-open-ended = "{ $words }" leaves one end of the pay open. Give a lowest and a highest figure.
compliance-pay-history = "{ $words }" asks what someone earned before. You may ask what pay they expect.
compliance-canadian-experience = "{ $words }" asks for experience in Canada. Ask for the skill or the knowledge that the work needs; a licence to practise may be required.
compliance-worker-fee = "{ $words }" makes the worker pay. Nobody pays here for applying, training or being placed.
compliance-identity-data = "{ $words }" is not needed to assess an application. Ask for it after an offer is accepted.

compliance-age = "{ $words }" speaks of age. Say what the work asks for instead; a lowest legal age may be stated.
compliance-sex = "{ $words }" speaks of sex or gender. Open the position to everyone, or state why it is a bona fide requirement of the work.
compliance-family = "{ $words }" speaks of marital or family status. State the hours and the travel that the work asks for instead.
compliance-origin = "{ $words }" speaks of race, colour or origin. Leave it out.
compliance-mother-tongue = "{ $words }" shows origin. State which language the work needs, and how well it must be known.
compliance-citizenship = "{ $words }" speaks of citizenship or status. You may ask whether someone is legally entitled to work in Canada.
compliance-religion = "{ $words }" speaks of religion. Leave it out, or state why it is a bona fide requirement of the work.
compliance-disability = "{ $words }" speaks of health or disability. Describe the physical demands of the work, and say that they can be accommodated.
compliance-appearance = "{ $words }" speaks of looks, which show age, sex and origin. Leave it out.
compliance-criminal-record = "{ $words }" goes further than the work may need. Ask for the record check that the position requires, after an offer.
