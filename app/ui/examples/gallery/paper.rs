use crate::Drawn;
pub(crate) const PAGES: &[Drawn] = &[];
