//! Where keys act: the contexts of the key table, and sets of them.
//!
//! Invariant: a set has only contexts that are in [`KeyContext`].

/// Where a binding works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// In the panes.
    Panes,
    /// In the concordance.
    Concordance,
    /// In the timeline.
    Timeline,
    /// In a comparison.
    Compare,
    /// In the draft while nothing is typed.
    Draft,
    /// In help, glossary, marks and palette while nothing is typed.
    Overlays,
    /// In the filters while nothing is typed.
    Filters,
    /// While a line is typed: only keys that type no character.
    Fields,
    /// After `y` or `p`, to choose the form of the passage.
    Forms,
    /// After `w`, to choose the form of what the view shows.
    Documents,
}

impl KeyContext {
    pub const ALL: [Self; 10] = [
        Self::Panes,
        Self::Concordance,
        Self::Timeline,
        Self::Compare,
        Self::Draft,
        Self::Overlays,
        Self::Filters,
        Self::Fields,
        Self::Forms,
        Self::Documents,
    ];
}

/// Some of the contexts where keys act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyContexts(u16);

impl KeyContexts {
    pub(super) const PANES: Self = Self::only(KeyContext::Panes);
    pub(super) const CONCORDANCE: Self = Self::only(KeyContext::Concordance);
    pub(super) const TIMELINE: Self = Self::only(KeyContext::Timeline);
    pub(super) const COMPARE: Self = Self::only(KeyContext::Compare);
    pub(super) const DRAFT: Self = Self::only(KeyContext::Draft);
    pub(super) const FILTERS: Self = Self::only(KeyContext::Filters);
    pub(super) const FIELDS: Self = Self::only(KeyContext::Fields);
    pub(super) const FORMS: Self = Self::only(KeyContext::Forms);
    pub(super) const DOCUMENTS: Self = Self::only(KeyContext::Documents);
    /// The views on the number keys.
    pub(super) const VIEWS: Self =
        Self::PANES.or(Self::CONCORDANCE).or(Self::TIMELINE).or(Self::COMPARE).or(Self::DRAFT);
    pub(super) const OVERLAYS: Self = Self::only(KeyContext::Overlays).or(Self::FILTERS);
    /// Wherever nothing is typed or chosen.
    pub(super) const LISTS: Self = Self::VIEWS.or(Self::OVERLAYS);
    pub(super) const ANYWHERE: Self = Self::LISTS.or(Self::FIELDS).or(Self::FORMS).or(Self::DOCUMENTS);

    const fn only(context: KeyContext) -> Self {
        Self(1 << context as u16)
    }

    pub(super) const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) const fn but(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub const fn contains(self, context: KeyContext) -> bool {
        self.0 & Self::only(context).0 != 0
    }
}
