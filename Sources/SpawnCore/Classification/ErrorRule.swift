/// One pattern that says something about an error text, and what it says.
///
/// Patterns are those of Vectorscan, a subset of PCRE without look-around and back-references, matched without regard to
/// case. A `.?` between two words also matches a line break, because tools wrap their messages at the terminal's width.
package struct ErrorRule: Sendable, Equatable {
    /// What a match means.
    package enum Role: Sendable, Equatable {
        /// It is an error of this meaning.
        case error(ErrorMeaning)
        /// The output of this tool is that of a failure, whatever its exit status.
        case failure(tool: String)
    }

    /// The pattern.
    package var pattern: String
    /// What the rule is called where it is reported: its pattern, or a name of its own where that is long.
    package var name: String
    /// What a match means.
    package var role: Role
    /// Whether a match on stderr of a running child arms the grace after which it is ended.
    package var isWatched: Bool
    /// Whether it means what no wait heals, though services may report it with the words and the status of a rate limit.
    package var isFinal: Bool
    /// Whether it counts only in a line that announces an error, because agents use its words of their work as well.
    package var needsMark: Bool
    /// Whether only services say it, so that a line that begins with it speaks of itself.
    package var isStatement: Bool
    /// Whether it is a bare number, which counts only in a line that announces an error, or beside
    /// a word of errors.
    package var isNumber: Bool
    /// Whether it speaks of a limit, which must be one of use: a limit of memory, time or tries is another matter.
    package var isOfLimits = false
    /// Whether it ends with how much of how many is used, and counts where that is all: 50/50.
    package var isOfShare = false
    /// Whether it comes from a configuration: its author knows the tool, so it counts in every line.
    package var isConfigured: Bool

    package init(
        _ pattern: String, _ role: Role, name: String? = nil, isWatched: Bool = false, isFinal: Bool = false,
        needsMark: Bool = false,
        isStatement: Bool = false, isNumber: Bool = false,
        isConfigured: Bool = false
    ) {
        self.pattern = pattern
        self.name = name ?? pattern
        self.role = role
        self.isWatched = isWatched
        self.isFinal = isFinal
        self.needsMark = needsMark
        self.isStatement = isStatement
        self.isNumber = isNumber
        self.isConfigured = isConfigured
    }

    /// The pattern as it is compiled: every `.?` also matches a line break, and a number ends without a look at what
    /// follows, which a child that hangs may never write.
    package var expression: String {
        let result = Self.expression(of: pattern)
        return isNumber && result.hasSuffix(#"\b"#) ? String(result.dropLast(2)) : result
    }

    /// A pattern in which every `.?` also matches a line break.
    static func expression(of pattern: String) -> String {
        var result = ""
        var isEscaped = false
        var isInClass = false
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            result += character == "." && !isEscaped && !isInClass && rest.first == "?" ? "(?s:.)" : String(character)
            if !isEscaped && character == "[" { isInClass = true }
            if !isEscaped && character == "]" { isInClass = false }
            isEscaped = character == "\\" && !isEscaped
        }
        return result
    }

    /// True when a match makes a failure of an attempt.
    var isFailure: Bool { if case .failure = role { true } else { false } }

    /// Its place among the rules that match in one message: the least decides. What no wait heals comes first, then rate
    /// limits, permanent, timeout, resource, transient and unknown; `nil` for a rule of another role.
    package var rank: Int? {
        guard case .error(let meaning) = role else { return nil }
        if meaning.kind == .rateLimit { return 1 }
        return switch meaning.category {
        case .permanent: isFinal ? 0 : 2
        case .timeout: 3
        case .resource: 4
        case .transient: 5
        case .unknown: 6
        }
    }
}
