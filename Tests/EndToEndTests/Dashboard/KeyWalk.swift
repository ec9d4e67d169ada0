import Dashboard
import SpawnTestKit

/// Presses keys of the key table in a real terminal, looks for their effects, and remembers which were pressed.
final class KeyWalk {
    let dashboard: DashboardTerminal
    private(set) var actions: Set<Action> = []

    init(_ dashboard: DashboardTerminal) { self.dashboard = dashboard }

    private var session: TmuxSession { dashboard.session }

    /// Presses a key for an action and waits for a text on the screen.
    ///
    /// - Parameters:
    ///   - action: What the table says the key does.
    ///   - key: Which of its keys; `nil` is the first.
    ///   - text: What the screen then shows.
    /// - Throws: When it does not.
    func press(_ action: Action, _ key: Key? = nil, shows text: String) async throws {
        try await press(action, key)
        try await session.waitForText(text)
    }

    /// Presses a key for an action and waits until the screen is right.
    func press(_ action: Action, _ key: Key? = nil, until isRight: (String) -> Bool) async throws {
        try await press(action, key)
        try await session.waitForScreen("to show the effect of \(action)", isRight)
    }

    /// Answers a question with yes and waits for a text on the screen.
    func confirm(shows text: String) async throws {
        try await session.waitForText(" n no ")
        try await session.press("y")
        try await session.waitForText(text)
    }

    func press(_ action: Action, _ key: Key? = nil) async throws {
        guard let key = key ?? KeyTable.bindings.first(where: { $0.action == action })?.keys.first else {
            throw TestKitError("\(action) has no key")
        }
        actions.insert(action)
        try await session.press(Self.name(of: key))
    }

    /// What tmux calls a key.
    private static func name(of key: Key) -> String {
        switch key {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .pageUp: "PageUp"
        case .pageDown: "PageDown"
        case .home: "Home"
        case .end: "End"
        case .enter: "Enter"
        case .escape: "Escape"
        case .tab: "Tab"
        case .backspace: "BSpace"
        case .interrupt: "C-c"
        case .suspend: "C-z"
        case .redraw: "C-l"
        case .eraseLine: "C-u"
        }
    }
}
