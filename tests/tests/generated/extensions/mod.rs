//! Tests contracts that extend the shipped one.

mod other_products;
mod partner;
