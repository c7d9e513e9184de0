//! The meaning of one handler: its method and its arguments. What is returned is sound, or something has been reported.

use crate::args::Args;
use crate::arguments::{Argument, MAX_ARGUMENTS, arguments, check_without_extensions};
use crate::caching::Answers;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{Located, Place, Special, SpecialPlace, article};
use crate::item::Function;
use crate::method::{Method, names};
use crate::options::{IdsOption, Options};
use crate::path::{PathError, RoutePath};
use crate::static_params::StaticParams;
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::{FnArg, Safety};

/// `#[route]` or `#[page]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Route,
    Page,
}

impl Kind {
    /// What a handler is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Route => "route handler",
            Self::Page => "page",
        }
    }

    /// The attribute's name, and that of the file in an app directory.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Page => "page",
        }
    }
}

/// What one attribute says: a path with its options, for one handler or for a module of them.
pub(crate) struct Route {
    pub(crate) kind: Kind,
    pub(crate) path: RoutePath,
    /// Whether the path is that of the file.
    pub(crate) is_placed: bool,
    /// The path literal's, or the attribute's, which claims and positions take.
    pub(crate) span: Span,
    pub(crate) options: Options,
    /// What lists the parameters of `GET`, if there is something.
    pub(crate) static_params: Option<StaticParams>,
    /// What is so of a special file alone.
    pub(crate) special: Option<SpecialRoute>,
    /// Whether it sends a file as it is.
    pub(crate) is_file: bool,
}

/// The route of a `sitemap.rs`, an `icon.rs` or another special file.
pub(crate) struct SpecialRoute {
    /// The path of its folder.
    pub(crate) folder: Option<RoutePath>,
    pub(crate) ids: Option<Ids>,
}

/// What makes several routes of one special file: the last segment of their path is an id.
pub(crate) struct Ids {
    /// Whether `.xml` follows the id.
    pub(crate) is_sitemap: bool,
    /// The id's place among the segments.
    pub(crate) position: usize,
    /// What is called for a list of the ids.
    pub(crate) callee: TokenStream,
    /// Its arguments, which are made as those of the handler.
    inputs: Vec<FnArg>,
}

impl Route {
    /// `None` if there is no path to go on with; then something has been reported, or the compiler does not tell files.
    pub(crate) fn lower(
        kind: Kind,
        args: Args,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> (Option<Self>, Options) {
        let span = args.span();
        let (path, is_placed) = match &args.path {
            Some(literal) => {
                if let Located::File(..) | Located::Special(_) = place.locate() {
                    diagnostics.push(
                        Diagnostic::new(span, "a handler of an app directory has its path from its place")
                            .help("leave the path out, or move the handler to a file of another name"),
                    );
                }
                (Some(RoutePath::parse(&literal.value())), false)
            }
            None => (placed(kind, &args, place, diagnostics), true),
        };
        let path = path.and_then(|path| {
            path.map_err(|errors| {
                for error in errors {
                    let mut mistake = Diagnostic::new(span, error.message);
                    let help = error.help.map(|help| if is_placed { renamed(&help) } else { help });
                    mistake = help.iter().fold(mistake, Diagnostic::help);
                    mistake = error.note.iter().fold(mistake, Diagnostic::note);
                    diagnostics.push(mistake);
                }
            })
            .ok()
        });
        let mut options = Options::lower(args.options, diagnostics);
        let special_place = if is_placed { special_place(place) } else { None };
        if special_place.is_some() {
            options.caching.store_by_default();
        }
        if let Some(ids) = &options.ids
            && place.locate() != Located::Unknown
        {
            check_ids(ids, special_place.as_ref(), diagnostics);
        }
        match path {
            Some(path) => {
                let static_params = options.caching.static_params(diagnostics);
                let special = special_place.map(|place| SpecialRoute::of(&place, &path, options.ids.as_ref()));
                let route = Self { kind, path, is_placed, span, options, static_params, special, is_file: false };
                (Some(route), Options::default())
            }
            None => (None, options),
        }
    }
}

impl Ids {
    /// What the runtime's `RawPath` calls the reader of an id.
    pub(crate) fn runtime_name(&self) -> &'static str {
        if self.is_sitemap { "sitemap_id" } else { "image_id" }
    }
}

