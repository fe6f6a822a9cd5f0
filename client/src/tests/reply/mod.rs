//! Replies: their limits, their verdict, and the paths of mistakes in them.

mod bodies;
mod decision;
mod fast_path;
mod paths;
mod responses;
mod verdict;
