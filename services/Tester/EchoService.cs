// The server of the benchmarks, with the loop of every service.

using RustKernel.RuntimeTest;

namespace RustKernel.Services.Tester;

/// <summary>Serves <see cref="IEchoServer"/> at a port until its process ends.</summary>
internal sealed class EchoService : Service, IEchoServer
{
    /// <summary>Selects it, in the argument.</summary>
    internal const uint Argument = 0x4548;

    internal EchoService() => Serve(new EchoServerDispatcher(this));

    public ErrorCode Nothing() => ErrorCode.None;

    public Result<EightWords> Words(EightWords words) => words;

    public Result<string> Text(string text) => text;
}
