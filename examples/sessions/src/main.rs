//! cargo run -p sessions
//!
//! A form to log in, a session behind a cookie that no script can read, a page for those who have one, and a theme in a cookie of its own.
//! There is one user, `ada`, whose password is `lovelace`.
//!
//! ```console
//! $ curl -s -o /dev/null -w '%{http_code} %{redirect_url}\n' localhost:3000/account
//! 307 http://localhost:3000/login
//! $ curl -si localhost:3000/api/login -d name=ada -d password=wrong | grep -e ^HTTP -e ^set-cookie -e alert
//! HTTP/1.1 401 Unauthorized
//! <p role="alert">The name or the password is wrong.</p>
//! $ curl -si localhost:3000/api/login -d name=nobody -d password=lovelace | grep -e ^HTTP -e ^set-cookie -e alert
//! HTTP/1.1 401 Unauthorized
//! <p role="alert">The name or the password is wrong.</p>
//! $ curl -s localhost:3000/api/login -d name=ada
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_form","detail":"the form field `password` is missing","field":"password"}
//! $ curl -si -c jar localhost:3000/api/login -d name=ada -d password=lovelace \
//!     | grep -e ^HTTP -e ^location -e ^set-cookie | sed -e 's/=[0-9a-f]\{64\};/=..;/' -e 's/Expires=[^;]*/Expires=../'
//! HTTP/1.1 303 See Other
//! location: /account
//! set-cookie: session=..; Path=/; Expires=..; Max-Age=28800; HttpOnly; SameSite=lax
//! $ curl -s -b jar localhost:3000/account | grep '<p>'
//! <p>This is for ada alone.</p>
//! $ curl -s -b jar -o /dev/null -w '%{http_code} %{redirect_url}\n' localhost:3000/login
//! 307 http://localhost:3000/account
//! ```
//!
//! The theme is the client's own affair, so it is in the cookie itself:
//!
//! ```console
//! $ curl -si -b jar -c jar localhost:3000/api/theme -d theme=dark | grep -e ^HTTP -e ^set-cookie | sed 's/Expires=[^;]*/Expires=../'
//! HTTP/1.1 303 See Other
//! set-cookie: theme=dark; Path=/; Expires=..; Max-Age=31536000
//! $ curl -s -b jar localhost:3000/ | grep -e color-scheme -e '<p>'
//! <meta name="color-scheme" content="dark">
//! <p>Hello, ada. <a href="/account">Your account</a></p>
//! $ curl -s localhost:3000/api/theme -d theme=pink
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_form","detail":"the form field `theme` is not valid: unknown variant `pink`, expected `light` or `dark`","field":"theme"}
//! ```
//!
//! A session ends on the server, so a copy of its cookie is worth nothing afterwards; nor is one that somebody made up, and no other
//! site can log anybody out:
//!
//! ```console
//! $ session=$(grep session jar | cut -f 7)
//! $ curl -s localhost:3000/api/login -H 'origin: https://evil.example' -d 'name=ada&password=lovelace'
//! {"type":"about:blank","title":"Forbidden","status":403,"detail":"a form of another site may not be posted here"}
//! $ curl -s -b jar localhost:3000/api/logout -X POST -H 'sec-fetch-site: cross-site'
//! {"type":"about:blank","title":"Forbidden","status":403,"detail":"a form of another site may not be posted here"}
//! $ curl -si -b jar -c jar localhost:3000/api/logout -X POST | grep -e ^HTTP -e ^location -e ^set-cookie
//! HTTP/1.1 303 See Other
//! location: /
//! set-cookie: session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT
//! $ curl -s -b session=$session -o /dev/null -w '%{http_code}\n' localhost:3000/account
//! 307
//! $ curl -s -b session=ada -o /dev/null -w '%{http_code}\n' localhost:3000/account
//! 307
//! ```
//!
//! Where there is more than this: sessions are in memory here, and gone with the program. Several machines, or restarts, ask for a
//! table in a database or a key in Redis that expires, with a hash of the session's id as its key, so that whoever reads the store has no
//! cookies. And somebody will try many passwords: the example `middleware` limits how often one may ask.

mod api;
mod pages;
mod sessions;
mod theme;
mod users;

use route_runtime::{App, routes};
use sessions::Sessions;
use users::Users;

/// What a handler asks for with `State`.
#[derive(Clone)]
struct AppState {
    users: Users,
    sessions: Sessions,
}

#[tokio::main]
async fn main() -> Result<(), axum::BoxError> {
    let users = Users::with("ada", "lovelace")?;
    let routes = routes![pages::{home, login, account}, api::{login, logout, theme}];
    App::new(routes)
        .middleware(api::same_origin)
        .with_state(AppState { users, sessions: Sessions::default() })
        .start()
        .await?;
    Ok(())
}
