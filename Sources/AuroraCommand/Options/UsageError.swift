/// A command line that cannot be carried out. Nothing has been started.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    /// What is wrong; what is allowed.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
