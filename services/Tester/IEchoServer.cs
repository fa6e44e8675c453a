// The server's side of services/RuntimeTest/IEcho.cs: the same numbers and operations.

using RustKernel.RuntimeTest;

namespace RustKernel.Services.Tester;

/// <summary>
/// An interface of its own, because benchmark and server are one program: where a client implements an interface as well, the
/// compiler cannot bind a dispatcher's calls. Services in programs of their own have no client of themselves.
/// </summary>
[Service(0xFFF1)]
internal interface IEchoServer
{
    /// <summary>Nothing there, nothing back.</summary>
    [Operation(1)]
    ErrorCode Nothing();

    /// <summary>Eight words there and the same back.</summary>
    [Operation(2)]
    Result<EightWords> Words(EightWords words);

    /// <summary>A text there and the same back.</summary>
    [Operation(3)]
    Result<string> Text(string text);
}
