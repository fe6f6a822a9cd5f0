//! Values that are exact.

mod calendar;
mod decimal;
mod money;