impl SpecialRoute {
    fn of(place: &SpecialPlace, path: &RoutePath, ids: Option<&IdsOption>) -> Self {
        let ids = ids.map(|IdsOption { lister, .. }| {
            let (callee, inputs) = lister.call();
            Ids {
                is_sitemap: place.special == Special::Sitemap,
                position: path.segments().len().saturating_sub(1),
                callee,
                inputs: inputs.into_iter().map(FnArg::Typed).collect(),
            }
        });
        Self { folder: place.folder(), ids }
    }
}

/// Where the file is, if it is a special one.
pub(crate) fn special_place(place: &Place) -> Option<SpecialPlace> {
    match place.locate() {
        Located::Special(place) => Some(place),
        _ => None,
    }
}

/// M12, M15
fn check_ids(IdsOption { name, .. }: &IdsOption, place: Option<&SpecialPlace>, diagnostics: &mut Diagnostics) {
    let option = place.map(|place| place.special.option());
    if option.flatten().is_some_and(|option| name == option) {
        return;
    }
    let mistake = match place {
        Some(place) => Diagnostic::new(name.span(), format!("`{name}` in the file of {}", place.special.noun())),
        None => {
            Diagnostic::new(name.span(), format!("`{name}` on a route that is no special file of an app directory"))
        }
    };
    diagnostics.push(match option {
        Some(Some(option)) => mistake.help(format!("write `{option}`")),
        Some(None) => mistake.help("leave it out").note("there is one of an app"),
        None => mistake
            .help("name a segment for the id, as in `/sitemap/[id]`, and list the ids with `generate_static_params`"),
    });
}

impl Route {
    /// What the path has in common with those of the same folder.
    pub(crate) fn folder(&self) -> &RoutePath {
        self.special.as_ref().and_then(|special| special.folder.as_ref()).unwrap_or(&self.path)
    }

    /// What lists the ids of its path, if it is a special file of several.
    pub(crate) fn ids(&self) -> Option<&Ids> {
        self.special.as_ref()?.ids.as_ref()
    }

    /// Refuses options of caching that do nothing here.
    pub(crate) fn check_caching(&self, answers: Answers<'_>, diagnostics: &mut Diagnostics) {
        self.options.caching.check(&self.path, self.static_params.as_ref(), answers, diagnostics);
    }
}

/// The path of a handler whose attribute has none.
fn placed(
    kind: Kind,
    args: &Args,
    place: &Place,
    diagnostics: &mut Diagnostics,
) -> Option<Result<RoutePath, Vec<PathError>>> {
    let span = args.span();
    let name = kind.attribute();
    let why = match place.locate() {
        Located::File(file, path) if file == kind => return Some(path),
        Located::Special(special) if kind == Kind::Route => {
            let has_ids =
                special.special.option().is_some_and(|option| args.options.iter().any(|arg| arg.name == option));
            return Some(special.path(has_ids));
        }
        Located::Special(special) => {
            diagnostics.push(
                Diagnostic::new(
                    span,
                    format!("`#[{name}]` does not stand in {} `{}.rs`", article(&special.stem), special.stem),
                )
                .help(format!("write `#[route]`, or move it to a `{name}.rs`")),
            );
            return None;
        }
        Located::File(file, _) => {
            let file = file.attribute();
            diagnostics.push(
                Diagnostic::new(span, format!("`#[{name}]` does not stand in a `{file}.rs`"))
                    .help(format!("write `#[{file}]`, or move it to a `{name}.rs`")),
            );
            return None;
        }
        Located::Unknown => return None,
        Located::Helper => format!("only a `{name}.rs` of the app directory takes its path from its place"),
        Located::Outside(directory) => {
            format!("only below `{directory}`, the app directory, is the path that of the file")
        }
        Located::NoAppDir => "only below the directory of an `#[app_dir]` is the path that of the file".to_owned(),
    };
    // A path that is something else than a literal has been reported.
    if diagnostics.is_empty() {
        let method = args.method.as_ref().map_or_else(String::new, |method| format!("{method} "));
        diagnostics.push(
            Diagnostic::new(span, format!("`#[{name}]` needs the path"))
                .help(format!("write it as in `#[{name}({method}\"/items/[slug]\")]`"))
                .note(why),
        );
    }
    None
}

