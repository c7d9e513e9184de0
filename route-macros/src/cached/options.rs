//! The options of `#[cached(..)]`.

use super::life::{Life, life};
use crate::args::{once, option_name, separated};
use crate::caching::{MAX_TAGS, check_tag};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::options::runtime_crate;
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Lit, Path};

const OPTIONS: &[&str] = &["life", "tags", "key", "crate"];

/// What stands in the parentheses of `#[cached(..)]`.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) life: Option<Life>,
    pub(crate) tags: Vec<Expr>,
    pub(crate) key: Option<Expr>,
    /// Where `route_runtime` is, if not at `::route_runtime`.
    pub(crate) runtime_crate: Option<Path>,
}

impl Options {
    /// Takes what is sound and reports the rest, an option at a time.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let mut seen = Vec::new();
        let parser = |input: ParseStream<'_>| {
            separated(input, "two options", diagnostics, |input, diagnostics| {
                options.parse_option(input, &mut seen, diagnostics)
            })
            .map(drop)
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        options
    }

    fn parse_option(
        &mut self,
        input: ParseStream<'_>,
        seen: &mut Vec<String>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        let name = option_name(input, "life = \"hours\"")?;
        match name.to_string().as_str() {
            "life" => self.life = life(input, diagnostics)?,
            "tags" => self.tags = tags(&input.parse()?, diagnostics)?,
            "key" => self.key = Some(input.parse()?),
            "crate" => self.runtime_crate = Some(runtime_crate(&input.parse()?)?),
            _ => {
                // Its value, so that no second mistake is found in it.
                input.parse::<Expr>()?;
                return Err(unknown(&name));
            }
        }
        once(seen, &name)
    }
}

fn unknown(name: &Ident) -> Diagnostic {
    let mistake = Diagnostic::new(name.span(), format!("unknown option `{name}` of a cached function"));
    match &*name.to_string() {
        "revalidate" | "expire" | "stale" => {
            mistake.help(format!("write it as in `life = {{ {name}: 60 }}`, or name a profile: `life = \"hours\"`"))
        }
        written => match nearest(written, OPTIONS.iter().copied()) {
            Some(option) => mistake.help(format!("did you mean `{option}`?")),
            None => mistake.help(format!("the options are {}", list(OPTIONS.iter().copied()))),
        },
    }
}

/// `tags = ["posts", Post(id)]`
fn tags(value: &Expr, diagnostics: &mut Diagnostics) -> Result<Vec<Expr>, Diagnostic> {
    let Expr::Array(array) = value else {
        let mistake = Diagnostic::over(value, "`tags` must be a list");
        return Err(match value {
            Expr::Lit(literal) => mistake.help(format!("write `tags = [{}]`", quote::quote!(#literal))),
            _ => mistake.help("write it as in `tags = [\"posts\", Post(id)]`"),
        });
    };
    if let Some(extra) = array.elems.iter().nth(MAX_TAGS) {
        let all = array.elems.len();
        return Err(Diagnostic::over(extra, format!("a function has at most {MAX_TAGS} tags, and this one {all}"))
            .help("give one tag to what is invalidated together"));
    }
    let mut seen = Vec::new();
    for element in &array.elems {
        let Expr::Lit(ExprLit { lit, .. }) = element else { continue };
        let mistake = match lit {
            Lit::Str(text) if check_tag(text).is_err() => check_tag(text).err(),
            Lit::Str(text) if seen.contains(&text.value()) => {
                Some(Diagnostic::over(element, format!("the tag `{}` is given twice", text.value())))
            }
            Lit::Str(text) => {
                seen.push(text.value());
                None
            }
            _ => Some(
                Diagnostic::over(element, "a tag must be a string, or one that `cache_tags!` has declared")
                    .help(format!("write `\"{}\"`", quote::quote!(#lit).to_string().replace('"', ""))),
            ),
        };
        mistake.into_iter().for_each(|mistake| diagnostics.push(mistake));
    }
    Ok(array.elems.iter().cloned().collect())
}
