/// What the bytes a terminal sends mean.
package enum TerminalInput: Equatable, Sendable {
    case key(Key)
    case mouse(MouseAction)
    /// The beginning of a text that was pasted, up to an escape sequence in it.
    case pasted(String)
    /// The terminal's window came to the front, or left it.
    case focus(Bool)
    /// The terminal shows what is sent between two marks in one go, or has never heard of it.
    case synchronizedOutput(Bool)
}
