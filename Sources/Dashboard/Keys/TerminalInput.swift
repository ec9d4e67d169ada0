/// What the bytes a terminal sends mean.
package enum TerminalInput: Equatable, Sendable {
    case key(Key)
    case mouse(MouseAction)
    case pasted
    /// The terminal's window came to the front, or left it.
    case focus(Bool)
    /// The terminal shows what is sent between two marks in one go, or has never heard of it.
    case synchronizedOutput(Bool)
}
