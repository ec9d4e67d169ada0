/// A text that is looked for in the output of all tasks.
package struct GlobalSearch: Sendable {
    package internal(set) var text = ""
    /// Answers to another number are late.
    package internal(set) var number = 0
    package internal(set) var hits: [SearchHit] = []
    package internal(set) var isDone = true
    package internal(set) var list = ListPosition()

    /// The most hits kept.
    static let limit = 10_000
}
