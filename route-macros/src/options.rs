//! The meaning of an attribute's options: Next's route segment config, and two of our own.

use crate::args::{OptionArg, once};
use crate::caching::{self, Caching};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{GENERATE_IMAGE_METADATA, GENERATE_SITEMAPS};
use crate::static_params::Lister;
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitStr, Path};

/// The options that are none of caching.
const NAMES: &[&str] = &["body_limit", "crate", "max_duration", "preferred_region", "runtime", "scope"];

const RUNTIMES: &[&str] = &["edge", "nodejs"];

/// The options of one attribute.
#[derive(Default)]
pub(crate) struct Options {
    /// Separates the routes of two apps in one crate.
    pub(crate) scope: Option<Ident>,
    /// Where `route_runtime` is, if not at `::route_runtime`.
    pub(crate) runtime_crate: Option<Path>,
    /// `.with_max_duration(30)`: calls on the runtime's `Config`, in the order of the source.
    pub(crate) config: Vec<TokenStream>,
    pub(crate) caching: Caching,
    /// What makes several routes of one special file.
    pub(crate) ids: Option<IdsOption>,
}

/// `generate_sitemaps = ids`, or `generate_image_metadata = metadata` (M12, M15).
pub(crate) struct IdsOption {
    pub(crate) name: Ident,
    pub(crate) lister: Lister,
}

impl Options {
    pub(crate) fn lower(args: Vec<OptionArg>, diagnostics: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for arg in args {
            let set = once(&mut seen, &arg.name).map_err(|mistake| vec![mistake]).and_then(|()| options.set(&arg));
            if let Err(mistakes) = set {
                options.caching.is_unsound = true;
                mistakes.into_iter().for_each(|mistake| diagnostics.push(mistake));
            }
        }
        options
    }

    fn set(&mut self, arg: &OptionArg) -> Result<(), Vec<Diagnostic>> {
        let caching = self.caching.set(arg);
        caching.unwrap_or_else(|| self.set_other(arg).map_err(|mistake| vec![mistake]))
    }

