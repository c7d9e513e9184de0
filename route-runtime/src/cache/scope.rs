//! What a generation gathers while it runs: the tags and lives that the functions below it name.

use std::sync::{Mutex, PoisonError};

use super::life::Lifetimes;
use super::tag::Tag;

/// The generation that is running: of a route's answer, or of a cached function's value.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// What a use of the request does.
    pub(crate) request: HiddenRequest,
    /// Whether it is for a client in draft mode, and will not be kept (NEXT-SPEC A8).
    pub(crate) is_draft: bool,
    gathered: Mutex<Gathered>,
}

/// What a use of the request does where the answer may be stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HiddenRequest {
    /// It is a mistake, and the answer a logged 500.
    #[default]
    Refused,
    /// It finds a request without headers and cookies, to which none can be added (`force-static`: NEXT-SPEC G5, C9).
    Empty,
}

/// What was named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gathered {
    /// By the generation itself, and by what it has used (NEXT-SPEC V12).
    pub(crate) tags: Vec<Tag>,
    /// The shortest of those that the generation has named itself.
    own: Option<Lifetimes>,
    /// The shortest of what it has used.
    used: Option<Lifetimes>,
}

impl Scope {
    pub(crate) fn of_route(request: HiddenRequest, is_draft: bool) -> Self {
        Self { request, is_draft, gathered: Mutex::default() }
    }

    pub(crate) fn add_tag(&self, tag: Tag) {
        let mut gathered = self.lock();
        if !gathered.tags.contains(&tag) {
            gathered.tags.push(tag);
        }
    }

    /// A life that the generation has named.
    pub(crate) fn set_life(&self, life: Lifetimes) {
        let mut gathered = self.lock();
        gathered.own = Some(gathered.own.map_or(life, |own| own.shortest(life)));
    }

    /// The life of something cached that the generation has used.
    pub(crate) fn use_life(&self, life: Lifetimes) {
        let mut gathered = self.lock();
        gathered.used = Some(gathered.used.map_or(life, |used| used.shortest(life)));
    }

    pub(crate) fn gathered(&self) -> Gathered {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathered {
    /// The life of a cached function's value: what it names itself, else what its attribute says, else the shortest of what it has used (V12).
    pub(crate) fn life_of_function(&self, attribute: Option<Lifetimes>, otherwise: Lifetimes) -> Lifetimes {
        self.own.or(attribute).or(self.used).unwrap_or(otherwise)
    }

    /// The life of a route's answer: the shortest of all (NEXT-SPEC G11).
    pub(crate) fn life_of_route(&self, config: Lifetimes) -> Lifetimes {
        [self.own, self.used].into_iter().flatten().fold(config, Lifetimes::shortest)
    }
}
