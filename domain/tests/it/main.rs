//! The rules of carematch, measured from outside.

mod requirement;
