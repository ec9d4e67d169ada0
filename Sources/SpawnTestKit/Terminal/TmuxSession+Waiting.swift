extension TmuxSession {
    /// Waits until a text stands on the screen.
    ///
    /// - Parameters:
    ///   - text: What must appear, within one line.
    ///   - timeout: When to give up.
    /// - Returns: The screen with the text on it.
    /// - Throws: When it does not appear, with the screen as it is then.
    @discardableResult
    package func waitForText(_ text: String, timeout: Duration = .seconds(60)) async throws -> String {
        try await waitForScreen("to show \"\(text)\"", timeout: timeout) { $0.contains(text) }
    }

    /// Waits until the screen is as it should be.
    ///
    /// - Parameters:
    ///   - expectation: What is waited for, as the end of a sentence that begins with “the screen was expected”.
    ///   - timeout: When to give up.
    ///   - isRight: Judges a screen.
    /// - Returns: The first screen that is right.
    /// - Throws: When none is, with the screen as it is then.
    @discardableResult
    package func waitForScreen(
        _ expectation: String, timeout: Duration = .seconds(60), _ isRight: (String) -> Bool
    ) async throws -> String {
        let end = ContinuousClock.now + timeout
        while true {
            let screen = try await screen()
            if isRight(screen) { return screen }
            guard ContinuousClock.now < end else {
                throw TestKitError("the screen was expected \(expectation) within \(timeout), but it is\n\(screen)")
            }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// Waits until the program has ended.
    ///
    /// - Parameter timeout: When to give up.
    /// - Returns: Its exit status as a shell sees it: the exit code, or 128 and the signal's number.
    /// - Throws: When it does not end, with the screen as it is then.
    package func exitStatus(timeout: Duration = .seconds(60)) async throws -> Int {
        let status = try await Waiting.until(timeout: timeout) {
            Files.read(files["status"]).flatMap { $0.last == "\n" ? Int($0.dropLast()) : nil }
        }
        guard let status else {
            throw TestKitError("the program has not ended within \(timeout); the screen is\n\(try await screen())")
        }
        return status
    }

    /// The program's process id, for signals.
    package func pid() async throws -> Int32 {
        let pid = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(files["pid"]).flatMap { $0.last == "\n" ? Int32($0.dropLast()) : nil }
        }
        guard let pid else { throw TestKitError("the program was not started; the screen is\n\(try await screen())") }
        return pid
    }

    /// `stty -a` before the program started, and after it ended: equal when it left the terminal as it was.
    package func terminalSettings() async throws -> (before: String, after: String) {
        _ = try await exitStatus()
        return (settingsBefore, Files.read(files["after"]) ?? "")
    }

    /// `stty -a` before the program started.
    package var settingsBefore: String { Files.read(files["before"]) ?? "" }

    /// `stty -a` at this moment.
    package func settingsNow() async throws -> String {
        try await ProgramRun.of("stty", ["-a", "-F", try await terminalName()]).output
    }

    /// Waits until the program has been stopped as a job, checks nothing, and lets it go on.
    ///
    /// - Returns: `stty -a` as it was while the program stood still.
    package func goOnWhenStopped() async throws -> String {
        try await waitForText("[stopped; Enter goes on]")
        try await press("Enter")
        return Files.read(files["stopped"]) ?? ""
    }
}
