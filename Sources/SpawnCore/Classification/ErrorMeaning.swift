/// What an error is taken for: its category decides what happens next, its kind what the breaker makes of it.
public struct ErrorMeaning: Sendable, Equatable {
    /// Decides what happens next.
    public var category: ErrorCategory
    /// Decides whether the breaker may open fast.
    public var kind: FailureKind

    /// Creates a meaning.
    public init(_ category: ErrorCategory, _ kind: FailureKind) {
        self.category = category
        self.kind = kind
    }

    /// What a name stands for: that of a kind, such as `auth_error`, or that of a category, such as `permanent`.
    public init?(named name: String) {
        if let kind = FailureKind(rawValue: name), kind != .unknown, kind != .timeout {
            self.init(Self.category(of: kind), kind)
        } else if let category = ErrorCategory(rawValue: name) {
            self.init(category, Self.kind(of: category))
        } else {
            return nil
        }
    }

    /// Every name that stands for a meaning.
    public static let names: [String] =
        ErrorCategory.allCases.map(\.rawValue)
        + FailureKind.allCases.filter { $0 != .unknown && $0 != .timeout }.map(\.rawValue)

    /// The kind of an error of which nothing but its category is known.
    package static func kind(of category: ErrorCategory) -> FailureKind {
        switch category {
        case .transient, .resource: .transientError
        case .timeout: .timeout
        case .permanent: .invalidRequest
        case .unknown: .unknown
        }
    }

    private static func category(of kind: FailureKind) -> ErrorCategory {
        switch kind {
        case .rateLimit, .transientError: .transient
        case .authError, .forbidden, .invalidModel, .invalidRequest, .notFound, .overBudget: .permanent
        case .timeout, .noActivity: .timeout
        case .killed: .resource
        case .errorPattern, .inference, .crash, .unknown: .unknown
        }
    }
}
