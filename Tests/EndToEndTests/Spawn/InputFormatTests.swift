import AuroraSpawner
import SpawnTestKit
import Testing

/// The same three tasks in every form a task file may have.
struct InputFormatTests {
    private static let markdownItems = """
        - [x] 1 Done already
        - [ ] 2 Say who you are
          @print from two
          - Agent: @coder
        * [ ] 3. Use it
          @print from three
          - Depends: 1, 2
        """
    private static let markdownComments = """
        # A list

        - [x] 1 Done already
        - [ ] 2 Say who you are
          @print from two
          <!-- agent: coder -->
        - [ ] 3 Use it
          @print from three
          <!-- depends: 1,2 -->
        """
    private static let tasks = [
        #"{"id": "1", "prompt": "@print from one"}"#,
        #"{"id": "2", "prompt": "Say who you are\n@print from two", "agent": "coder"}"#,
        #"{"id": "3", "prompt": "Use it\n@print from three", "depends_on": ["1", "2"]}"#,
    ]
    private static let array = "[\(tasks.joined(separator: ",\n"))]"
    private static let object = #"{"tasks": \#(array)}"#
    private static let lines = tasks.joined(separator: "\n") + "\n"

    @Test(arguments: [
        ("tasks.md", markdownItems), ("tasks.md", markdownComments), ("tasks.json", array), ("tasks.json", object),
        ("tasks.jsonl", lines), ("tasks", markdownItems), ("tasks", array), ("tasks", lines),
    ])
    func `a task file is understood`(name: String, text: String) async throws {
        let (run, document) = try await Workplace("format").spawn(text, file: name)
        check(run, document)
    }

    @Test(arguments: [markdownItems, array, lines])
    func `a task file may come from stdin`(text: String) async throws {
        let place = try Workplace("format-stdin")
        let run = try await place.run(["spawn", "-", "--ui", "none", "--results", "results.json"], input: text)
        check(run, try place.document())
    }

    private func check(_ run: ProgramRun, _ document: JSONValue) {
        #expect(run.exitCode == 0)
        let results = document["results"]?.items ?? []
        #expect(results.map { $0["task_id"]?.string } == ["1", "2", "3"])
        #expect(results.dropFirst().map { $0["output"]?.string } == ["from two\n", "from three\n"])
        #expect(results.map { $0["agent"]?.string } == [nil, "coder", nil])
        #expect(results.allSatisfy { $0["success"]?.bool == true || $0["ending"]?.string == "skipped" })
    }
}
