import SpawnCore

/// What `aurora init` writes.
enum StarterFiles {
    static let tasks = """
        # Tasks

        Run them with `aurora spawn`, or try them without an agent: `aurora spawn --tool sample-agent`.

        - [ ] 1 Describe this project in five sentences
        - [ ] 2 List what a newcomer would miss in its documentation
        - [ ] 3 Turn both answers into an outline for a README,
          with one line about each section
          - Depends: 1, 2

        <!--
        A task is `- [ ] ID Prompt`; indented lines below it continue the prompt, and `[x]` is done. What else it may say:

        - [ ] 4.1 Write the parser
          - Agent: @coder
          - Model: opus
          - Timeout: 600
          - Policy: fast_fail
        - [ ] 4.2 Test the parser
          - Depends: 4.1
          - Tool: codex
          - Context: The tests live in Tests/.
        -->

        """

    static func configuration(_ permissions: Permission?) -> String {
        let permissions = permissions.map { "\n    \"permissions\": \"\($0.rawValue)\"," } ?? ""
        return """
            {
              "spawner": {
                "tool": "claude",\(permissions)
                "max_concurrent": 4,
                "default_policy": "agent",
                "recovery": {"preset": "default"},
                "circuit_breaker": {"failure_threshold": 2, "reset_timeout": 120, "failure_window": 300}
              }
            }

            """
    }
}