    /// An option that is none of caching.
    fn set_other(&mut self, OptionArg { name: ident, value }: &OptionArg) -> Result<(), Diagnostic> {
        match ident.to_string().as_str() {
            "scope" => self.scope = Some(scope(value)?),
            "crate" => self.runtime_crate = Some(runtime_crate(value)?),
            "runtime" => {
                let runtime = runtime(value)?;
                if runtime.value() == "edge" {
                    self.caching.edge = Some(quote!(#ident #value));
                }
                self.config.push(quote!(.with_runtime(#runtime)));
            }
            "preferred_region" => {
                let regions = strings(value).map_err(|value| {
                    wrong(
                        value,
                        "`preferred_region` must be a string or a list of strings",
                        "preferred_region = \"fra1\"",
                    )
                })?;
                self.config.push(quote!(.with_preferred_region(&[#(#regions),*])));
            }
            "max_duration" => {
                let seconds = number(value)
                    .ok_or_else(|| wrong(value, "`max_duration` must be a number of seconds", "max_duration = 30"))?;
                self.config.push(quote_spanned!(value.span()=> .with_max_duration(#seconds)));
            }
            "body_limit" => {
                let bytes = bytes(value)?;
                self.config.push(quote_spanned!(value.span()=> .with_body_limit(#bytes)));
            }
            name @ (GENERATE_SITEMAPS | GENERATE_IMAGE_METADATA) => {
                self.ids = Some(IdsOption { name: ident.clone(), lister: Lister::parse(name, value)? });
            }
            _ => return Err(unknown(ident)),
        }
        Ok(())
    }
}

fn unknown(name: &Ident) -> Diagnostic {
    let mut all: Vec<_> = [NAMES, caching::NAMES].concat();
    all.sort_unstable();
    let mistake = Diagnostic::new(name.span(), format!("unknown route option `{name}`"));
    // Two that few can use are suggested, and not listed.
    let candidates = all.iter().copied().chain([GENERATE_SITEMAPS, GENERATE_IMAGE_METADATA]);
    match nearest(&name.to_string(), candidates) {
        Some(option) => mistake.help(format!("did you mean `{option}`?")),
        None => mistake.help(format!("the options are {}", list(all))),
    }
}

pub(crate) fn wrong(value: &Expr, message: &str, example: &str) -> Diagnostic {
    Diagnostic::over(value, message).help(format!("write it as in `{example}`"))
}

/// `scope = admin`
fn scope(value: &Expr) -> Result<Ident, Diagnostic> {
    match value {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident().cloned(),
        _ => None,
    }
    .ok_or_else(|| wrong(value, "`scope` must be a plain name", "scope = admin"))
}

/// `crate = my_framework::route_runtime`
pub(crate) fn runtime_crate(value: &Expr) -> Result<Path, Diagnostic> {
    match value {
        Expr::Path(path) if path.qself.is_none() => Ok(path.path.clone()),
        _ => Err(wrong(value, "`crate` must be the path of `route_runtime`", "crate = my_framework::route_runtime")),
    }
}

/// `runtime = "nodejs"`
fn runtime(value: &Expr) -> Result<&LitStr, Diagnostic> {
    match string(value) {
        Some(runtime) if RUNTIMES.contains(&&*runtime.value()) => Ok(runtime),
        Some(runtime) => Err(Diagnostic::over(value, format!("unknown runtime `{}`", runtime.value()))
            .help("write `runtime = \"nodejs\"` or `runtime = \"edge\"`")
            .note("`nodejs` is Next's name for an ordinary server")),
        None => Err(wrong(value, "`runtime` must be a string", "runtime = \"nodejs\"")),
    }
}

/// A literal that is no number is refused here, in our words; any other expression is the compiler's to evaluate.
pub(crate) fn number(value: &Expr) -> Option<&Expr> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => Some(value),
        Expr::Lit(_) | Expr::Array(_) | Expr::Unary(_) => None,
        _ => Some(value),
    }
}

/// `body_limit = "10mb"`, or a number of bytes.
fn bytes(value: &Expr) -> Result<TokenStream, Diagnostic> {
    let parsed = match string(value) {
        Some(text) => size(&text.value()).map(|bytes| quote!(#bytes)),
        None => number(value).map(|number| quote!(#number)),
    };
    parsed.ok_or_else(|| {
        wrong(value, "`body_limit` must be a number of bytes or a size", "body_limit = \"10mb\"")
            .note("the units are `b`, `kb`, `mb` and `gb`, each 1,024 of the one before")
    })
}

fn size(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let factor: usize = match unit.trim() {
        "b" => 1,
        "kb" => 1 << 10,
        "mb" => 1 << 20,
        "gb" => 1 << 30,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(factor)
}

/// The expression that a `macro_rules!` wraps when it hands one on.
pub(crate) fn ungrouped(value: &Expr) -> &Expr {
    match value {
        Expr::Group(group) => ungrouped(&group.expr),
        _ => value,
    }
}

pub(crate) fn string(value: &Expr) -> Option<&LitStr> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

/// The strings, or the expression that is none.
fn strings(value: &Expr) -> Result<Vec<&LitStr>, &Expr> {
    match value {
        Expr::Array(array) => array.elems.iter().map(|value| string(value).ok_or(value)).collect(),
        _ => Ok(vec![string(value).ok_or(value)?]),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_a_number_and_a_unit() {
        for (text, bytes) in [
            ("10mb", Some(10 << 20)),
            ("1 KB", Some(1024)),
            ("0b", Some(0)),
            ("2gb", Some(2 << 30)),
            ("10", None),
            ("mb", None),
            ("", None),
            ("-1kb", None),
            ("1.5mb", None),
            ("10mib", None),
            ("99999999999999999999gb", None),
            ("9999999999999999999gb", None),
        ] {
            assert_eq!(size(text), bytes, "{text}");
        }
    }
}
