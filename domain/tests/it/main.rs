//! Tests of the rules on real data and tables labelled by hand.

mod title;
