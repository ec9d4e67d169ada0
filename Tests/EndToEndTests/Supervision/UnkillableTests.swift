import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Children that cannot be killed, and disks that do not answer. Only root can make them.
struct UnkillableTests {
    /// Runs as somebody whose children may be root's, as by `sudo`.
    private struct User {
        let id = uid_t(2_000_000 + getpid())
        let place: Workplace

        init(_ name: String) async throws {
            place = try Workplace(name)
            // A program with root's rights for everybody, that starts any other with them.
            _ = try await ProgramRun.of(
                "sh", ["-c", "cp \"$(command -v setpriv)\" root && chmod 4755 root"], directory: place.files.path)
            _ = unsafe chown(place.files.path, id, id)
        }

        /// A command line that becomes root's.
        var sleeper: String { "\(place.files["root"]) --reuid=0 --regid=0 --clear-groups sleep 600" }

        func start(_ tasks: String, _ tools: [String: String], _ options: [String]) throws -> RunningProgram {
            let tools = tools.map { #""\#($0)": {"command": ["sh", "-c", "\#($1)"], "prompt": "none"}"# }
            try place.files.write(
                "config.json", #"{"spawner": {"tools": {\#(tools.joined(separator: ", "))}}}"#)
            try place.files.write("tasks.md", tasks)
            let command = [try BuiltProgram.path("aurora"), "spawn", "--ui", "none", "--no-fallback"] + options
            return try RunningProgram(
                "setpriv", ["--reuid=\(id)", "--regid=\(id)", "--clear-groups"] + command,
                environment: place.environment, directory: place.files.path)
        }
    }

    private static let options = ["-j", "1", "--timeout", "1", "--results", "results.json"]

    @Test func `a child with root's rights frees its slot at its limit, fails, and is named`() async throws {
        guard geteuid() == 0 else { return print("skipped: only root can make a program that has its rights") }
        let user = try await User("setuid")
        defer { user.place.mark.killSurvivors() }
        let aurora = try user.start(
            "- [ ] 1 a\n  - Tool: root\n- [ ] 2 b\n  - Tool: quick\n",
            ["root": "exec \(user.sleeper)", "quick": "echo done"], Self.options)
        let begin = ContinuousClock.now
        let run = try await aurora.wait(timeout: .seconds(60))
        #expect(ContinuousClock.now - begin < .seconds(45))
        #expect(run.exitCode == 1)
        let results = try user.place.document()["results"]?.items ?? []
        let error = results.first?["error"]?.string ?? ""
        #expect(error.hasPrefix("timed out after 1 s: timeout of the run, and could not be ended: "))
        #expect(error.hasSuffix(" sleep 600"))
        #expect(results.first?["attempts"]?.items.count == 1)
        #expect(results.last?["success"]?.bool == true)
        #expect(run.errors.contains("aurora: could not be ended, and may still run: "))
        #expect(user.place.mark.survivors.map(\.command) == ["sleep 600"])
    }

    @Test func `what a child starts with root's rights keeps nobody waiting, and is named`() async throws {
        guard geteuid() == 0 else { return print("skipped: only root can make a program that has its rights") }
        let user = try await User("setuid-below")
        defer { user.place.mark.killSurvivors() }
        let aurora = try user.start(
            "- [ ] 1 a\n  - Tool: root\n", ["root": "\(user.sleeper); true"], Self.options + ["--max-retries", "0"])
        let begin = ContinuousClock.now
        let run = try await aurora.wait(timeout: .seconds(60))
        #expect(ContinuousClock.now - begin < .seconds(45))
        #expect(
            try user.place.document()["results"]?.items.first?["error"]?.string
                == "timed out after 1 s: timeout of the run")
        #expect(run.errors.contains("aurora: could not be ended, and may still run: "))
        #expect(user.place.mark.survivors.map(\.command) == ["sleep 600"])
    }

    @Test(arguments: [1, 3])
    func `a run with a child that has root's rights ends when it is told so`(times: Int) async throws {
        guard geteuid() == 0 else { return print("skipped: only root can make a program that has its rights") }
        let user = try await User("setuid-term")
        defer { user.place.mark.killSurvivors() }
        let aurora = try user.start(
            "- [ ] 1 a\n  - Tool: root\n", ["root": "exec \(user.sleeper)"], ["--results", "results.json"])
        let isThere = try await Waiting.until(timeout: .seconds(60)) {
            user.place.mark.survivors.contains { $0.command == "sleep 600" } ? true : nil
        }
        try #require(isThere == true)
        let begin = ContinuousClock.now
        for time in 0..<times {
            if time > 0 { try await Task.sleep(for: .milliseconds(300)) }
            aurora.send(SIGTERM)
        }
        let run = try await aurora.wait(timeout: .seconds(60))
        #expect(ContinuousClock.now - begin < .seconds(times == 1 ? 45 : 30))
        #expect(run.exitCode == 128 + SIGTERM)
        if times == 1 {
            #expect(run.errors.contains("aurora: could not be ended, and may still run: "))
            #expect(try user.place.document()["results"]?.items.count == 1)
        }
    }

