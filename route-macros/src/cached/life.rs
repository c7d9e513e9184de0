//! The option `life`: a profile of Next's `cacheLife`, one of your own, or an expression.

use crate::args::{once, separated};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Lit, LitStr, Token, braced, token};

/// Name and variant of each profile.
const PROFILES: &[(&str, &str)] = &[
    ("default", "Default"),
    ("seconds", "Seconds"),
    ("minutes", "Minutes"),
    ("hours", "Hours"),
    ("days", "Days"),
    ("weeks", "Weeks"),
    ("max", "Max"),
];

const FIELDS: &[&str] = &["stale", "revalidate", "expire"];

/// What `revalidate` is where it is left out, in seconds: that of the profile `default`.
const DEFAULT_REVALIDATE: u64 = 900;

/// How long a value is good.
pub(crate) enum Life {
    /// A variant of the runtime's `Life`.
    Profile(Ident),
    Custom(Box<CustomLife>),
    /// The compiler's to evaluate.
    Expr(Expr),
}

/// `{ stale: 30, revalidate: 60, expire: 300 }`, in seconds; what is left out is that of the profile `default`.
pub(crate) struct CustomLife {
    pub(crate) span: Span,
    pub(crate) stale: Option<Expr>,
    /// `None` in it: `false`, never by itself.
    pub(crate) revalidate: Option<Option<Expr>>,
    pub(crate) expire: Option<Expr>,
}

/// `None` if something in it has been reported.
pub(super) fn life(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Life>, Diagnostic> {
    if input.peek(token::Brace) {
        return Ok(custom(input, diagnostics)?.map(Box::new).map(Life::Custom));
    }
    match input.parse()? {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => profile(&name).map(Life::Profile).map(Some),
        value @ Expr::Lit(ExprLit { lit: Lit::Int(_) | Lit::Float(_), .. }) => {
            let seconds = quote::quote!(#value);
            Err(Diagnostic::over(&value, "`life` is no number").help(format!(
                "write `life = {{ revalidate: {seconds} }}`, in seconds, or name a profile: `life = \"hours\"`"
            )))
        }
        value @ Expr::Lit(_) => Err(Diagnostic::over(&value, "`life` must be a profile, or one of your own")
            .help("write it as in `life = \"hours\"` or `life = { stale: 30, revalidate: 60, expire: 300 }`")),
        value => Ok(Some(Life::Expr(value))),
    }
}

fn profile(name: &LitStr) -> Result<Ident, Diagnostic> {
    let text = name.value();
    if let Some((_, variant)) = PROFILES.iter().find(|(profile, _)| *profile == text) {
        return Ok(Ident::new(variant, name.span()));
    }
    let names = || PROFILES.iter().map(|(name, _)| *name);
    let mistake = Diagnostic::new(name.span(), format!("unknown life `{text}`"));
    Err(match nearest(&text, names()) {
        Some(profile) => mistake.help(format!("did you mean `{profile}`?")),
        None => mistake
            .help(format!("the profiles are {}", list(names())))
            .note("one of your own is written `life = { stale: 30, revalidate: 60, expire: 300 }`, in seconds"),
    })
}

/// What stands in braces, with their span.
fn fields(input: ParseStream<'_>) -> syn::Result<(Span, TokenStream)> {
    let content;
    let braces = braced!(content in input);
    Ok((braces.span.join(), content.parse()?))
}

fn custom(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<CustomLife>, Diagnostic> {
    let (span, fields) = fields(input)?;
    let mut life = CustomLife { span, stale: None, revalidate: None, expire: None };
    let mut seen = Vec::new();
    if fields.is_empty() {
        return Err(Diagnostic::new(span, "`life` has no fields")
            .help("write it as in `life = { stale: 30, revalidate: 60, expire: 300 }`"));
    }
    let parser = |input: ParseStream<'_>| {
        separated(input, "two fields", diagnostics, |input, _| life.parse_field(input, &mut seen))
    };
    let is_sound = parser.parse2(fields)?;
    if is_sound && let Some(mistake) = life.check() {
        diagnostics.push(mistake);
        return Ok(None);
    }
    Ok(is_sound.then_some(life))
}

impl CustomLife {
    fn parse_field(&mut self, input: ParseStream<'_>, seen: &mut Vec<String>) -> Result<(), Diagnostic> {
        let span = input.span();
        let name = input
            .call(Ident::parse_any)
            .map_err(|_| Diagnostic::new(span, "expected a field, as in `revalidate: 60`"))?;
        if let Ok(Some(equals)) = input.parse::<Option<Token![=]>>() {
            input.parse::<Expr>()?;
            return Err(Diagnostic::new(equals.span, "a field of `life` is written with `:`")
                .help(format!("write it as in `{name}: 60`")));
        }
        input.parse::<Token![:]>()?;
        let value: Expr = input.parse()?;
        match name.to_string().as_str() {
            "stale" => self.stale = Some(seconds(&name, value)?),
            "revalidate" if is_false(&value) => self.revalidate = Some(None),
            "revalidate" => self.revalidate = Some(Some(seconds(&name, value)?)),
            "expire" => self.expire = Some(seconds(&name, value)?),
            written => {
                let mistake = Diagnostic::new(name.span(), format!("unknown field `{name}` of `life`"));
                return Err(match nearest(written, FIELDS.iter().copied()) {
                    Some(field) => mistake.help(format!("did you mean `{field}`?")),
                    None => mistake.help(format!("the fields are {}", list(FIELDS.iter().copied()))),
                });
            }
        }
        once(seen, &name).map_err(|_| Diagnostic::new(name.span(), format!("the field `{name}` is given twice")))
    }

    /// What the literals say; of constants the compiler says the same.
    fn check(&self) -> Option<Diagnostic> {
        let revalidate = match &self.revalidate {
            Some(None) => return None,
            Some(Some(revalidate)) => number(revalidate)?,
            None => DEFAULT_REVALIDATE,
        };
        if revalidate == 0 {
            return Some(
                Diagnostic::over(self.revalidate.as_ref()?.as_ref()?, "`revalidate` must be more than 0")
                    .help("leave `#[cached]` out: then the function runs each time")
                    .note("`revalidate: false` is for what is never made anew by itself"),
            );
        }
        let expire = self.expire.as_ref()?;
        (number(expire)? <= revalidate).then(|| {
            let mistake = Diagnostic::over(expire, "`expire` must be more than `revalidate`")
                .note("from `revalidate` to `expire` the old value is served while a new one is made");
            match &self.revalidate {
                Some(_) => mistake,
                None => mistake.note(format!("`revalidate` is {DEFAULT_REVALIDATE}, as it is left out")),
            }
        })
    }
}

/// A literal that is no number is refused here, in our words; any other expression is the compiler's to evaluate.
fn seconds(name: &Ident, value: Expr) -> Result<Expr, Diagnostic> {
    let is_wrong = match &value {
        Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => number(&value).is_none(),
        Expr::Lit(_) | Expr::Array(_) | Expr::Unary(_) => true,
        _ => false,
    };
    if is_wrong {
        return Err(Diagnostic::over(&value, format!("`{name}` must be a number of seconds"))
            .help(format!("write it as in `{name}: 60`")));
    }
    Ok(value)
}

fn number(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    }
}

fn is_false(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) if !value.value)
}
