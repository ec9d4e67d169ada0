import AuroraSpawner
import Testing

@Suite struct EventLogTests {
    func log(_ events: [SpawnEvent]) -> [UInt8] {
        var writer = EventLineWriter(startedAt: 1_750_000_000.25)
        return events.flatMap { writer.line(for: $0) }
    }

    @Test(arguments: RandomValues.seeds(300))
    func `every event is read back as it was written`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let events = random.run()
        let recorded = try EventLineReader.read(log(events), file: nil)
        #expect(recorded.events == events)
        #expect(recorded.cutLine == nil)
    }

    @Test func `the random runs have events of every kind`() {
        func names(_ kinds: [SpawnEvent.Kind]) -> Set<Substring> {
            Set(kinds.map { "\($0)".prefix { $0 != "(" } })
        }
        let random = (1...100).flatMap { seed in
            var values = RandomValues(seed: UInt64(seed))
            return values.run().map(\.kind)
        }
        #expect(names(random) == names(EventLineTests.kinds))
    }

    @Test(arguments: RandomValues.seeds(100))
    func `a log cut anywhere is read up to its last whole line`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let events = random.run()
        let bytes = log(events)
        let length = random.int(0...bytes.count)
        let recorded = try EventLineReader.read(Array(bytes[..<length]), file: nil)
        let whole = bytes[..<length].count { $0 == UInt8(ascii: "\n") }
        let isWhole = length == 0 || bytes[length - 1] == UInt8(ascii: "\n")
        let isOnlyTheEndMissing = !isWhole && bytes[length] == UInt8(ascii: "\n")
        #expect(recorded.events == Array(events.prefix(whole + (isOnlyTheEndMissing ? 1 : 0))))
        #expect(recorded.cutLine == (isWhole || isOnlyTheEndMissing ? nil : whole + 1))
    }

    @Test(arguments: RandomValues.seeds(300))
    func `a damaged byte is an error with its line, or another event, and never a trap`(seed: UInt64) {
        var random = RandomValues(seed: seed)
        var bytes = log(random.run())
        bytes[random.int(0...bytes.count - 1)] = UInt8(random.int(0...255))
        do { _ = try EventLineReader.read(bytes, file: "log") } catch {
            #expect("\(error)".hasPrefix("log:"))
        }
    }

    static let start =
        #"{"v":1,"run":"r","t":0,"event":"run_started","tasks":1,"max_concurrent":1}"# + "\n"
        + #"{"v":1,"run":"r","t":0,"event":"task_added","task":0,"task_id":"1","prompt":"p","depends_on":[]}"# + "\n"

    @Test(
        arguments: [
            ("{\"v\":1,\n", "3: the text ends too early; expected a key in double quotes"),
            ("\n", "3: the text ends too early; expected a JSON value"),
            ("[]\n", "3: an array; allowed is an object"),
            ("{}\n", "3: the key 'v' is missing"),
            ("{\"v\":2}\n", "3: v is 2; allowed is 1"),
            (
                "{\"v\":1,\"event\":\"x\"}\n",
                "3: event is \"x\"; allowed is one of run_started, task_added, task_waiting, attempt_started, "
                    + "attempt_output, timeout_extended, attempt_terminating, attempt_ended, task_ended, task_reopened, "
                    + "breaker_changed, cooldown_changed, slots_changed, pause_changed, command_accepted, "
                    + "command_refused, run_stopping, all_tasks_ended, run_ended"
            ),
            (#"{"v":1,"t":"1","event":"all_tasks_ended"}"# + "\n", "3: t is \"1\"; allowed is a number"),
            (
                #"{"v":1,"t":1,"event":"task_ended","task":7,"result":{}}"# + "\n",
                "3: task is 7; allowed is a task of an earlier task_added"
            ),
            (
                #"{"v":1,"t":1,"event":"timeout_extended","task":1,"until":2}"# + "\n",
                "3: task is 1; allowed is a task of an earlier task_added"
            ),
            (
                #"{"v":1,"t":1,"event":"task_waiting","task":0,"reason":"mood"}"# + "\n",
                "3: reason is \"mood\"; allowed is one of slot, dependencies, backoff, cooldown, held, stagger, memory, exhausted, "
                    + "fallback, paused"
            ),
            (
                #"{"v":1,"t":1,"event":"run_ended","first_try":3}"# + "\n",
                "3: first_try is 3; allowed is 0, as the lines before say"
            ),
            (
                #"{"v":1,"t":1,"event":"attempt_ended","task":0,"record":{"number":1,"tool":"t"}}"# + "\n",
                "3: the key 'record.fallback' is missing"
            ),
        ])
    func `a line that is no event is one sentence with file and line`(line: String, error: String) {
        #expect { try EventLineReader.read(Array((Self.start + line).utf8), file: "run.jsonl") } throws: {
            "\($0)" == "run.jsonl:\(error)"
        }
    }

    @Test func `keys of a later version are passed over`() throws {
        let line = #"{"v":1,"run":"r","t":1,"event":"slots_changed","max_concurrent":3,"mood":{"good":[true]}}"# + "\n"
        let recorded = try EventLineReader.read(Array((Self.start + line).utf8), file: nil)
        #expect(recorded.events.last?.kind == .slotsChanged(3))
    }

    @Test func `lines about a task name its state in the recovery`() {
        let kinds = EventLineTests.kinds.compactMap(\.recoveryState)
        #expect(Set(kinds) == [.initial, .fallbackExecuting, .failed, .retryPending, .fallbackPending])
        var writer = EventLineWriter()
        let states = EventLineTests.kinds.map { writer.line(for: SpawnEvent($0, at: .start)) }
            .count { String(decoding: $0, as: UTF8.self).contains("\"state\":\"initial\"") }
        #expect(states == 2)
    }
}