/// ``write `/items` `` -> ``rename the folder, so that the path is `/items` ``
fn renamed(help: &str) -> String {
    help.strip_prefix("write ")
        .map_or_else(|| help.to_owned(), |path| format!("rename the folder, so that the path is {path}"))
}

/// One handler of a route.
pub(crate) struct Handler<'a> {
    pub(crate) method: Method,
    pub(crate) function: &'a Function,
    pub(crate) arguments: Vec<Argument<'a>>,
    /// The arguments of what lists the ids of a special file.
    pub(crate) ids_arguments: Vec<Argument<'a>>,
}

impl<'a> Handler<'a> {
    pub(crate) fn lower(
        route: &'a Route,
        method: Method,
        function: &'a Function,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let ids = route.ids().map(|ids| arguments(ids.inputs.iter(), &route.path, diagnostics));
        let arguments = arguments(function.sig.inputs.iter(), &route.path, diagnostics);
        if method == Method::Get && route.options.caching.is_force_static() {
            check_without_extensions(&arguments, diagnostics);
        }
        Self { method, function, arguments, ids_arguments: ids.unwrap_or_default() }
    }

    /// What is made for the handler, and for what lists its ids.
    pub(crate) fn all_arguments(&self) -> impl Iterator<Item = &Argument<'a>> {
        self.arguments.iter().chain(&self.ids_arguments)
    }

    pub(crate) fn name(&self) -> &'a Ident {
        &self.function.sig.ident
    }
}

/// The method of a handler that stands alone: named in the attribute, or by the function.
pub(crate) fn method(written: Option<&Ident>, function: &Function, diagnostics: &mut Diagnostics) -> Option<Method> {
    let name = &function.sig.ident;
    let named = Method::parse(name);
    let Some(written) = written else {
        if named.is_none() {
            diagnostics.push(not_a_method_name(name));
        }
        return named;
    };
    let Some(method) = Method::parse(written) else {
        diagnostics.push(unknown_method(written));
        return None;
    };
    if let Some(named) = named
        && named != method
    {
        diagnostics.push(
            Diagnostic::new(
                written.span(),
                format!("the handler is named `{}` and answers `{written}`", named.as_str()),
            )
            .help(format!("leave `{written}` out, or give the function another name")),
        );
    }
    Some(method)
}

/// The method of the handler of a special file, which may have any name but another method's.
pub(crate) fn special_method(
    place: &SpecialPlace,
    written: Option<&Ident>,
    function: &Function,
    diagnostics: &mut Diagnostics,
) -> Option<Method> {
    let named = [written, Some(&function.sig.ident)].into_iter().flatten();
    for name in named.filter(|name| Method::parse(name).is_some_and(|method| method != Method::Get)) {
        diagnostics.push(
            Diagnostic::new(name.span(), format!("{} `{}.rs` answers `GET` alone", article(&place.stem), place.stem))
                .help(format!("move the handler of `{name}` to a `route.rs`")),
        );
    }
    if let Some(written) = written.filter(|written| Method::parse(written).is_none()) {
        diagnostics.push(unknown_method(written));
    }
    Some(Method::Get)
}

/// R17, R18: in a route file a lower-case export and a default export answer nothing.
fn not_a_method_name(name: &Ident) -> Diagnostic {
    if is_upper_case(name) {
        return unknown_method(name);
    }
    let mistake = Diagnostic::new(name.span(), format!("the name of the handler `{name}` is not a method"));
    match close_method(name) {
        Some(method) if method.eq_ignore_ascii_case(&name.to_string()) => {
            mistake.help(format!("name it `{method}`")).note("methods are case-sensitive, as in HTTP")
        }
        Some(method) => mistake.help(format!("name it `{method}`")),
        None => mistake
            .help(format!(
                "name it after its method, or write the method first: `#[route(GET \"/..\")] async fn {name}`"
            ))
            .note(format!("the methods are {}", list(names()))),
    }
}

