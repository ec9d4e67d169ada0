/// A line that is being typed at the bottom of the screen, and what it is for.
package struct Prompt: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        /// Which tasks are shown; takes effect while it is typed.
        case filter
        /// What to find in the output of the task.
        case find
        /// What to find in the output of all tasks.
        case searchAll
    }

    package let purpose: Purpose
    package var editor: LineEditor
}
