//! The syntax of `#[app_dir("src/app", state = AppState)] mod app {}`.

use crate::args::{once, option_name, separated};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::options::runtime_crate;
use crate::suggest::{list, nearest};
use proc_macro2::{Group, Ident, Span, TokenStream};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitStr, Path, Token, Type, Visibility};

const OPTIONS: [&str; 2] = ["crate", "state"];

/// What stands in the parentheses.
#[derive(Default)]
pub(crate) struct AppDirArgs {
    pub(crate) directory: Option<LitStr>,
    /// The state of the handlers, `()` if they have none.
    pub(crate) state: Option<Type>,
    pub(crate) runtime_crate: Option<Path>,
}

impl AppDirArgs {
    /// Takes what is sound and reports the rest.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        let mut seen = Vec::new();
        let parser = |input: ParseStream<'_>| {
            separated(input, "two options", diagnostics, |input, _| args.parse_piece(input, &mut seen)).map(drop)
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        if args.directory.is_none() && diagnostics.is_empty() {
            diagnostics.push(
                Diagnostic::new(Span::call_site(), "`#[app_dir]` needs the directory")
                    .help("write it as in `#[app_dir(\"src/app\")]`")
                    .note("the path is the one from `Cargo.toml`"),
            );
        }
        args
    }

    fn parse_piece(&mut self, input: ParseStream<'_>, seen: &mut Vec<String>) -> Result<(), Diagnostic> {
        if input.peek(LitStr) {
            let directory: LitStr = input.parse()?;
            if self.directory.is_some() {
                return Err(Diagnostic::new(directory.span(), "an app has one directory"));
            }
            check_directory(&directory)?;
            self.directory = Some(directory);
            return Ok(());
        }
        let name = option_name(input, "state = AppState")?;
        once(seen, &name)?;
        match name.to_string().as_str() {
            "state" => self.state = Some(input.parse()?),
            "crate" => self.runtime_crate = Some(runtime_crate(&input.parse()?)?),
            text => {
                let mistake = Diagnostic::new(name.span(), format!("unknown option `{name}`"));
                return Err(match nearest(text, OPTIONS) {
                    Some(option) => mistake.help(format!("did you mean `{option}`?")),
                    None => mistake.help(format!("the options are {}", list(OPTIONS))),
                });
            }
        }
        Ok(())
    }
}

fn check_directory(directory: &LitStr) -> Result<(), Diagnostic> {
    let text = directory.value();
    let plain = text.trim_matches('/').trim_start_matches("./").to_owned();
    if plain == text && !text.is_empty() {
        return Ok(());
    }
    let mistake = Diagnostic::new(directory.span(), format!("`{text}` is not the directory as `build.rs` names it"));
    let plain = if plain.is_empty() { "src/app".to_owned() } else { plain };
    Err(mistake.help(format!("write `{plain}`")).note("the path is the one from `Cargo.toml`"))
}

/// `mod app { .. }`, whose items stay tokens.
pub(crate) struct AppModule {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    pub(crate) items: TokenStream,
}

impl Parse for AppModule {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const HELP: &str = "`#[app_dir]` stands on a `mod` with braces\nhelp: write `mod app {}`";
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !input.peek(Token![mod]) {
            return Err(input.error(HELP));
        }
        let (mod_token, ident) = (input.parse()?, input.parse()?);
        if input.peek(Token![;]) {
            return Err(input.error(HELP));
        }
        let items: Group = input.parse()?;
        Ok(Self { attrs, vis, mod_token, ident, items: items.stream() })
    }
}
