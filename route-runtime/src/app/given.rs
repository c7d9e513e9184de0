//! What an [`App`] is made of, and what it must have been given before it is served.

use super::App;
use crate::routes::Routes;

/// What [`App::new`] takes: [`Routes`], and nothing else. It is a trait so that the compiler can say what to write.
#[diagnostic::on_unimplemented(
    message = "an `App` cannot be made of `{Self}`",
    label = "not a list of routes",
    note = "write `App::new(routes![GET, POST])`, or `App::new(app::routes())` for an `#[app_dir]`",
    note = "routes of axum are added to it: `App::new(routes![GET]).merge(router)`"
)]
pub trait IntoRoutes<S> {
    /// The list.
    #[doc(hidden)]
    fn into_routes(self) -> Routes<S>;
}

impl<S> IntoRoutes<S> for Routes<S> {
    fn into_routes(self) -> Routes<S> {
        self
    }
}

/// An app that has the state its handlers take: one that takes none, or that [`App::with_state`] has given it to. (It is implemented for
/// the app and not for its state, because from this the compiler infers that an app without handlers of a state has none.)
#[diagnostic::on_unimplemented(
    message = "the state of `{Self}` is missing",
    label = "`{Self}` has handlers that take a state",
    note = "give it first, as in `App::new(routes![..]).with_state(state).start()`",
    note = "the state is a value of the type that `App<_>` names; a handler takes it as `State<T>`"
)]
pub trait HasState {
    /// The app.
    #[doc(hidden)]
    fn as_app(&self) -> &App;

    /// The app.
    #[doc(hidden)]
    fn into_app(self) -> App;
}

impl HasState for App {
    fn as_app(&self) -> &App {
        self
    }

    fn into_app(self) -> App {
        self
    }
}
