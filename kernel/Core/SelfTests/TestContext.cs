using System;
using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>
/// What a test reports to: checks, skips, measurements. Collects the outcome of one test and writes its diagnostics as
/// they come.
/// </summary>
public ref struct TestContext
{
    private readonly ReadOnlySpan<byte> _suite;
    private readonly ReadOnlySpan<byte> _test;
    private ref KtapWriter _writer;

    /// <summary>
    /// The context of test <paramref name="test"/> in <paramref name="suite"/>; metrics go out through <paramref name="writer"/>.
    /// </summary>
    public TestContext(ref KtapWriter writer, ReadOnlySpan<byte> suite, ReadOnlySpan<byte> test)
    {
        _writer = ref writer;
        _suite = suite;
        _test = test;
        Failed = false;
        SkipReason = default;
    }

    /// <summary>True once a check failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Why the test was skipped; empty when it was not.</summary>
    public ReadOnlySpan<byte> SkipReason { get; private set; }

    /// <summary>Fails the test unless <paramref name="condition"/>; <paramref name="what"/> says what was expected.</summary>
    public bool Check(bool condition, ReadOnlySpan<byte> what)
    {
        if (!condition)
        {
            BeginDiagnostic(what);
            EndDiagnostic();
            Failed = true;
        }

        return condition;
    }

    /// <summary>Fails the test unless the two numbers are equal; prints both.</summary>
    public bool Equal(ulong expected, ulong actual, ReadOnlySpan<byte> what)
    {
        if (expected == actual)
        {
            return true;
        }

        BeginDiagnostic(what);
        KernelConsole.Write(": expected "u8);
        KernelConsole.WriteHex(expected);
        KernelConsole.Write(", was "u8);
        KernelConsole.WriteHex(actual);
        EndDiagnostic();
        Failed = true;
        return false;
    }

    /// <summary>Skips the test, with the reason (one line, a text that stays valid).</summary>
    public void Skip(ReadOnlySpan<byte> reason) => SkipReason = reason;

    /// <summary>A measurement: <paramref name="name"/> <c>[a-z0-9_.-]+</c>, <paramref name="unit"/> one word.</summary>
    public void Metric(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit)
    {
        _writer.Begin("  # metric "u8);
        _writer.Text(name);
        _writer.Text("="u8);
        _writer.Number(value);
        _writer.Text(" "u8);
        _writer.Text(unit);
        _writer.End();
    }

    private static void EndDiagnostic()
    {
        KernelConsole.Write("\n"u8);
        KernelConsole.EndLine();
    }

    private readonly void BeginDiagnostic(ReadOnlySpan<byte> what)
    {
        KernelConsole.BeginLine();
        KernelConsole.Write("  # "u8);
        KernelConsole.Write(_suite);
        KernelConsole.Write("."u8);
        KernelConsole.Write(_test);
        KernelConsole.Write(": "u8);
        KernelConsole.Write(what);
    }
}
