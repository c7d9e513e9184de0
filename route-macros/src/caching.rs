//! The options of caching: what of a route is stored, and when it is made anew (NEXT-SPEC X7, G1 to G13).

use crate::args::OptionArg;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::expand::Runtime;
use crate::method::Method;
use crate::options::{number, string, ungrouped, wrong};
use crate::params::path_params;
use crate::path::RoutePath;
use crate::shown::shown;
use crate::static_params::{self, Lister, StaticParams};
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, ExprLit, Lit, LitInt, LitStr, Path};

/// The longest tag, in bytes, and the most tags of a route: those of Next.js (V8).
const MAX_TAG_LEN: usize = 256;
pub(crate) const MAX_TAGS: usize = 128;

const DYNAMIC: &[(&str, Dynamic)] = &[
    ("auto", Dynamic::Auto),
    ("error", Dynamic::Error),
    ("force-dynamic", Dynamic::ForceDynamic),
    ("force-static", Dynamic::ForceStatic),
];

/// The values of `fetch_cache`, and what the runtime calls them.
const FETCH_CACHE: &[(&str, &str)] = &[
    ("auto", "Auto"),
    ("default-cache", "DefaultCache"),
    ("default-no-store", "DefaultNoStore"),
    ("force-cache", "ForceCache"),
    ("force-no-store", "ForceNoStore"),
    ("only-cache", "OnlyCache"),
    ("only-no-store", "OnlyNoStore"),
];

/// The options of caching that one attribute gives.
#[derive(Default)]
pub(crate) struct Caching {
    dynamic: Option<Given<Dynamic>>,
    revalidate: Option<Given<Revalidate>>,
    dynamic_params: Option<Given<bool>>,
    tags: Option<Given<Vec<Tag>>>,
    fetch_cache: Option<Given<&'static str>>,
    static_params: Option<Given<Lister>>,
    /// `runtime = "edge"`, which is none of caching but forbids it (G13).
    pub(crate) edge: Option<TokenStream>,
    /// Whether answers are stored where no option says so, as those of a special file are (M20).
    is_static_by_default: bool,
    /// Whether an option was refused: then nothing is said of what goes together.
    pub(crate) is_unsound: bool,
}

/// Who answers `GET` on the path of an attribute.
#[derive(Clone, Copy)]
pub(crate) enum Answers<'a> {
    /// The handler, or one of the module's.
    Get,
    /// Nobody: the handler has another method.
    Method(Method),
    /// Nobody: the module of this name has no `GET`.
    Module(&'a Ident),
}

/// An option that was given.
struct Given<T> {
    value: T,
    /// `name value`, from the first token to the last: what a mistake about the option underlines.
    tokens: TokenStream,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "the values as Next.js names them")]
enum Dynamic {
    Auto,
    ForceDynamic,
    Error,
    ForceStatic,
}

impl Dynamic {
    /// What the runtime calls it.
    fn variant(self) -> &'static str {
        match self {
            Self::Auto => "Auto",
            Self::ForceDynamic => "ForceDynamic",
            Self::Error => "Error",
            Self::ForceStatic => "ForceStatic",
        }
    }
}

enum Revalidate {
    /// `false`
    Never,
    /// `0`
    Always,
    /// A number of seconds, or an expression that is one.
    Seconds(Expr),
}

enum Tag {
    Literal(LitStr),
    /// The path of a tag that `cache_tags!` has declared.
    Declared(Path),
}

impl Caching {
    /// Takes an option, if it is one of caching. A list may have several mistakes.
    pub(crate) fn set(&mut self, arg: &OptionArg) -> Option<Result<(), Vec<Diagnostic>>> {
        let value = &arg.value;
        Some(match arg.name.to_string().as_str() {
            "dynamic" => given(&mut self.dynamic, arg, one_of(arg, DYNAMIC)),
            "revalidate" => given(&mut self.revalidate, arg, revalidate(value)),
            "dynamic_params" => given(&mut self.dynamic_params, arg, dynamic_params(value)),
            "fetch_cache" => given(&mut self.fetch_cache, arg, one_of(arg, FETCH_CACHE)),
            "generate_static_params" => given(&mut self.static_params, arg, Lister::parse(static_params::NAME, value)),
            "tags" => tags(value).map(|tags| self.tags = Some(Given::new(arg, tags))),
            _ => return None,
        })
    }

