//! REST, command line and use cases of carematch; composes everything.

pub mod feed;
