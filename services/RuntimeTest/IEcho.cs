// The service of the benchmarks: operations do as little as possible.

using RustKernel.Services;

namespace RustKernel.RuntimeTest;

/// <summary>Operations that do nothing: what remains is the cost of the call.</summary>
[Service(0xFFF1)]
internal interface IEcho
{
    /// <summary>Nothing each way.</summary>
    [Operation(1)]
    ErrorCode Nothing();

    /// <summary>Eight words each way: all that a message holds.</summary>
    [Operation(2)]
    Result<EightWords> Words(EightWords words);

    /// <summary>The same text each way.</summary>
    [Operation(3)]
    Result<string> Text(string text);
}
