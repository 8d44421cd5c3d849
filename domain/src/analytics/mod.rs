//! Figures: how an employer's postings do, and what is open and paid in the country. Pure counts over rows.
//!
//! An employer's figures are about those who applied to it, whom it knows; how many *match* is about people it does not
//! know, so it is a coarse [`Count`]. The country's figures are about postings, which are public.

mod funnel;
mod market;

pub use funnel::{Funnel, Reach, StageTime, funnel, lost, matched, stage_times};
pub use market::{Cell, EMPLOYERS_FLOOR, Opening, PAY_FLOOR, market};

use crate::candidate::Count;

/// The median of some figures, which it sorts; between two, the lower whole of their mean.
fn median(figures: &mut [i64]) -> Option<i64> {
    figures.sort_unstable();
    let upper = *figures.get(figures.len() / 2)?;
    let lower = *figures.get((figures.len() - 1) / 2)?;
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests;
