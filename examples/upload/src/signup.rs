//! `app/signup/route.ts`: a small form, read whole and checked by the rules of its type.

use crate::{flash, view};
use garde::Validate;
use maud::{Markup, html};
use route_runtime::{NextRequest, Result, redirect, route, validate};
use serde::Deserialize;

/// Texts and checkboxes of the form. `topics` repeats, or is missing where no box is checked.
#[derive(Deserialize, Validate)]
struct Signup {
    #[garde(length(chars, min = 1, max = 80))]
    name: String,
    #[garde(email)]
    email: String,
    #[garde(range(min = 18))]
    age: u8,
    #[serde(default)]
    #[garde(length(max = 3), inner(length(max = 40)))]
    topics: Vec<String>,
}

#[route("/signup")]
pub(crate) mod routes {
    use super::*;

    pub(crate) async fn GET() -> Markup {
        let form = html! {
            form method="post" {
                label { "Name" input name="name" autocomplete="name" required; }
                label { "E-mail" input name="email" type="email" autocomplete="email" required; }
                label { "Age" input name="age" type="number" required; }
                fieldset {
                    legend { "Write to me about" }
                    @for topic in ["news", "releases", "jobs"] {
                        label { input type="checkbox" name="topics" value=(topic); " " (topic) }
                    }
                }
                button { "Sign up" }
            }
        };
        view::page("Sign up", &form)
    }

    pub(crate) async fn POST(mut req: NextRequest) -> Result {
        let Signup { name, email, age: _, topics } =
            read(&mut req).await.map_err(|error| flash::refuse(error, GET::url()))?;
        let topics = if topics.is_empty() { "nothing".to_owned() } else { topics.join(", ") };
        flash::set(format!("Welcome, {name}: we write to {email} about {topics}."));
        Err(redirect(GET::url()))
    }
}

/// 400 if a field is missing or of another type, 422 with every field that breaks a rule.
async fn read(req: &mut NextRequest) -> Result<Signup> {
    Ok(validate(req.form_data().await?.deserialize()?)?)
}
