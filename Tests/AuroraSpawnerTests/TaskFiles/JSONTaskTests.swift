import AuroraSpawner
import Testing

@Suite struct JSONTaskTests {
    func parse(_ text: String, as file: String = "tasks.json") throws(InputError) -> [SpawnTask] {
        try TaskFileParser.parse(Array(text.utf8), file: file)
    }

    static let tasks = [
        SpawnTask(
            id: "a", prompt: "Do \"it\"\n😀é/", agent: "coder", context: "c", timeout: .seconds(1.5), policyName: "test",
            displayName: "It", model: "m", tool: "t",
            budget: USDollars(nanodollars: 250_000_000), line: 2),
        SpawnTask(id: "2", prompt: "Then", dependsOn: ["a"], line: 3),
    ]
    static let first = """
        {"id": "a", "prompt": "Do \\"it\\"\\n\\ud83d\\ude00\\u00e9\\/", "agent": "@coder", "context": "c", "timeout": 1.5, \
        "policy_name": "test", "display_name": "It", "model": "m", "tool": "t", "budget": 0.25}
        """
    static let second = #"{"prompt": "Then", "agent": "self", "depends_on": ["a"], "model": null}"#

    @Test(
        arguments: [
            "[\n\(first),\n\(second)]", "{\"tasks\": [\n\(first),\n\(second)\n]}\n", "\n\(first)\r\n\(second)\n\n",
        ])
    func `the three ways to write tasks as JSON are told apart on stdin`(text: String) throws {
        #expect(try parse(text, as: "stdin") == Self.tasks)
    }

    @Test func `a name's extension decides the format`() throws {
        #expect(try parse("[\n\(Self.first),\n\(Self.second)]") == Self.tasks)
        #expect(try parse("\n\(Self.first)\n\(Self.second)", as: "x.jsonl") == Self.tasks)
        #expect(try parse("\n\(Self.first)\n\(Self.second)", as: "x.NDJSON") == Self.tasks)
        #expect(try parse("[x](y)\n- [ ] 1 a", as: "stdin") == [SpawnTask(id: "1", prompt: "a", line: 2)])
    }

    @Test(
        arguments: [
            (
                #"[{"promt": "x"}]"#,
                "1: unknown key 'promt'; allowed are id, prompt, agent, context, timeout, policy_name, display_name, "
                    + "depends_on, model, tool, permissions, budget"
            ),
            (
                "[\n{}]",
                "2: the task has no prompt; allowed keys are id, prompt, agent, context, timeout, policy_name, "
                    + "display_name, depends_on, model, tool, permissions, budget"
            ),
            (#"{"list": []}"#, "1: unknown key 'list'; allowed are tasks"),
            ("{}", "1: the key 'tasks' is missing; allowed is an array, or {\"tasks\": [ … ]}"),
            ("3", "1: 3; allowed is an array of tasks"),
            ("[3]", "1: a task is 3; allowed is an object"),
            (#"[{"prompt": "  "}]"#, "1: prompt is \"  \"; allowed is a text that is not empty"),
            ("[{\"prompt\":\n3}]", "2: prompt is 3; allowed is a text that is not empty"),
            (#"[{"prompt": "x", "prompt": "y"}]"#, "1: 'prompt' is there twice; each key is allowed once"),
            (
                #"[{"prompt": "x", "timeout": "3"}]"#,
                "1: timeout is \"3\"; allowed is seconds, above 0 and at most 1000000000"
            ),
            (#"[{"prompt": "x", "budget": 0}]"#, "1: budget is 0; allowed is dollars, from 0.0001 to 1000000"),
            (
                "[\n{\"prompt\": \"x\", \"budget\": \"$1\"}]",
                "2: budget is \"$1\"; allowed is dollars, from 0.0001 to 1000000"
            ),
            (#"[{"prompt": "x", "budget": 1e300}]"#, "1: budget is 1e+300; allowed is dollars, from 0.0001 to 1000000"),
            (
                #"[{"prompt": "x", "timeout": 0}]"#,
                "1: timeout is 0; allowed is seconds, above 0 and at most 1000000000"
            ),
            (
                #"[{"prompt": "x", "id": 1}]"#,
                "1: id is 1; allowed is an id without spaces, commas and control characters, not beginning with -, "
                    + "at most 100 bytes long"
            ),
            (
                #"[{"prompt": "x", "depends_on": ["a", ""]}]"#,
                "1: depends_on[1] is \"\"; "
                    + "allowed is an id without spaces, commas and control characters, not beginning with -, "
                    + "at most 100 bytes long"
            ),
            (
                #"[{"prompt": "x", "agent": "-c"}]"#,
                "1: agent is \"-c\"; allowed is letters, digits, _ . / -, beginning with a letter, a digit or _, "
                    + "or self for the plain LLM"
            ),
            (
                #"[{"prompt": "x", "model": "--yolo"}]"#,
                "1: model is \"--yolo\"; allowed is letters, digits, _ . / : @ + = [ ] -, "
                    + "beginning with a letter, a digit or _"
            ),
            (
                #"[{"prompt": "x", "id": "-c"}]"#,
                "1: id is \"-c\"; allowed is an id without spaces, commas and control characters, not beginning with -, "
                    + "at most 100 bytes long"
            ),
            (
                #"[{"prompt": "x"}, {"prompt": "y", "id": "1"}]"#,
                "1: task id '1' is already used on line 1; every task needs an id of its own"
            ),
        ])
    func `a bad task is an error with its line and key`(text: String, error: String) {
        #expect { try parse(text) } throws: { "\($0)" == "tasks.json:\(error)" }
    }

    @Test(arguments: ["", " \n", "[]", "{\"tasks\": []}", "# A title\n\nProse.\n", "\u{FEFF}"])
    func `a text without a task is refused`(text: String) {
        #expect { try parse(text, as: "stdin") } throws: {
            "\($0)" == "stdin: there is no task in it; a task is '- [ ] 1 What to do', or JSON with a prompt"
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `JSON lines may be in a file called json, whatever ends them`(end: String) throws {
        let text = end + Self.first + end + Self.second + end
        #expect(try parse(text, as: "tasks.json") == Self.tasks)
        #expect(try parse(Self.second.replacing("[\"a\"]", with: "[]"), as: "one.json").map(\.prompt) == ["Then"])
    }

    @Test func `a bad line of JSON lines is named`() {
        #expect { try parse("{\"prompt\": \"x\"}\n\n[1]", as: "t.jsonl") } throws: {
            "\($0)" == "t.jsonl:3: a task is an array; allowed is an object"
        }
    }

    @Test func `a hundred thousand tasks are read in order`() throws {
        let lines = (1...100_000).map { "{\"prompt\": \"Task \($0)\", \"agent\": \"coder\"}" }
        let tasks = try parse("[" + lines.joined(separator: ",\n") + "]")
        #expect(tasks.count == 100_000)
        #expect(tasks.last == SpawnTask(id: "100000", prompt: "Task 100000", agent: "coder", line: 100_000))
    }
}
