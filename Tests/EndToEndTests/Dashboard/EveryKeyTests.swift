import Dashboard
import Glibc
import SpawnTestKit
import Testing

/// Every key of the table, pressed in a real terminal over real processes, with its effect on the screen and in the event
/// log.
struct EveryKeyTests {
    private static let tasks = """
        - [ ] 1 Read the sources
          - Agent: @coder
          @print reading Parser.swift
          @lines 100
          @sleep 600
        - [ ] 2 Write the tests
          - Agent: @tester
          @print collecting tests
          @stderr a warning about the needle
          @exit 3
        - [ ] 3 Say hello
          @print the needle is here
        - [ ] 4 Merge it all
          - Depends: 1
        - [ ] 5 Write more tests
          - Agent: @tester
          @exit 3
        """ + (6...40).map { "\n- [ ] \($0) Wait for the others\n  - Depends: 1" }.joined() + "\n"

    @Test func `every key does what the table says`() async throws {
        try await DashboardTerminal.run(
            Self.tasks, "--max-retries", "0", "--no-fallback", "-j", "2", environment: ["PAGER": "less -X"]
        ) { dashboard in
            let walk = KeyWalk(dashboard)
            try await dashboard.session.waitForText("the needle is here")
            try await dashboard.session.waitForText("○ open")
            try await moveAbout(walk)
            try await arrangeRows(walk)
            try await visitPages(walk)
            try await operateBreakers(walk)
            try await readOutput(walk)
            try await actOnTasks(walk)
            try await steerTheRun(walk)
            #expect(Set(Action.allCases).subtracting(walk.actions).isEmpty)
        }
    }

    private func moveAbout(_ walk: KeyWalk) async throws {
        try await walk.press(.top, .home, shows: "▸ 1 ")
        try await walk.press(.down, .down, shows: "▸ 2 ")
        try await walk.press(.down, .character("j"), shows: "▸ 3 ")
        try await walk.press(.up, .up, shows: "▸ 2 ")
        try await walk.press(.up, .character("k"), shows: "▸ 1 ")
        try await walk.press(.bottom, .end, shows: "▸ 40 ")
        try await walk.press(.top, .character("g"), shows: "▸ 1 ")
        try await walk.press(.bottom, .character("G"), shows: "▸ 40 ")
        try await walk.press(.pageUp) { !$0.contains("▸ 40 ") }
        try await walk.press(.pageDown, shows: "▸ 40 ")
        try await walk.press(.top, .home, shows: "▸ 1 ")
        try await walk.press(.switchFocus, shows: "breaker of")
        try await walk.press(.back, .backspace) { !$0.contains("breaker of") }
        try await walk.press(.redraw, shows: "▸ 1 ")
    }

    private func arrangeRows(_ walk: KeyWalk) async throws {
        try await walk.press(.tag, shows: "1 tagged")
        try await walk.press(.down, .down, shows: "▸ 3 ")
        try await walk.press(.tagRange, shows: "3 tagged")
        try await walk.press(.untag) { !$0.contains("tagged") }
        try await walk.press(.tagFailed, shows: "2 tagged")
        try await walk.press(.back, .escape) { !$0.contains("tagged") }
        try await walk.press(.filter, shows: "filter /")
        try await walk.dashboard.session.type("state:failed")
        try await walk.dashboard.session.waitForText("2 of 40")
        try await walk.press(.open, .enter, shows: "space tag")
        try await walk.press(.back, .escape) { !$0.contains("2 of 40") }
        for word in ["by state", "latest change first", "longest first", "by agent", "as in the file"] {
            try await walk.press(.sort, shows: word)
        }
    }

    private func visitPages(_ walk: KeyWalk) async throws {
        try await walk.press(.metrics, shows: "SUCCESS  RECOVERED")
        try await walk.press(.back, .escape, shows: "BREAKERS")
        try await walk.press(.timeline, shows: "a column is")
        try await walk.press(.zoom, shows: "a column is")
        try await walk.press(.left, .left, shows: "a column is")
        try await walk.press(.right, .right, shows: "a column is")
        try await walk.press(.back, .escape, shows: "BREAKERS")
        try await walk.press(.help, shows: "MOVING ABOUT")
        try await walk.press(.help, shows: "BREAKERS")
        try await walk.press(.failures, shows: "TIMES  TASKS  FAILED")
        try await walk.press(.open, .enter, shows: "failed alike")
        try await walk.press(.back, .escape) { !$0.contains("failed alike") }
        try await walk.press(.picture, shows: "saved as aurora-")
        #expect(walk.dashboard.file(endingIn: ".svg")?.contains("</svg>") == true)
        #expect(walk.dashboard.mode(ofFileEndingIn: ".svg") == 0o600)
    }

