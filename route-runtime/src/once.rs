//! A cell that is filled at its first use.

use std::sync::OnceLock;

/// `OnceLock::get_mut_or_init` of std, which is unstable.
pub(crate) fn get_mut_or_init<T>(cell: &mut OnceLock<T>, init: impl FnOnce() -> T) -> &mut T {
    cell.get_or_init(init);
    match cell.get_mut() {
        Some(value) => value,
        None => unreachable!("the line above filled it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_filled_once_and_then_written() {
        let mut cell = OnceLock::new();
        *get_mut_or_init(&mut cell, || 1) += 1;
        *get_mut_or_init(&mut cell, || unreachable!("it is full")) += 1;
        assert_eq!(cell.get(), Some(&3));
    }
}
