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
    /// What was searched for.
    case match
}

/// How a cell looks: its meaning, whether it belongs to what is selected, and what a child asked for.
package struct Style: Hashable, Sendable {
    package var role: Role
    package var isSelected: Bool
    /// The colours of a child's own output; they hold only where the role is ``Role/text``.
    package var child = ChildStyle.plain

    package init(_ role: Role, isSelected: Bool = false) {
        self.role = role
        self.isSelected = isSelected
    }

    /// The output of a child, in the colours it asked for.
    package init(child: ChildStyle) {
        self.init(.text)
        self.child = child
    }
}
