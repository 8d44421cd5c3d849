//! Where a statement runs: the pool or a transaction.

pub(crate) mod sealed {
    /// Gives this room, and only this room, the ORM's connection.
    pub trait Sealed: Sync {
        /// The ORM's type.
        type Inner: sea_orm::ConnectionTrait;
        /// The ORM's connection.
        fn inner(&self) -> &Self::Inner;
    }
}

/// Something to read from: a [`Database`](crate::Database) or a [`Transaction`](crate::Transaction).
pub trait Connection: sealed::Sealed {}

impl<T: sealed::Sealed> Connection for T {}
