//! Secrets that must not appear in any output. Each cell has its own, so that a leak names its cell.

use std::sync::atomic::{AtomicUsize, Ordering};

use alignet_tests::canary::Canary;

/// The name, start and end of each kind of secret.
const KINDS: [[&str; 3]; 5] = [
    ["client secret", "sk9QfLw2Xv7bA", "Zt4mRk8Yp1dNc"],
    ["access token", "Tq3hVz6Wn0sJe", "Ub5gXy9Cl2kMa"],
    ["secret of a reply", "Nd8rPf1Gt4vBo", "Hw7jQx3Es6zKi"],
    ["secret of a request", "Pm2yDc5Lr9aFu", "Jn0bSv8Ot1wGe"],
    ["body", "Bk6xIh3Zq7uTy", "Vl4cWp2Mf5eRd"],
];

/// The secrets of one cell.
pub(crate) struct Secrets {
    cell: String,
    minted: AtomicUsize,
}

impl Secrets {
    pub(crate) fn new(cell: String) -> Self {
        Self { cell, minted: AtomicUsize::new(0) }
    }

    fn value(&self, kind: usize) -> String {
        let [_, start, end] = KINDS[kind];
        let number = self.minted.fetch_add(1, Ordering::Relaxed);
        format!("{start}.{}.{number}.{end}", self.cell)
    }

    pub(crate) fn client_secret(&self) -> String {
        self.value(0)
    }

    pub(crate) fn token(&self) -> String {
        self.value(1)
    }

    /// A secret in a reply.
    pub(crate) fn received(&self) -> String {
        self.value(2)
    }

    /// A secret in a request.
    pub(crate) fn sent(&self) -> String {
        self.value(3)
    }

    /// A marker in a body or a header of an answer.
    pub(crate) fn body(&self) -> String {
        self.value(4)
    }
}

/// The canaries that find the secrets of every cell.
pub(crate) fn canaries() -> Vec<Canary> {
    KINDS.iter().map(|[name, start, end]| Canary::new(name, &format!("{start}{end}"))).collect()
}
