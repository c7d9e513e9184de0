//! Cookies: of a request, of a response, and those that any function below a handler reads and sets.

mod cookie;
mod request;
mod response;
mod store;

pub use cookie::{Cookie, InvalidCookie, Priority, SameSite};
pub use request::{RequestCookies, RequestCookiesMut};
pub use response::{ResponseCookies, ResponseCookiesMut};
pub(crate) use store::Changes;
pub use store::{Cookies, cookies, try_cookies};
