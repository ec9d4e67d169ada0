package import SpawnCore

/// Everything that can happen to the dashboard.
package enum DashboardMessage: Sendable {
    /// Something happened in the run.
    case event(SpawnEvent)
    case key(Key)
    case mouse(MouseAction)
    /// Text was pasted. It presses no keys.
    case pasted(String)
    case resized(Size)
    /// Time passed: now on the run's clock, and in seconds since 1970.
    case tick(Moment, wall: Double)
    /// There is time for more of what ``DashboardModel/hasMoreToDo`` speaks of.
    case goOn
    /// The answer to ``DashboardEffect/fetchOutput(_:)``; `nil` when nothing was written.
    case output(OutputSource, OutputAnswer?)
    /// The answer to ``DashboardEffect/find(_:)``.
    case located(OutputHunt, OutputFinding)
    /// Places of a text in the output of all tasks, some of them or the last.
    case found([SearchHit], isLast: Bool, search: Int)
    /// What became of something asked for, in words for a person.
    case told(String, isGood: Bool)
}

/// What the dashboard asks the world to do.
package enum DashboardEffect: Sendable, Equatable {
    case send(UserCommand)
    /// Asks what a task has written.
    case fetchOutput(OutputQuestion)
    /// Looks for a regular expression in what a task has written.
    case find(OutputHunt)
    /// Looks for a regular expression in what attempts have written. An answer names the search it belongs to; a new one ends the
    /// old.
    case search(String, in: [SearchedOutput], number: Int)
    /// Puts what a task has written on a stream, or the end of it, into the clipboard of the terminal.
    case copyOutput(OutputSource, OutputView.Stream)
    /// Writes what a task has written on a stream into a file.
    case save(OutputSource, OutputView.Stream, name: String)
    /// Shows what a task has written on a stream in the user's pager.
    case page(OutputSource, OutputView.Stream)
    /// Writes the screen as it is into an SVG file.
    case savePicture
    /// Draws the screen anew, whatever is on it.
    case redraw
    /// Stops the program as a job of its shell.
    case suspend
    /// The screen is to be given back.
    case quit(DashboardExit)
}

/// How a dashboard ended.
package enum DashboardExit: Sendable, Equatable {
    /// Every task was over, or the run had ended.
    case finished
    /// The run was stopped, here or by a signal.
    case stopped
    /// There is no terminal any more.
    case terminalLost
}

/// What can be chosen about a dashboard.
package struct DashboardOptions: Sendable {
    /// What the run is called, such as the name of its task file.
    package var title: String
    /// Draws with ASCII alone.
    package var isASCII: Bool
    /// Refuses everything that acts on the run.
    package var isReadOnly: Bool
    /// Leaves so long after the last task ended, unless a key was ever pressed; `nil` stays.
    package var leavesAfter: Duration?
    /// The formats of tools that report as data, by the names of the tools: what they write is told in words.
    package var formats: [String: AgentFormat]

    package init(
        title: String = "", isASCII: Bool = false, isReadOnly: Bool = false, leavesAfter: Duration? = nil,
        formats: [String: AgentFormat] = [:]
    ) {
        self.formats = formats
        self.title = title
        self.isASCII = isASCII
        self.isReadOnly = isReadOnly
        self.leavesAfter = leavesAfter
    }
}
