// What the benchmarks of services call: as little as an operation can do.

using RustKernel.Services;

namespace RustKernel.RuntimeTest;

/// <summary>Operations that do nothing: what remains is the way there and back.</summary>
[Service(0xFFF1)]
internal interface IEcho
{
    /// <summary>Nothing there, nothing back.</summary>
    [Operation(1)]
    ErrorCode Nothing();

    /// <summary>Eight words there and the same back: all that a message holds.</summary>
    [Operation(2)]
    Result<EightWords> Words(EightWords words);

    /// <summary>A text there and the same back.</summary>
    [Operation(3)]
    Result<string> Text(string text);
}
