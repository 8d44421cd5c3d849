//! All mail of carematch: messages in English and French, transports, the delivery queue.
