# Why a moderator looks at a posting first.

fraud-asks-for-money = "{ $words }": applicants seem to be asked for money.
fraud-untraceable-payment = "{ $words }": a payment that cannot be called back.
fraud-moves-money = "{ $words }": money or parcels of others seem to be passed on.
fraud-crypto = "{ $words }": cryptocurrency in a posting for health work.
fraud-messaging-app = "{ $words }": applicants are sent to a messaging app.
fraud-identity = "{ $words }": numbers or papers that nobody needs before hiring.
fraud-easy-money = "{ $words }": a job or an income promised too easily.
fraud-pay-too-high = The pay is far above what anyone pays for this work.
