//! Names and passwords. A password is nowhere: what is kept is a hash that is dear to compute, and another one for each user.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::BoxError;
use route_runtime::Result;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Clone)]
pub(crate) struct Users {
    hashes: Arc<HashMap<String, String>>,
    /// The hash of a password that nobody has.
    nobody: Arc<str>,
}

impl Users {
    /// One user.
    pub(crate) fn with(name: &str, password: &str) -> Result<Self, BoxError> {
        Ok(Self { hashes: Arc::new(HashMap::from([(name.to_owned(), hash(password)?)])), nobody: hash("")?.into() })
    }

    /// Whether there is a user of this name and password. It takes as long whichever of the two is wrong: a quick answer for an unknown
    /// name would tell which names are known.
    pub(crate) async fn has(&self, name: &str, password: String) -> Result<bool> {
        let known = self.hashes.get(name);
        let is_known = known.is_some();
        let hash = known.map_or(&*self.nobody, |hash| hash).to_owned();
        // Milliseconds of work on purpose: not among the tasks that answer other requests.
        let fits = tokio::task::spawn_blocking(move || fits(&password, &hash)).await?;
        Ok(fits && is_known)
    }
}

fn hash(password: &str) -> Result<String, BoxError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt)?;
    // Cheap, because this is an example that is built without optimization. `Argon2::default()` is what to take.
    let params = Params::new(64, 1, 1, None)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password(password.as_bytes(), &salt)?.to_string())
}

/// The parameters are in the hash, so those that were made with others still fit.
fn fits(password: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
