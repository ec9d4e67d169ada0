/// What a piece of text means. Which colour that is, is decided where the terminal is known.
package enum Role: UInt8, Sendable, CaseIterable {
    case text
    /// Present, but not what the eye is to be led to.
    case dim
    /// Names of things and headings.
    case title
    /// Work going on.
    case active
    /// What went well.
    case success
    /// What may still go well: backoff, fallback, a half-open breaker.
    case warning
    /// What went wrong.
    case danger
    /// A key to press.
    case key
    /// Lines that separate.
    case rule
}

/// How a cell looks: its meaning, and whether it belongs to what is selected.
package struct Style: Hashable, Sendable {
    package var role: Role
    package var isSelected: Bool

    package init(_ role: Role, isSelected: Bool = false) {
        self.role = role
        self.isSelected = isSelected
    }
}
