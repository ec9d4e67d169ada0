import SpawnCore
import Testing

@Suite struct TaskGraphTests {
    @Test func `both directions of a graph are known and repeated dependencies count once`() throws {
        let graph = try TaskGraph([
            SpawnTask(id: "a", prompt: "x"), SpawnTask(prompt: "x", dependsOn: ["a", "a"]),
            SpawnTask(id: "c", prompt: "x", dependsOn: ["2", "a"]),
        ])
        #expect(graph.ids == ["a", "2", "c"])
        #expect((0..<3).map { Array(graph.dependencies(of: $0)) } == [[], [0], [1, 0]])
        #expect((0..<3).map { Array(graph.dependents(of: $0)) } == [[1, 2], [2], []])
        #expect(try TaskGraph([]).count == 0)
    }

    @Test func `a chain of a hundred thousand tasks is checked without recursion`() throws {
        let last = 100_000
        let chain = (1...last).map { SpawnTask(prompt: "x", dependsOn: $0 == last ? [] : [String($0 + 1)]) }
        #expect(try Array(TaskGraph(chain).dependencies(of: 0)) == [1])

        var ring = chain
        ring[last - 1].dependsOn = ["1"]
        #expect { try TaskGraph(ring) } throws: {
            "\($0)"
                == "tasks depend on each other in a cycle: 1 → 2 → 3 → 4 → 5 → 6 → 7 → 8 → (99990 more) → 99999 → 100000 → 1; "
                + "a task may only depend on tasks that do not depend on it"
        }
    }

    @Test(
        arguments: [
            ("a:a", "cycle: a → a;"), ("a: b:c c:d d:b e:b", "cycle: b → c → d → b;"),
            ("x:b b:c c:b", "cycle: b → c → b;"), ("a:z", "task 'a' depends on 'z', which is no task;"),
            ("a: b: a:", "task id 'a' is already used on line 1;"),
        ])
    func `what cannot be run is named`(graph: String, error: String) {
        let tasks = graph.split(separator: " ").enumerated().map { place, task in
            let parts = task.split(separator: ":").map(String.init)
            return SpawnTask(id: parts[0], prompt: "x", dependsOn: Array(parts.dropFirst()), line: place + 1)
        }
        #expect { try TaskGraph(tasks) } throws: { "\($0)".contains(error) }
    }
}
