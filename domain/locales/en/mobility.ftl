# Whether and by which route someone may work in a province.

mobility-unregulated = No licence is needed for this role ({ $role }) { $in_province }.
mobility-absent = There is no licence for this role ({ $role }) { $in_province }; its work is reserved to other licensed professions.
mobility-absent-unverified = No regulator was found for this role ({ $role }) { $in_province }, and its work may be reserved to other professions. Ask the employer under whose authority it is done.
mobility-unlisted = It is not known here whether this role ({ $role }) needs a licence { $in_province }. Ask the employer.
mobility-unverified = Whether this role ({ $role }) needs a licence { $in_province } has not been verified. Ask { the-regulator }.
mobility-partial = Part of this work ({ $role }) is reserved to licence holders { $in_province }. Ask { the-regulator } whether this job is.
mobility-registry-required = Employers { $in_province } who receive public funds hire only registered workers ({ $role }), and the posting does not say whether this one does. Register with { the-regulator }.
mobility-registry-voluntary = No licence is needed for this role ({ $role }) { $in_province }; the public register is voluntary.

mobility-licensed = You hold a licence for this role ({ $role }) { $in_province }.
mobility-licensed-until = You hold a licence for this role ({ $role }) { $in_province }, until { $until }.
mobility-licensed-from = Your licence for this role ({ $role }) { $in_province } starts on { $from }.
mobility-renew = Your licence { $in_province } ends on { $until }, before the start. Renew it with { the-regulator } by then, and it serves from { $from }.
mobility-lapsed = Your registration { $in_province } is not a current, practising one. Ask { the-regulator } to reinstate it; how long that takes is not known.
mobility-suspended = Your registration { $in_province } is suspended or revoked. Only { the-regulator } can change that.
mobility-limited = Your licence { $in_province } carries conditions or restrictions, or its standing is not known. Ask { the-regulator } whether it allows this work.

mobility-as-of-right-1 = Registered { $in_home }, you may start on { $from } { $in_province } in a public hospital or a long-term care home, as of right: before your first shift, apply for registration with { the-regulator } and have liability cover that reaches Ontario. No refusal in the past two years, no findings and no proceedings may stand against you. It lasts at most { $months } months, while your application runs.
mobility-as-of-right-2 = Registered { $in_home }, you may start on { $from } { $in_province }, as of right: before your first shift, send { the-regulator } your application and signed attestation, and have liability insurance valid in Ontario. You must be in Ontario while you serve its residents, for at most { $months } months while your registration is completed; no refusal in the past two years, no findings and no proceedings may stand against you.
mobility-as-of-right-2-setting = Registered { $in_home }, you may be able to start { $in_province } as of right, on application to { the-regulator }. Whether that covers a workplace other than a hospital or a long-term care home has not been verified: ask the regulator whether this setting counts.
mobility-as-of-right-setting = Registered { $in_home }, you could start { $in_province } as of right, on application to { the-regulator }, but only in a public hospital or a long-term care home, and the posting does not say where the work is. Ask the employer.
mobility-cno = Registered { $in_home }, you can be registered { $in_province } by { $from }: { the-regulator } recognises nurses from elsewhere in Canada within two business days of an application with signed attestation and fees.
mobility-deemed-on = Registered { $in_home }, you can be deemed certified { $in_province } for { $months } months, by { $from } if you apply today: wait for the notice of { the-regulator }, due within ten business days.
mobility-deemed-on-unverified = Registered { $in_home }, you may be able to be deemed certified { $in_province } for { $months } months. Whether that covers this role ({ $role }) has not been verified: ask { the-regulator }.
mobility-host = Registered { $in_home }, where you live, you can ask { the-regulator } for a host registration { $in_province }. No time limit for it is known.
mobility-atlantic = Registered { $in_home }, you can join the Atlantic physicians' register and practise { $in_province }; hospital privileges are separate. Ask your college how long it takes.
mobility-deemed-nb = Registered { $in_home }, you may be deemed registered { $in_province } once { the-regulator } confirms receipt of your papers. Whether that covers this role ({ $role }), and by when, has not been verified: ask.
mobility-transfer-ab = Registered { $in_home }, you can be registered { $in_province } by { $from } if you send a complete application today: { the-regulator } decides within 20 business days, which may be extended to 40 in all with the notice.
mobility-transfer-ns = Registered { $in_home }, apply to { the-regulator } { $in_province }. A law of 2025 promises a decision in ten business days to people from some provinces; whether it covers this role ({ $role }) has not been verified.
mobility-transfer-nl = Registered { $in_home }, apply to { the-regulator } { $in_province }. A limit of 20 days was announced in 2025; whether it covers this role ({ $role }) has not been verified.
mobility-transfer-qc = Registered { $in_home }, apply to { the-regulator } { $in_province }: your qualification is recognised without new training or exams, but knowledge of French must be shown. No time limit is known.
mobility-transfer = Registered { $in_home }, apply to { the-regulator } { $in_province }: your qualification is recognised without new training or exams. No time limit is known.
mobility-limited-elsewhere = Your registration elsewhere is temporary, provisional, restricted or conditional. Ask { the-regulator } { $in_province } whether it can be transferred.
mobility-discipline = A registration of yours is suspended or revoked. It must be declared, and { the-regulator } { $in_province } decides each case; no date can be given.
mobility-conditions = A registration of yours carries conditions or restrictions. They must be declared, and only { the-regulator } can say whether you can be registered { $in_province }; no date can be given.
mobility-renew-home = Your registration { $in_home } ends on { $until }, too early to start on it. Renew it by then and apply to { the-regulator }, and you may start { $in_province } on { $from }. Ask what else this route needs.
mobility-dormant = Your registration elsewhere is not a current, practising one and cannot be transferred { $in_province }. Renew it first.

mobility-assessment-nnas = Educated abroad, you need registration with { the-regulator } { $in_province }. The usual first step is an advisory report of the National Nursing Assessment Service (NNAS); ask whether a direct route is open to you.
mobility-assessment-qc = Educated abroad, you apply directly to { the-regulator } { $in_province }, which assesses your training; knowledge of French must be shown.
mobility-assessment = Educated abroad, you need registration with { the-regulator } { $in_province }, which assesses your training first.
mobility-first = This role ({ $role }) needs a licence { $in_province }. Your profile has none: a first registration with { the-regulator } comes first.
