//! The database: one connection, migrations when it is opened, a transaction for each piece of work, and what its errors answer.

use route_runtime::{Result, RouteError};
use rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
use rusqlite::{Connection, Error, Transaction, TransactionBehavior};
use std::ffi::OsStr;
use std::sync::{Arc, Mutex, PoisonError};

/// Each runs once. A new one is appended; what has been released is not changed.
const MIGRATIONS: [&str; 2] = [
    "CREATE TABLE contacts (
         id    INTEGER PRIMARY KEY,
         name  TEXT NOT NULL,
         email TEXT NOT NULL UNIQUE COLLATE NOCASE
     ) STRICT",
    "ALTER TABLE contacts ADD COLUMN phone TEXT",
];

/// The state of the app, which each request gets a clone of.
///
/// It is one connection: SQLite has one writer at a time, and what is in memory is there for one connection. An app that reads much
/// opens several on a file and takes one of them, or has a pool such as `r2d2_sqlite` do so.
#[derive(Clone)]
pub(crate) struct Db(Arc<Mutex<Connection>>);

impl Db {
    /// Opens this file, or a database in memory, and brings it up to date.
    pub(crate) fn open(file: Option<&OsStr>) -> rusqlite::Result<Self> {
        let mut connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        // Readers of the file do not wait for a writer.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        migrate(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Does some work in a transaction, which is kept if the work succeeds, and undone if it is refused, fails or panics.
    ///
    /// SQLite waits for the disk and so may not run among the tasks of tokio: it gets a thread that is made for that. Once begun the
    /// work is finished, also if the client has gone away meanwhile.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    {
        let Self(connection) = self.clone();
        let work = move || {
            // A panic has undone its transaction: the connection is good for the next one.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        tokio::task::spawn_blocking(work).await?.map_err(refuse)
    }
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, migration) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.commit()
}

/// What an error of the database answers, for all handlers: what a client can mend it is told, all else is a logged 500.
fn refuse(error: Error) -> RouteError {
    match error {
        Error::QueryReturnedNoRows => RouteError::new(404, "there is no such contact"),
        Error::SqliteFailure(failure, _) if failure.extended_code == SQLITE_CONSTRAINT_UNIQUE => {
            RouteError::new(409, "there is a contact with this email already")
        }
        error => error.into(),
    }
}