    /// Mounts a disk of its own in a name space of its own, and freezes it when the run has begun.
    private func run(onFrozen script: String, _ place: Workplace) async throws -> ProgramRun? {
        guard geteuid() == 0 else {
            print("skipped: only root can freeze a disk")
            return nil
        }
        let begin = "truncate -s 16M image && mkfs.ext4 -q image && mkdir disk && mount -o loop image disk || exit 77"
        let run = try await ProgramRun.of(
            "unshare", ["-m", "sh", "-c", "\(begin)\n\(script)\ncode=$?; fsfreeze -u disk; umount disk; exit $code"],
            environment: place.environment.merging(["AURORA": try BuiltProgram.path("aurora")]) { $1 },
            directory: place.files.path, timeout: .seconds(120))
        guard run.exitCode != 77 else {
            print("skipped: this machine mounts no disk of ours")
            return nil
        }
        return run
    }

    private static let freeze = "until grep -q ready events; do sleep 0.1; done; fsfreeze -f disk; touch frozen"

    @Test func `a state directory on a disk that hangs stops no limit, no result and not the end`() async throws {
        let place = try Workplace("frozen-state")
        let tool = #"["sh", "-c", "echo ready; sleep 1; while :; do echo work; sleep 0.1; done"]"#
        try place.files.write("config.json", #"{"spawner": {"tools": {"t": {"command": \#(tool), "prompt": "none"}}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 a\n- [ ] 2 b\n")
        let script = """
            "$AURORA" spawn --tool t --timeout 4 --max-retries 0 --no-fallback --ui none --events events \\
                --results results.json --state-dir disk/state & run=$!
            \(Self.freeze); begin=$(date +%s); wait $run; code=$?; echo $(($(date +%s) - begin)); test $code = 1
            """
        guard let run = try await run(onFrozen: script, place) else { return }
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(Int(run.output.split(separator: "\n").last ?? "") ?? 99 < 45)
        let results = try place.document()["results"]?.items ?? []
        #expect(results.map { $0["error"]?.string == "timed out after 4 s: timeout of the run" } == [true, true])
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a child that waits for a disk that hangs frees its slot at its limit, and is named`() async throws {
        let place = try Workplace("frozen-child")
        let stuck = #"["sh", "-c", "echo ready; until test -e frozen; do sleep 0.1; done; exec touch disk/file"]"#
        let quick = #"["sh", "-c", "echo done"]"#
        try place.files.write(
            "config.json",
            #"{"spawner": {"tools": {"t": {"command": \#(stuck), "prompt": "none"}, "#
                + #""quick": {"command": \#(quick), "prompt": "none"}}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 a\n  - Tool: t\n- [ ] 2 b\n  - Tool: quick\n")
        let script = """
            "$AURORA" spawn -j 1 --timeout 4 --no-fallback --ui none --events events --results results.json & run=$!
            \(Self.freeze); begin=$(date +%s); wait $run; code=$?; echo $(($(date +%s) - begin)); test $code = 1
            """
        guard let run = try await run(onFrozen: script, place) else { return }
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(Int(run.output.split(separator: "\n").last ?? "") ?? 99 < 45)
        let results = try place.document()["results"]?.items ?? []
        #expect(
            results.first?["error"]?.string?.hasPrefix(
                "timed out after 4 s: timeout of the run, and could not be ended: ") == true)
        #expect(results.last?["success"]?.bool == true)
        #expect(run.errors.contains("aurora: could not be ended, and may still run: "))
    }

    @Test func `three signals end a run that waits for a disk that hangs`() async throws {
        let place = try Workplace("frozen-results")
        try place.files.write(
            "config.json",
            #"{"spawner": {"tools": {"t": {"command": ["sh", "-c", "echo ready; sleep 2"], "prompt": "none"}}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 a\n")
        // The results wait for the disk when the task is over.
        let script = """
            "$AURORA" spawn --tool t --ui none --events events --results disk/results.json & run=$!
            \(Self.freeze); sleep 4; begin=$(date +%s)
            for i in 1 2 3; do kill -TERM $run; sleep 0.3; done
            wait $run; code=$?; echo $(($(date +%s) - begin)); test $code = 143
            """
        guard let run = try await run(onFrozen: script, place) else { return }
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(Int(run.output.split(separator: "\n").last ?? "") ?? 99 < 20)
    }
}