    /// The calls on the runtime's `Config`. What is the default anyway needs none.
    pub(crate) fn config(&self, runtime: &Runtime, has_static_params: bool) -> TokenStream {
        let mut calls = TokenStream::new();
        if has_static_params {
            calls.extend(quote!(.with_static_params()));
        }
        if let Some(Given { value: dynamic, .. }) = &self.dynamic
            && *dynamic != Dynamic::Auto
        {
            let variant = format_ident!("{}", dynamic.variant());
            calls.extend(quote!(.with_dynamic(#runtime::Dynamic::#variant)));
        }
        match self.revalidate.as_ref().map(|given| &given.value) {
            Some(Revalidate::Never) => calls.extend(quote!(.without_revalidation())),
            Some(Revalidate::Always) => calls.extend(quote!(.without_cache())),
            None if self.is_stored_by_default() => calls.extend(quote!(.without_revalidation())),
            Some(Revalidate::Seconds(seconds)) => {
                let ours = runtime.at(seconds.span());
                let checked = quote_spanned!(seconds.span()=> #ours::revalidate_seconds(#seconds));
                calls.extend(quote!(.with_revalidate(#checked)));
            }
            None => {}
        }
        if let Some(Given { value: false, .. }) = self.dynamic_params {
            calls.extend(quote!(.with_dynamic_params(false)));
        }
        if let Some(Given { value: tags, .. }) = &self.tags {
            let names = tags.iter().map(|tag| match tag {
                Tag::Literal(name) => name.to_token_stream(),
                Tag::Declared(path) => quote!(#runtime::StaticTag::name(#path)),
            });
            calls.extend(quote!(.with_tags(&[#(#names),*])));
        }
        if let Some(Given { value: fetch_cache, .. }) = &self.fetch_cache
            && *fetch_cache != "Auto"
        {
            let variant = format_ident!("{fetch_cache}");
            calls.extend(quote!(.with_fetch_cache(#runtime::FetchCache::#variant)));
        }
        calls
    }
}

/// What goes together.
impl Caching {
    /// The option `generate_static_params`.
    pub(crate) fn static_params(&self, diagnostics: &mut Diagnostics) -> Option<StaticParams> {
        let Given { value: lister, tokens } = self.static_params.as_ref()?;
        Some(lister.lower(tokens.clone(), diagnostics))
    }

    /// Whether the answers to `GET` are stored: what the runtime's `Config::is_cached` says (G1).
    fn is_cached(&self, has_static_params: bool) -> bool {
        let dynamic = self.dynamic.as_ref().map_or(Dynamic::Auto, |given| given.value);
        match (dynamic, self.revalidate.as_ref().map(|given| &given.value)) {
            (Dynamic::ForceDynamic, _) | (_, Some(Revalidate::Always)) => false,
            (Dynamic::Error | Dynamic::ForceStatic, _) | (_, Some(_)) => true,
            (Dynamic::Auto, None) => has_static_params || self.is_stored_by_default(),
        }
    }

    /// Has answers stored, unless an option says no.
    pub(crate) fn store_by_default(&mut self) {
        self.is_static_by_default = true;
    }

    /// Whether answers are stored though no option says so. Those of the edge runtime are not (G13).
    fn is_stored_by_default(&self) -> bool {
        let dynamic = self.dynamic.as_ref().is_none_or(|given| given.value == Dynamic::Auto);
        self.is_static_by_default && dynamic && self.revalidate.is_none() && self.edge.is_none()
    }

    /// Whether the arguments of `GET` must be `StaticSafe` (G3, G5, G6).
    pub(crate) fn asks_static_safe(&self, has_static_params: bool) -> bool {
        !self.is_force_static() && self.is_cached(has_static_params)
    }

    /// Whether the handler of `GET` is given a request without all that may be one client's (G5).
    pub(crate) fn is_force_static(&self) -> bool {
        self.dynamic.as_ref().is_some_and(|given| given.value == Dynamic::ForceStatic)
    }

    /// Refuses options that do nothing, and options that contradict each other.
    pub(crate) fn check(
        &self,
        path: &RoutePath,
        static_params: Option<&StaticParams>,
        answers: Answers<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        if self.is_unsound {
            return;
        }
        let asked: Vec<_> = self.asked(static_params).collect();
        if !matches!(answers, Answers::Get) {
            for (name, tokens) in asked.iter().chain(&self.of_what_is_stored()) {
                diagnostics.push(answers.has_no_get(name, tokens));
            }
            return;
        }
        self.check_static_params(path, static_params, diagnostics);
        let contradicted = self.check_contradictions(static_params, diagnostics);
        let is_cached = self.is_cached(static_params.is_some());
        if let Some(Given { tokens, .. }) = &self.tags
            && !is_cached
            && !contradicted
        {
            diagnostics.push(
                Diagnostic::over(tokens, "`tags` on a route whose answers are not stored")
                    .help("say how long an answer is good, as in `revalidate = 60`; with `revalidate = false` it is until a tag is invalidated")
                    .note("what a function of the handler stores has tags of its own, in `#[cached(tags = [..])]`"),
            );
        }
        if let Some(edge) = &self.edge
            && is_cached
        {
            let (name, _) = asked.first().copied().unwrap_or(("revalidate", edge));
            diagnostics.push(
                Diagnostic::over(edge, "answers of the edge runtime are not stored")
                    .help(format!("leave `runtime` out, or `{name}`"))
                    .note("as in Next.js, a route with `runtime = \"edge\"` is not generated ahead or anew in the background"),
            );
        }
    }

    /// What asks for answers to be stored.
    fn asked<'a>(
        &'a self,
        static_params: Option<&'a StaticParams>,
    ) -> impl Iterator<Item = (&'static str, &'a TokenStream)> {
        let dynamic =
            self.dynamic.as_ref().filter(|given| matches!(given.value, Dynamic::Error | Dynamic::ForceStatic));
        let revalidate = self.revalidate.as_ref().filter(|given| !matches!(given.value, Revalidate::Always));
        let dynamic = dynamic.map(|given| ("dynamic", &given.tokens));
        let revalidate = revalidate.map(|given| ("revalidate", &given.tokens));
        let static_params = static_params.map(|static_params| (static_params::NAME, &static_params.written));
        dynamic.into_iter().chain(revalidate).chain(static_params)
    }

    /// What says something of answers that are stored.
    fn of_what_is_stored(&self) -> Vec<(&'static str, &TokenStream)> {
        let tags = self.tags.as_ref().map(|given| ("tags", &given.tokens));
        let dynamic_params = self.only_listed_params().map(|tokens| ("dynamic_params", tokens));
        tags.into_iter().chain(dynamic_params).collect()
    }

    /// `dynamic_params = false`. The other value is the default, which may be written anywhere.
    fn only_listed_params(&self) -> Option<&TokenStream> {
        self.dynamic_params.as_ref().filter(|given| !given.value).map(|given| &given.tokens)
    }

    /// G7, G9
    fn check_static_params(
        &self,
        path: &RoutePath,
        static_params: Option<&StaticParams>,
        diagnostics: &mut Diagnostics,
    ) {
        let has_params = !path_params(path).is_empty();
        let no_segment = |name: &str, tokens: &TokenStream| {
            Diagnostic::over(tokens, format!("`{name}` on a path without a dynamic segment"))
                .help("leave it out")
                .note(format!("the path `{path}` has no parameters to list"))
        };
        if let Some(static_params) = static_params
            && !has_params
        {
            let mistake = no_segment(static_params::NAME, &static_params.written);
            diagnostics.push(match self.asked(None).next() {
                Some(_) => mistake,
                None => mistake.note("to store its one answer, write `revalidate = false`, or a number of seconds"),
            });
        }
        match self.only_listed_params() {
            Some(tokens) if !has_params => diagnostics.push(no_segment("dynamic_params", tokens)),
            Some(tokens) if static_params.is_none() => diagnostics.push(
                Diagnostic::over(tokens, "`dynamic_params = false` without `generate_static_params`")
                    .help("list the parameters: in a module with `pub async fn generate_static_params() -> Vec<Params>`, and elsewhere with the option `generate_static_params = all_slugs`")
                    .note("`dynamic_params` says what is answered for parameters that are not listed"),
            ),
            _ => {}
        }
    }

    /// Two options of which one stores what the other does not. Returns whether there are such.
    fn check_contradictions(&self, static_params: Option<&StaticParams>, diagnostics: &mut Diagnostics) -> bool {
        let is_forced = self.dynamic.as_ref().is_some_and(|given| given.value == Dynamic::ForceDynamic);
        let is_always = self.revalidate.as_ref().is_some_and(|given| matches!(given.value, Revalidate::Always));
        let what = match (is_forced, is_always) {
            (true, _) => "dynamic = \"force-dynamic\"",
            (false, true) => "revalidate = 0",
            (false, false) => return false,
        };
        let tags = self.tags.as_ref().map(|given| ("tags", &given.tokens));
        for (name, tokens) in self.asked(static_params).chain(tags) {
            diagnostics.push(
                Diagnostic::over(tokens, format!("`{name}` contradicts `{what}`"))
                    .help("leave one of the two out")
                    .note(format!("`{what}` answers each request anew, and stores nothing")),
            );
        }
        true
    }
}

impl Answers<'_> {
    fn has_no_get(self, name: &str, tokens: &TokenStream) -> Diagnostic {
        match self {
            Self::Get => Diagnostic::over(tokens, format!("`{name}` stores nothing")),
            Self::Method(method) => {
                Diagnostic::over(tokens, format!("`{name}` on a handler of `{}`", method.as_str())).help("leave it out")
            }
            Self::Module(module) => Diagnostic::over(tokens, format!("`{name}` in a module without `GET`"))
                .help(format!("write `pub async fn GET` in the module `{module}`, or leave `{name}` out")),
        }
        .note("only answers to `GET` are stored, and those to `HEAD` with them")
    }
}

impl<T> Given<T> {
    fn new(OptionArg { name, value: expression }: &OptionArg, value: T) -> Self {
        Self { value, tokens: quote!(#name #expression) }
    }
}

fn given<T>(
    option: &mut Option<Given<T>>,
    arg: &OptionArg,
    value: Result<T, Diagnostic>,
) -> Result<(), Vec<Diagnostic>> {
    *option = Some(Given::new(arg, value.map_err(|mistake| vec![mistake])?));
    Ok(())
}

/// `dynamic = "error"`: one of the strings that the option knows.
fn one_of<T: Copy>(OptionArg { name, value }: &OptionArg, values: &[(&'static str, T)]) -> Result<T, Diagnostic> {
    let names = || values.iter().map(|(name, _)| *name);
    let all = || format!("the values are {}", strings(names()));
    let Some(text) = string(value) else {
        let mistake = Diagnostic::over(value, format!("`{name}` must be a string"));
        return Err(match value_as_name(value).and_then(|text| nearest(&text, names())) {
            Some(value) => mistake.help(format!("write `{name} = \"{value}\"`")),
            None => mistake.help(all()),
        });
    };
    let text = text.value();
    if let Some((_, value)) = values.iter().find(|(name, _)| *name == text) {
        return Ok(*value);
    }
    let mistake = Diagnostic::over(value, format!("unknown value `{text}` of `{name}`"));
    Err(match nearest(&text, names()) {
        Some(value) => mistake.help(format!("did you mean `\"{value}\"`?")),
        None => mistake.help(all()),
    })
}

/// `error` without its quotes, or `force-static`, which reads as a difference.
fn value_as_name(value: &Expr) -> Option<String> {
    let text: String = value.to_token_stream().into_iter().map(|token| token.to_string()).collect();
    matches!(ungrouped(value), Expr::Path(_) | Expr::Binary(_)).then_some(text)
}

/// `` `"a"`, `"b"` and `"c"` ``
fn strings<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = values.map(|value| format!("\"{value}\"")).collect();
    list(quoted.iter().map(String::as_str))
}

/// `revalidate = 60`
fn revalidate(value: &Expr) -> Result<Revalidate, Diagnostic> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Bool(bool), .. }) if !bool.value => return Ok(Revalidate::Never),
        Expr::Lit(ExprLit { lit: Lit::Int(seconds), .. }) if is_zero(seconds) => return Ok(Revalidate::Always),
        _ => {}
    }
    if let Some(seconds) = number(value) {
        return Ok(Revalidate::Seconds(seconds.clone()));
    }
    let mistake = Diagnostic::over(value, "`revalidate` must be a number of seconds or `false`");
    Err(match repaired(ungrouped(value)) {
        Some(repaired) => mistake.help(format!("write `revalidate = {repaired}`")),
        None => mistake.help("write it as in `revalidate = 60`"),
    }
    .note("`false` keeps an answer until it is invalidated, and `0` stores none"))
}

/// What somebody may have meant who wrote no number of seconds.
fn repaired(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }) => Some("false".to_owned()),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let text = text.value();
            let text = text.trim();
            let is_value = text == "false" || text.parse::<u64>().is_ok();
            is_value.then(|| text.to_owned()).or_else(|| Some(seconds(text)?.to_string()))
        }
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => {
            let (whole, _) = number.base10_digits().split_once('.')?;
            whole.parse::<u64>().ok().map(|seconds| seconds.max(1).to_string())
        }
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => Some("0".to_owned()),
        _ => None,
    }
}

/// `1h` -> 3600
fn seconds(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

fn is_zero(number: &LitInt) -> bool {
    number.base10_parse::<u64>().is_ok_and(|number| number == 0)
}

/// `dynamic_params = false`
fn dynamic_params(value: &Expr) -> Result<bool, Diagnostic> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Bool(bool), .. }) => Ok(bool.value),
        _ => Err(wrong(value, "`dynamic_params` must be `true` or `false`", "dynamic_params = false")),
    }
}

/// `tags = ["posts", Posts]`
fn tags(value: &Expr) -> Result<Vec<Tag>, Vec<Diagnostic>> {
    let Expr::Array(ExprArray { elems, .. }) = ungrouped(value) else {
        let mistake = Diagnostic::over(value, "`tags` must be a list");
        return Err(vec![match ungrouped(value) {
            Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) | Expr::Path(_) => {
                mistake.help(format!("write `tags = [{}]`", shown(value)))
            }
            _ => mistake.help("write it as in `tags = [\"posts\"]`"),
        }]);
    };
    if elems.is_empty() {
        return Err(vec![Diagnostic::over(value, "`tags` names no tag").help("leave the option out")]);
    }
    let mut tags: Vec<Tag> = Vec::new();
    let mut mistakes = Vec::new();
    for element in elems {
        match tag(element) {
            Ok(tag) if tags.iter().any(|other| other.is(&tag)) => {
                mistakes.push(Diagnostic::over(element, format!("the tag `{}` is given twice", tag.shown())));
            }
            Ok(tag) => tags.push(tag),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if let Some(too_many) = elems.iter().nth(MAX_TAGS) {
        mistakes.push(
            Diagnostic::over(too_many, format!("a route has at most {MAX_TAGS} tags, and this one {}", elems.len()))
                .help("give one tag to what is invalidated together"),
        );
    }
    if mistakes.is_empty() { Ok(tags) } else { Err(mistakes) }
}

fn tag(value: &Expr) -> Result<Tag, Diagnostic> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => check_tag(name).map(|()| Tag::Literal(name.clone())),
        Expr::Path(path) if path.qself.is_none() => Ok(Tag::Declared(path.path.clone())),
        Expr::Call(call) => Err(Diagnostic::over(value, "a tag in `tags` cannot have parameters")
            .help(format!("call `cache_tag({}(..))` in the handler", shown(&call.func)))
            .note("`tags` holds for all answers of the route, whatever their parameters are")),
        _ => Err(Diagnostic::over(value, "a tag must be a string, or the name of one that `cache_tags!` declares")
            .help("write it as in `tags = [\"posts\"]`")),
    }
}

/// Whether a tag can have this name.
pub(crate) fn check_tag(name: &LitStr) -> Result<(), Diagnostic> {
    match name.value().len() {
        0 => Err(Diagnostic::over(name, "a tag cannot be empty").help("leave it out, or give it a name")),
        1..=MAX_TAG_LEN => Ok(()),
        len => Err(Diagnostic::over(name, format!("a tag has at most {MAX_TAG_LEN} bytes, and this one has {len}"))),
    }
}

impl Tag {
    fn shown(&self) -> String {
        match self {
            Self::Literal(name) => name.value(),
            Self::Declared(path) => shown(path),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(two)) => one.value() == two.value(),
            (Self::Declared(one), Self::Declared(two)) => shown(one) == shown(two),
            _ => false,
        }
    }
}

/// The name of an option, where it is one of caching.
pub(crate) const NAMES: &[&str] =
    &["dynamic", "dynamic_params", "fetch_cache", "generate_static_params", "revalidate", "tags"];

#[cfg(test)]
mod tests {
    use super::{repaired, seconds};

    #[test]
    fn times_have_a_number_and_a_unit() {
        for (text, expected) in [
            ("60s", Some(60)),
            ("5 min", Some(300)),
            ("1h", Some(3_600)),
            ("2 Days", Some(172_800)),
            ("60", None),
            ("h", None),
            ("", None),
            ("1.5h", None),
            ("18446744073709551615h", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    // X7
    #[test]
    fn what_is_no_number_of_seconds_is_repaired_where_its_meaning_is_clear() {
        for (source, expected) in [
            ("true", Some("false")),
            ("\"60\"", Some("60")),
            ("\"false\"", Some("false")),
            ("\"1h\"", Some("3600")),
            ("\"often\"", None),
            ("60.5", Some("60")),
            ("0.5", Some("1")),
            ("-1", Some("0")),
            ("[60]", None),
            ("'6'", None),
        ] {
            let value = syn::parse_str(source).unwrap();
            assert_eq!(repaired(&value).as_deref(), expected, "{source}");
        }
    }
}
