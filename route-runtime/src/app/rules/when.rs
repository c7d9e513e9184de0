//! When a rule applies: its source and its conditions.

use super::condition::{CompiledCondition, Condition};
use super::error::RuleError;
use super::params::Params;
use super::source::{CompiledSource, Path, Source};
use super::subject::Subject;
use crate::route_manifest;

/// When a rule applies.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) source: Source,
    pub(super) has: Vec<Condition>,
    pub(super) missing: Vec<Condition>,
    /// Whether the source is what follows the base path, and not the whole path.
    pub(super) base_path: bool,
}

impl When {
    pub(super) const fn new(source: Source) -> Self {
        Self { source, has: Vec::new(), missing: Vec::new(), base_path: true }
    }

    pub(super) fn manifest(&self) -> route_manifest::When {
        let list = |conditions: &[Condition]| conditions.iter().map(Condition::manifest).collect();
        route_manifest::When {
            source: self.source.as_str().to_owned(),
            has: list(&self.has),
            missing: list(&self.missing),
            base_path: self.base_path,
        }
    }

    pub(super) fn compile(&self) -> Result<CompiledWhen, RuleError> {
        let compile = |conditions: &[Condition]| conditions.iter().map(Condition::compile).collect::<Result<_, _>>();
        Ok(CompiledWhen {
            source: self.source.compile()?,
            has: compile(&self.has)?,
            missing: compile(&self.missing)?,
            base_path: self.base_path,
        })
    }
}

/// When a rule applies, in the form that is compared with requests.
#[derive(Debug)]
pub(super) struct CompiledWhen {
    pub(super) source: CompiledSource,
    has: Vec<CompiledCondition>,
    missing: Vec<CompiledCondition>,
    pub(super) base_path: bool,
}

impl CompiledWhen {
    /// Whether a condition captures a parameter of this name.
    pub(super) fn condition_captures(&self, name: &str) -> bool {
        self.has.iter().any(|condition| condition.captures(name))
    }

    /// Whether it applies; then `params` holds the parameters.
    pub(super) fn applies<'a>(&'a self, path: &Path<'a>, subject: &Subject<'a>, params: &mut Params<'a>) -> bool {
        self.source.captures(path, params)
            && self.has.iter().all(|condition| condition.is_met(subject, params))
            && !self.missing.iter().any(|condition| condition.is_met(subject, &mut Params::default()))
    }
}