    private func operateBreakers(_ walk: KeyWalk) async throws {
        try await walk.press(.breakers, shows: "breaker of coder")
        try await walk.press(.down, .down, shows: "breaker of tester")
        try await walk.press(.open, .enter, shows: "ITS LAST FAILURES")
        try await walk.press(.probe, shows: "Probe tester now?")
        try await walk.confirm(shows: "◐ half-open")
        try await walk.press(.forceOpen, shows: "Force the breaker of tester open?")
        try await walk.confirm(shows: "○ forced open")
        try await walk.press(.disable, shows: "Disable the breaker of tester?")
        try await walk.confirm(shows: "– disabled")
        try await walk.press(.reset, .character("R"), shows: "Reset the breaker of tester?")
        try await walk.confirm(shows: "● closed")
        try await walk.press(.back, .escape, shows: "BREAKERS")
        try await walk.press(.breakers) { !$0.contains("breaker of") }
        for action in ["force_open", "disable", "reset", "probe"] {
            try await walk.dashboard.waitForEvent(containing: "\"\(action)\"")
        }
    }

    private func readOutput(_ walk: KeyWalk) async throws {
        try await walk.press(.searchAll, .character("F"), shows: "find in all output /")
        try await walk.dashboard.session.type("needle")
        try await walk.press(.open, .enter, shows: "2 lines")
        try await walk.press(.open, .enter, shows: "▸ stderr")
        try await walk.press(.nextStream, .tab, shows: "▸ stdout")
        try await walk.press(.raw, shows: "as written, x in words")
        try await walk.press(.raw) { !$0.contains("as written, x in words") }
        try await walk.press(.unfold, shows: "nothing is folded here")
        try await walk.press(.nextStream, .tab, shows: "▸ stderr")
        try await walk.press(.find, shows: "find /")
        try await walk.dashboard.session.type("a")
        try await walk.press(.open, .enter, shows: "/a  1 of 1 ")
        try await walk.press(.findNext, shows: "/a  1 of 1 ")
        try await walk.press(.findPrevious, shows: "/a  1 of 1 ")
        try await walk.press(.wrap, shows: "cut")
        try await walk.press(.right, .right, shows: "8 to the right")
        try await walk.press(.left, .left) { !$0.contains("to the right") }
        try await walk.press(.times, shows: "0:00 a warning")
        try await walk.press(.times) { !$0.contains("0:00 a warning") }
        try await walk.press(.save, shows: "saved as aurora-")
        #expect(walk.dashboard.file(endingIn: "-2.err") == "a warning about the needle\n")
        #expect(walk.dashboard.mode(ofFileEndingIn: "-2.err") == 0o600)
        try await walk.press(.copy, shows: "copied 1 line")
        try await walk.press(.pager) { $0.contains("a warning about the needle") && !$0.contains("▸ stderr") }
        try await walk.dashboard.session.press("q")
        try await walk.dashboard.session.waitForText("▸ stderr")
        try await walk.press(.quit, shows: "2 lines")
        try await walk.press(.quit, shows: "BREAKERS")
    }

    private func actOnTasks(_ walk: KeyWalk) async throws {
        try await walk.press(.top, .home, shows: "▸ 1 ")
        try await walk.press(.down, .down, shows: "▸ 2 ")
        try await walk.press(.retry) { $0.contains(#/#2 tester .* ✘/#) }
        try await walk.press(.retryWithFallback) { $0.contains(#/#3 llm .* ✘/#) }
        #expect(walk.dashboard.count(of: "task_reopened") == 2)
        try await walk.press(.open, .enter, shows: "▸ std")
        try await walk.press(.earlierAttempt) { !$0.contains("attempt 3 wrote") && $0.contains("wrote ─") }
        try await walk.press(.laterAttempt) { !$0.contains("wrote ─") }
        try await walk.press(.back, .escape, shows: "BREAKERS")
        try await walk.dashboard.waitForEvent(containing: "\"retry_with_fallback\"")
        try await walk.press(.top, .home, shows: "▸ 1 ")
        try await walk.press(.cancel, shows: "Cancel 1 task?")
        try await walk.confirm(shows: "⊘ cancelled")
        try await walk.press(.retry, shows: "▶ running")
    }

    private func steerTheRun(_ walk: KeyWalk) async throws {
        try await walk.press(.moreSlots, .character("+"), shows: "/3")
        try await walk.press(.moreSlots, .character("="), shows: "/4")
        try await walk.press(.fewerSlots, shows: "/3")
        try await walk.press(.pause, shows: "  paused")
        try await walk.press(.pause) { !$0.contains("  paused") }
        try await walk.press(.suspend)
        _ = try await walk.dashboard.session.goOnWhenStopped()
        try await walk.dashboard.session.waitForText("q quit")
        try await walk.press(.quit, shows: "still running")
        try await walk.press(.back, .escape) { !$0.contains("still running") }
        try await walk.press(.stop)
        try await walk.dashboard.expectEnd(status: 128 + Int(SIGINT))
        for event in ["slots_changed", "pause_changed", "run_stopping"] { #expect(walk.dashboard.count(of: event) > 0) }
    }
}
