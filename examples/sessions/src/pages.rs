//! The pages. maud escapes what is put into them.

use crate::AppState;
use crate::api;
use crate::sessions::User;
use crate::theme::Theme;
use axum::extract::State;
use maud::{DOCTYPE, Markup, html};
use route_runtime::{Result, cookies, page, redirect};

/// For everybody, and another one for those who are logged in.
#[page("/")]
pub(crate) async fn home(State(app): State<AppState>) -> Markup {
    let user = app.sessions.user(&cookies());
    layout(&html! {
        @if let Some(user) = user {
            p { "Hello, " (user.name) ". " a href=(account::url()) { "Your account" } } "\n"
        } @else {
            p { "Hello. " a href=(login::url()) { "Log in" } } "\n"
        }
        form method="post" action=(api::theme::url()) {
            button name="theme" value="light" { "Light" }
            button name="theme" value="dark" { "Dark" }
        }
    })
}

#[page("/login")]
pub(crate) async fn login(State(app): State<AppState>) -> Result<Markup> {
    match app.sessions.user(&cookies()) {
        Some(_) => Err(redirect(account::url())),
        None => Ok(login_form(None)),
    }
}

/// The form, with why the last try was refused.
pub(crate) fn login_form(refusal: Option<&str>) -> Markup {
    layout(&html! {
        @if let Some(refusal) = refusal {
            p role="alert" { (refusal) } "\n"
        }
        form method="post" action=(api::login::url()) {
            label { "Name " input name="name" autocomplete="username" required; }
            label { "Password " input name="password" type="password" autocomplete="current-password" required; }
            button { "Log in" }
        }
    })
}

/// The argument is the guard: whoever has no session is sent to the form.
#[page("/account")]
pub(crate) async fn account(user: User) -> Markup {
    layout(&html! {
        p { "This is for " (user.name) " alone." } "\n"
        form method="post" action=(api::logout::url()) { button { "Log out" } }
    })
}

fn layout(content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Sessions" }
                "\n" meta name="color-scheme" content=(Theme::current().name()); "\n"
            }
            body { "\n" (content) "\n" }
        }
    }
}
