// A suite with one test that passes, one that fails, one that is skipped.

using System;
using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>Fails on purpose.</summary>
internal sealed class FailingSuite : TestSuite
{
    internal static readonly FailingSuite Instance = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => "failing"u8;

    /// <inheritdoc/>
    public override int Count => 3;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => index switch
    {
        0 => "passes"u8,
        1 => "fails"u8,
        _ => "skips"u8,
    };

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        switch (index)
        {
            case 0:
                context.Equal(4, (ulong)"four"u8.Length, "letters in four"u8);
                break;
            case 1:
                context.Equal(5, (ulong)"four"u8.Length, "letters in five"u8);
                break;
            default:
                context.Skip("nothing to try"u8);
                break;
        }
    }
}
