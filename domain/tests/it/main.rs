//! The rules of carematch, measured from outside.

#[cfg(test)]
mod compliance;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod requirement;
#[cfg(test)]
mod title;