/// Whether a name can only be meant as a method.
pub(crate) fn is_upper_case(name: &Ident) -> bool {
    name.to_string().chars().all(|letter| letter.is_ascii_uppercase())
}

/// `#[route(get "/items")]`, `#[route(FETCH "/items")]`, `async fn PURGE()`
pub(crate) fn unknown_method(written: &Ident) -> Diagnostic {
    let mistake = Diagnostic::new(written.span(), format!("unknown method `{written}`"));
    let mistake = match close_method(written) {
        Some(method) => mistake.help(format!("did you mean `{method}`?")),
        None => mistake,
    };
    mistake.note(format!("the methods are {}", list(names())))
}

/// The method that differs in case, or by a slip of the finger.
fn close_method(name: &Ident) -> Option<&'static str> {
    let upper = name.to_string().to_uppercase();
    names().find(|method| *method == upper).or_else(|| {
        let lower = names().map(str::to_lowercase).collect::<Vec<_>>();
        let found = nearest(&name.to_string().to_lowercase(), lower.iter().map(String::as_str))?.to_uppercase();
        names().find(|method| *method == found)
    })
}

/// What any handler or middleware must be, whatever its path. `noun` is what it is called in messages.
pub(crate) fn check_signature(noun: &str, function: &Function, diagnostics: &mut Diagnostics) {
    let sig = &function.sig;
    let name = &sig.ident;
    if let Some(second) = function.other_attribute() {
        let is_middleware = second.path().is_ident("middleware") || second.path().is_ident("proxy");
        diagnostics.push(if is_middleware {
            Diagnostic::over(second, format!("{noun} `{name}` is a middleware already"))
                .help("leave one of the two out")
                .note("a middleware runs before the routes; its `matcher` takes a list of paths")
        } else {
            Diagnostic::over(second, format!("{noun} `{name}` has a route already"))
                .help("write another handler for this one; the two can call one function")
        });
    }
    if let Some(constness) = &sig.constness {
        diagnostics.push(
            Diagnostic::new(constness.span(), format!("{noun} `{name}` cannot be a `const fn`"))
                .help(format!("write `async fn {name}`")),
        );
    } else if sig.asyncness.is_none() {
        diagnostics.push(
            Diagnostic::new(sig.fn_token.span, format!("{noun} `{name}` must be an `async fn`"))
                .help(format!("write `async fn {name}`")),
        );
    }
    if let Safety::Unsafe(token) = &sig.safety {
        diagnostics.push(
            Diagnostic::new(token.span, format!("{noun} `{name}` cannot be `unsafe`"))
                .note("any request calls it, so there is no caller to keep its contract"),
        );
    }
    if !sig.generics.params.is_empty() {
        diagnostics.push(
            Diagnostic::over(&sig.generics, format!("{noun} `{name}` takes no generic parameters"))
                .note("nothing in a request says what they are"),
        );
    }
    if let Some(clause) = &sig.generics.where_clause {
        diagnostics.push(
            Diagnostic::over(clause, format!("{noun} `{name}` takes no `where` clause"))
                .help("leave it out; without generic parameters there is nothing to constrain"),
        );
    }
    if let Some(abi) = &sig.abi {
        diagnostics.push(Diagnostic::over(abi, format!("{noun} `{name}` cannot be `extern`")));
    }
    if let Some(too_many) = sig.inputs.iter().nth(MAX_ARGUMENTS) {
        diagnostics.push(
            Diagnostic::over(too_many, format!("{noun} `{name}` has more than {MAX_ARGUMENTS} arguments"))
                .help("combine several extractors in a struct that implements `FromRequestParts`"),
        );
    }
}
