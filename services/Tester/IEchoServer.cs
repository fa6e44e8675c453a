// The server's side of services/RuntimeTest/IEcho.cs: the same numbers and operations.

using RustKernel.RuntimeTest;

namespace RustKernel.Services.Tester;

/// <summary>
/// A separate interface, as benchmark and server are one program: if the interface had a client there, too, the compiler could not bind a
/// dispatcher's calls. Services in programs of their own have no client for themselves.
/// </summary>
[Service(0xFFF1)]
internal interface IEchoServer
{
    /// <summary>Nothing each way.</summary>
    [Operation(1)]
    ErrorCode Nothing();

    /// <summary>Eight words each way.</summary>
    [Operation(2)]
    Result<EightWords> Words(EightWords words);

    /// <summary>The same text each way.</summary>
    [Operation(3)]
    Result<string> Text(string text);
}
